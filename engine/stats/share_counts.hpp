#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/stats/sample_design.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// A share of paths.
struct Share {
  std::uint64_t hits = 0;
  std::uint64_t n = 0;
  /// Variance of hits / n as a multiple of p (1 - p) / n, that of independent paths; 1 where p is 0 or 1. A
  /// replicate's count is a whole number: its standard error is taken for half a path at least. In groups it
  /// is 1 at least, for paths that share something are never known better than others, and the size of a
  /// group where p is 0 or 1: how alike the paths of a group are cannot be seen there.
  /// L. Kish, Survey Sampling, Wiley 1965, section 8.2.
  double design_effect = 1.0;

  double value() const { return static_cast<double>(hits) / static_cast<double>(n); }
};

/// Counts, for a list of yes-or-no questions, the paths that hit, in the way that the sample's design calls
/// for. What is merged are integers. 8 bytes per question and replicate, 16 for pairs and groups.
class ShareCounts final {
 public:
  ShareCounts(const SampleDesign& design, std::size_t n_questions);

  /// Adds the hits of a block. @param joint_hits how many ordered pairs of different paths of a pair or
  /// group both hit; of such samples only.
  void add(std::uint64_t block, std::size_t question, std::uint64_t hits, std::uint64_t joint_hits = 0);
  void merge(const ShareCounts& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  /// The share of a question. @param n paths of each replicate.
  Share share(std::size_t question, std::span<const std::uint64_t> n) const;

  friend bool operator==(const ShareCounts&, const ShareCounts&) = default;

 private:
  std::size_t n_slots() const { return design_.group_size() > 1 ? 2 : design_.n_replicates(); }

  SampleDesign design_;
  std::vector<std::uint64_t> counts_;  ///< [question][replicate], or [question][hits, joint hits]
};

/// Counts ordered pairs of different paths that both hit, in groups of neighbours. @param hit(path) whether
/// it does; @param n a multiple of the size.
template <class Hit>
std::uint64_t count_joint_hits(std::size_t n, std::size_t size, const Hit& hit) {
  std::uint64_t joint = 0;
  for (std::size_t first = 0; first < n; first += size) {
    std::uint64_t hits = 0;
    for (std::size_t path = first; path < first + size; ++path)
      if (hit(path)) ++hits;
    joint += hits * hits - hits;
  }
  return joint;
}

}  // namespace secondcurve

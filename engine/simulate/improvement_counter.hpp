#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulate/pairing.hpp"
#include "engine/simulate/result.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/probability.hpp"
#include "engine/stats/share_counts.hpp"

namespace secondcurve {

/// Counts the paths on which a scenario stands above its baseline. One per thread; merging has no order.
class ImprovementCounter final {
 public:
  explicit ImprovementCounter(const SampleDesign& design);
  /// @param pairing must outlive the counter.
  ImprovementCounter(const Pairing& pairing, const SampleDesign& design);

  void add(const PairedPaths& pairs);
  void merge(const ImprovementCounter& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  /// Paths that both have and that failed in neither.
  std::uint64_t n_pairs() const;
  /// All of it. With a baseline only.
  PairedResult result(const Scenario& scenario, const Scenario& baseline) const;
  /// The share of pairs on which the series is above that of the baseline in a year; NaN without pairs, and
  /// where no difference is defined.
  Probability probability(std::size_t series, std::size_t year) const;

 private:
  std::size_t question(std::size_t series, std::size_t year) const {
    return series * pairing_->n_years + year;
  }

  const Pairing* pairing_ = nullptr;  ///< null without a baseline
  SampleDesign design_;
  std::vector<std::uint64_t> n_;  ///< pairs [replicate]
  ShareCounts above_;             ///< [series, year]
};

/// What a reader must know of pairs: which series and years have no difference, and how many paths are none.
/// @param n_paths of the scenario that did not fail.
std::vector<std::string> notes_of(const PairedResult& pairs, std::uint64_t n_paths);

}  // namespace secondcurve

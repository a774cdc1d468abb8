#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/stats/moments.hpp"
#include "engine/stats/sample_design.hpp"

namespace secondcurve {

/// The moments of a sample with the standard errors that its design calls for. Merging has no order.
///   - independent paths: the delta method on the moments of the paths;
///   - pairs, groups: the same on the means of the pairs or groups;
///   - replicates: the spread of the replicates' own moments, sd / sqrt(number of replicates).
/// 216 bytes for each replicate, some 500 for pairs and groups.
class SampleMoments final {
 public:
  SampleMoments(const MomentScale& scale, const SampleDesign& design);

  /// Adds finite values [n] of a block. In pairs or groups, they are whole ones.
  void add(ColumnView x, std::size_t n, std::uint64_t block);
  /// The same for n values that all are the pivot.
  void add_at_pivot(std::size_t n, std::uint64_t block) {
    sums_[design_.replicate_of(block)].add_at_pivot(n);
  }
  double pivot() const { return sums_.front().pivot(); }
  void merge(const SampleMoments& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  std::uint64_t count() const;
  /// Values of each replicate.
  std::vector<std::uint64_t> counts() const;
  /// True where a power sum left its range; the moments that need it read as NaN.
  bool overflowed() const;
  /// As MomentSums::moments. Of a replicate without values, or whose values have no spread, nothing is known:
  /// the errors that need it are NaN.
  Moments moments() const;
  /// The split of the variance of a sample in groups between and within them.
  VarianceSplit split() const;

  friend bool operator==(const SampleMoments&, const SampleMoments&) = default;

 private:
  SampleDesign design_;
  std::vector<MomentSums> sums_;     ///< [replicate]
  std::optional<GroupSums> groups_;  ///< of pairs, too
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/block/histogram.hpp"
#include "engine/stats/bins.hpp"
#include "engine/stats/sample_moments.hpp"
#include "engine/stats/share_counts.hpp"

namespace secondcurve {

/// How the statistics of a cell (one quantity of one series in one year) are kept.
struct CellScale {
  MomentScale moments;
  BinScale bins;
  /// About where the cell's quantiles lie, in the order in which they are asked for: the share of paths below
  /// each says how well that quantile is known. Empty where paths are independent, and that is known.
  std::vector<double> thresholds{};

  friend bool operator==(const CellScale&, const CellScale&) = default;
};

/// Makes the scale of a cell from the finite values of the pilot, the first blocks of the run.
/// @param n_values how many values are expected in all; decides the number of bins.
/// @param quantiles probabilities of the quantiles that will be asked for.
/// @param size of the numbers that the values are differences of, where they are; see moment_scale.
/// @param precision of the values.
CellScale scale_from_pilot(std::span<const double> pilot, std::uint64_t n_values,
                           const SampleDesign& design = {}, std::span<const double> quantiles = {},
                           double size = 0.0, Arithmetic precision = Arithmetic::double_precision);

/// Moments and a histogram for each of a list of cells: one per worker thread, merged at the end. What
/// is merged are integers, so the result is the same bits for any number of threads in any order.
///
/// Memory: 4 bytes per bin and, per cell, some 300 bytes where paths are independent, 700 in pairs or
/// groups, and 300 for each of R replicates. At most 2^32 - 1 values per cell.
class Accumulator final {
 public:
  explicit Accumulator(std::span<const CellScale> scales, const SampleDesign& design = {});

  /// Adds finite values [n] of a block to a cell, floats where its scale says so; in pairs or groups, whole
  /// ones. Throws NumericalError past 2^32 - 1 values of a cell.
  void add(std::size_t cell, ColumnView x, std::size_t n, std::uint64_t block = 0);
  /// The same, but only values of some ranges of bins are counted in their bins, and kept in their order;
  /// others are counted in the last bin before the next range, or the last of all. So it is still known how
  /// many values are before a bin, where that is in a range or the first after one.
  /// @param ranges as in keep_ranges; none where all values are to be counted in their bins, and at an atom.
  /// @param kept room for n values, where there are ranges.
  /// @return how many were kept.
  std::size_t add(std::size_t cell, ColumnView x, std::size_t n, std::uint64_t block,
                  std::span<const BinRange> ranges, ColumnPlace kept);
  /// Adds what another thread counted with the same scales. Throws NumericalError as add does.
  void merge(const Accumulator& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  std::size_t n_cells() const { return moments_.size(); }
  std::uint64_t count(std::size_t cell) const { return moments_[cell].count(); }
  Moments moments(std::size_t cell) const { return moments_[cell].moments(); }
  /// Of a sample in groups: the split of a cell's variance between and within them.
  VarianceSplit split(std::size_t cell) const { return moments_[cell].split(); }
  /// True where a power sum of the cell left its range, and a moment therefore reads as NaN.
  bool overflowed(std::size_t cell) const { return moments_[cell].overflowed(); }
  const BinScale& bins(std::size_t cell) const { return bins_[cell]; }
  const SampleDesign& design() const { return design_; }
  /// The design effect of the share of paths below quantile `index` of those asked for, as its threshold
  /// shows it.
  double design_effect(std::size_t cell, std::size_t index) const;
  /// The histogram of a cell [bins(cell).n_counts()], where ranges were given with its counts beside them,
  /// see `add`.
  std::span<const std::uint32_t> counts(std::size_t cell) const {
    return {counts_.data() + first_count_[cell], bins_[cell].n_counts()};
  }

  friend bool operator==(const Accumulator&, const Accumulator&) = default;

 private:
  void add_to_shares(std::size_t cell, ColumnView x, std::size_t n, std::uint64_t block);

  SampleDesign design_;
  std::vector<SampleMoments> moments_;
  std::vector<BinScale> bins_;
  std::vector<std::size_t> first_count_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::vector<double>> thresholds_;  ///< [cell][quantile]
  std::vector<std::size_t> first_threshold_;     ///< [cell] its first question
  ShareCounts at_least_;                         ///< paths at or above each threshold
};

}  // namespace secondcurve

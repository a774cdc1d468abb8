#include "engine/stats/accumulator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/block/histogram.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"

namespace secondcurve {
namespace {

/// Keeps the 32-bit counts of a histogram from wrapping round.
void expect_room(std::uint64_t count, std::uint64_t n_more) {
  if (count + n_more > std::numeric_limits<std::uint32_t>::max()) {
    throw NumericalError("statistics: more than 4294967295 paths cannot be counted. Split the run?");
  }
}

/// The order statistics nearest to the quantiles.
std::vector<double> nearest_values(std::span<const double> pilot, std::span<const double> quantiles) {
  if (pilot.empty()) return std::vector<double>(quantiles.size(), 0.0);
  std::vector<double> values(pilot.begin(), pilot.end()), nearest;
  for (const double p : quantiles) {
    const auto rank = static_cast<std::ptrdiff_t>(std::lround(p * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    nearest.push_back(values[static_cast<std::size_t>(rank)]);
  }
  return nearest;
}

std::size_t n_thresholds(std::span<const CellScale> scales) {
  std::size_t n = 0;
  for (const CellScale& scale : scales) n += scale.thresholds.size();
  return n;
}

}  // namespace

CellScale scale_from_pilot(std::span<const double> pilot, std::uint64_t n_values, const SampleDesign& design,
                           std::span<const double> quantiles, double size, Arithmetic precision) {
  CellScale scale{moment_scale(pilot, size), bin_scale(pilot, suitable_bins(n_values), precision)};
  if (scale.bins.is_single()) scale.moments.pivot = static_cast<float>(scale.moments.pivot);
  if (!design.independent()) scale.thresholds = nearest_values(pilot, quantiles);
  return scale;
}

Accumulator::Accumulator(std::span<const CellScale> scales, const SampleDesign& design)
    : design_(design), at_least_(design, n_thresholds(scales)) {
  std::size_t n_counts = 0, n_questions = 0;
  for (const CellScale& scale : scales) {
    moments_.emplace_back(scale.moments, design);
    bins_.push_back(scale.bins);
    first_count_.push_back(n_counts);
    n_counts += scale.bins.n_counts();
    thresholds_.push_back(scale.thresholds);
    first_threshold_.push_back(n_questions);
    n_questions += scale.thresholds.size();
  }
  counts_.resize(n_counts);
}

void Accumulator::add(std::size_t cell, ColumnView x, std::size_t n, std::uint64_t block) {
  add(cell, x, n, block, {}, ColumnPlace());
}

std::size_t Accumulator::add(std::size_t cell, ColumnView x, std::size_t n, std::uint64_t block,
                             std::span<const BinRange> ranges, ColumnPlace kept) {
  SC_EXPECT(cell < n_cells());
  if (n == 0) return 0;
  expect_room(count(cell), n);
  const BinScale& bins = bins_[cell];
  std::uint32_t* const counts = counts_.data() + first_count_[cell];
  std::size_t n_kept = 0;
  if (bins.is_atom() && moments_[cell].pivot() == bins.low &&
      all_equal(x, n, bins.low)) {  // the one value that the base year mostly has
    counts[1] += static_cast<std::uint32_t>(n);
    moments_[cell].add_at_pivot(n, block);
  } else {
    if (ranges.empty()) {
      count_in_bins(bins, x, n, counts);
    } else {
      SC_EXPECT(bins.is_single() == x.is_single());
      n_kept = keep_ranges(x, n, bins.low, bins.bins_per_unit, bins.n_bins, ranges, counts, kept);
    }
    moments_[cell].add(x, n, block);
  }
  if (!thresholds_[cell].empty()) add_to_shares(cell, x, n, block);
  return n_kept;
}

void Accumulator::add_to_shares(std::size_t cell, ColumnView column, std::size_t n, std::uint64_t block) {
  const Widened values(column, n);
  const double* const x = values.data();
  const std::vector<double>& thresholds = thresholds_[cell];
  const auto joint_hits = [&](double threshold) -> std::uint64_t {
    if (design_.in_pairs()) return 2 * count_pairs_at_least(x, n, threshold);
    if (!design_.in_groups()) return 0;
    return count_joint_hits(n, design_.group_size(), [&](std::size_t i) { return x[i] >= threshold; });
  };
  for (std::size_t k = 0; k < thresholds.size(); ++k)
    at_least_.add(block, first_threshold_[cell] + k, count_at_least(x, n, thresholds[k]),
                  joint_hits(thresholds[k]));
}

void Accumulator::merge(const Accumulator& other) {
  SC_EXPECT(bins_ == other.bins_ && thresholds_ == other.thresholds_);
  for (std::size_t cell = 0; cell < n_cells(); ++cell) {
    expect_room(count(cell), other.count(cell));
    moments_[cell].merge(other.moments_[cell]);
  }
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  at_least_.merge(other.at_least_);
}

void Accumulator::save(ByteWriter& out) const {
  for (const SampleMoments& moments : moments_) moments.save(out);
  out.write_all(counts_);
  at_least_.save(out);
}

void Accumulator::load(ByteReader& in) {
  for (SampleMoments& moments : moments_) moments.load(in);
  in.read_all(counts_);
  at_least_.load(in);
  for (std::size_t cell = 0; cell < n_cells(); ++cell) {
    std::uint64_t n = 0;
    for (const std::uint32_t count : counts(cell)) n += count;
    if (n != count(cell)) throw DamagedBytes("a histogram does not fit its number of values");
  }
}

double Accumulator::design_effect(std::size_t cell, std::size_t index) const {
  if (thresholds_[cell].empty()) return 1.0;
  return at_least_.share(first_threshold_[cell] + index, moments_[cell].counts()).design_effect;
}

}  // namespace secondcurve

#include "engine/stats/accumulator.hpp"

#include <limits>

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

}  // namespace

CellScale scale_from_pilot(std::span<const double> pilot, std::uint64_t n_values) {
  return {moment_scale(pilot), bin_scale(pilot, suitable_bins(n_values))};
}

Accumulator::Accumulator(std::span<const CellScale> scales) {
  std::size_t n_counts = 0;
  for (const CellScale& scale : scales) {
    moments_.emplace_back(scale.moments);
    bins_.push_back(scale.bins);
    first_count_.push_back(n_counts);
    n_counts += scale.bins.n_counts();
  }
  counts_.resize(n_counts);
}

void Accumulator::add(std::size_t cell, const double* x, std::size_t n) {
  SC_EXPECT(cell < n_cells());
  if (n == 0) return;
  expect_room(count(cell), n);
  moments_[cell].add(x, n);
  count_in_bins(bins_[cell], x, n, counts_.data() + first_count_[cell]);
}

void Accumulator::merge(const Accumulator& other) {
  SC_EXPECT(bins_ == other.bins_);
  for (std::size_t cell = 0; cell < n_cells(); ++cell) {
    expect_room(count(cell), other.count(cell));
    moments_[cell].merge(other.moments_[cell]);
  }
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

}  // namespace secondcurve

#include "engine/stats/precision.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/stats/probability.hpp"
#include "engine/stats/quantile_ranks.hpp"

namespace secondcurve {
namespace {

/// The values of a bin: the smallest and the largest double that fall into it.
struct Edges {
  double low, high;
};

/// The edges of the bin that holds an order statistic, counted from 0; infinite beyond the bins.
Edges edges_around(const Accumulator& statistics, std::size_t cell, std::uint64_t rank) {
  const std::span<const std::uint32_t> counts = statistics.counts(cell);
  const BinScale& bins = statistics.bins(cell);
  std::uint32_t bin = 0;
  for (std::uint64_t n_below = counts[0]; n_below <= rank; n_below += counts[bin]) ++bin;
  return {bin == 0 ? -infinity : keyed_value(first_key_of_bin(bins, bin)),
          bin > bins.n_bins ? infinity : keyed_value(first_key_of_bin(bins, bin + 1) - 1)};
}

}  // namespace

double Precision::relative_error() const {
  return standard_error == 0.0 ? 0.0 : standard_error / std::abs(value);
}

Precision precision_of_share(const Share& share, const SampleDesign& design) {
  if (share.n == 0) return {not_a_number, infinity};
  Share judged = share;
  if (design.group_size() > 1 && (share.hits == 0 || share.hits == share.n))
    judged.design_effect = static_cast<double>(design.group_size());
  const double reach = design.interval_reach();
  const Probability p = estimate_probability(judged, reach);
  return {p.value, (p.upper - p.lower) / (2.0 * reach)};
}

Precision precision_of_mean(const Accumulator& statistics, std::size_t cell) {
  const Moments m = statistics.moments(cell);
  if (m.n < 2 || !std::isfinite(m.mean)) return {m.mean, infinity};
  if (m.sd == 0.0) {
    const Precision unseen = precision_of_share({.hits = 0, .n = m.n}, statistics.design());
    return {m.mean, std::abs(m.mean) * unseen.standard_error};
  }
  return {m.mean, std::isfinite(m.mean_se) ? m.mean_se : infinity};
}

Precision precision_of_quantile(const Accumulator& statistics, std::size_t cell, double probability,
                                std::size_t index) {
  const std::uint64_t n = statistics.count(cell);
  if (n == 0) return {not_a_number, infinity};
  const double reach = statistics.design().interval_reach();
  const QuantileRanks ranks = quantile_ranks(probability, n, reach, statistics.design_effect(cell, index));
  const double low = edges_around(statistics, cell, ranks.below).low;
  const double high = edges_around(statistics, cell, ranks.above).high;
  const bool holds_zero = low <= 0.0 && high >= 0.0;
  const double value = holds_zero ? 0.0 : (std::abs(low) < std::abs(high) ? low : high);
  if (!ranks.lower || !ranks.upper) return {value, infinity};
  const double lower = edges_around(statistics, cell, *ranks.lower).low;
  const double upper = edges_around(statistics, cell, *ranks.upper).high;
  const double width = upper - lower;
  return {value, std::isfinite(width) ? width / (2.0 * reach) : infinity};
}

CellScale scale_around_quantile(std::span<const double> pilot, const SampleDesign& design,
                                double probability) {
  SC_EXPECT(probability > 0.0 && probability < 1.0);
  constexpr std::uint32_t n_bins = 32768;
  CellScale scale =
      scale_from_pilot(pilot, std::max<std::uint64_t>(pilot.size(), 1), design, std::array{probability});
  if (pilot.empty()) return scale;
  std::vector<double> sorted(pilot.begin(), pilot.end());
  std::sort(sorted.begin(), sorted.end());
  const auto last = static_cast<double>(sorted.size() - 1);
  const double most_effect = design.in_groups() ? static_cast<double>(design.group_size()) : 1.0;
  const double reach = 8.0 * std::sqrt(most_effect * probability * (1.0 - probability) * (last + 1.0));
  const double first_rank = std::floor(probability * last - reach);
  const double last_rank = std::ceil(probability * last + reach);
  double low = sorted[static_cast<std::size_t>(std::clamp(first_rank, 0.0, last))];
  double high = sorted[static_cast<std::size_t>(std::clamp(last_rank, 0.0, last))];
  const double length = high - low;
  if (first_rank <= 0.0) low -= length;
  if (last_rank >= last) high += length;
  scale.bins = bin_scale(std::array{low, high}, n_bins);
  return scale;
}

}  // namespace secondcurve

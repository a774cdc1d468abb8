#include "engine/stats/quantile_ranks.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/contract.hpp"

namespace secondcurve {

QuantileRanks quantile_ranks(double probability, std::uint64_t n, double interval_reach,
                             double design_effect) {
  SC_EXPECT(probability >= 0.0 && probability <= 1.0);
  SC_EXPECT(n >= 1);
  const double count = static_cast<double>(n);
  QuantileRanks ranks;
  const double h = (count - 1.0) * probability;
  ranks.below = std::min(static_cast<std::uint64_t>(h), n - 1);
  ranks.fraction = h - static_cast<double>(ranks.below);
  ranks.above = ranks.fraction > 0.0 ? std::min(ranks.below + 1, n - 1) : ranks.below;

  const double mean = count * probability;
  const double reach = interval_reach * std::sqrt(design_effect * (mean * (1.0 - probability)));
  const double r = std::floor(mean - reach + 0.5);  // from 1
  const double s = std::ceil(mean + reach + 0.5);
  // The interval contains its estimate, whatever the roundings.
  if (r >= 1.0) ranks.lower = std::min(static_cast<std::uint64_t>(r) - 1, ranks.below);
  if (s <= count) ranks.upper = std::max(static_cast<std::uint64_t>(s) - 1, ranks.above);
  return ranks;
}

double interpolate(double below, double above, double fraction) {
  const double gap = above - below;
  if (!std::isfinite(gap)) return below * (1.0 - fraction) + above * fraction;
  return fraction < 0.5 ? below + gap * fraction : above - gap * (1.0 - fraction);
}

}  // namespace secondcurve

#include "engine/stats/probability.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/column.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve {
namespace {

MomentScale shortfall_scale(double target, std::span<const double> pilot) {
  double largest = std::abs(target) * 0x1p-20;
  for (double x : pilot) largest = std::max(largest, std::abs(target - x));
  if (largest == 0.0) largest = 1.0;
  return moment_scale(0.0, std::isfinite(largest) ? largest : 0x1p1000);
}

}  // namespace

Probability estimate_probability(const Share& share, double interval_reach) {
  SC_EXPECT(share.hits <= share.n);
  if (share.n == 0) return {not_a_number, not_a_number, not_a_number, not_a_number};
  const double count = static_cast<double>(share.n) / share.design_effect;
  const double p = share.value();
  const double variance = p * (1.0 - p) / count;
  const double z2 = interval_reach * interval_reach / count;
  const double centre = (p + z2 / 2.0) / (1.0 + z2);
  const double half = interval_reach * std::sqrt(variance + z2 / (4.0 * count)) / (1.0 + z2);
  // At p = 0 and 1 one end is p itself; elsewhere rounding must not push the interval off its estimate.
  return {.value = p,
          .se = std::sqrt(variance),
          .lower = share.hits == 0 ? 0.0 : std::min(centre - half, p),
          .upper = share.hits == share.n ? 1.0 : std::max(centre + half, p)};
}

ShortfallSums::ShortfallSums(double target, std::span<const double> pilot, const SampleDesign& design)
    : target_(target), missing_(shortfall_scale(target, pilot), design) {}

void ShortfallSums::add(const double* x, std::size_t n, std::uint64_t block) {
  for (std::size_t begin = 0; begin < n; begin += block_paths) {
    const std::size_t n_here = std::min(block_paths, n - begin);
    alignas(lane_alignment) std::array<double, lane_pitch> missing;
    for (std::size_t i = 0; i < n_here; ++i) {
      const double gap = target_ - x[begin + i];
      missing[i] = gap > 0.0 ? gap : 0.0;
    }
    missing_.add(missing.data(), n_here, block);
  }
}

void ShortfallSums::merge(const ShortfallSums& other) {
  SC_EXPECT(target_ == other.target_);
  missing_.merge(other.missing_);
}

void ShortfallSums::save(ByteWriter& out) const { missing_.save(out); }

void ShortfallSums::load(ByteReader& in) { missing_.load(in); }

Shortfall ShortfallSums::shortfall() const {
  const Moments m = missing_.moments();
  return {.mean = m.mean, .se = m.mean_se};
}

}  // namespace secondcurve

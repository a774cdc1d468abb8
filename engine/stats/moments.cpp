#include "engine/stats/moments.hpp"

#include <algorithm>
#include <cmath>

#include "engine/block/power_sums.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve {
namespace {

std::array<IntegerSum, moment_order> empty_sums(const std::array<int, moment_order>& e) {
  return {IntegerSum(e[0]), IntegerSum(e[1]), IntegerSum(e[2]),
          IntegerSum(e[3]), IntegerSum(e[4]), IntegerSum(e[5])};
}

/// @param c moments about the pivot.
CentralMoments centre(const std::array<double, moment_order>& c, double pivot) {
  const double d = c[0], d2 = d * d, d3 = d2 * d, d4 = d2 * d2;
  return {
      .mean = pivot + d,
      .m2 = std::max(c[1] - d2, 0.0),
      .m3 = c[2] - 3.0 * d * c[1] + 2.0 * d3,
      .m4 = c[3] - 4.0 * d * c[2] + 6.0 * d2 * c[1] - 3.0 * d4,
      .m5 = c[4] - 5.0 * d * c[3] + 10.0 * d2 * c[2] - 10.0 * d3 * c[1] + 4.0 * d4 * d,
      .m6 = c[5] - 6.0 * d * c[4] + 15.0 * d2 * c[3] - 20.0 * d3 * c[2] + 15.0 * d4 * c[1] - 5.0 * d3 * d3,
  };
}

/// Joint moments of the deviations a and b of a pair from the mean: p[j k] = E a^j b^k.
struct PairMoments {
  double p11, p12, p22, p13, p23, p33;
};

/// @param c moments about the pivot of one value, @param s of a pair, in the order of PairPowerSums.
PairMoments centre_pairs(const std::array<double, moment_order>& c, const std::array<double, 6>& s) {
  const double d = c[0], d2 = d * d, d3 = d2 * d, d4 = d2 * d2;
  const auto [s11, s12, s22, s13, s23, s33] = s;
  return {
      .p11 = s11 - d2,
      .p12 = s12 - 2.0 * d * s11 - d * c[1] + 2.0 * d3,
      .p22 = s22 - 4.0 * d * s12 + 2.0 * d2 * c[1] + 4.0 * d2 * s11 - 3.0 * d4,
      .p13 = s13 - 3.0 * d * s12 + 3.0 * d2 * s11 - d * c[2] + 3.0 * d2 * c[1] - 3.0 * d4,
      .p23 = s23 - 3.0 * d * s22 - 2.0 * d * s13 + 9.0 * d2 * s12 - 6.0 * d3 * s11 + d2 * c[2] -
             4.0 * d3 * c[1] + 4.0 * d4 * d,
      .p33 = s33 - 6.0 * d * s23 + 9.0 * d2 * s22 + 6.0 * d2 * s13 - 18.0 * d3 * s12 + 9.0 * d4 * s11 -
             2.0 * d3 * c[2] + 6.0 * d4 * c[1] - 5.0 * d3 * d3,
  };
}

/// Square root of an estimated variance, which rounding may have pushed below zero.
double root(double variance) { return variance < 0.0 ? 0.0 : std::sqrt(variance); }

}  // namespace

MomentScale moment_scale(double pivot, double largest_deviation) {
  SC_EXPECT(largest_deviation > 0.0 && std::isfinite(largest_deviation));
  const int log2_deviation = std::ilogb(largest_deviation) + 1;
  MomentScale scale{.pivot = pivot, .deviation_exponent = log2_deviation};
  constexpr int log2_block = 8;
  constexpr std::array<int, moment_order> bits{56, 56, 52, 48, 42, 36};
  for (std::size_t k = 0; k < moment_order; ++k) {
    scale.unit_exponent[k] = static_cast<int>(k + 1) * log2_deviation + log2_block - bits[k];
  }
  return scale;
}

MomentScale moment_scale(std::span<const double> pilot, double size) {
  if (pilot.empty()) return moment_scale(0.0, size > 0.0 ? size : 1.0);
  // Deviations from the first value: a pilot without spread has exactly that value as its mean.
  double sum = 0.0;
  for (double x : pilot) sum += x - pilot.front();
  const double pivot = pilot.front() + sum / static_cast<double>(pilot.size());
  double largest = 0.0;
  for (double x : pilot) largest = std::max(largest, std::abs(x - pivot));
  if (!std::isfinite(pivot) || !std::isfinite(largest)) return moment_scale(0.0, 0x1p1000);
  // A later value may jump where the pilot hardly moved (a rare event), so the scale is not much finer
  // than the values themselves.
  const double stand_in = std::max(std::abs(pivot), size);
  if (largest == 0.0) return moment_scale(pivot, stand_in == 0.0 ? 1.0 : stand_in);
  return moment_scale(pivot, std::max(largest, stand_in * 0x1p-20));
}

MomentSums::MomentSums(const MomentScale& scale)
    : pivot_(scale.pivot),
      deviation_exponent_(std::clamp(scale.deviation_exponent, -most_unit_exponent, most_unit_exponent)),
      sums_(empty_sums(scale.unit_exponent)) {}

void MomentSums::add(ColumnView x, std::size_t n) {
  // A power leaves the range of its integer long before that of floats.
  const PowerSums sums = x.is_single() ? power_sums(x.floats(), n, pivot_, deviation_exponent_)
                                       : power_sums(x.doubles(), n, pivot_);
  for (std::size_t k = 0; k < moment_order; ++k) sums_[k].add(sums[k]);
  n_ += n;
}

void MomentSums::merge(const MomentSums& other) {
  SC_EXPECT(pivot_ == other.pivot_);
  for (std::size_t k = 0; k < moment_order; ++k) sums_[k].merge(other.sums_[k]);
  n_ += other.n_;
}

void MomentSums::save(ByteWriter& out) const {
  out.write_u64(n_);
  for (const IntegerSum& sum : sums_) sum.save(out);
}

void MomentSums::load(ByteReader& in) {
  n_ = in.read_u64();
  for (IntegerSum& sum : sums_) sum.load(in);
}

std::array<double, moment_order> MomentSums::power_means() const {
  std::array<double, moment_order> means{};
  for (std::size_t k = 0; k < moment_order; ++k) means[k] = sums_[k].value() / static_cast<double>(n_);
  return means;
}

bool MomentSums::overflowed(std::size_t order) const {
  return std::any_of(sums_.begin(), sums_.begin() + static_cast<std::ptrdiff_t>(order),
                     [](const IntegerSum& sum) { return sum.overflowed(); });
}

CentralMoments MomentSums::central_moments() const { return centre(power_means(), pivot_); }

/// The standard errors are the delta method's, with the sample's own moments in place of the law's:
///
///     n var(mean)     = m2
///     n var(sd)       = (m4 - m2^2) / (4 m2)
///     n var(skewness) = a6 - 6 a4 + 9 - 3 a3 a5 + a3^2 (9 a4 + 35) / 4,   a_k = m_k / m2^(k/2)
///
/// Source: H. Cramer, Mathematical Methods of Statistics, Princeton 1946, sections 27.4 and 27.7.
///
/// In groups of g the covariances of the influences of two values, a and b, of a group are added,
/// b_jk = E a^j b^k / m2^((j+k)/2), g - 1 of them for each value:
///
///     n var(mean)     = m2 (1 + (g - 1) b11)
///     n var(sd)       = (...) + (g - 1) m2 (b22 - 1) / 4
///     n var(skewness) = (...) + (g - 1) (b33 - 6 b13 + 9 b11 - 3 a3 (b23 - 3 b12) + a3^2 (9 b22 - 1) / 4)
///
/// They are derived here: with z a value's deviation in units of the root of m2, its influence is z on the
/// mean, (z^2 - 1) / 2 on the standard deviation, both in that unit, and z^3 - 3 z - a3 (3 z^2 - 1) / 2 on
/// the skewness. The variances above are the means of their squares, these terms those of products.
Moments MomentSums::moments(const GroupSums* groups) const {
  if (n_ == 0) return {0, not_a_number, not_a_number, not_a_number, not_a_number, not_a_number, not_a_number};
  const double n = static_cast<double>(n_);
  const std::array<double, moment_order> about_pivot = power_means();
  const CentralMoments m = centre(about_pivot, pivot_);
  if (n_ == 1) return {1, m.mean, not_a_number, not_a_number, not_a_number, not_a_number, not_a_number};
  if (m.m2 == 0.0) return {n_, m.mean, 0.0, 0.0, 0.0, not_a_number, not_a_number};
  const double sd = std::sqrt(m.m2 * (n / (n - 1.0)));
  const double root_m2 = std::sqrt(m.m2);
  const double a4 = m.m4 / (m.m2 * m.m2);
  const double a5 = m.m5 / (m.m2 * m.m2 * root_m2);
  const double a6 = m.m6 / (m.m2 * m.m2 * m.m2);
  const double a3 = m.m3 / (m.m2 * root_m2);
  const double of_one = a6 - 6.0 * a4 + 9.0 - 3.0 * a3 * a5 + a3 * a3 * (9.0 * a4 + 35.0) / 4.0;
  Moments moments{
      .n = n_,
      .mean = m.mean,
      .mean_se = sd / std::sqrt(n),
      .sd = sd,
      .sd_se = sd * root((a4 - 1.0) / (4.0 * n)),
      .skewness = a3,
      .skewness_se = root(of_one / n),
  };
  if (groups == nullptr) return moments;
  const double size = static_cast<double>(groups->design_.group_size()), others = size - 1.0;
  std::array<double, 6> of_pairs{};
  for (std::size_t k = 0; k < of_pairs.size(); ++k) of_pairs[k] = groups->products_[k].value() / n / others;
  const PairMoments p = centre_pairs(about_pivot, of_pairs);
  const double s2 = m.m2, s3 = s2 * root_m2;
  const double b11 = p.p11 / s2, b12 = p.p12 / s3, b22 = p.p22 / (s2 * s2), b13 = p.p13 / (s2 * s2);
  const double b23 = p.p23 / (s2 * s3), b33 = p.p33 / (s3 * s3);
  const double of_both =
      b33 - 6.0 * b13 + 9.0 * b11 - 3.0 * a3 * b23 + 9.0 * a3 * b12 + a3 * a3 * (9.0 * b22 - 1.0) / 4.0;
  moments.mean_se = root(s2 * (1.0 + others * b11) / (n - size));  // sample variance of the groups' means
  moments.sd_se = sd * root((a4 + others * b22 - size) / (4.0 * n));
  moments.skewness_se = root((of_one + others * of_both) / n);
  return moments;
}

}  // namespace secondcurve

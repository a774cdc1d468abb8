// Sums over groups of values that depend on each other, and what they say of a variance.

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/block/power_sums.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/stats/moments.hpp"

namespace secondcurve {
namespace {

/// Products over pairs of different values of a group, and powers of its sums.
struct GroupPowers {
  PairPowerSums products{};
  std::array<double, 3> sums{};
};

/// Adds up the groups of a block, one after the other.
GroupPowers group_powers(const double* x, std::size_t n, std::size_t size, double pivot) {
  GroupPowers all;
  for (std::size_t first = 0; first < n; first += size) {
    double p1 = 0.0, p2 = 0.0, p3 = 0.0, p4 = 0.0, p5 = 0.0, p6 = 0.0;
    for (std::size_t i = first; i < first + size; ++i) {
      const double a = x[i] - pivot, a2 = a * a, a3 = a2 * a;
      p1 += a;
      p2 += a2;
      p3 += a3;
      p4 += a2 * a2;
      p5 += a2 * a3;
      p6 += a3 * a3;
    }
    const std::array<double, 6> products{p1 * p1 - p2, p1 * p2 - p3, p2 * p2 - p4,
                                         p1 * p3 - p4, p2 * p3 - p5, p3 * p3 - p6};
    for (std::size_t k = 0; k < products.size(); ++k) all.products[k] += products[k];
    const double square = p1 * p1;
    all.sums[0] += square * p1;
    all.sums[1] += square * square;
    all.sums[2] += square * p2;
  }
  return all;
}

/// Keeps the unit of a sum of powers of a group's sum as fine as that of the powers themselves: the sum may
/// be larger by a power of its size.
IntegerSum group_sum(const MomentScale& scale, std::size_t order, const SampleDesign& design, int power) {
  return IntegerSum(scale.unit_exponent[order - 1] +
                    power * std::ilogb(static_cast<double>(design.group_size())));
}

}  // namespace

GroupSums::GroupSums(const MomentScale& scale, const SampleDesign& design)
    : pivot_(scale.pivot),
      design_(design),
      products_{IntegerSum(scale.unit_exponent[1]), IntegerSum(scale.unit_exponent[2]),
                IntegerSum(scale.unit_exponent[3]), IntegerSum(scale.unit_exponent[3]),
                IntegerSum(scale.unit_exponent[4]), IntegerSum(scale.unit_exponent[5])},
      sums_{group_sum(scale, 3, design, 2), group_sum(scale, 4, design, 3), group_sum(scale, 4, design, 2)} {
  SC_EXPECT(design.group_size() >= 2);
}

void GroupSums::add(ColumnView column, std::size_t n) {
  const Widened values(column, n);
  const double* const x = values.data();
  SC_EXPECT(n % design_.group_size() == 0);
  if (design_.in_pairs()) {
    const PairPowerSums products = pair_power_sums(x, n, pivot_);
    for (std::size_t k = 0; k < products_.size(); ++k) products_[k].add(products[k]);
    return;
  }
  const GroupPowers powers = group_powers(x, n, design_.group_size(), pivot_);
  for (std::size_t k = 0; k < products_.size(); ++k) products_[k].add(powers.products[k]);
  for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k].add(powers.sums[k]);
}

void GroupSums::merge(const GroupSums& other) {
  SC_EXPECT(pivot_ == other.pivot_ && design_ == other.design_);
  for (std::size_t k = 0; k < products_.size(); ++k) products_[k].merge(other.products_[k]);
  for (std::size_t k = 0; k < sums_.size(); ++k) sums_[k].merge(other.sums_[k]);
}

void GroupSums::save(ByteWriter& out) const {
  for (const IntegerSum& sum : products_) sum.save(out);
  for (const IntegerSum& sum : sums_) sum.save(out);
}

void GroupSums::load(ByteReader& in) {
  for (IntegerSum& sum : products_) sum.load(in);
  for (IntegerSum& sum : sums_) sum.load(in);
}

/// With T = E of the square of a group's mean A, and Q the mean of its values' squares, all about the pivot:
///
///     MSB = g n/g (T - c1^2) / (n/g - 1),   MSW = g (c2 - T) / (g - 1)
///
/// The standard error of the share r = B / (B + W) is the delta method's over independent groups, for any law
/// of the values: with V = T - c1^2 the share changes by [W dV - V dW] / (B + W)^2, and a group's part in it
/// is
///
///     h = (W + V g / (g - 1)) A^2 - 2 W c1 A - V g / (g - 1) Q
///
/// Source: S. R. Searle, G. Casella, C. E. McCulloch, Variance Components, Wiley 1992, section 3.5 (the
/// estimators from mean squares).
VarianceSplit MomentSums::split(const GroupSums& groups) const {
  SC_EXPECT(groups.design_.in_groups());
  const auto n = static_cast<double>(n_), g = static_cast<double>(groups.design_.group_size());
  const double n_groups = n / g;
  if (n_groups < 2.0) return {not_a_number, not_a_number, not_a_number, not_a_number};
  const auto c = power_means();
  const auto product = [&](std::size_t k) { return groups.products_[k].value() / n; };
  const auto sum = [&](std::size_t k, double scale) { return groups.sums_[k].value() / (n * scale); };
  const double aa = (product(0) + c[1]) / g;
  const double among = std::max(aa - c[0] * c[0], 0.0), within_mean = std::max(c[1] - aa, 0.0);
  const double msb = g * among * (n_groups / (n_groups - 1.0));
  const double msw = within_mean * (g / (g - 1.0));
  VarianceSplit split{
      .between = (msb - msw) / g, .within = msw, .share = not_a_number, .share_se = not_a_number};
  const double total = split.between + split.within;
  if (!(total > 0.0)) return split;
  split.share = split.between / total;

  const double aq = (product(1) + c[2]) / g, qq = (product(2) + c[3]) / g;
  const double aaa = sum(0, g * g), aaaa = sum(1, g * g * g), aaq = sum(2, g * g);
  const double of_q = -among * (g / (g - 1.0)), of_aa = msw - of_q, of_a = -2.0 * msw * c[0];
  const double mean = of_aa * aa + of_a * c[0] + of_q * c[1];
  const double square = of_aa * (of_aa * aaaa + 2.0 * (of_a * aaa + of_q * aaq)) + of_a * of_a * aa +
                        of_q * (of_q * qq + 2.0 * of_a * aq);
  split.share_se = std::sqrt(std::max(square - mean * mean, 0.0) / (n_groups - 1.0)) / (total * total);
  return split;
}

}  // namespace secondcurve

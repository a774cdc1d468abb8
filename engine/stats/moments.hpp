#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/column.hpp"
#include "engine/stats/integer_sum.hpp"
#include "engine/stats/sample_design.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// Highest power that is summed. The standard error of the skewness needs the sixth.
inline constexpr std::size_t moment_order = 6;

/// How the power sums of a cell are kept: about which pivot, in which units. A function of the pilot
/// only (the first blocks of the run), so every thread and rank finds the same one.
struct MomentScale {
  double pivot = 0.0;                             ///< in the unit of the values
  std::array<int, moment_order> unit_exponent{};  ///< the sum of (x - pivot)^k is in units of 2^e[k - 1]
  int deviation_exponent = 0;                     ///< the largest deviation is about 2^deviation_exponent

  friend bool operator==(const MomentScale&, const MomentScale&) = default;
};

/// Makes the scale for values within about `largest_deviation` (> 0) of the pivot.
///
/// Order k is kept in units of 2^-56, 2^-56, 2^-52, 2^-48, 2^-42, 2^-36 of what a block of 256 such values
/// sums to at most, so that rounding stays near that of double arithmetic where it shows. Before an order
/// overflows, a value may stand 2^46, 2^23, 2^16, 2^13, 2^12, 2^11 times the largest deviation away.
MomentScale moment_scale(double pivot, double largest_deviation);

/// Makes the scale from a pilot: pivot at its mean, deviation from its largest one. In a pilot without
/// spread the size of the pivot stands in for the deviation, or 1 where that is zero.
/// @param size of the numbers that the values are differences of, where they are: it stands in for that of
/// the pivot where it is larger.
MomentScale moment_scale(std::span<const double> pilot, double size);
inline MomentScale moment_scale(std::span<const double> pilot) { return moment_scale(pilot, 0.0); }

/// Moments of a sample with their Monte Carlo standard errors, all in powers of the values' unit.
struct Moments {
  std::uint64_t n = 0;
  double mean = 0.0;
  double mean_se = 0.0;
  double sd = 0.0;  ///< sample standard deviation, n - 1 in the denominator
  double sd_se = 0.0;
  double skewness = 0.0;  ///< m3 / m2^(3/2) with n in both (Fisher-Pearson; scipy.stats.skew, bias=True) [1]
  double skewness_se = 0.0;  ///< [1]
};

/// Mean and central moments of a sample: E (x - mean)^k with n in the denominator, in powers of the values'
/// unit.
struct CentralMoments {
  double mean, m2, m3, m4, m5, m6;
};

/// How much of a variance is between groups of values that share something, such as uncertain parameters,
/// and how much is within them.
struct VarianceSplit {
  double between = 0.0;   ///< of what the values of a group expect: (MSB - MSW) / size, which may fall below
                          ///< 0; square of the values' unit
  double within = 0.0;    ///< MSW; the same unit
  double share = 0.0;     ///< between / (between + within) [1]; NaN where there is no spread
  double share_se = 0.0;  ///< its standard error [1]
};

/// Sums over groups of neighbouring values that depend on each other: products a^j b^k of powers of the
/// deviations a and b from a pivot over all pairs of different values of a group, and powers of a group's sum
/// of deviations. Merging has no order.
class GroupSums final {
 public:
  /// @param design in pairs or in groups.
  GroupSums(const MomentScale& scale, const SampleDesign& design);

  /// Adds groups of finite values [n]: n is a multiple of the groups' size.
  void add(ColumnView x, std::size_t n);
  /// Adds the sums of other values, kept with the same scale.
  void merge(const GroupSums& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  friend bool operator==(const GroupSums&, const GroupSums&) = default;

 private:
  friend class MomentSums;

  double pivot_;
  SampleDesign design_;
  std::array<IntegerSum, 6> products_;  ///< in the order of PairPowerSums
  /// Of S^3, S^4 and S^2 Q over groups, S and Q being a group's sums of a and a^2; in pairs not kept.
  std::array<IntegerSum, 3> sums_;
};

/// Count and power sums of order 1 to 6 about a pivot. Merging has no order. 216 bytes.
class MomentSums final {
 public:
  explicit MomentSums(const MomentScale& scale);

  /// Adds finite values [n]. They are summed in double in fixed lanes, then rounded once per order, so the
  /// bits depend on which values are added together (a block), not on the order of the blocks.
  /// Floats, for which the pivot is one, too, are summed in single precision first.
  void add(ColumnView x, std::size_t n);
  /// The same for n values that all are the pivot: their powers are 0.
  void add_at_pivot(std::size_t n) { n_ += n; }
  double pivot() const { return pivot_; }
  /// Adds the sums of other values, kept with the same scale.
  void merge(const MomentSums& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  std::uint64_t count() const { return n_; }
  /// True where a power sum left its range; the moments that need it read as NaN.
  /// @param order highest one that is asked about.
  bool overflowed(std::size_t order = moment_order) const;
  /// Mean and central moments; NaN without values.
  CentralMoments central_moments() const;
  /// The moments. Without values all are NaN; with one value all but the mean are. Values without spread
  /// have sd, sd_se and mean_se of zero and no skewness (NaN).
  Moments moments() const { return moments(nullptr); }
  /// The same where the values come in groups that depend on each other.
  /// @param groups the sums of the same values.
  Moments moments(const GroupSums& groups) const { return moments(&groups); }
  /// The split of the variance between and within groups; NaN where there are fewer than two. For groups of
  /// whatever size but pairs. @param groups the sums of the same values.
  VarianceSplit split(const GroupSums& groups) const;

  friend bool operator==(const MomentSums&, const MomentSums&) = default;

 private:
  Moments moments(const GroupSums* groups) const;
  /// Mean powers of the deviation from the pivot [order - 1].
  std::array<double, moment_order> power_means() const;

  double pivot_;
  int deviation_exponent_;
  std::uint64_t n_ = 0;
  std::array<IntegerSum, moment_order> sums_;
};

}  // namespace secondcurve

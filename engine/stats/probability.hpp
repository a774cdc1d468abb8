#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/stats/moments.hpp"

namespace secondcurve {

/// A probability estimated as a share of paths, with its Monte Carlo error.
struct Probability {
  double value = 0.0;  ///< hits / n
  double se = 0.0;     ///< sqrt(p (1 - p) / n); zero where no path or every path hits: see the interval
  double lower = 0.0;  ///< Wilson 95% interval, which stays within 0 and 1 and has width at p = 0 and 1
  double upper = 0.0;
};

/// Estimates a probability from `hits` of n paths; all NaN where n is 0.
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, doi:10.1080/01621459.1927.10502953.
Probability estimate_probability(std::uint64_t hits, std::uint64_t n);

/// An expected shortfall E max(target - X, 0), in the unit of X.
struct Shortfall {
  double mean = 0.0;
  double se = 0.0;
};

/// By how much a target is missed on average over all paths. Merging has no order, as for MomentSums.
class ShortfallSums final {
 public:
  /// @param pilot finite values of X from the first blocks of the run; they set the units of the sums.
  ShortfallSums(double target, std::span<const double> pilot);

  /// Adds finite values [n], those of a block.
  void add(const double* x, std::size_t n);
  void merge(const ShortfallSums& other);

  /// NaN without values; the standard error is NaN with one.
  Shortfall shortfall() const;

  friend bool operator==(const ShortfallSums&, const ShortfallSums&) = default;

 private:
  double target_;
  MomentSums missing_;
};

}  // namespace secondcurve

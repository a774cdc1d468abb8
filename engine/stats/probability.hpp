#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/stats/sample_moments.hpp"
#include "engine/stats/share_counts.hpp"

namespace secondcurve {

/// A probability estimated as a share of paths, with its Monte Carlo error.
struct Probability {
  double value = 0.0;  ///< hits / n
  double se = 0.0;     ///< sqrt(design effect p (1 - p) / n); zero where no path or every path hits
  double lower = 0.0;  ///< Wilson 95% interval, which stays within 0 and 1 and has width at p = 0 and 1
  double upper = 0.0;
};

/// Estimates a probability from a share of paths; all NaN where there are none. The interval is Wilson's for
/// as many independent paths as would know the share as well, n / design effect.
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, doi:10.1080/01621459.1927.10502953;
/// E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998) 193, for the effective number.
/// @param interval_reach of the sample's design.
Probability estimate_probability(const Share& share, double interval_reach = normal_reach);

/// An expected shortfall E max(target - X, 0), in the unit of X.
struct Shortfall {
  double mean = 0.0;
  double se = 0.0;
};

/// By how much a target is missed on average over all paths. Merging has no order.
class ShortfallSums final {
 public:
  /// @param pilot finite values of X from the first blocks of the run; they set the units of the sums.
  ShortfallSums(double target, std::span<const double> pilot, const SampleDesign& design = {});

  /// Adds finite values [n] of a block.
  void add(const double* x, std::size_t n, std::uint64_t block = 0);
  void merge(const ShortfallSums& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  /// NaN without values; the standard error is NaN with one.
  Shortfall shortfall() const;

  friend bool operator==(const ShortfallSums&, const ShortfallSums&) = default;

 private:
  double target_;
  SampleMoments missing_;
};

}  // namespace secondcurve

#pragma once

#include <string>

#include "engine/core/column.hpp"

namespace secondcurve {

// Shapes of distributions whose quantiles are written down. The functions of a shape, one overload each,
// are what Distribution is made of: what is wrong with the numbers (empty if nothing is), the share at or
// below x, the value below which a share u lies, mean, standard deviation, and the name in configs.

/// Normal, of its mean and standard deviation.
struct NormalShape {
  double mean = 0.0;
  double sd = 1.0;
};
std::string problem_of(const NormalShape& s);
double cdf_of(const NormalShape& s, double x);
Column quantile_of(const NormalShape& s, const Column& u);
double mean_of(const NormalShape& s);
double sd_of(const NormalShape& s);
inline const char* name_of(const NormalShape&) { return "normal"; }

/// Lognormal, of the mean and standard deviation of the variable itself, not of its logarithm.
struct LognormalShape {
  double mean = 1.0;
  double sd = 1.0;
};
std::string problem_of(const LognormalShape& s);
double cdf_of(const LognormalShape& s, double x);
Column quantile_of(const LognormalShape& s, const Column& u);
double mean_of(const LognormalShape& s);
double sd_of(const LognormalShape& s);
inline const char* name_of(const LognormalShape&) { return "lognormal"; }

struct UniformShape {
  double low = 0.0;
  double high = 1.0;
};
std::string problem_of(const UniformShape& s);
double cdf_of(const UniformShape& s, double x);
Column quantile_of(const UniformShape& s, const Column& u);
double mean_of(const UniformShape& s);
double sd_of(const UniformShape& s);
inline const char* name_of(const UniformShape&) { return "uniform"; }

struct TriangularShape {
  double low = 0.0;
  double mode = 0.5;
  double high = 1.0;
};
std::string problem_of(const TriangularShape& s);
double cdf_of(const TriangularShape& s, double x);
Column quantile_of(const TriangularShape& s, const Column& u);
double mean_of(const TriangularShape& s);
double sd_of(const TriangularShape& s);
inline const char* name_of(const TriangularShape&) { return "triangular"; }

/// What is wrong with low, mode and high, which must rise.
std::string problem_of_rise(double low, double mode, double high);

/// The standard normal share at or below z.
double standard_normal_cdf(double z);

/// The standard normal scores of shares u, per path.
Column normal_scores(const Column& u);

}  // namespace secondcurve

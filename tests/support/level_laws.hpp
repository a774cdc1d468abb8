#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/closed_forms.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::test {

// The law of one sector's level against its closed form, at the end of years 1 and 5.
//
// n = 1,000,000 paths, seed fixed. Standard errors by the closed form: of the mean sd / sqrt(n), of the sd
// sd sqrt((kurtosis - 1) / (4 n)), of the share below a quantile sqrt(p (1 - p) / n). Each of the 18
// statistics of a case may be 6 standard errors off: false alarm 18 * 2e-9 = 4e-8 a case.

inline constexpr double most_standard_errors = 6.0;

/// The law of the level at the end of a year; the base is 100.
using Law = std::function<LevelMixture(double years)>;

/// The largest deviation from the law among mean, sd and quantiles of all years judged [standard errors].
inline double largest_deviation(const Scenario& scenario, const Result& result, const Law& law) {
  const Reported reported(scenario, result);
  const auto n = static_cast<double>(result.n_paths);
  double largest = 0.0;
  const auto judge = [&](double error, double se) { largest = std::max(largest, std::abs(error) / se); };
  for (std::size_t year : {1u, 5u}) {
    const LevelMixture exact = law(static_cast<double>(year));
    const Moments& m = reported.moments(ReportedVariable::output, "industry", year);
    judge(m.mean - exact.mean(), exact.sd() / std::sqrt(n));
    judge(m.sd - exact.sd(), exact.sd() * std::sqrt((exact.kurtosis() - 1.0) / (4.0 * n)));
    const auto& quantiles = reported.quantiles(ReportedVariable::output, "industry", year);
    for (std::size_t k = 0; k < quantiles.size(); ++k) {
      const double p = scenario.output.quantiles[k];
      judge(exact.cdf(quantiles[k].value) - p, std::sqrt(p * (1.0 - p) / n));
    }
  }
  return largest;
}

/// Whether mean, sd and quantiles of "industry" are those of the law.
inline testing::AssertionResult agrees(const Scenario& scenario, const Result& result, const Law& law) {
  const double deviation = largest_deviation(scenario, result, law);
  return (deviation < most_standard_errors ? testing::AssertionSuccess() : testing::AssertionFailure())
         << "largest deviation " << deviation << " standard errors, seed " << scenario.simulation.seed;
}

/// The scenario over a million paths.
inline Scenario million(const std::string& text, const std::string& steps_per_year = "1") {
  return scenario_of(text, {"simulation.paths=1000000", "simulation.steps_per_year=" + steps_per_year});
}

}  // namespace secondcurve::test

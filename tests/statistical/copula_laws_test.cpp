#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>

#include "engine/core/special_numbers.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/shock_columns.hpp"

// Shocks of two sectors under a copula: how often both are extreme, how they rank, and the law of each.
//
// n = 2^20 pairs, seed fixed. A share p of the pairs has the standard error sqrt(p (1 - p) / n); Kendall's
// tau, from n / 2 comparisons of independent pairs, sqrt((1 - tau^2) / (n / 2)); a sample variance of
// unit-variance shocks, sqrt((kurtosis - 1) / n). Each of the 19 statistics of a case may be 6 standard
// errors off; with the rarest share, 1000 hits, that is a false alarm below 1e-8, so below 1e-6 for the 4
// cases.

namespace secondcurve::copula_laws_test {

using test::scenario_of;
using test::sector;
using test::series;
using test::ShockColumns;

constexpr double tolerance = 6.0;  // standard errors
constexpr double normal_law = infinity;
constexpr std::size_t n_blocks = 1024;

struct Pairs {
  std::vector<double> a, b;
};

/// Shocks of both sectors in four steps of each path.
Pairs draw(const std::string& dependence) {
  const std::string brownian = "model = \"geometric_brownian\", median_growth = 0, volatility = 0.1";
  const Scenario scenario =
      scenario_of(sector("a", "1", brownian) + sector("b", "1", brownian) + series("all", "a = 1, b = 1") +
                      "[dependence.output]\n" + dependence,
                  {}, {{"matrix.csv", "sector,a,b\na,1,0.5\nb,0.5,1\n"}});
  const ShockColumns shocks(scenario, 20260101);
  Pairs pairs;
  for (std::size_t block = 0; block < n_blocks; ++block)
    for (std::size_t step = 0; step < 4; ++step) {
      const auto a = shocks.values("a", "output", step, block * block_paths);
      const auto b = shocks.values("b", "output", step, block * block_paths);
      pairs.a.insert(pairs.a.end(), a.begin(), a.end());
      pairs.b.insert(pairs.b.end(), b.begin(), b.end());
    }
  return pairs;
}

/// A Student t law scaled to variance 1, or the normal law.
double quantile_of(double degrees, double p) {
  if (std::isinf(degrees)) return quantile(boost::math::normal(), p);
  return quantile(boost::math::students_t(degrees), p) * std::sqrt((degrees - 2.0) / degrees);
}

/// The probability that both of a pair with a t copula (gaussian: infinite degrees) lie below their quantile
/// q: given the first is x, the second is rho x + sqrt((1 - rho^2) (nu + x^2) / (nu + 1)) times a t with nu
/// + 1.
double both_below(double degrees, double rho, double q) {
  const bool gaussian = std::isinf(degrees);
  const auto density = [&](double x) {
    return gaussian ? pdf(boost::math::normal(), x) : pdf(boost::math::students_t(degrees), x);
  };
  const double end =
      gaussian ? quantile(boost::math::normal(), q) : quantile(boost::math::students_t(degrees), q);
  const auto given = [&](double x) {
    if (gaussian) return cdf(boost::math::normal(), (end - rho * x) / std::sqrt(1.0 - rho * rho));
    const double spread = std::sqrt((1.0 - rho * rho) * (degrees + x * x) / (degrees + 1.0));
    return cdf(boost::math::students_t(degrees + 1.0), (end - rho * x) / spread);
  };
  boost::math::quadrature::tanh_sinh<double> rule;
  return rule.integrate([&](double x) { return density(x) * given(x); }, -infinity, end);
}

double share_error(double p, double n) { return std::sqrt(p * (1.0 - p) / n); }

template <class Condition>
double share(const Pairs& pairs, Condition&& holds) {
  std::size_t hits = 0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i) hits += holds(pairs.a[i], pairs.b[i]) ? 1u : 0u;
  return static_cast<double>(hits) / static_cast<double>(pairs.a.size());
}

/// What a case claims: degrees of freedom of copula and margins, and the correlation behind the copula.
struct Claim {
  double copula, a, b, rho;
};

/// By how many standard errors the shares of pairs in both tails differ from a claim, at most.
double tails_off(const Pairs& pairs, const Claim& claim) {
  const double q = 0.01, p = both_below(claim.copula, claim.rho, q);
  const double end_a = quantile_of(claim.a, q), end_b = quantile_of(claim.b, q);
  const double low = share(pairs, [&](double a, double b) { return a < end_a && b < end_b; });
  const double high = share(pairs, [&](double a, double b) { return a > -end_a && b > -end_b; });
  return std::max(std::abs(low - p), std::abs(high - p)) /
         share_error(p, static_cast<double>(pairs.a.size()));
}

/// The same of Kendall's tau, 2/pi asin(rho) for every elliptical copula.
double tau_off(const Pairs& pairs, const Claim& claim) {
  const double tau = 2.0 / std::numbers::pi * std::asin(claim.rho);
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < pairs.a.size(); i += 2)
    sum += (pairs.a[i] < pairs.a[i + 1]) == (pairs.b[i] < pairs.b[i + 1]) ? 1.0 : -1.0;
  const double n = static_cast<double>(pairs.a.size()) / 2.0;
  return std::abs(sum / n - tau) / std::sqrt((1.0 - tau * tau) / n);
}

/// The same of the shares below seven quantiles of one margin.
double margin_off(const std::vector<double>& x, double degrees) {
  double worst = 0.0;
  for (const double p : {0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999}) {
    const double end = quantile_of(degrees, p), n = static_cast<double>(x.size());
    const auto below = std::count_if(x.begin(), x.end(), [&](double value) { return value < end; });
    worst = std::max(worst, std::abs(static_cast<double>(below) / n - p) / share_error(p, n));
  }
  return worst;
}

/// The same of the variance, which is 1, by the kurtosis 3 + 6 / (nu - 4).
double variance_off(const std::vector<double>& x, double degrees) {
  double squares = 0.0;
  for (const double value : x) squares += value * value;
  const double n = static_cast<double>(x.size()), kurtosis = 3.0 + 6.0 / (degrees - 4.0);
  return std::abs(squares / n - 1.0) / std::sqrt((kurtosis - 1.0) / n);
}

void expect_agreement(const Pairs& pairs, const Claim& claim) {
  EXPECT_LT(tails_off(pairs, claim), tolerance);
  EXPECT_LT(tau_off(pairs, claim), tolerance);
  EXPECT_LT(margin_off(pairs.a, claim.a), tolerance);
  EXPECT_LT(margin_off(pairs.b, claim.b), tolerance);
  // With fewer degrees squares are too heavy-tailed for a sum of 2^20 to be nearly normal 6 errors out.
  if (claim.a >= 9.0) {
    EXPECT_LT(variance_off(pairs.a, claim.a), tolerance);
  }
  if (claim.b >= 9.0) {
    EXPECT_LT(variance_off(pairs.b, claim.b), tolerance);
  }
}

TEST(StudentCopulaLaw, HasTheTailsAndRanksOfTheory) {
  const Pairs pairs = draw(
      "correlation = \"matrix.csv\"\ncopula = \"student_t\"\ndegrees_of_freedom = 4\nheavy_tails = { b = 9 "
      "}\n");

  expect_agreement(pairs, {4.0, normal_law, 9.0, 0.5});

  EXPECT_GT(tails_off(pairs, {7.0, normal_law, 9.0, 0.5}), tolerance);
  EXPECT_GT(tau_off(pairs, {4.0, normal_law, 9.0, 0.52}), tolerance);
  EXPECT_GT(margin_off(pairs.b, 12.0), tolerance);
}

TEST(StudentCopulaLaw, TiesUncorrelatedShocksInTheirTails) {
  const Pairs pairs = draw("copula = \"student_t\"\ndegrees_of_freedom = 3\n");

  expect_agreement(pairs, {3.0, normal_law, normal_law, 0.0});

  EXPECT_GT(tails_off(pairs, {normal_law, normal_law, normal_law, 0.0}), tolerance);
}

TEST(StudentCopulaLaw, IsTheMultivariateStudentLawWithMarginsOfItsOwnDegrees) {
  const Pairs pairs = draw(
      "loadings = { a = { x = 0.8 }, b = { x = 0.5 } }\ncopula = \"student_t\"\ndegrees_of_freedom = 9\n"
      "heavy_tails = { a = 9, b = 9 }\n");

  expect_agreement(pairs, {9.0, 9.0, 9.0, 0.4});

  // Of a multivariate Student law the correlation of the shocks themselves is that of the normals behind it;
  // the product has variance 1 + 2 rho^2 over 1 - 4 / nu, less rho^2 (McNeil, Frey, Embrechts 2015,
  // sec. 6.2.2).
  double sum = 0.0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i) sum += pairs.a[i] * pairs.b[i];
  const double n = static_cast<double>(pairs.a.size());
  const double product_variance = (1.0 + 2.0 * 0.16) * (9.0 - 2.0) / (9.0 - 4.0) - 0.16;
  EXPECT_LT(std::abs(sum / n - 0.4) / std::sqrt(product_variance / n), tolerance);
}

TEST(HeavyTailedLaw, LeavesTheGaussianCopulaAsItIs) {
  const Pairs pairs = draw("correlation = \"matrix.csv\"\nheavy_tails = { a = 2.5, b = 5.5 }\n");

  expect_agreement(pairs, {normal_law, 2.5, 5.5, 0.5});

  EXPECT_GT(tails_off(pairs, {10.0, 2.5, 5.5, 0.5}), tolerance);
  EXPECT_GT(margin_off(pairs.a, normal_law), tolerance);
}

}  // namespace secondcurve::copula_laws_test

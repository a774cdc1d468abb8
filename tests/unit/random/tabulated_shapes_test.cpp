#include "engine/random/tabulated_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include "engine/core/special_numbers.hpp"
#include "engine/random/distribution.hpp"

namespace secondcurve::tabulated_shapes_test {
using testing::HasSubstr;

/// Shares deep into both tails, as far as 52-bit uniforms reach.
std::vector<double> shares() {
  std::vector<double> all;
  for (double z = -8.2; z < 8.2; z += 0.037) all.push_back(0.5 * std::erfc(-z / std::sqrt(2.0)));
  all.back() = 1.0 - 0x1p-53;
  return all;
}

/// The largest relative error of the smaller tail beyond quantile(u), which is what an error of the quantile
/// makes of it.
template <class Boost>
double tail_error(const Distribution& distribution, const Boost& reference) {
  double worst = 0.0;
  for (const double u : shares()) {
    const double x = distribution.quantile(u);
    const double lower = boost::math::cdf(reference, x), upper = boost::math::cdf(complement(reference, x));
    worst = std::max(worst, u <= 0.5 ? std::abs(lower / u - 1.0) : std::abs(upper / (1.0 - u) - 1.0));
  }
  return worst;
}

// A relative error r of x or 1 - x changes the tail by less than alpha r or beta r for parameters above 1, r
// for those below; toward 1, x itself is rounded to 1.1e-16, so that end is looked at by the mirrored law.
TEST(BetaShape, HasTheQuantilesOfBoostInItsLowerTail) {
  const std::vector<std::pair<double, double>> usual = {{1, 5},     {5, 1},   {3, 3},
                                                        {0.5, 0.5}, {2, 100}, {1000, 30}};
  const std::vector<std::pair<double, double>> extreme = {
      {0.1, 0.1}, {0.1, 3}, {0.1, 1e6}, {1e6, 1e6}, {1e6, 1}};
  const auto error = [](double a, double b) {
    const Distribution distribution = Distribution::beta(a, b);
    double worst = 0.0;
    for (const double u : shares()) {
      if (u > 0.5) break;
      const double x = distribution.quantile(u);
      worst = std::max(worst, std::abs(boost::math::cdf(boost::math::beta_distribution(a, b), x) / u - 1.0));
    }
    return worst;
  };

  for (const auto& [a, b] : usual) EXPECT_LT(error(a, b), 1e-12 * std::max(1.0, a)) << a << ", " << b;
  for (const auto& [a, b] : extreme)
    EXPECT_LT(error(a, b), 2e-10 * std::max(1.0, std::sqrt(a))) << a << ", " << b;
}

TEST(BetaShape, IsItsOwnMirrorImage) {
  const Distribution left = Distribution::beta(0.7, 4.0), right = Distribution::beta(4.0, 0.7);

  for (const double u : shares())
    EXPECT_NEAR(left.quantile(u), 1.0 - right.quantile(1.0 - u), 1e-12) << "u = " << u;
}

TEST(BetaShape, HasClosedFormsWhereOneParameterIsOne) {
  const Distribution power = Distribution::beta(3.0, 1.0);

  for (const double u : shares()) EXPECT_NEAR(power.quantile(u), std::cbrt(u), 1e-12) << "u = " << u;
}

TEST(BetaShape, NeverReachesItsEnds) {
  for (const auto& [a, b] : {std::pair(0.1, 0.1), std::pair(0.1, 1e6), std::pair(1e6, 0.1)}) {
    const Distribution distribution = Distribution::beta(a, b);
    for (const double u : shares()) {
      EXPECT_GT(distribution.quantile(u), 0.0) << a << ", " << b << ", u = " << u;
      EXPECT_LT(distribution.quantile(u), 1.0) << a << ", " << b << ", u = " << u;
    }
  }
}

TEST(PertShape, IsTheBetaOfVose) {
  const Distribution pert = Distribution::pert(0.02, 0.05, 0.11),
                     beta = Distribution::beta(7.0 / 3.0, 11.0 / 3.0);

  EXPECT_DOUBLE_EQ(pert.mean(), (0.02 + 4 * 0.05 + 0.11) / 6);
  EXPECT_DOUBLE_EQ(pert.sd(), std::sqrt((pert.mean() - 0.02) * (0.11 - pert.mean()) / 7));
  EXPECT_DOUBLE_EQ(pert.cdf(0.065), beta.cdf(0.5));
  for (const double u : shares())
    EXPECT_NEAR(pert.quantile(u), 0.02 + 0.09 * beta.quantile(u), 1e-14) << "u = " << u;
}

TEST(StudentTShape, HasTheQuantilesOfBoostInBothTails) {
  for (const double n : {2.001, 3.0, 7.5, 100.0, 1e6})
    EXPECT_LT(tail_error(Distribution::student_t(0.0, 1.0, n), boost::math::students_t(n)), 1e-10) << n;
}

TEST(StudentTShape, IsMovedAndStretched) {
  const Distribution standard = Distribution::student_t(0, 1, 4),
                     moved = Distribution::student_t(0.05, 0.02, 4);

  EXPECT_DOUBLE_EQ(moved.mean(), 0.05);
  EXPECT_DOUBLE_EQ(moved.sd(), 0.02 * std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(moved.cdf(0.09), standard.cdf(2.0));
  EXPECT_DOUBLE_EQ(moved.quantile(0.9), 0.05 + 0.02 * standard.quantile(0.9));
}

// n = 3, above 0: E t = 2 k(0) n / (n - 1) with k(0) = 2 / (pi sqrt 3), and E t^2 = n / (n - 2) = 3.
TEST(StudentTShape, CutOffAtItsMiddleHasTheMomentsOfTheClosedForm) {
  const Distribution half = Distribution::student_t(0.0, 1.0, 3.0).truncated(0.0, {});
  const double mean = 2.0 * std::sqrt(3.0) / std::acos(-1.0);

  EXPECT_NEAR(half.mean(), mean, 1e-14);
  EXPECT_NEAR(half.sd(), std::sqrt(3.0 - mean * mean), 1e-13);
}

TEST(StudentTShape, CutOffAboveHasTheMomentsOfNumericalIntegration) {
  const double n = 5.0, most = 1.3;
  const boost::math::students_t law(n);
  const auto moment = [&](int power) {
    const auto f = [&](double t) { return std::pow(t, power) * boost::math::pdf(law, t); };
    return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, -infinity, most, 15, 1e-13) /
           boost::math::cdf(law, most);
  };

  const Distribution cut = Distribution::student_t(1.0, 2.0, n).truncated({}, 1.0 + 2.0 * most);

  EXPECT_NEAR(cut.mean(), 1.0 + 2.0 * moment(1), 1e-9);
  EXPECT_NEAR(cut.sd(), 2.0 * std::sqrt(moment(2) - moment(1) * moment(1)), 1e-9);
}

TEST(TabulatedShapes, SayWhatIsWrongAndWhatIsAllowed) {
  EXPECT_THAT(Distribution::pert(0.0, 2.0, 1.0).problem(),
              HasSubstr("low = 0, mode = 2, high = 1: must rise"));
  EXPECT_THAT(Distribution::pert(1.0, 1.0, 1.0).problem(), HasSubstr("low be below high"));
  EXPECT_THAT(Distribution::beta(0.0, 2.0).problem(), HasSubstr("alpha = 0: must be from 0.1 to 1e+06"));
  EXPECT_THAT(Distribution::beta(2.0, std::nan("")).problem(), HasSubstr("beta = nan: must be"));
  EXPECT_THAT(Distribution::student_t(0.0, 0.0, 3.0).problem(), HasSubstr("scale = 0: must be above 0"));
  EXPECT_THAT(Distribution::student_t(0.0, 1.0, 2.0).problem(),
              HasSubstr("degrees_of_freedom = 2: must be above 2"));
  EXPECT_THAT(Distribution::beta(2.0, 2.0).truncated(2.0, {}).problem(), HasSubstr("only a share 0"));
}

}  // namespace secondcurve::tabulated_shapes_test

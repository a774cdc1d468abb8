#include "engine/random/distribution.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>

#include "tests/support/block_columns.hpp"

namespace secondcurve::distribution_test {
using test::bits_of;
using test::for_each_target;
using test::Lanes;
using test::random_lanes;
using test::to_column;

const std::vector<Distribution> examples = {
    Distribution::normal(0.05, 0.02),
    Distribution::lognormal(501.0, 60.0),
    Distribution::uniform(-1.0, 3.0),
    Distribution::triangular(2.0, 4.0, 6.5),
    Distribution::triangular(2.0, 2.0, 6.5),
    Distribution::triangular(2.0, 6.5, 6.5),
    Distribution::normal(0.05, 0.02).truncated(0.03, 0.1),
    Distribution::lognormal(2.0, 1.0).truncated({}, 3.0),
    Distribution::uniform(-1.0, 3.0).truncated(0.0, {}),
    Distribution::triangular(2.0, 4.0, 6.5).truncated(3.0, 6.0),
    Distribution::pert(0.02, 0.05, 0.11),
    Distribution::pert(2.0, 2.0, 6.5).truncated(2.5, {}),
    Distribution::beta(2.0, 5.0),
    Distribution::beta(0.5, 0.3).truncated({}, 0.9),
    Distribution::student_t(0.05, 0.02, 12.0),
    Distribution::student_t(0.05, 0.02, 2.5).truncated(0.0, 0.2),
    Distribution::quantiles({{0.1, 0.02}, {0.5, 0.05}, {0.9, 0.09}}),
    Distribution::quantiles({{0.05, 1.0}, {0.25, 1.1}, {0.5, 2.0}, {0.9, 9.0}}).truncated(0.5, 12.0),
};

double phi(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::acos(-1.0)); }
double share(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Compares quantiles and cumulative shares with those of Boost.
template <class Boost>
void expect_equal(const Distribution& distribution, const Boost& reference) {
  const Lanes u = random_lanes(0.0, 1.0, 41);
  for (std::size_t i = 0; i < block_paths; ++i) {
    const double exact = boost::math::quantile(reference, u[i]);
    ASSERT_NEAR(distribution.quantile(u[i]), exact, 1e-13 * (1.0 + std::fabs(exact))) << "u = " << u[i];
    ASSERT_NEAR(distribution.cdf(exact), u[i], 1e-12) << "x = " << exact;
  }
  EXPECT_NEAR(distribution.mean(), boost::math::mean(reference), 1e-13 * std::fabs(distribution.mean()));
  EXPECT_NEAR(distribution.sd(), boost::math::standard_deviation(reference), 1e-13 * distribution.sd());
}

TEST(Distribution, AgreesWithBoost) {
  const double variance = std::log1p(0.25), location = std::log(2.0) - 0.5 * variance;
  expect_equal(Distribution::normal(0.5, 2.0), boost::math::normal(0.5, 2.0));
  expect_equal(Distribution::lognormal(2.0, 1.0), boost::math::lognormal(location, std::sqrt(variance)));
  expect_equal(Distribution::uniform(-1.0, 3.0), boost::math::uniform(-1.0, 3.0));
  expect_equal(Distribution::triangular(2.0, 4.0, 6.5), boost::math::triangular(2.0, 4.0, 6.5));
}

TEST(Distribution, QuantileUndoesTheCumulativeShare) {
  const Lanes u = random_lanes(0.0, 1.0, 42);
  for (const Distribution& distribution : examples) {
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_NEAR(distribution.cdf(distribution.quantile(u[i])), u[i], 1e-12) << distribution.name();
    }
  }
}

TEST(Distribution, GivesAPathTheBitsOfTheSingleValue) {
  const Lanes u = random_lanes(0.0, 1.0, 43);
  for_each_target([&] {
    for (const Distribution& distribution : examples) {
      const Column x = distribution.quantile(to_column(u));
      Lanes in_place = u;
      distribution.quantile(in_place.data(), in_place.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        ASSERT_EQ(bits_of(x.at(i)), bits_of(distribution.quantile(u[i]))) << distribution.name();
        ASSERT_EQ(bits_of(x.at(i)), bits_of(in_place[i])) << distribution.name();
      }
    }
  });
}

TEST(Distribution, StaysWithinItsBounds) {
  for (const Distribution& distribution : examples) {
    for (const double u : {0x1p-53, 1e-9, 0.5, 1.0 - 1e-9, 1.0 - 0x1p-53}) {
      const double x = distribution.quantile(u);
      EXPECT_GE(x, distribution.min().value_or(-1e300)) << distribution.name();
      EXPECT_LE(x, distribution.max().value_or(1e300)) << distribution.name();
    }
  }
}

// Midpoints of 2^16 equal shares: the sum is the mean to 1e-5 of a standard deviation for these shapes.
TEST(Distribution, HasTheMeanAndSpreadOfItsQuantiles) {
  const int n = 1 << 16;
  for (const Distribution& distribution : examples) {
    const double mean = distribution.mean(), sd = distribution.sd();
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < n; ++i) {
      const double deviation = distribution.quantile((i + 0.5) / n) - mean;
      sum += deviation;
      squares += deviation * deviation;
    }
    EXPECT_NEAR(sum / n, 0.0, 1e-5 * sd) << distribution.name();
    EXPECT_NEAR(std::sqrt(squares / n), sd, 1e-3 * sd) << distribution.name();
  }
}

// N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 1, 2nd ed., sec. 13.10.1.
TEST(Distribution, TruncatedNormalHasItsClosedFormMoments) {
  const double mean = 0.05, sd = 0.02, a = (0.03 - mean) / sd, b = (0.1 - mean) / sd;
  const double z = share(b) - share(a);
  const double shift = (phi(a) - phi(b)) / z;
  const double variance = 1.0 + (a * phi(a) - b * phi(b)) / z - shift * shift;

  const Distribution truncated = Distribution::normal(mean, sd).truncated(0.03, 0.1);

  EXPECT_NEAR(truncated.mean(), mean + sd * shift, 1e-9 * mean);
  EXPECT_NEAR(truncated.sd(), sd * std::sqrt(variance), 1e-8 * sd);
}

TEST(Distribution, TruncatedAtOneSideHasTheMomentsOfTheClosedForm) {
  const Distribution half = Distribution::normal(0.0, 1.0).truncated(0.0, {});

  EXPECT_NEAR(half.mean(), std::sqrt(2.0 / std::acos(-1.0)), 1e-9);
  EXPECT_NEAR(half.sd(), std::sqrt(1.0 - 2.0 / std::acos(-1.0)), 1e-8);
}

TEST(Distribution, AcceptsTheExamples) {
  for (const Distribution& distribution : examples) EXPECT_EQ(distribution.problem(), "");
}

TEST(Distribution, SaysWhatIsWrongAndWhatIsAllowed) {
  using testing::HasSubstr;
  const double nan = std::nan("");
  EXPECT_THAT(Distribution::normal(0.0, -1.0).problem(), HasSubstr("sd = -1: must be above 0"));
  EXPECT_THAT(Distribution::normal(nan, 1.0).problem(), HasSubstr("mean = nan"));
  EXPECT_THAT(Distribution::normal(0.0, nan).problem(), HasSubstr("sd = nan"));
  EXPECT_THAT(Distribution::lognormal(0.0, 1.0).problem(), HasSubstr("mean = 0: must be above 0"));
  EXPECT_THAT(Distribution::lognormal(1.0, 0.0).problem(), HasSubstr("sd = 0: must be above 0"));
  EXPECT_THAT(Distribution::uniform(2.0, 2.0).problem(), HasSubstr("low must be below high"));
  EXPECT_THAT(Distribution::triangular(1.0, 0.5, 2.0).problem(), HasSubstr("must rise"));
  EXPECT_THAT(Distribution::normal(0.0, 1.0).truncated(1.0, 1.0).problem(), HasSubstr("min must be below"));
  EXPECT_THAT(Distribution::normal(0.0, 1.0).truncated(nan, {}).problem(), HasSubstr("must be numbers"));
  EXPECT_THAT(Distribution::normal(0.0, 1.0).truncated(9.0, {}).problem(), HasSubstr("only a share"));
  EXPECT_THAT(Distribution::uniform(0.0, 1.0).truncated({}, -1.0).problem(), HasSubstr("only a share"));
}

}  // namespace secondcurve::distribution_test

#include "engine/random/law_map.hpp"

#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/contracts.hpp"

namespace secondcurve::law_map_test {

using test::Lanes;

double tail_of(double nu, double x) {
  if (std::isinf(nu)) return cdf(complement(boost::math::normal(), x));
  return cdf(complement(boost::math::students_t(nu), x));
}
double beyond(double nu, double p) {
  if (std::isinf(nu)) return quantile(complement(boost::math::normal(), p));
  return quantile(complement(boost::math::students_t(nu), p)) * std::sqrt((nu - 2.0) / nu);
}

/// The largest error of a map at 256 places, relative to the larger of 1 and the value: half of them where
/// most draws are, half out to where `tail` is the probability of more.
double largest_error(const OddMap& map, double from, double to, double tail) {
  std::mt19937_64 engine(7);
  std::uniform_real_distribution<double> uniform;
  const double exponent = std::log10(tail);
  Lanes x, y;
  for (std::size_t i = 0; i < block_paths; ++i) {
    const double p = i % 2 == 0 ? 0.5 * uniform(engine) : 0.5 * std::pow(10.0, exponent * uniform(engine));
    x[i] = std::isinf(from) ? beyond(normal_law, p) : quantile(complement(boost::math::students_t(from), p));
  }
  apply(y.data(), x.data(), map);
  double worst = 0.0;
  for (std::size_t i = 0; i < block_paths; ++i) {
    const double exact = beyond(to, tail_of(from, x[i]));
    worst = std::max(worst, std::abs(y[i] - exact) / std::max(1.0, exact));
  }
  return worst;
}

TEST(LawMap, AgreesWithTheExactQuantiles) {
  const std::vector<std::pair<double, double>> laws{
      {normal_law, 2.001}, {normal_law, 2.5}, {normal_law, 4.0},   {normal_law, 30.0}, {normal_law, 1000.0},
      {2.0, normal_law},   {3.0, normal_law}, {4.0, normal_law},   {5.0, normal_law},  {10.0, normal_law},
      {30.0, normal_law},  {100.0, 2.1},      {100.0, normal_law}, {4.0, 5.0},         {5.0, 4.0},
      {3.0, 2.1},          {2.0, 1000.0},     {30.0, 3.5},         {100.0, 99.0}};
  for (const auto& [from, to] : laws)
    EXPECT_LT(largest_error(law_map(from, to), from, to, 1e-22), 1e-9) << from << " to " << to;
}

TEST(LawMap, AgreesAsFarAsTheCauchyLawIsReached) {
  for (const double to : {normal_law, 2.1, 4.0, 50.0})
    EXPECT_LT(largest_error(law_map(1.0, to), 1.0, to, 1e-11), 1e-9) << to;
}

TEST(LawMap, RisesEverywhere) {
  for (const auto& [from, to] :
       {std::pair(normal_law, 3.0), std::pair(4.0, normal_law), std::pair(4.0, 5.0)}) {
    const OddMap map = law_map(from, to);
    double before = -infinity;
    for (int block = -20; block < 20; ++block) {
      Lanes x, y;
      for (std::size_t i = 0; i < block_paths; ++i) x[i] = block + static_cast<double>(i) / block_paths;
      apply(y.data(), x.data(), map);
      for (std::size_t i = 0; i < block_paths; ++i) {
        EXPECT_GT(y[i], before) << x[i];
        before = y[i];
      }
    }
  }
}

TEST(LawMap, IsNearlyTheIdentityForManyDegreesOfFreedom) {
  const OddMap map = law_map(normal_law, 1e6);
  const Lanes x = test::random_lanes(-4.0, 4.0, 3);
  Lanes y;

  apply(y.data(), x.data(), map);

  for (std::size_t i = 0; i < block_paths; ++i) EXPECT_NEAR(y[i], x[i], 2e-5);
}

TEST(UnitVariance, NeedsMoreThanTwoDegreesOfFreedom) {
  EXPECT_EQ(unit_variance_factor(4.0), std::sqrt(0.5));
  EXPECT_EQ(unit_variance_factor(normal_law), 1.0);

  SC_NEEDS_CONTRACTS();
  EXPECT_THROW(unit_variance_factor(2.0), ContractViolation);
  EXPECT_THROW(law_map(0.5, 4.0), ContractViolation);
}

}  // namespace secondcurve::law_map_test

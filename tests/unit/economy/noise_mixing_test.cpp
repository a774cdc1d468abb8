#include "models/economy/noise_mixing.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "models/economy/shocks.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/plain_draws.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/shock_columns.hpp"

namespace secondcurve::noise_mixing_test {

using test::normals_of_stream;
using test::scenario_of;
using test::sector;
using test::series;
using test::ShockColumns;
using test::step_uniforms_of_stream;

constexpr std::uint64_t seed = 20260101;
const std::string reverting =
    "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, growth_sd = 0.02, volatility "
    "= 0.05";
const std::string brownian = "model = \"geometric_brownian\", median_growth = 0.05, volatility = 0.1";

Scenario three_sectors(const std::string& dependence) {
  return scenario_of(sector("a", "100", brownian) + sector("b", "200", reverting) +
                     sector("c", "50", brownian) + series("all", "a = 1, b = 1, c = 1") + dependence);
}
std::string student(int degrees, const std::string& more = "") {
  return "[dependence.output]\ncopula = \"student_t\"\ndegrees_of_freedom = " + std::to_string(degrees) +
         "\n" + more;
}

/// sqrt(nu / chi^2) from the uniforms of its streams, in plain words.
std::vector<double> scale_of(int degrees, std::size_t step) {
  std::vector<double> chi_square(block_paths, 0.0);
  for (int part = 1; part <= (degrees + 1) / 2; ++part) {
    const auto u = step_uniforms_of_stream(seed, "dependence.output/mixing_" + std::to_string(part), step);
    for (std::size_t path = 0; path < block_paths; ++path) {
      const double z = quantile(boost::math::normal(), u[path]);
      chi_square[path] += 2 * part <= degrees ? -2.0 * std::log(u[path]) : z * z;
    }
  }
  for (double& value : chi_square) value = std::sqrt(degrees / value);
  return chi_square;
}

/// The quantile of the unit-variance law with `to` degrees of freedom where `from` has x.
double mapped(const boost::math::students_t& from, double x, double to) {
  const double tail = cdf(complement(from, std::abs(x)));
  return std::copysign(quantile(complement(boost::math::students_t(to), tail)) * std::sqrt((to - 2.0) / to),
                       x);
}
double to_normal(const boost::math::students_t& from, double x) {
  return std::copysign(quantile(complement(boost::math::normal(), cdf(complement(from, std::abs(x))))), x);
}

TEST(StudentCopula, DividesAllShocksOfAPathByOneNumber) {
  for (const int degrees : {1, 2, 3, 4, 7}) {
    const Scenario scenario = three_sectors(student(degrees));
    const ShockColumns shocks(scenario, seed);

    for (const std::size_t step : {0u, 4u}) {
      const auto scale = scale_of(degrees, step);
      for (const char* name : {"a", "b", "c"}) {
        const auto own = normals_of_stream(seed, std::string("sectors.") + name + "/output", step);
        const auto shock = shocks.values(name, "output", step);
        for (std::size_t path = 0; path < block_paths; ++path)
          EXPECT_NEAR(shock[path], to_normal(boost::math::students_t(degrees), own[path] * scale[path]), 1e-9)
              << degrees << ", " << name << ", " << path;
      }
    }
  }
}

TEST(StudentCopula, ActsOnWhatLoadingsHaveMixed) {
  const Scenario scenario = three_sectors(student(4, "loadings = { a = { x = 0.6 }, c = { x = -0.8 } }\n"));
  const ShockColumns shocks(scenario, seed);

  const auto factor = normals_of_stream(seed, "factors.output.x/value", 2);
  const auto own = normals_of_stream(seed, "sectors.a/output", 2);
  const auto scale = scale_of(4, 2);
  const auto shock = shocks.values("a", "output", 2);
  for (std::size_t path = 0; path < block_paths; ++path) {
    const double t = (0.6 * factor[path] + 0.8 * own[path]) * scale[path];
    EXPECT_NEAR(shock[path], to_normal(boost::math::students_t(4), t), 1e-9);
  }
}

TEST(StudentCopula, NeedsNoMapForMarginsOfItsOwnLaw) {
  const Scenario scenario = three_sectors(student(4, "heavy_tails = { a = 4, b = 5 }\n"));
  const ShockColumns shocks(scenario, seed);

  const auto scale = scale_of(4, 1);
  const auto own_a = normals_of_stream(seed, "sectors.a/output", 1);
  const auto own_b = normals_of_stream(seed, "sectors.b/output", 1);
  const auto own_c = normals_of_stream(seed, "sectors.c/output", 1);
  const auto a = shocks.values("a", "output", 1), b = shocks.values("b", "output", 1);
  const auto c = shocks.values("c", "output", 1);
  const boost::math::students_t law(4);
  for (std::size_t path = 0; path < block_paths; ++path) {
    EXPECT_NEAR(a[path], own_a[path] * scale[path] * std::sqrt(0.5), 1e-13 * (1.0 + std::abs(a[path])));
    EXPECT_NEAR(b[path], mapped(law, own_b[path] * scale[path], 5.0), 1e-9 * (1.0 + std::abs(b[path])));
    EXPECT_NEAR(c[path], to_normal(law, own_c[path] * scale[path]), 1e-9);
  }
}

TEST(HeavyTailedShocks, AreTheQuantilesOfNormalOnes) {
  const Scenario scenario = three_sectors("[dependence.output]\nheavy_tails = { a = 2.5, c = 30 }\n");
  const ShockColumns shocks(scenario, seed);

  for (const auto& [name, degrees] : {std::pair("a", 2.5), std::pair("c", 30.0)}) {
    const auto own = normals_of_stream(seed, std::string("sectors.") + name + "/output", 3);
    const auto shock = shocks.values(name, "output", 3);
    for (std::size_t path = 0; path < block_paths; ++path) {
      const double tail = cdf(complement(boost::math::normal(), std::abs(own[path])));
      const double exact =
          quantile(complement(boost::math::students_t(degrees), tail)) * std::sqrt((degrees - 2.0) / degrees);
      EXPECT_NEAR(std::abs(shock[path]), exact, 1e-9 * (1.0 + exact));
      EXPECT_EQ(shock[path] > 0.0, own[path] > 0.0);
    }
  }
}

TEST(NoiseMixing, ChangesNoBitOfWhatItDoesNotName) {
  const Scenario plain = three_sectors("");
  const Scenario heavy = three_sectors("[dependence.output]\nheavy_tails = { a = 4 }\n");
  const Scenario student_t = three_sectors(student(5, "heavy_tails = { a = 4 }\n"));
  const ShockColumns before(plain, seed), tails(heavy, seed), copula(student_t, seed);

  for (const std::size_t step : {0u, 9u}) {
    EXPECT_EQ(tails.values("b", "output", step), before.values("b", "output", step));
    EXPECT_EQ(tails.values("b", "growth_rate", step), before.values("b", "growth_rate", step));
    EXPECT_EQ(copula.values("b", "growth_rate", step), before.values("b", "growth_rate", step));
    EXPECT_NE(tails.values("a", "output", step), before.values("a", "output", step));
    EXPECT_NE(copula.values("b", "output", step), before.values("b", "output", step));
  }
}

TEST(NoiseMixing, ChangesNoBitWhereTheCopulaIsGaussianByName) {
  const std::string loadings = "[dependence.output]\nloadings = { a = { x = 0.6 } }\n";
  const Scenario unnamed = three_sectors(loadings),
                 named = three_sectors(loadings + "copula = \"gaussian\"\n");

  EXPECT_EQ(ShockColumns(named, seed).values("a", "output", 2),
            ShockColumns(unnamed, seed).values("a", "output", 2));
  EXPECT_EQ(ShockColumns(named, seed).stream_names(), ShockColumns(unnamed, seed).stream_names());
}

TEST(NoiseMixing, ChangesNoOtherShockWhereASectorIsAdded) {
  const std::string dependence = student(3, "heavy_tails = { a = 4 }\n");
  const Scenario three = three_sectors(dependence);
  const Scenario four = three_sectors(sector("d", "10", brownian) + series("d", "d = 1") + dependence);

  for (const char* name : {"a", "b", "c"})
    EXPECT_EQ(ShockColumns(four, seed).values(name, "output", 5),
              ShockColumns(three, seed).values(name, "output", 5));
}

TEST(NoiseMixing, NamesTheStreamsOfItsChiSquare) {
  const Scenario scenario = three_sectors(student(3));
  const std::vector<std::string> names = ShockColumns(scenario, seed).stream_names();

  EXPECT_EQ(std::vector<std::string>(names.end() - 2, names.end()),
            (std::vector<std::string>{"dependence.output/mixing_1", "dependence.output/mixing_2"}));
}

TEST(NoiseMixing, DrawsTheSameFirstPartsForMoreDegreesOfFreedom) {
  // chi^2 with 5 degrees has the two pairs of that with 4 and one square more, so it is larger on every path.
  const auto four = scale_of(4, 0), five = scale_of(5, 0);

  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_GT(5.0 / (five[path] * five[path]), 4.0 / (four[path] * four[path]));
}

}  // namespace secondcurve::noise_mixing_test

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/plain_draws.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::events_test {

using test::one_sector;
using test::scenario_of;
using test::step_uniforms_of_stream;

constexpr std::uint64_t seed = 20260101;
constexpr double tolerance = 1e-11;  // of a level, relative
const std::string steady = "model = \"path\", growth = 0.04";
const std::string noisy = "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1";

std::string event(const std::string& keys, const std::string& exposure = "industry = 1",
                  const std::string& name = "shock") {
  return "[events." + name + "]\nexposure = { " + exposure + " }\n" + keys + "\n";
}

/// Log level beyond that of 4% growth by year, on one path.
std::vector<double> effect(const test::EconomyPaths& paths, std::size_t path = 0) {
  std::vector<double> effects;
  for (std::size_t year = 0; year < paths.output[0].size(); ++year)
    effects.push_back(std::log(paths.output[0][year][path] / 100.0) -
                      static_cast<double>(year) * std::log(1.04));
  return effects;
}

std::vector<double> effect(const std::string& events, const std::string& steps_per_year = "1") {
  return effect(test::simulate_paths(
      scenario_of(one_sector(steady) + events, {"simulation.steps_per_year=" + steps_per_year}), 1));
}

void expect_effects(const std::vector<double>& effects, const std::vector<double>& expected) {
  ASSERT_EQ(effects.size(), expected.size() + 1);
  for (std::size_t year = 0; year < expected.size(); ++year)
    EXPECT_NEAR(effects[year + 1], expected[year], tolerance) << "year " << year + 1;
}

TEST(Events, HitInTheFirstStepOfTheirYearAndForGoodUnlessTheyRecover) {
  for (const char* steps : {"1", "4", "12"})
    expect_effects(effect(event("year = 2027\nimpact = -0.1"), steps), {0, -0.1, -0.1, -0.1, -0.1});
}

TEST(Events, RecoverByHalfInEachHalfLife) {
  for (const int steps : {1, 4, 12}) {
    const auto effects =
        effect(event("year = 2027\nimpact = -0.1\nrecovery_half_life = 2"), std::to_string(steps));

    const double in_full = 1.0 + 1.0 / steps;  // [year]
    for (std::size_t year = 2; year < effects.size(); ++year)
      EXPECT_NEAR(effects[year], -0.1 * std::exp2(-(static_cast<double>(year) - in_full) / 2.0), tolerance);
  }
}

TEST(Events, HitEachSectorByItsExposure) {
  const auto paths = test::simulate_paths(
      scenario_of(test::sector("a", "100", steady) + test::sector("b", "100", steady) +
                  test::sector("c", "100", steady) + test::series("a", "a = 1") + test::series("b", "b = 1") +
                  test::series("c", "c = 1") + event("year = 2026\nimpact = -0.1", "a = 1.5, b = -0.5")),
      1);

  const double level = 100.0 * std::pow(1.04, 5);
  EXPECT_NEAR(paths.output[0][5][0], level * std::exp(-0.15), tolerance * level);
  EXPECT_NEAR(paths.output[1][5][0], level * std::exp(0.05), tolerance * level);
  EXPECT_NEAR(paths.output[2][5][0], level, tolerance * level);
}

TEST(Events, ChangeGrowthForAsLongAsTheyLast) {
  const double year = std::log(0.98);
  for (const char* steps : {"1", "4", "12"})
    expect_effects(effect(event("year = 2027\ngrowth_impact = \"-2%\"\nduration = 2"), steps),
                   {0, year, 2 * year, 2 * year, 2 * year});
}

TEST(Events, AddUpWhereTheyOverlap) {
  const double year = std::log(0.98);

  expect_effects(effect(event("annual_probability = 1\ngrowth_impact = -0.02\nduration = 2")),
                 {year, 3 * year, 5 * year, 7 * year, 9 * year});
  expect_effects(effect(event("annual_probability = 1\nimpact = 0.1\nrecovery_half_life = 1")),
                 {0.1, 0.15, 0.175, 0.1875, 0.19375});
  expect_effects(effect(event("year = 2026\nimpact = 0.1") +
                        event("year = 2027\nimpact = 0.2", "industry = 1", "second")),
                 {0.1, 0.3, 0.3, 0.3, 0.3});
}

TEST(Events, HappenOnceAStepAtMostAndOnceAPathWhereThatIsSaid) {
  expect_effects(effect(event("annual_probability = 1\nimpact = 0.01"), "4"), {0.04, 0.08, 0.12, 0.16, 0.2});
  expect_effects(effect(event("annual_probability = 1\nimpact = 0.01\nat_most_once = true"), "4"),
                 {0.01, 0.01, 0.01, 0.01, 0.01});
}

/// What an event that strikes with some probability does, from the uniforms of its stream.
TEST(Events, HappenWhereTheUniformOfTheStepIsBelowItsProbability) {
  for (const int steps : {1, 4}) {
    const auto paths = test::simulate_paths(
        scenario_of(
            one_sector(steady) + event("annual_probability = 0.3\nimpact = 0.1\nrecovery_half_life = 3"),
            {"simulation.steps_per_year=" + std::to_string(steps)}),
        256);

    const double in_a_step = 1.0 - std::pow(0.7, 1.0 / steps);
    std::vector<double> expected(256, 0.0);
    for (std::size_t step = 0; step < 5u * static_cast<unsigned>(steps); ++step) {
      const auto u = step_uniforms_of_stream(seed, "events.shock/occurrence", step);
      for (std::size_t path = 0; path < 256; ++path)
        expected[path] = expected[path] * std::exp2(-1.0 / (3.0 * steps)) + (u[path] < in_a_step ? 0.1 : 0.0);
    }
    for (std::size_t path = 0; path < 256; ++path)
      ASSERT_NEAR(effect(paths, path)[5], expected[path], tolerance) << "path " << path;
  }
}

TEST(Events, OfAYearHappenWithTheirProbability) {
  const auto paths = test::simulate_paths(
      scenario_of(one_sector(steady) + event("year = 2028\nprobability = 0.4\nimpact = 0.1"),
                  {"simulation.steps_per_year=4"}),
      256);

  const auto u = step_uniforms_of_stream(seed, "events.shock/occurrence", 8);
  for (std::size_t path = 0; path < 256; ++path) {
    EXPECT_NEAR(effect(paths, path)[2], 0.0, tolerance);
    EXPECT_NEAR(effect(paths, path)[5], u[path] < 0.4 ? 0.1 : 0.0, tolerance);
  }
}

TEST(Events, FollowAProbabilityByYear) {
  expect_effects(effect(event("annual_probability = { 2026 = 0, 2028 = 1 }\nimpact = 0.1")),
                 {0, 0, 0.1, 0.2, 0.3});
}

TEST(Events, DrawTheirImpactAnewAtEachOccurrence) {
  const Economy economy(scenario_of(
      one_sector(steady) + event("annual_probability = 1\nimpact = { triangular = [-0.2, -0.1, -0.05] }")));
  const auto paths = test::simulate_paths(economy, 256);

  EXPECT_TRUE(economy.parameter_keys().empty());  // it is not drawn once per path
  const Distribution impact = Distribution::triangular(-0.2, -0.1, -0.05);
  std::vector<double> expected(256, 0.0);
  for (std::size_t step = 0; step < 5; ++step) {
    const auto u = step_uniforms_of_stream(seed, "events.shock/impact", step);
    for (std::size_t path = 0; path < 256; ++path) {
      expected[path] += impact.quantile(u[path]);
      EXPECT_NEAR(effect(paths, path)[step + 1], expected[path], tolerance);
    }
  }
}

/// What the recorder of one path notes, against the level of the path.
TEST(Events, AreNotedOneByOneForAPath) {
  for (const char* steps : {"1", "4"}) {
    const Economy economy(scenario_of(
        one_sector(steady) + event("annual_probability = 0.4\nimpact = { triangular = [-0.2, -0.1, -0.05] }"),
        {std::string("simulation.steps_per_year=") + steps}));
    const auto paths = test::simulate_paths(economy, 256);
    Economy::Workspace workspace(economy);
    std::size_t n = 0;
    for (std::size_t path = 0; path < 256; ++path) {
      PathRecorder recorder(path);
      economy.simulate(0, block_paths, workspace, &recorder);
      double sum = 0.0;
      for (const PathRecorder::EventStep& each : recorder.events()) sum += each.impact;
      n += recorder.events().size();
      ASSERT_NEAR(effect(paths, path)[5], sum, tolerance) << "path " << path;
    }
    EXPECT_GT(n, 300U);  // about 256 paths x 5 years x 0.4 = 512 and more, 18 standard errors of a year's
  }
}

TEST(Events, ThatHappenAtMostOnceAreNotedOnce) {
  const Economy economy(scenario_of(one_sector(steady) +
                                    event("annual_probability = 0.9\nat_most_once = true\nimpact = -0.1")));
  Economy::Workspace workspace(economy);
  for (std::size_t path = 0; path < 20; ++path) {
    PathRecorder recorder(path);
    const BlockView block = economy.simulate(0, block_paths, workspace, &recorder);

    const double effect = std::log(block.output(0, 5)[path] / 100.0) - 5.0 * std::log(1.04);
    EXPECT_NEAR(effect, -0.1 * static_cast<double>(recorder.events().size()), tolerance);
    EXPECT_LE(recorder.events().size(), 1U);
  }
}

TEST(Events, DrawGrowthImpactsAnewToo) {
  const auto paths = test::simulate_paths(
      scenario_of(one_sector(steady) +
                  event("annual_probability = 1\ngrowth_impact = { uniform = [-0.05, 0] }\n"
                        "duration = 1")),
      256);

  const auto u = step_uniforms_of_stream(seed, "events.shock/impact", 2);
  for (std::size_t path = 0; path < 256; ++path)
    EXPECT_NEAR(effect(paths, path)[3] - effect(paths, path)[2], std::log1p(-0.05 + 0.05 * u[path]),
                tolerance);
}

TEST(Events, TakeAnImpactOfParametersOncePerPath) {
  const Economy economy(scenario_of("[parameters]\nsize = { uniform = [-0.2, 0] }\n" + one_sector(steady) +
                                    event("annual_probability = 1\nimpact = { parameter = \"size\" }")));
  const auto paths = test::simulate_paths(economy, 256);

  EXPECT_THAT(economy.parameter_keys(), testing::ElementsAre("parameters.size"));
  for (std::size_t path = 0; path < 256; ++path)
    EXPECT_NEAR(effect(paths, path)[5], 5.0 * paths.parameters[0][path], tolerance);
}

TEST(Events, DrawUncertainProbabilitiesAndExposuresOncePerPath) {
  const Economy economy(
      scenario_of(one_sector(steady) +
                  event("annual_probability = { uniform = [0.2, 0.8] }\nimpact = 0.1\nat_most_once = true",
                        "industry = { uniform = [1, 2] }")));
  const auto paths = test::simulate_paths(economy, 256);

  EXPECT_THAT(economy.parameter_keys(),
              testing::ElementsAre("events.shock.annual_probability", "events.shock.exposure.industry"));
  const auto u = step_uniforms_of_stream(seed, "events.shock/occurrence", 0);
  for (std::size_t path = 0; path < 256; ++path)
    EXPECT_NEAR(effect(paths, path)[1],
                u[path] < paths.parameters[0][path] ? 0.1 * paths.parameters[1][path] : 0.0, tolerance);
}

TEST(Events, ChangeNoBitWhereTheyNeverHappenOrHitNobody) {
  const auto without =
      test::simulate_paths(scenario_of(one_sector(noisy), {"simulation.steps_per_year=4"}), 300);

  for (const std::string& text :
       {event("year = 2027\nprobability = 0\nimpact = -0.1"), event("annual_probability = 0\nimpact = -0.1"),
        event("annual_probability = 0\ngrowth_impact = -0.1\nduration = 1"),
        event("annual_probability = 0.5\nimpact = { uniform = [-0.2, 0] }\nrecovery_half_life = 1",
              "industry = 0"),
        event("year = 2035\nimpact = -0.1"), event("annual_probability = 0.5\nimpact = 0")}) {
    const auto with =
        test::simulate_paths(scenario_of(one_sector(noisy) + text, {"simulation.steps_per_year=4"}), 300);

    EXPECT_EQ(with.output, without.output) << text;
  }
}

}  // namespace secondcurve::events_test

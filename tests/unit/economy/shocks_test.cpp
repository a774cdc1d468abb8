#include "models/economy/shocks.hpp"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/support/plain_draws.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::shocks_test {

using test::normals_of_stream;
using test::scenario_of;
using test::sector;
using test::series;

constexpr std::uint64_t seed = 20260101;
const std::string brownian = "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1";
const std::string reverting =
    "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, growth_sd = 0.02, volatility "
    "= 0.05";

std::string three_sectors() {
  return sector("a", "100", brownian) + sector("b", "200", reverting) + sector("c", "50", brownian) +
         series("all", "a = 1, b = 1, c = 1");
}

/// The noise of a sector in a step, for the first block [path].
class Mixed final {
 public:
  explicit Mixed(const Scenario& scenario)
      : scenario_(scenario), shocks_(scenario, streams_), sampler_(Sampling::pseudo, seed, 1, streams_) {}

  std::vector<double> values(const std::string& sector_name, const std::string& noise,
                             std::size_t step) const {
    std::vector<double> room(shocks_.buffer_size() + 8);
    double* buffer = room.data();
    while (reinterpret_cast<std::uintptr_t>(buffer) % lane_alignment != 0) ++buffer;
    Sampler::Block draws(sampler_);
    draws.start(0);
    shocks_.fill(draws, step / Shocks::draws_per_fill * Shocks::draws_per_fill, buffer);
    const ColumnView column =
        shocks_.column(buffer, shocks_.index(index_of(scenario_.sectors, sector_name), noise), step);
    return {column.doubles(), column.doubles() + block_paths};
  }

 private:
  const Scenario& scenario_;
  Streams streams_;
  Shocks shocks_;
  Sampler sampler_;
};

TEST(Shocks, AreTheKnownDrawsOfTheirNames) {
  // Seed 20260101, stream sectors.automobiles/output, path 0, steps 0 to 3.
  const Scenario scenario =
      scenario_of(sector("automobiles", "530", brownian) + series("automobiles", "automobiles = 1"));
  const Mixed mixed(scenario);

  const double known[] = {0.677721505539106, -0.341248990371987, 0.936913788931861, -1.060968818265238};

  for (std::size_t step = 0; step < 4; ++step)
    EXPECT_NEAR(mixed.values("automobiles", "output", step)[0], known[step], 2e-15);
}

TEST(Shocks, AreTheDrawsThemselvesWithoutDependence) {
  const Scenario scenario = scenario_of(three_sectors());
  const Mixed mixed(scenario);

  for (std::size_t step : {0u, 3u, 4u, 11u}) {
    EXPECT_EQ(mixed.values("a", "output", step), normals_of_stream(seed, "sectors.a/output", step));
    EXPECT_EQ(mixed.values("b", "growth_rate", step), normals_of_stream(seed, "sectors.b/growth_rate", step));
  }
}

TEST(Shocks, LoadOnCommonFactors) {
  const Scenario scenario =
      scenario_of(three_sectors() +
                  "[dependence.output.loadings]\na = { cycle = 0.6, chips = -0.3 }\nb = { cycle = 0.8 }\n");
  const Mixed mixed(scenario);

  for (std::size_t step : {0u, 4u}) {
    const auto cycle = normals_of_stream(seed, "factors.output.cycle/value", step);
    const auto chips = normals_of_stream(seed, "factors.output.chips/value", step);
    const auto own_a = normals_of_stream(seed, "sectors.a/output", step);
    const auto own_b = normals_of_stream(seed, "sectors.b/output", step);
    const auto a = mixed.values("a", "output", step), b = mixed.values("b", "output", step);
    for (std::size_t path = 0; path < block_paths; ++path) {
      EXPECT_NEAR(a[path], 0.6 * cycle[path] - 0.3 * chips[path] + std::sqrt(0.55) * own_a[path], 1e-14);
      EXPECT_NEAR(b[path], 0.8 * cycle[path] + 0.6 * own_b[path], 1e-14);
    }
    EXPECT_EQ(mixed.values("c", "output", step), normals_of_stream(seed, "sectors.c/output", step));
    EXPECT_EQ(mixed.values("b", "growth_rate", step), normals_of_stream(seed, "sectors.b/growth_rate", step));
  }
}

TEST(Shocks, KeepFactorsOfDifferentNoisesApart) {
  const Scenario scenario = scenario_of(three_sectors() +
                                        "[dependence.output.loadings]\nb = { cycle = 1 }\n"
                                        "[dependence.growth_rate.loadings]\nb = { cycle = 1 }\n");
  const Mixed mixed(scenario);

  EXPECT_EQ(mixed.values("b", "output", 2), normals_of_stream(seed, "factors.output.cycle/value", 2));
  EXPECT_EQ(mixed.values("b", "growth_rate", 2),
            normals_of_stream(seed, "factors.growth_rate.cycle/value", 2));
}

TEST(Shocks, FollowACorrelationMatrixInTheOrderOfItsRows) {
  // Cholesky by hand of [[1, .5, .3], [.5, 1, -.2], [.3, -.2, 1]] in the order c, a, b.
  const double l21 = 0.5, l22 = std::sqrt(0.75), l31 = 0.3, l32 = (-0.2 - 0.15) / l22;
  const double l33 = std::sqrt(1.0 - l31 * l31 - l32 * l32);
  const Scenario scenario =
      scenario_of(three_sectors() + "[dependence.output]\ncorrelation = \"c.csv\"\n", {},
                  {{"c.csv", "sector,c,a,b\nc,1,0.5,0.3\na,0.5,1,-0.2\nb,0.3,-0.2,1\n"}});
  const Mixed mixed(scenario);

  for (std::size_t step : {1u, 4u}) {
    const auto own_a = normals_of_stream(seed, "sectors.a/output", step);
    const auto own_b = normals_of_stream(seed, "sectors.b/output", step);
    const auto own_c = normals_of_stream(seed, "sectors.c/output", step);
    const auto a = mixed.values("a", "output", step), b = mixed.values("b", "output", step);
    EXPECT_EQ(mixed.values("c", "output", step), own_c);
    for (std::size_t path = 0; path < block_paths; ++path) {
      EXPECT_NEAR(a[path], l21 * own_c[path] + l22 * own_a[path], 1e-14);
      EXPECT_NEAR(b[path], l31 * own_c[path] + l32 * own_a[path] + l33 * own_b[path], 1e-14);
    }
  }
}

TEST(Shocks, AreEqualWhereTheirCorrelationIsOne) {
  const Scenario scenario = scenario_of(three_sectors() + "[dependence.output]\ncorrelation = \"c.csv\"\n",
                                        {}, {{"c.csv", "sector,a,b,c\na,1,1,-1\nb,1,1,-1\nc,-1,-1,1\n"}});
  const Mixed mixed(scenario);

  for (std::size_t step : {0u, 4u}) {
    const auto own_a = normals_of_stream(seed, "sectors.a/output", step);
    const auto c = mixed.values("c", "output", step);
    EXPECT_EQ(mixed.values("a", "output", step), own_a);
    EXPECT_EQ(mixed.values("b", "output", step), own_a);
    for (std::size_t path = 0; path < block_paths; ++path) EXPECT_EQ(c[path], -own_a[path]);
  }
}

TEST(Shocks, FollowAMatrixWhoseMiddleRowFollowsFromTheFirst) {
  // b repeats a, so c loads on a alone and keeps the rest of its variance: 0.6 and 0.8.
  const Scenario scenario = scenario_of(three_sectors() + "[dependence.output]\ncorrelation = \"c.csv\"\n",
                                        {}, {{"c.csv", "sector,a,b,c\na,1,1,0.6\nb,1,1,0.6\nc,0.6,0.6,1\n"}});
  const Mixed mixed(scenario);

  const auto own_a = normals_of_stream(seed, "sectors.a/output", 3);
  const auto own_c = normals_of_stream(seed, "sectors.c/output", 3);
  const auto c = mixed.values("c", "output", 3);
  EXPECT_EQ(mixed.values("b", "output", 3), own_a);
  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(c[path], 0.6 * own_a[path] + 0.8 * own_c[path], 1e-14);
}

TEST(Shocks, FollowAMatrixWhoseLastRowFollowsFromBothOthers) {
  // c = 0.6 a + 0.8 b of independent a and b: of rank 2 in numbers that are not exact.
  const Scenario scenario = scenario_of(three_sectors() + "[dependence.output]\ncorrelation = \"c.csv\"\n",
                                        {}, {{"c.csv", "sector,a,b,c\na,1,0,0.6\nb,0,1,0.8\nc,0.6,0.8,1\n"}});
  const Mixed mixed(scenario);

  const auto own_a = normals_of_stream(seed, "sectors.a/output", 2);
  const auto own_b = normals_of_stream(seed, "sectors.b/output", 2);
  const auto c = mixed.values("c", "output", 2);
  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(c[path], 0.6 * own_a[path] + 0.8 * own_b[path], 1e-14);
}

TEST(Shocks, LoadOnFactorsThatTakeAllOfTheVariance) {
  const Scenario scenario =
      scenario_of(three_sectors() +
                  "[dependence.output.loadings]\na = { x = 0.7071067811865476, y = 0.7071067811865476 }\n");
  const Mixed mixed(scenario);

  const auto x = normals_of_stream(seed, "factors.output.x/value", 1);
  const auto y = normals_of_stream(seed, "factors.output.y/value", 1);
  const auto a = mixed.values("a", "output", 1);
  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(a[path], std::sqrt(0.5) * (x[path] + y[path]), 1e-14);
}

TEST(Shocks, ChangeNoEarlierRowWhereASectorIsAppendedToTheMatrix) {
  const std::string dependence = "[dependence.output]\ncorrelation = \"c.csv\"\n";
  const Scenario two =
      scenario_of(three_sectors() + dependence, {}, {{"c.csv", "sector,a,b\na,1,0.5\nb,0.5,1\n"}});
  const Scenario three = scenario_of(three_sectors() + dependence, {},
                                     {{"c.csv", "sector,a,b,c\na,1,0.5,0.3\nb,0.5,1,-0.2\nc,0.3,-0.2,1\n"}});

  for (const char* name : {"a", "b"})
    EXPECT_EQ(Mixed(two).values(name, "output", 3), Mixed(three).values(name, "output", 3));
  EXPECT_NE(Mixed(two).values("c", "output", 3), Mixed(three).values("c", "output", 3));
}

TEST(Shocks, NameEachStreamOnce) {
  const Scenario scenario = scenario_of(
      three_sectors() + "[dependence.output.loadings]\na = { cycle = 0.6 }\nb = { cycle = 0.8 }\n");

  Streams streams;
  const Shocks shocks(scenario, streams);

  std::vector<std::string> names;
  for (const Streams::Stream& stream : streams.all()) names.push_back(stream.name);
  EXPECT_EQ(names, (std::vector<std::string>{"sectors.a/output", "sectors.b/output", "sectors.b/growth_rate",
                                             "sectors.c/output", "factors.output.cycle/value"}));
}

}  // namespace secondcurve::shocks_test

#include "models/growth/mixture.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/block/philox.hpp"
#include "engine/random/noise.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::mixture_test {

using test::bits_of;
using test::one_sector;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_paths;

constexpr std::size_t n_paths = 1024;

const std::string steady = "model = \"geometric_brownian\", median_growth = 0.05, volatility = 0.1";
const std::string reverting =
    "model = \"mean_reverting\", initial_growth = 0.2, long_run_growth = 0.02, growth_volatility = 0.03, "
    "volatility = 0.06";
const std::string regimes =
    "model = \"regime_switching\", regimes = { good = { growth = 0.1, volatility = 0.03 }, bad = { growth = "
    "-0.05, volatility = 0.1 } }, transition = [[0.8, 0.2], [0.4, 0.6]]";
const std::string curves =
    "model = \"second_curve\", first = { model = \"logistic\", rate = 0.2, capacity = 1.5, volatility = 0.05 "
    "}, "
    "second = { share = 0.1, capacity = 2, takeover_years = 12, volatility = 0.1 }";
const std::string estimated =
    "model = \"autoregressive\", initial_growth = 0.1, long_run_growth = 0.04, persistence = 0.6, volatility "
    "= "
    "0.05";
const std::string observed = "model = \"historical_bootstrap\", history = \"past\"";
const std::string jumps =
    "model = \"jump_diffusion\", mean_growth = 0.06, volatility = 0.05, jump_rate = 0.4, jump_mean = -0.15";
const std::string curve =
    "model = \"logistic\", rate = 0.3, capacity_level = 300, volatility = 0.05, noise = "
    "\"logit\"";
const std::string given = "model = \"path\", growth = { 2026 = 0.05, 2028 = 0.02 }, spread = 0.05";
const std::string factors =
    "model = \"production_function\", capital = { output_elasticity = 0.4, capital_output_ratio = 2, "
    "depreciation = 0.08, investment = 30 }, labour = { output_elasticity = 0.5, growth = 0.01 }, "
    "productivity "
    "= { initial_growth = 0.03, long_run_growth = 0.02, volatility = 0.04 }";
const std::vector<std::string> all_models{steady,   reverting, regimes, curves, estimated,
                                          observed, jumps,     curve,   given,  factors};

/// A growth of components with weights, named a, b, c, ...
std::string mixture(const std::vector<std::pair<double, std::string>>& components) {
  std::string text = "model = \"mixture\", components = { ";
  for (std::size_t k = 0; k < components.size(); ++k)
    text += std::string(k == 0 ? "" : ", ") + static_cast<char>('a' + k) +
            " = { weight = " + std::to_string(components[k].first) + ", " + components[k].second + " }";
  return text + " }";
}

Scenario load(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return scenario_of(text + "[histories.past]\ngrowth = \"past.csv\"\nmean_block = 2\n", overrides,
                     {{"past.csv", "year,industry\n2020,0.10\n2021,-0.05\n2022,0.03\n"}});
}

/// The draw that picks the component of each path, from its address.
std::vector<double> component_draws() {
  const StreamKey stream = Noise(20260101).stream("sectors.industry/component");
  std::vector<double> draws;
  for (std::size_t first = 0; first < n_paths; first += block_paths) {
    alignas(lane_alignment) std::array<double, 4 * lane_pitch> drawn;
    fill_uniforms(stream, first, 0, drawn.data());
    draws.insert(draws.end(), drawn.begin(), drawn.begin() + block_paths);
  }
  return draws;
}

TEST(Mixture, GivesTheBitsOfTheOneModelThatHasAllTheWeight) {
  for (const std::string& model : all_models)
    for (const bool first : {true, false}) {
      const std::string other = model == steady ? reverting : steady;
      const auto alone = simulate_paths(load(one_sector(model)), n_paths);

      const auto mixed = simulate_paths(load(one_sector(first ? mixture({{1.0, model}, {0.0, other}})
                                                              : mixture({{0.0, other}, {1.0, model}}))),
                                        n_paths);

      for (std::size_t year = 0; year < 6; ++year)
        for (std::size_t path = 0; path < n_paths; ++path)
          ASSERT_EQ(bits_of(mixed.output[0][year][path]), bits_of(alone.output[0][year][path]))
              << model << ", year " << year << ", path " << path;
    }
}

TEST(Mixture, GivesEachPathTheBitsOfItsOwnComponent) {
  // Nothing else depends on which component is drawn: neither shocks nor what other models make of them.
  std::vector<std::vector<std::vector<double>>> alone;  // [model][year][path]
  std::vector<std::pair<double, std::string>> components;
  for (const std::string& model : all_models) {
    alone.push_back(simulate_paths(load(one_sector(model)), n_paths).output[0]);
    components.emplace_back(0.1, model);
  }
  const std::vector<double> draws = component_draws();

  const auto mixed = simulate_paths(load(one_sector(mixture(components))), n_paths).output[0];

  std::vector<std::size_t> followed(components.size());
  for (std::size_t path = 0; path < n_paths; ++path) {
    const auto k = static_cast<std::size_t>(10.0 * draws[path]);
    ++followed[k];
    for (std::size_t year = 0; year < 6; ++year)
      ASSERT_EQ(bits_of(mixed[year][path]), bits_of(alone[k][year][path]))
          << all_models[k] << ", year " << year << ", path " << path;
  }
  for (const std::size_t n : followed) EXPECT_GT(n, 50u);
}

TEST(Mixture, DrawsComponentsInProportionToTheirWeights) {
  // Growth without noise tells which component a path follows. n = 102,400; standard error of a share
  // sqrt(w (1 - w) / n); 6 of them, three shares: false alarm 6e-9.
  constexpr std::size_t n = 400 * block_paths;
  const auto certain = [](const char* growth) {
    return std::string("model = \"geometric_brownian\", volatility = 0, median_growth = ") + growth;
  };
  const auto output =
      simulate_paths(
          load(one_sector(mixture({{0.2, certain("0.1")}, {0.5, certain("0.2")}, {0.3, certain("0.3")}}))), n)
          .output[0][1];

  std::array<double, 3> shares{};
  for (const double level : output)
    shares.at(static_cast<std::size_t>(std::lround(level / 10.0)) - 11) += 1.0 / n;
  const auto error = [&](std::size_t k, double weight) {  // [standard errors]
    return std::abs(shares[k] - weight) / std::sqrt(weight * (1.0 - weight) / static_cast<double>(n));
  };
  EXPECT_LT(error(0, 0.2), 6.0);
  EXPECT_LT(error(1, 0.5), 6.0);
  EXPECT_LT(error(2, 0.3), 6.0);

  EXPECT_GT(error(1, 0.52), 6.0);
}

TEST(Mixture, TakesWeightsThatAddUpButForRounding) {
  const Scenario scenario = load(one_sector("model = \"mixture\", components = { a = { weight = 0.3333333, " +
                                            steady + " }, b = { weight = 0.3333333, " + reverting +
                                            " }, c = { weight = 0.3333333, " + given + " } }"));

  const auto& growth = std::get<GrowthSpec<GrowthMixture>>(scenario.sectors[0].value.growth);
  for (const auto& component : growth.fixed.components)
    EXPECT_NEAR(component.value.weight, 1.0 / 3.0, 1e-15) << component.name;
}

TEST(Mixture, TakesUncertainNumbersAndNumbersByYearOfItsComponents) {
  const std::string text = one_sector(mixture(
      {{0.5, "model = \"geometric_brownian\", median_growth = { uniform = [0, 0.1] }, volatility = 0"},
       {0.5, "model = \"geometric_brownian\", median_growth = { 2026 = 0.1, 2027 = 0.2 }, volatility = 0"}}));
  const auto paths = simulate_paths(load(text), n_paths);
  const std::vector<double> draws = component_draws();

  for (std::size_t path = 0; path < n_paths; ++path) {
    const double own = draws[path] < 0.5 ? std::pow(1.0 + paths.parameters[0][path], 2.0) : 1.1 * 1.2;
    EXPECT_NEAR(paths.output[0][2][path], 100.0 * own, 1e-11);
  }
}

TEST(Mixture, JudgesAComponentsCapacityAgainstTheBaseOfThePath) {
  const std::string capacity = "model = \"logistic\", rate = 0.3, capacity_level = 300, volatility = 0";
  const auto alone =
      simulate_paths(load(one_sector(capacity, "{ value = 100, sd = 10 }")), n_paths).output[0];

  const auto mixed =
      simulate_paths(load(one_sector(mixture({{0.5, capacity}, {0.5, steady}}), "{ value = 100, sd = 10 }")),
                     n_paths)
          .output[0];

  const std::vector<double> draws = component_draws();
  for (std::size_t path = 0; path < n_paths; ++path)
    if (draws[path] < 0.5) {
      EXPECT_EQ(bits_of(mixed[5][path]), bits_of(alone[5][path]));
    }
}

TEST(Mixture, IsMeasuredByLinksFromWhatTheComponentOfThePathExpects) {
  // Without noise no component deviates from its own expectation, so links pass nothing on.
  const auto certain = [](const char* growth) {
    return std::string(
               "model = \"mean_reverting\", half_life = 2, long_run_growth = 0.02, volatility = 0, "
               "initial_growth = ") +
           growth;
  };
  const auto output = [&](const std::string& growth) {
    return simulate_paths(load(sector("industry", "100", growth) +
                               sector("supplier", "100", "model = \"path\", growth = 0.05") +
                               series("supplier", "supplier = 1") +
                               "[links]\ntable = { supplier = { industry = 0.5 } }\n"),
                          n_paths)
        .output[0];
  };

  const auto without_noise = output(mixture({{0.5, certain("0.3")}, {0.5, certain("-0.1")}}));
  const auto with_noise = output(mixture({{0.5, certain("0.3")}, {0.5, steady}}));

  double largest = 0.0;
  for (std::size_t path = 0; path < n_paths; ++path) {
    EXPECT_NEAR(without_noise[5][path], 100.0 * std::pow(1.05, 5), 1e-10);
    largest = std::max(largest, std::abs(with_noise[5][path] / (100.0 * std::pow(1.05, 5)) - 1.0));
  }
  EXPECT_GT(largest, 0.05);
}

TEST(Mixture, RemembersTheGrowthThatLinksAddedInAComponentThatAsksForIt) {
  const auto output = [&](const std::string& growth) {
    return simulate_paths(
               load(sector("industry", "100", growth) + sector("buyer", "100", steady) +
                    series("industry", "industry = 1") + "[links]\ntable = { industry = { buyer = 0.5 } }\n"),
               n_paths)
        .output[0];
  };
  const auto alone = output(estimated);

  const auto mixed = output(mixture({{0.5, given}, {0.5, estimated}}));

  const std::vector<double> draws = component_draws();
  for (std::size_t path = 0; path < n_paths; ++path)
    if (draws[path] >= 0.5) {
      EXPECT_EQ(bits_of(mixed[5][path]), bits_of(alone[5][path]));
    }
}

TEST(Mixture, ExpectsNothingOfAComponentThatHasNoWeight) {
  // A logistic curve that starts above its capacity has no logit: it would make every trend not a number.
  GrowthMixture::Params params;
  GeometricBrownian::Params steady_growth;
  steady_growth.median_growth = 0.05;
  Logistic::Params above_capacity;
  above_capacity.rate = 0.3;
  above_capacity.capacity = 0.5;
  above_capacity.noise = LogisticNoise::logit;
  params.components.resize(2);
  params.components[0].value.weight = 1.0;
  params.components[0].value.model.params = steady_growth;
  params.components[1].value.weight = 0.0;
  params.components[1].value.model.params = above_capacity;
  const StepContext context{1.0, 100.0, 2025};

  auto expected = expectation<GrowthMixture>(params, context);
  const Column trend = GrowthMixture::trend(GrowthMixture::prepare(params, context), expected);

  EXPECT_NEAR(trend.value(), std::log(1.05), 1e-15);
}

TEST(Mixture, TakesOnlyTheNoisesOfItsComponents) {
  const Economy economy(load(one_sector(mixture({{0.5, steady}, {0.5, reverting}}))));
  PathRecorder recorder(0);
  Economy::Workspace workspace(economy);

  economy.simulate(0, 1, workspace, &recorder);

  EXPECT_EQ(recorder.steps().front().noises.size(), 3u);  // output, growth_rate, component
}

TEST(Mixture, SharesTheShocksThatDependenceTies) {
  // Both sectors follow what component they may: tied shocks are the same, so equal components move alike.
  const std::string text =
      sector("industry", "100", mixture({{0.5, steady}, {0.5, given}})) + sector("rival", "100", steady) +
      series("industry", "industry = 1") + series("rival", "rival = 1") +
      "[dependence.output]\nloadings = { industry = { all = 1 }, rival = { all = 1 } }\n";
  const auto paths = simulate_paths(load(text), n_paths);
  const std::vector<double> draws = component_draws();

  for (std::size_t path = 0; path < n_paths; ++path)
    if (draws[path] < 0.5) {
      EXPECT_EQ(bits_of(paths.output[0][5][path]), bits_of(paths.output[1][5][path]));
    }
}

}  // namespace secondcurve::mixture_test

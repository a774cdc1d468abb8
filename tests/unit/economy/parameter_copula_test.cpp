#include "models/economy/parameter_copula.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/block/ops.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/plain_draws.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::parameter_copula_test {

using test::scenario_of;
using test::sector;
using test::series;
using test::uniforms_of_stream;

constexpr std::uint64_t seed = 20260101;
const std::string a_key = "sectors.a.growth.growth", b_key = "sectors.b.growth.growth";
const std::string c_key = "sectors.c.growth.growth";

/// Three sectors whose growth is drawn: normal, PERT, uniform.
const std::string three_sectors =
    sector("a", "100", "model = \"path\", growth = { normal = [0.05, 0.02] }") +
    sector("b", "100", "model = \"path\", growth = { pert = [0.0, 0.02, 0.1] }") +
    sector("c", "100", "model = \"path\", growth = { uniform = [0.0, 0.1] }") +
    series("all", "a = 1, b = 1, c = 1");

/// Normal scores of a stream's uniforms for the first block [path].
std::vector<double> scores_of(const std::string& stream) {
  std::vector<double> z = uniforms_of_stream(seed, stream);
  for (double& each : z) each = normal_quantile(each);
  return z;
}

/// The drawn values by key for the first paths.
class Drawn final {
 public:
  explicit Drawn(const Scenario& scenario, std::uint64_t n_paths = block_paths)
      : economy_(scenario), paths_(test::simulate_paths(economy_, n_paths)) {}

  const std::vector<double>& operator[](const std::string& key) const {
    const auto& keys = economy_.parameter_keys();
    const auto place = std::find(keys.begin(), keys.end(), key) - keys.begin();
    return paths_.parameters.at(static_cast<std::size_t>(place));
  }

 private:
  Economy economy_;
  test::EconomyPaths paths_;
};

std::string entry(const std::string& name, const std::string& keys, const std::string& loadings) {
  return "[parameter_correlation." + name + "]\nkeys = [" + keys + "]\nloadings = { " + loadings + " }\n";
}

TEST(ParameterCopula, LoadsDrawsOnCommonFactors) {
  const Drawn drawn(scenario_of(three_sectors +
                                entry("x", "'" + a_key + "', '" + b_key + "'", "trend = 0.6, cycle = -0.3")));
  const auto trend = scores_of("parameter_factors.trend/value");
  const auto cycle = scores_of("parameter_factors.cycle/value");
  const auto own_a = scores_of("parameters/" + a_key), own_b = scores_of("parameters/" + b_key);
  const Distribution a = Distribution::normal(0.05, 0.02), b = Distribution::pert(0.0, 0.02, 0.1);

  for (std::size_t path = 0; path < block_paths; ++path) {
    const double common = 0.6 * trend[path] - 0.3 * cycle[path], own = std::sqrt(0.55);
    EXPECT_NEAR(drawn[a_key][path], a.quantile(normal_cdf(common + own * own_a[path])), 1e-13);
    EXPECT_NEAR(drawn[b_key][path], b.quantile(normal_cdf(common + own * own_b[path])), 1e-13);
  }
}

TEST(ParameterCopula, FollowsAMatrixInTheOrderOfItsRows) {
  const std::string csv = "key," + c_key + "," + a_key + "\n" + c_key + ",1,0.8\n" + a_key + ",0.8,1\n";
  const Drawn drawn(scenario_of(three_sectors + "[parameter_correlation.x]\ncorrelation = 'c.csv'\n", {},
                                {{"c.csv", csv}}));
  const auto own_a = scores_of("parameters/" + a_key), own_c = scores_of("parameters/" + c_key);
  const Distribution a = Distribution::normal(0.05, 0.02), c = Distribution::uniform(0.0, 0.1);

  for (std::size_t path = 0; path < block_paths; ++path) {
    EXPECT_NEAR(drawn[c_key][path], c.quantile(normal_cdf(own_c[path])), 1e-15);
    EXPECT_NEAR(drawn[a_key][path], a.quantile(normal_cdf(0.8 * own_c[path] + 0.6 * own_a[path])), 1e-15);
  }
}

TEST(ParameterCopula, LeavesWhatItDoesNotNameToTheBit) {
  const Drawn free(scenario_of(three_sectors));
  const Drawn tied(
      scenario_of(three_sectors + entry("x", "'" + a_key + "', '" + b_key + "'", "trend = 0.6")));

  EXPECT_EQ(tied[c_key], free[c_key]);
  EXPECT_NE(tied[a_key], free[a_key]);
}

TEST(ParameterCopula, ChangesNoDrawWhenAnotherOneJoins) {
  const std::string d = sector("d", "100", "model = \"path\", growth = { uniform = [0.0, 0.1] }");
  const Drawn before(scenario_of(three_sectors + entry("x", "'sectors.*.growth.growth'", "trend = 0.6")));
  const Drawn after(scenario_of(d + three_sectors + entry("x", "'sectors.*.growth.growth'", "trend = 0.6")));

  for (const std::string& key : {a_key, b_key, c_key}) EXPECT_EQ(after[key], before[key]) << key;
}

TEST(ParameterCopula, LeavesAKeyToTheLastEntryThatNamesIt) {
  const Drawn drawn(scenario_of(three_sectors + entry("x", "'sectors.*.growth.growth'", "trend = 0.6") +
                                entry("y", "'" + c_key + "'", "cycle = 1")));
  const auto cycle = scores_of("parameter_factors.cycle/value");
  const Drawn all(scenario_of(three_sectors + entry("x", "'sectors.*.growth.growth'", "trend = 0.6")));

  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(drawn[c_key][path], 0.1 * normal_cdf(cycle[path]), 1e-15);
  EXPECT_EQ(drawn[a_key], all[a_key]);
}

TEST(ParameterCopula, TakesSharedParametersAndBaseValues) {
  const std::string text =
      "[parameters]\ndemand = { normal = [0.05, 0.02] }\n" +
      sector("a", "{ value = 100, sd = 10 }", "model = \"path\", growth = { parameter = \"demand\" }") +
      series("all", "a = 1") + entry("x", "'parameters.demand', 'sectors.a.base'", "trend = 1");
  const Drawn drawn(scenario_of(text));
  const auto trend = scores_of("parameter_factors.trend/value");

  for (std::size_t path = 0; path < block_paths; ++path) {
    EXPECT_NEAR(drawn["parameters.demand"][path], 0.05 + 0.02 * trend[path], 1e-13);
    EXPECT_NEAR(drawn["sectors.a.base"][path],
                Distribution::lognormal(100.0, 10.0).quantile(normal_cdf(trend[path])), 1e-11);
  }
}

TEST(ParameterCopula, PassesOverBaseValuesThatAreHeldFixed) {
  const std::string text =
      sector("a", "{ value = 100, sd = 10 }", "model = \"path\", growth = { uniform = [0, 0.1] }") +
      series("all", "a = 1") + entry("x", "'sectors.a.*', '" + a_key + "'", "trend = 1");
  const Drawn drawn(scenario_of(text, {"simulation.uncertain_base=false"}));
  const auto trend = scores_of("parameter_factors.trend/value");

  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(drawn[a_key][path], 0.1 * normal_cdf(trend[path]), 1e-15);
}

/// The correlation of two samples and its standard error, from the spread of the products.
struct Correlation {
  double value, error;
};
Correlation correlation(const std::vector<double>& x, const std::vector<double>& y, double mean_x,
                        double sd_x, double mean_y, double sd_y) {
  double sum = 0.0, squares = 0.0;
  const auto n = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double product = (x[i] - mean_x) / sd_x * ((y[i] - mean_y) / sd_y);
    sum += product;
    squares += product * product;
  }
  return {sum / n, std::sqrt((squares / n - sum / n * (sum / n)) / n)};
}

// n = 2^16 paths, fixed seed. With r = 0.7 * 0.7 = 0.49 of the normal scores, a normal pair correlates by r
// and a uniform pair by (6 / pi) asin(r / 2) (K. Pearson 1907); 6 standard errors have a false alarm of 2e-9
// each.
TEST(ParameterCopula, HasTheCorrelationOfTheory) {
  const std::string pairs = sector("a", "100", "model = \"path\", growth = { normal = [0.05, 0.02] }") +
                            sector("b", "100", "model = \"path\", growth = { normal = [0.05, 0.02] }") +
                            sector("c", "100", "model = \"path\", growth = { uniform = [0.0, 0.1] }") +
                            sector("d", "100", "model = \"path\", growth = { uniform = [0.0, 0.1] }") +
                            series("all", "a = 1") + entry("x", "'sectors.*.growth.growth'", "trend = 0.7");
  const Drawn drawn(scenario_of(pairs), 1 << 16);
  const double sd = 0.1 / std::sqrt(12.0), r = 0.49;

  const Correlation normals = correlation(drawn[a_key], drawn[b_key], 0.05, 0.02, 0.05, 0.02);
  const Correlation uniforms =
      correlation(drawn[c_key], drawn["sectors.d.growth.growth"], 0.05, sd, 0.05, sd);

  EXPECT_NEAR(normals.value, r, 6.0 * normals.error);
  EXPECT_NEAR(uniforms.value, 6.0 / std::acos(-1.0) * std::asin(0.5 * r), 6.0 * uniforms.error);
  EXPECT_GT(std::abs(normals.value - (r + 0.05)), 6.0 * normals.error) << "the test could not fail";
}

// n = 2^16, six standard errors of a mean and of a standard deviation (kurtosis of a PERT below 3).
TEST(ParameterCopula, KeepsEachDistribution) {
  const Distribution b = Distribution::pert(0.0, 0.02, 0.1);
  const Drawn drawn(scenario_of(three_sectors + entry("x", "'sectors.*.growth.growth'", "trend = 0.8")),
                    1 << 16);
  const double n = 1 << 16;
  double sum = 0.0, squares = 0.0;

  for (const double x : drawn[b_key]) {
    sum += x;
    squares += (x - b.mean()) * (x - b.mean());
  }

  EXPECT_NEAR(sum / n, b.mean(), 6.0 * b.sd() / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n), b.sd(), 6.0 * b.sd() / std::sqrt(2.0 * n));
}

}  // namespace secondcurve::parameter_copula_test

#include <array>
#include <cmath>
#include <mutex>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/closed_forms.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// Two Brownian sectors whose shocks are correlated: the law of their sum and of their log growths.
//
// n = 1,000,000 paths, seed fixed. Standard errors: of the sum's mean and sd those that the result gives
// (good to a part in a hundred); of Fisher's transform of a correlation 1 / sqrt(n). Each of the 3
// statistics of a case may be 6 standard errors off: false alarm 6e-9 a case, 3e-8 in all.

namespace secondcurve::joint_laws_test {

using test::Lognormal;
using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;

constexpr double tolerance = 6.0;  // standard errors
constexpr double n_paths = 1e6;
constexpr double years = 5.0;

/// Sums over all paths of what the correlation of two log growths needs.
class LogGrowths final : public BlockSink {
 public:
  void take(const BlockView& block) override {
    std::array<double, 5> sums{};
    for (std::size_t path = 0; path < block.n_paths(); ++path) {
      const double x = std::log(block.output(0, 5)[path] / block.output(0, 0)[path]);
      const double y = std::log(block.output(1, 5)[path] / block.output(1, 0)[path]);
      const std::array<double, 5> terms{x, y, x * x, y * y, x * y};
      for (std::size_t i = 0; i < 5; ++i) sums[i] += terms[i];
    }
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < 5; ++i) sums_[i] += sums[i];
  }
  double correlation() const {
    const auto covariance = [&](double xy, double x, double y) {
      return xy / n_paths - x / n_paths * (y / n_paths);
    };
    return covariance(sums_[4], sums_[0], sums_[1]) /
           std::sqrt(covariance(sums_[2], sums_[0], sums_[0]) * covariance(sums_[3], sums_[1], sums_[1]));
  }

 private:
  std::mutex mutex_;
  std::array<double, 5> sums_{};
};

/// 100 with volatility 0.15 and 200 with volatility 0.1, under some dependence.
struct Pair {
  Scenario scenario;
  Result result;
  double correlation = 0.0;

  explicit Pair(const std::string& dependence, const std::string& matrix = "sector,a,b\na,1,0\nb,0,1\n")
      : scenario(scenario_of(
            sector("a", "100", "model = \"geometric_brownian\", drift = 0.06, volatility = 0.15") +
                sector("b", "200", "model = \"geometric_brownian\", drift = 0.03, volatility = 0.1") +
                series("a", "a = 1") + series("b", "b = 1") + series("sum", "a = 1, b = 0.5") + dependence,
            {"simulation.paths=1000000"}, {{"matrix.csv", matrix}})) {
    const Economy economy(scenario);
    LogGrowths log_growths;
    const std::array<BlockSink*, 1> sinks{&log_growths};
    result = simulate(economy, sinks, {.threads = 2, .cancelled = nullptr, .progress = {}});
    correlation = log_growths.correlation();
  }
};

/// Whether a pair's sum and correlation are those of shocks with correlation rho.
bool agrees(const Pair& pair, double rho) {
  const auto law = [](double base, double mu, double sigma) {
    return Lognormal{std::log(base) + (mu - sigma * sigma / 2.0) * years, sigma * sigma * years};
  };
  const Lognormal a = law(100.0, 0.06, 0.15), b = law(200.0, 0.03, 0.1);
  const double covariance = a.mean() * b.mean() * std::expm1(rho * 0.15 * 0.1 * years);
  const double mean = a.mean() + 0.5 * b.mean();
  const double variance = a.sd() * a.sd() + 0.25 * b.sd() * b.sd() + 2.0 * 0.5 * covariance;

  const Moments& m = Reported(pair.scenario, pair.result).moments(ReportedVariable::output, "sum", 5);
  const std::array<double, 3> deviations{
      (m.mean - mean) / m.mean_se, (m.sd - std::sqrt(variance)) / m.sd_se,
      (std::atanh(pair.correlation) - std::atanh(rho)) * std::sqrt(n_paths)};
  for (double deviation : deviations) {
    if (!(std::abs(deviation) < tolerance)) return false;
  }
  return true;
}

TEST(CorrelatedSum, HasTheVarianceOfSharedLoadings) {
  // Two factors: 0.6 * 0.5 + (-0.3) * 0.4 = 0.18.
  const Pair pair(
      "[dependence.output.loadings]\na = { cycle = 0.6, chips = -0.3 }\nb = { cycle = 0.5, chips = 0.4 }\n");

  EXPECT_TRUE(agrees(pair, 0.18));

  EXPECT_FALSE(agrees(pair, 0.19));
  EXPECT_FALSE(agrees(pair, 0.0));
}

TEST(CorrelatedSum, HasTheVarianceOfACorrelationMatrix) {
  const Pair pair("[dependence.output]\ncorrelation = \"matrix.csv\"\n", "sector,b,a\nb,1,-0.7\na,-0.7,1\n");

  EXPECT_TRUE(agrees(pair, -0.7));

  EXPECT_FALSE(agrees(pair, -0.69));
  EXPECT_FALSE(agrees(pair, 0.7));
}

TEST(CorrelatedSum, HasNoCovarianceWithoutDependence) {
  const Pair pair("");

  EXPECT_TRUE(agrees(pair, 0.0));

  EXPECT_FALSE(agrees(pair, 0.01));
}

TEST(CorrelatedSum, IsOneShockWhereLoadingsAreOne) {
  const Pair pair("[dependence.output.loadings]\na = { cycle = 1 }\nb = { cycle = 1 }\n");

  EXPECT_NEAR(pair.correlation, 1.0, 1e-9);
}

}  // namespace secondcurve::joint_laws_test

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

// Autoregressive growth with links measured from the long run is a VAR(1). With g(t) the log growth of year
// t, m the long run, and A = diag(phi) + S,
//
//     g(t) = m + A (g(t-1) - m) + e(t),   E g(t) = m + A^t (g(0) - m),   var g(t) = sum_{k<t} A^k V A'^k,
//     cov(g(t+1), g(t)) = A var g(t),     V_ij = sigma_i sigma_j rho_ij
//
// Source: J. D. Hamilton, Time Series Analysis, Princeton 1994, sec. 10.1.
//
// n = 102,400 paths, seed fixed. g(t) is normal: standard errors sqrt(v_ii / n) of a mean and
// sqrt((v_ii w_jj + c_ij^2) / n) of a covariance c_ij of numbers with the variances v_ii and w_jj. Each of
// the 81 statistics of a case may be 6 of them off: false alarm 81 * 2e-9 = 1.6e-7 a case, below 1e-6 in all.

namespace secondcurve::vector_autoregression_test {

using test::EconomyPaths;
using test::scenario_of;
using test::sector;
using test::series;

constexpr std::size_t n_sectors = 3, n_years = 5;
constexpr double tolerance = 6.0;  // standard errors

using Vector = std::array<double, n_sectors>;
using Matrix = std::array<Vector, n_sectors>;

Vector multiply(const Matrix& a, const Vector& x) {
  Vector product{};
  for (std::size_t i = 0; i < n_sectors; ++i)
    for (std::size_t j = 0; j < n_sectors; ++j) product[i] += a[i][j] * x[j];
  return product;
}

Matrix multiply(const Matrix& a, const Matrix& b) {
  Matrix product{};
  for (std::size_t i = 0; i < n_sectors; ++i)
    for (std::size_t j = 0; j < n_sectors; ++j)
      for (std::size_t k = 0; k < n_sectors; ++k) product[i][j] += a[i][k] * b[k][j];
  return product;
}

Matrix transposed(const Matrix& a) {
  Matrix b{};
  for (std::size_t i = 0; i < n_sectors; ++i)
    for (std::size_t j = 0; j < n_sectors; ++j) b[i][j] = a[j][i];
  return b;
}

/// Three sectors, as the config and as the closed form have them. Growth is effective annual.
struct Economy3 {
  Vector initial{0.12, -0.05, 0.30};
  Vector long_run{0.04, 0.02, 0.06};
  Vector persistence{0.5, 0.3, -0.2};
  Vector volatility{0.03, 0.05, 0.04};
  Matrix shares{{{0.0, 0.2, 0.1}, {0.3, 0.0, 0.0}, {0.0, 0.25, 0.15}}};  ///< S: a row for each supplier
  Matrix correlation{{{1.0, 0.5, -0.3}, {0.5, 1.0, 0.2}, {-0.3, 0.2, 1.0}}};

  Matrix transition() const {
    Matrix a = shares;
    for (std::size_t i = 0; i < n_sectors; ++i) a[i][i] += persistence[i];
    return a;
  }
  Matrix shock_covariance() const {
    Matrix v = correlation;
    for (std::size_t i = 0; i < n_sectors; ++i)
      for (std::size_t j = 0; j < n_sectors; ++j) v[i][j] *= volatility[i] * volatility[j];
    return v;
  }
  /// The expected log growth of a year; of the base year at 0.
  Vector mean(std::size_t year) const {
    Vector gap, m;
    for (std::size_t i = 0; i < n_sectors; ++i) {
      m[i] = std::log1p(long_run[i]);
      gap[i] = std::log1p(initial[i]) - m[i];
    }
    for (; year > 0; --year) gap = multiply(transition(), gap);
    for (std::size_t i = 0; i < n_sectors; ++i) m[i] += gap[i];
    return m;
  }
  /// The covariance of the log growth of a year.
  Matrix covariance(std::size_t year) const {
    Matrix sum{}, power{};
    for (std::size_t i = 0; i < n_sectors; ++i) power[i][i] = 1.0;
    for (; year > 0; --year) {
      const Matrix term = multiply(multiply(power, shock_covariance()), transposed(power));
      for (std::size_t i = 0; i < n_sectors; ++i)
        for (std::size_t j = 0; j < n_sectors; ++j) sum[i][j] += term[i][j];
      power = multiply(transition(), power);
    }
    return sum;
  }
};

const std::array<std::string, n_sectors> names{"a", "b", "c"};

std::string row(const Vector& x) {
  std::string text;
  for (const double each : x) text += "," + std::to_string(each);
  return text + "\n";
}

Scenario scenario_of_economy(const Economy3& e) {
  std::string text, matrix = "sector,a,b,c\n", correlation = matrix;
  for (std::size_t i = 0; i < n_sectors; ++i) {
    text += sector(names[i], "100",
                   "model = \"autoregressive\", initial_growth = " + std::to_string(e.initial[i]) +
                       ", long_run_growth = " + std::to_string(e.long_run[i]) +
                       ", persistence = " + std::to_string(e.persistence[i]) +
                       ", volatility = " + std::to_string(e.volatility[i]));
    text += series(names[i], names[i] + " = 1");
    matrix += names[i] + row(e.shares[i]);
    correlation += names[i] + row(e.correlation[i]);
  }
  return scenario_of(text + "[links]\nmatrix = \"s.csv\"\nmeasured_from = \"long_run\"\n" +
                         "[dependence.output]\ncorrelation = \"r.csv\"\n",
                     {}, {{"s.csv", matrix}, {"r.csv", correlation}});
}

/// Log growth [year][sector][path], the base year left out at 0.
using Growth = std::array<std::array<std::vector<double>, n_sectors>, n_years + 1>;

Growth growth_of(const EconomyPaths& paths) {
  Growth growth;
  for (std::size_t year = 1; year <= n_years; ++year)
    for (std::size_t i = 0; i < n_sectors; ++i)
      for (std::size_t path = 0; path < paths.output[i][year].size(); ++path)
        growth[year][i].push_back(std::log(paths.output[i][year][path] / paths.output[i][year - 1][path]));
  return growth;
}

double mean_of(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double each : x) sum += each;
  return sum / static_cast<double>(x.size());
}

/// About the given means.
double covariance_of(const std::vector<double>& x, double mean_x, const std::vector<double>& y,
                     double mean_y) {
  double sum = 0.0;
  for (std::size_t path = 0; path < x.size(); ++path) sum += (x[path] - mean_x) * (y[path] - mean_y);
  return sum / static_cast<double>(x.size());
}

/// The largest deviation from the closed form among means, covariances and covariances of a year with the
/// next [standard errors].
double largest_deviation(const Growth& growth, const Economy3& law) {
  const auto n = static_cast<double>(growth[1][0].size());
  double largest = 0.0;
  const auto judge = [&](double error, double variance) {
    largest = std::max(largest, std::abs(error) / std::sqrt(variance / n));
  };
  for (std::size_t year = 1; year <= n_years; ++year) {
    const Vector mean = law.mean(year), next_mean = law.mean(year + 1);
    const Matrix v = law.covariance(year), next = law.covariance(year + 1);
    const Matrix lagged = multiply(law.transition(), v);
    for (std::size_t i = 0; i < n_sectors; ++i) {
      judge(mean_of(growth[year][i]) - mean[i], v[i][i]);
      for (std::size_t j = 0; j <= i; ++j)
        judge(covariance_of(growth[year][i], mean[i], growth[year][j], mean[j]) - v[i][j],
              v[i][i] * v[j][j] + v[i][j] * v[i][j]);
      for (std::size_t j = 0; j < n_sectors && year < n_years; ++j)
        judge(covariance_of(growth[year + 1][i], next_mean[i], growth[year][j], mean[j]) - lagged[i][j],
              next[i][i] * v[j][j] + lagged[i][j] * lagged[i][j]);
    }
  }
  return largest;
}

TEST(VectorAutoregression, HasTheClosedFormMeansAndCovariancesFromAnyInitialGrowth) {
  for (const Vector& initial :
       {Vector{0.12, -0.05, 0.30}, Vector{0.04, 0.02, 0.06}, Vector{-0.3, 0.8, 0.0}}) {
    Economy3 economy;
    economy.initial = initial;
    const Growth growth = growth_of(test::simulate_paths(scenario_of_economy(economy), 400 * block_paths));

    EXPECT_LT(largest_deviation(growth, economy), tolerance) << "initial growth of a: " << initial[0];
  }
}

TEST(VectorAutoregression, WouldFailForAnotherOne) {
  const Economy3 economy;
  const Growth growth = growth_of(test::simulate_paths(scenario_of_economy(economy), 400 * block_paths));
  const auto deviation = [&](auto&& change) {
    Economy3 other = economy;
    change(other);
    return largest_deviation(growth, other);
  };

  EXPECT_GT(deviation([](Economy3& e) { e.initial[0] += 0.005; }), tolerance);
  EXPECT_GT(deviation([](Economy3& e) { e.long_run[1] += 0.002; }), tolerance);
  EXPECT_GT(deviation([](Economy3& e) { e.persistence[2] += 0.02; }), tolerance);
  EXPECT_GT(deviation([](Economy3& e) { e.volatility[0] *= 1.02; }), tolerance);
  EXPECT_GT(deviation([](Economy3& e) { e.shares[1][0] += 0.02; }), tolerance);
  EXPECT_GT(deviation([](Economy3& e) { e.shares = transposed(e.shares); }), tolerance);
  EXPECT_GT(deviation([](Economy3& e) { e.correlation[0][2] = e.correlation[2][0] = -0.27; }), tolerance);
}

TEST(VectorAutoregression, FollowsTheRecursionExactlyWithoutNoise) {
  for (const Vector& initial :
       {Vector{0.12, -0.05, 0.30}, Vector{0.04, 0.02, 0.06}, Vector{-0.5, 1.5, 0.0}}) {
    Economy3 economy;
    economy.initial = initial;
    economy.volatility = {};
    const EconomyPaths paths = test::simulate_paths(scenario_of_economy(economy), 1);

    Vector level{100.0, 100.0, 100.0}, growth{};
    for (std::size_t i = 0; i < n_sectors; ++i) growth[i] = 1.0 + initial[i];  // of the base year, a factor
    for (std::size_t year = 1; year <= n_years; ++year) {
      Vector next{};
      for (std::size_t i = 0; i < n_sectors; ++i) {
        double log_factor = std::log1p(economy.long_run[i]);
        for (std::size_t j = 0; j < n_sectors; ++j) {
          const double from_j = economy.shares[i][j] + (i == j ? economy.persistence[i] : 0.0);
          log_factor += from_j * std::log(growth[j] / (1.0 + economy.long_run[j]));
        }
        next[i] = std::exp(log_factor);
      }
      growth = next;
      for (std::size_t i = 0; i < n_sectors; ++i) {
        level[i] *= growth[i];
        EXPECT_NEAR(paths.output[i][year][0], level[i], 1e-9 * level[i]) << names[i] << ", year " << year;
      }
    }
  }
}

}  // namespace secondcurve::vector_autoregression_test

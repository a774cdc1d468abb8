#include "models/growth/markov_chain.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

namespace secondcurve::markov_chain_test {

TransitionMatrix product(const TransitionMatrix& a, const TransitionMatrix& b) {
  TransitionMatrix c(a.size(), std::vector<double>(a.size()));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a.size(); ++j)
      for (std::size_t k = 0; k < a.size(); ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

TransitionMatrix power(const TransitionMatrix& matrix, int n) {
  TransitionMatrix result = matrix;
  for (int i = 1; i < n; ++i) result = product(result, matrix);
  return result;
}

void expect_near(const TransitionMatrix& a, const TransitionMatrix& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a.size(); ++j) EXPECT_NEAR(a[i][j], b[i][j], tolerance) << i << ", " << j;
}

void expect_probabilities(const TransitionMatrix& matrix) {
  for (const std::vector<double>& row : matrix) {
    double sum = 0.0;
    for (const double each : row) {
      EXPECT_GE(each, 0.0);
      sum += each;
    }
    EXPECT_NEAR(sum, 1.0, 1e-15);
  }
}

/// The transition of two regimes over t years, left at the yearly rates a and b.
TransitionMatrix two_regimes(double a, double b, double t) {
  const double share = a / (a + b), kept = std::exp(-(a + b) * t);  // share of the second in the long run
  return {{1.0 - share + share * kept, share * (1.0 - kept)},
          {(1.0 - share) * (1.0 - kept), share + (1.0 - share) * kept}};
}

/// expm(Q t) by the series of the exponential in extended precision, for short times.
TransitionMatrix series(const std::vector<double>& durations, const TransitionMatrix& next, double t) {
  const std::size_t n = durations.size();
  std::vector<std::vector<long double>> sum(n, std::vector<long double>(n)), term = sum;
  for (std::size_t i = 0; i < n; ++i) sum[i][i] = term[i][i] = 1.0L;
  for (int k = 1; k < 60; ++k) {
    auto later = term;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        later[i][j] = -term[i][j] / durations[j];
        for (std::size_t m = 0; m < n; ++m) later[i][j] += term[i][m] * next[m][j] / durations[m];
        later[i][j] *= t / k;
        sum[i][j] += later[i][j];
      }
    term = later;
  }
  TransitionMatrix rounded(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) rounded[i][j] = static_cast<double>(sum[i][j]);
  return rounded;
}

const TransitionMatrix cycle{{0.0, 0.7, 0.3}, {1.0, 0.0, 0.0}, {0.5, 0.5, 0.0}};

TEST(TransitionOver, IsTheClosedFormOfTwoRegimes) {
  for (double a : {0.05, 0.4, 3.0})
    for (double b : {0.1, 2.0})
      for (double t : {1.0 / 12, 1.0, 7.0})
        expect_near(transition_over({1.0 / a, 1.0 / b}, {{0, 1}, {1, 0}}, t), two_regimes(a, b, t), 1e-14);
}

TEST(TransitionOver, IsTheExponentialOfItsRates) {
  const std::vector<double> durations{4.0, 3.0, 0.5};
  for (double t : {1.0 / 12, 1.0, 2.0})
    expect_near(transition_over(durations, cycle, t), series(durations, cycle, t), 1e-14);
}

TEST(TransitionOver, HoldsProbabilitiesForShortAndLongDurations) {
  for (double shortest : {0.05, 1.0, 1000.0})
    expect_probabilities(transition_over({shortest, 1000.0, 2.0}, cycle, 1.0));
}

TEST(TransitionRoot, GivesBackStepsOfKnownChains) {
  // Of chains in continuous time the root is the transition over the shorter time.
  const std::vector<double> durations{4.0, 3.0, 1.5};
  for (int n : {2, 4, 12}) {
    const auto two = transition_root(two_regimes(0.2, 0.5, 1.0), n);
    const auto three = transition_root(transition_over(durations, cycle, 1.0), n);

    ASSERT_TRUE(two && three);
    expect_near(*two, two_regimes(0.2, 0.5, 1.0 / n), 1e-14);
    expect_near(*three, series(durations, cycle, 1.0 / n), 1e-13);
    expect_probabilities(*three);
  }
}

TEST(TransitionRoot, TakesMatricesWithoutEnoughEigenvectors) {
  const TransitionMatrix stages{{0.8, 0.2, 0.0}, {0.0, 0.8, 0.2}, {0.0, 0.0, 1.0}};

  const auto root = transition_root(power(stages, 4), 4);

  ASSERT_TRUE(root);
  expect_near(*root, stages, 1e-12);
}

TEST(TransitionRoot, OfRegimesThatDoNotLastIsTheMatrixItself) {
  // Every row alike: next year's regime does not depend on this year's, so neither does next month's.
  const TransitionMatrix alike{{0.7, 0.2, 0.1}, {0.7, 0.2, 0.1}, {0.7, 0.2, 0.1}};

  const auto root = transition_root(alike, 12);

  ASSERT_TRUE(root);
  expect_near(*root, alike, 1e-12);
}

TEST(TransitionRoot, TakesSixRegimesAndTheOneThatNeverChanges) {
  TransitionMatrix ring(6, std::vector<double>(6)), still = ring;
  for (std::size_t i = 0; i < 6; ++i) {
    ring[i][i] = 0.9;
    ring[i][(i + 1) % 6] = 0.07;
    ring[i][(i + 5) % 6] = 0.03;
    still[i][i] = 1.0;
  }

  const auto root = transition_root(power(ring, 12), 12);

  ASSERT_TRUE(root);
  expect_near(*root, ring, 1e-10);
  EXPECT_EQ(transition_root(still, 12), still);
}

TEST(TransitionRoot, IsNoneWhereItWouldNeedNegativeOrComplexProbabilities) {
  EXPECT_FALSE(transition_root({{0.2, 0.8}, {0.9, 0.1}}, 2));                             // alternates
  EXPECT_FALSE(transition_root({{0.5, 0.5, 0.0}, {0.0, 0.5, 0.5}, {0.5, 0.0, 0.5}}, 2));  // goes round
  const TransitionMatrix quarters_only{{0.2, 0.2, 0.6}, {0.0, 0.9, 0.1}, {0.0, 0.4, 0.6}};
  EXPECT_TRUE(transition_root(quarters_only, 4));
  EXPECT_FALSE(transition_root(quarters_only, 12));
}

TEST(ErgodicDistribution, IsKeptByTheChain) {
  const TransitionMatrix matrix = transition_over({4.0, 3.0, 1.5}, cycle, 1.0);

  const auto kept = ergodic_distribution(matrix);

  ASSERT_TRUE(kept);
  for (std::size_t j = 0; j < 3; ++j) {
    double after = 0.0;
    for (std::size_t i = 0; i < 3; ++i) after += (*kept)[i] * matrix[i][j];
    EXPECT_NEAR(after, (*kept)[j], 1e-15);
    EXPECT_GT(after, 0.0);
  }
}

TEST(ErgodicDistribution, IsThatOfTheRegimeThatIsNeverLeft) {
  const auto kept = ergodic_distribution({{1.0, 0.0}, {0.1, 0.9}});

  ASSERT_TRUE(kept);
  EXPECT_NEAR((*kept)[0], 1.0, 1e-15);
}

TEST(ErgodicDistribution, IsNoneWhereRegimesNeverMeet) {
  EXPECT_FALSE(ergodic_distribution({{1.0, 0.0}, {0.0, 1.0}}));
  EXPECT_FALSE(ergodic_distribution({{0.5, 0.25, 0.25}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}));
}

TEST(RegimeChain, HoldsAStepForEachDivisionOfTheYearThatHasOne) {
  const RegimeChain chain = chain_of({{0.2, 0.2, 0.6}, {0.0, 0.9, 0.1}, {0.0, 0.4, 0.6}}, {1.0, 0.0, 0.0});

  EXPECT_EQ(chain.over(1.0), chain.per_step[0]);
  expect_near(power(chain.over(0.25), 4), chain.over(1.0), 1e-12);
  EXPECT_TRUE(chain.over(1.0 / 12).empty());
}

}  // namespace secondcurve::markov_chain_test

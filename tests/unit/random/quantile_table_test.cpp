#include "engine/random/quantile_table.hpp"

#include <atomic>
#include <cmath>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/block_columns.hpp"

namespace secondcurve::quantile_table_test {
using test::bits_of;
using test::random_lanes;

double phi(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// The logistic law with ln(p / (1 - p)) for its quantiles.
QuantileTable logistic_table() {
  return QuantileTable(
      {.lower = [](double y) { return 1.0 / (1.0 + std::exp(-y)); },
       .upper = [](double y) { return 1.0 / (1.0 + std::exp(y)); },
       .log_density = [](double y) { return -std::abs(y) - 2.0 * std::log1p(std::exp(-std::abs(y))); },
       .density_slope = [](double y) { return -std::tanh(0.5 * y); },
       .near_median = 0.7,
       .spread = 1.8});
}

TEST(QuantileTable, GivesTheQuantilesOfALawInBothTails) {
  const QuantileTable table = logistic_table();

  for (double z = -8.5; z <= 8.5; z += 0.0173) {
    const double exact = std::log(phi(z) / phi(-z));
    EXPECT_NEAR(table.at(Column(z)).value(), exact, 1e-13 * (1.0 + std::abs(exact))) << "z = " << z;
  }
}

TEST(QuantileTable, RisesEverywhere) {
  const QuantileTable table = logistic_table();

  double last = -1e300;
  for (double z = -8.49; z <= 8.49; z += 0.00131) {
    const double y = table.at(Column(z)).value();
    EXPECT_GT(y, last) << "z = " << z;
    last = y;
  }
}

TEST(QuantileTable, KeepsItsLastValueBeyondItsReach) {
  const QuantileTable table = logistic_table();

  EXPECT_EQ(table.at(Column(9.0)).value(), table.at(Column(8.5)).value());
  EXPECT_EQ(table.at(Column(-1e300)).value(), table.at(Column(-8.5)).value());
}

TEST(QuantileTable, GivesAPathTheBitsOfTheSingleValue) {
  const QuantileTable table = logistic_table();
  const test::Lanes z = random_lanes(-9.0, 9.0, 3);

  const Column y = table.at(test::to_column(z));

  for (std::size_t i = 0; i < block_paths; ++i)
    ASSERT_EQ(bits_of(y.at(i)), bits_of(table.at(Column(z[i])).value()));
}

TEST(DeferredTable, IsMadeOnceForAllCopiesWhenAskedFor) {
  std::atomic<int> n_made{0};
  const DeferredTable first([&n_made] {
    ++n_made;
    return logistic_table();
  });
  const DeferredTable second = first;
  EXPECT_EQ(n_made, 0);

  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { second.table(); });
  for (std::thread& each : threads) each.join();

  EXPECT_EQ(&first.table(), &second.table());
  EXPECT_EQ(n_made, 1);
  EXPECT_EQ(bits_of(first.table().at(Column(0.3)).value()),
            bits_of(logistic_table().at(Column(0.3)).value()));
}

}  // namespace secondcurve::quantile_table_test

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/column_buffer.hpp"
#include "models/levers/investment.hpp"
#include "tests/support/block_columns.hpp"

// What programmes add to the output of sectors, told apart by programme.

namespace secondcurve::programme_output_test {

using test::Lanes;

constexpr double plan = 1.5, depreciation = 0.1, elasticity = 0.4, trend = 0.05;

Investment::Sector sector_at(std::size_t sector) {
  return {.sector = sector,
          .capital_output_ratio = 2.0,
          .depreciation = depreciation,
          .output_elasticity = elasticity,
          .reinvestment = 0.0,
          .plan = plan,
          .has_plan = true};
}

/// A programme that spends in the first two of three yearly steps.
Investment::Programme programme_of(double amount) {
  return {.spending = {0.25, 0.75, 0.0},
          .amount = amount,
          .leverage = 0.0,
          .displacement = 0.0,
          .effectiveness = 1.0,
          .gestation = 0.0};
}

/// Three years of two programmes in two sectors of 100 and 50: the first pays into both.
class ProgrammeOutput : public testing::Test {
 protected:
  ProgrammeOutput() {
    investment_.start(step_, states_.data());
    for (step_.index = 0; step_.index < 3; ++step_.index) {
      for (double& value : cores_[0].values) value += trend;
      for (double& value : cores_[1].values) value += trend;
      investment_.step(step_, states_.data(), terms_);
    }
    step_.index = 2;
    ColumnBuffer out(3);
    investment_.output_shares(step_, states_.data(), terms_, out.data());
    for (std::size_t part = 0; part < 3; ++part) shares_[part] = *out.column(part);
  }

  const Investment investment_{{sector_at(0), sector_at(1)},
                               {programme_of(40.0), programme_of(30.0)},
                               {{.programme = 0, .place = 0, .share = 0.5},
                                {.programme = 1, .place = 0, .share = 1.0},
                                {.programme = 0, .place = 1, .share = 0.5}},
                               1.0};
  std::vector<Column> base_{100.0, 50.0}, trend_{trend, trend};
  std::array<Lanes, 2> cores_, effects_;
  std::vector<const double*> core_{cores_[0].data(), cores_[1].data()};
  std::vector<double*> terms_{effects_[0].data(), effects_[1].data()};
  LeverStep step_{.base = &base_, .trend = &trend_, .core = &core_};
  ColumnBuffer states_{investment_.state_columns()};
  std::array<double, 3> shares_{};
};

/// Extra capital after three years of an amount.
double capital_of(double amount) {
  return (0.25 * amount * (1 - depreciation) + 0.75 * amount) * (1 - depreciation);
}

/// Own capital under the plan after three years, in units of the capital that keeps pace.
double own_capital() {
  const double left = std::pow((1 - depreciation) * std::exp(-trend), 3);
  return plan + (1 - plan) * left;
}

TEST_F(ProgrammeOutput, IsWhatASectorWouldLackWithoutProgrammes) {
  const double kappa = own_capital();
  const double with = std::pow(kappa + capital_of(50.0) / (2.0 * 100.0 * std::exp(3 * trend)), elasticity);
  const double without = std::pow(kappa, elasticity);

  EXPECT_NEAR(shares_[0] + shares_[1], (with - without) / with, 1e-12);
}

TEST_F(ProgrammeOutput, IsSplitByExtraCapital) { EXPECT_NEAR(shares_[0] / shares_[1], 20.0 / 30.0, 1e-12); }

TEST_F(ProgrammeOutput, IsToldApartBySector) {
  const double kappa = own_capital();
  const double with = std::pow(kappa + capital_of(20.0) / (2.0 * 50.0 * std::exp(3 * trend)), elasticity);

  EXPECT_NEAR(shares_[2], 1.0 - std::pow(kappa, elasticity) / with, 1e-12);
}

TEST_F(ProgrammeOutput, BelongsToTheMoneySpentToDate) {
  EXPECT_DOUBLE_EQ(investment_.spent(0, {.index = 0}).value(), 10.0);
  EXPECT_DOUBLE_EQ(investment_.spent(1, {.index = 1}).value(), 30.0);
  EXPECT_DOUBLE_EQ(investment_.spent(1, {.index = 2}).value(), 30.0);
}

}  // namespace secondcurve::programme_output_test

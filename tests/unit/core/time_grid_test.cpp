#include "engine/core/time_grid.hpp"

#include <gtest/gtest.h>

#include "tests/support/contracts.hpp"

namespace secondcurve::time_grid_test {

TEST(TimeGrid, CountsYearsWithTheBaseYearAndStepsWithoutIt) {
  const TimeGrid grid(2025, 2030, 4);

  EXPECT_EQ(grid.n_years(), 6u);
  EXPECT_EQ(grid.n_steps(), 20u);
  EXPECT_DOUBLE_EQ(grid.dt(), 0.25);
}

TEST(TimeGrid, PutsEachStepIntoTheYearThatItEndsIn) {
  const TimeGrid grid(2025, 2027, 4);

  EXPECT_EQ(grid.year_of_step(0), 2026);
  EXPECT_EQ(grid.year_of_step(3), 2026);
  EXPECT_EQ(grid.year_of_step(4), 2027);
  EXPECT_EQ(grid.year_of_step(7), 2027);
}

TEST(TimeGrid, EndsAYearWithItsLastStepOnly) {
  const TimeGrid grid(2025, 2027, 4);

  EXPECT_FALSE(grid.ends_year(0));
  EXPECT_FALSE(grid.ends_year(2));
  EXPECT_TRUE(grid.ends_year(3));
  EXPECT_FALSE(grid.ends_year(4));
  EXPECT_TRUE(grid.ends_year(7));
  EXPECT_EQ(grid.year_index_of_end(3), 1u);
  EXPECT_EQ(grid.year_index_of_end(7), 2u);
}

TEST(TimeGrid, EndsAYearWithEveryStepOfAYear) {
  const TimeGrid grid(2025, 2027, 1);

  for (std::size_t step = 0; step < grid.n_steps(); ++step) {
    EXPECT_TRUE(grid.ends_year(step)) << step;
    EXPECT_EQ(grid.year_index_of_end(step), step + 1);
    EXPECT_EQ(grid.year_of_step(step), 2026 + static_cast<int>(step));
  }
}

TEST(TimeGrid, EndsTheLastYearWithTheLastStep) {
  for (const int steps_per_year : {1, 2, 4, 12}) {
    const TimeGrid grid(2025, 2031, steps_per_year);
    const std::size_t last = grid.n_steps() - 1;

    EXPECT_TRUE(grid.ends_year(last)) << steps_per_year;
    EXPECT_EQ(grid.year_index_of_end(last), grid.n_years() - 1) << steps_per_year;
    EXPECT_EQ(grid.year_of_step(last), 2031) << steps_per_year;
  }
}

TEST(TimeGrid, RefusesAnEndThatIsNotAfterTheBase) {
  SC_NEEDS_CONTRACTS();

  EXPECT_THROW(TimeGrid(2025, 2025, 1), ContractViolation);
}

TEST(TimeGrid, RefusesStepsThatDoNotDivideTheYearIntoMonths) {
  SC_NEEDS_CONTRACTS();

  EXPECT_THROW(TimeGrid(2025, 2030, 3), ContractViolation);
  EXPECT_THROW(TimeGrid(2025, 2030, 0), ContractViolation);
}

}  // namespace secondcurve::time_grid_test

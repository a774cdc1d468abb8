#include "engine/simulate/kept_outputs.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::kept_outputs_test {

using test::scenario_of;

Economy two_blocks(const std::string& arithmetic = "double") {
  // One path in three leaves the range of numbers.
  return Economy(scenario_of(
      test::sector("chips", "100", "model = \"geometric_brownian\", drift = 50, volatility = 200") +
          test::series("chips", "chips = 1"),
      {"simulation.paths=300", "simulation.arithmetic=\"" + arithmetic + "\""}));
}

TEST(KeptOutputs, GivesBackWhatABlockHad) {
  for (const char* arithmetic : {"double", "single"}) {
    const Economy economy = two_blocks(arithmetic);
    Economy::Workspace workspace(economy);
    const std::size_t n_columns = economy.n_series() * economy.scenario().simulation.grid().n_years();
    KeptOutputs outputs(2, n_columns);
    outputs.keep(economy.simulate(1, 44, workspace));

    const auto found = outputs.find(1);

    ASSERT_TRUE(found);
    const BlockView simulated = economy.simulate(1, 44, workspace);
    EXPECT_GT(simulated.n_failed(), 0u);
    EXPECT_EQ(found->block(), 1u);
    EXPECT_EQ(found->n_paths(), 44u);
    EXPECT_EQ(found->n_failed(), simulated.n_failed());
    ASSERT_EQ(found->n_series(), simulated.n_series());
    ASSERT_EQ(found->n_years(), simulated.n_years());
    for (std::size_t path = 0; path < 44; ++path) {
      ASSERT_EQ(found->failed(path), simulated.failed(path)) << path;
      for (std::size_t year = 0; year < simulated.n_years() && !simulated.failed(path); ++year)
        EXPECT_EQ(found->output(0, year)[path], simulated.output(0, year)[path]) << path << ", " << year;
    }
    EXPECT_FALSE(outputs.find(0));
    EXPECT_EQ(found->output(0, 1).is_single(), arithmetic == std::string("single"));
  }
}

TEST(KeptOutputs, KeepsNothingOfARunThatIsTooLarge) {
  const Economy economy = two_blocks();
  Economy::Workspace workspace(economy);
  const std::size_t n_columns = economy.n_series() * economy.scenario().simulation.grid().n_years();
  const std::uint64_t most = KeptOutputs::most_bytes / (n_columns * lane_pitch * sizeof(double));
  KeptOutputs fits(most, n_columns);
  KeptOutputs does_not(most + 1, n_columns);

  fits.keep(economy.simulate(0, 256, workspace));
  does_not.keep(economy.simulate(0, 256, workspace));

  EXPECT_TRUE(fits.find(0));
  EXPECT_FALSE(does_not.find(0));
}

}  // namespace secondcurve::kept_outputs_test

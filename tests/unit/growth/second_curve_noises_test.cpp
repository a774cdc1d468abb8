#include <cstddef>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "models/economy/economy.hpp"
#include "models/growth/second_curve.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::second_curve_noises_test {

using test::one_sector;
using test::scenario_of;
using ::testing::HasSubstr;

const std::string reverting =
    "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0, volatility = 0.1";
const std::string logistic = "model = \"logistic\", rate = 0.3, capacity = 2, volatility = 0.1";

std::string curves(const std::string& first) {
  return one_sector("model = \"second_curve\", first = { " + first +
                    " }, second = { share = 0.2, capacity = 1, takeover_years = 10, volatility = 0.1 }");
}

TEST(SecondCurve, ShakesTheGrowthRateOfAMeanRevertingFirstCurveAlone) {
  const auto n_noises = [](const std::string& first) {
    const Economy economy(scenario_of(curves(first)));
    PathRecorder recorder(0);
    Economy::Workspace workspace(economy);
    economy.simulate(0, 1, workspace, &recorder);
    return recorder.steps().front().noises.size();
  };

  EXPECT_EQ(n_noises(reverting), 3u);  // output, second_output, growth_rate
  EXPECT_EQ(n_noises(logistic), 2u);
}

TEST(SecondCurve, RefusesHeavyTailsOfAGrowthRateThatALogisticFirstCurveHasNot) {
  const std::string tails = "[dependence.growth_rate]\nheavy_tails = { industry = 4 }\n";

  EXPECT_NO_THROW(scenario_of(curves(reverting) + tails));
  try {
    scenario_of(curves(logistic) + tails);
    ADD_FAILURE() << "should throw";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("dependence.growth_rate"));
  }
}

}  // namespace secondcurve::second_curve_noises_test

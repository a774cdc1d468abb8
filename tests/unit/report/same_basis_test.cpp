#include "engine/report/same_basis.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/report/reported.hpp"

namespace secondcurve::same_basis_test {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Why a scenario with settings cannot stand beside one without.
std::string reason(const std::vector<std::string>& overrides, const std::string& more = "") {
  const std::string text = test::small_scenario();
  const auto load = [&](std::vector<std::string> settings, const std::string& body) {
    settings.emplace_back("account.facts=\"facts.csv\"");
    return test::scenario_of(body, settings, {{"facts.csv", "id\nF-1\nF-2\n"}});
  };
  return why_not_together(load(overrides, text + more), load({}, text));
}

TEST(SameBasis, TakesOtherAssumptionsAndMoreSeries) {
  EXPECT_THAT(reason({"sectors.data.growth.growth=0.2", "simulation.seed=7", "simulation.end_year=2035"}),
              IsEmpty());
  EXPECT_THAT(reason({}, test::series("more", "data = 1")), IsEmpty());
}

TEST(SameBasis, WantsTheSameUnitAndPrices) {
  EXPECT_THAT(reason({"account.currency=\"bn USD\""}),
              HasSubstr("account.currency is \"bn CNY\" in one and \"bn USD\""));
  EXPECT_THAT(reason({"account.prices=\"current\""}), HasSubstr("account.prices"));
}

TEST(SameBasis, WantsTheSameAccounts) {
  EXPECT_EQ(reason({"accounts.output.definition=\"Revenue\""}), "accounts.output is defined otherwise");
  const std::string other =
      "[accounts.wide]\ntitle = \"Wide\"\ndefinition = \"All.\"\nincludes = [\"output\"]\n";
  EXPECT_THAT(reason({"series.cars.account=\"wide\"", "series.all.account=\"wide\""}, other),
              HasSubstr("series.cars.account is \"output\" in one and \"wide\""));
}

TEST(SameBasis, WantsASeriesInCommon) {
  const Scenario one = test::scenario_of(test::one_sector("model = \"path\", growth = 0.1"));
  const Scenario other = test::scenario_of(test::sector("industry", "1", "model = \"path\", growth = 0.1") +
                                           test::series("another", "industry = 1"));

  EXPECT_EQ(why_not_together(one, other),
            "they have no series of the same name (one has another; the other industry)");
}

}  // namespace secondcurve::same_basis_test

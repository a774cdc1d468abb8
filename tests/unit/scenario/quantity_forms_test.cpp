#include "engine/schema/quantity_forms.hpp"

#include <string>
#include <variant>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/load.hpp"

// The forms of numbers are described in engine/schema; here the reader of configs is held against them.

namespace secondcurve {
namespace {

using ::testing::HasSubstr;

/// Reads a scenario whose one sector grows on a given path, with that growth.
Quantity read_growth(const std::string& growth) {
  const std::string config = fmt::format(
      "[scenario]\ntitle = 't'\n"
      "[simulation]\nbase_year = 2025\nend_year = 2030\npaths = 1\nseed = 1\n"
      "[account]\nprices = 'constant 2025'\n"
      "[accounts.output]\ntitle = 'Output'\ndefinition = 'all of it'\n"
      "[sectors.industry]\naccount = 'output'\nbase = 100\n"
      "[sectors.industry.growth]\nmodel = 'path'\ngrowth = {}\n"
      "[series.industry]\naccount = 'output'\nsum = {{ industry = 1 }}\n",
      growth);
  const MemoryFiles files({{"case.toml", config}, {"plan.csv", "year,chips\n2026,0.05\n2030,0.09\n"}});
  const LoadedScenario loaded = load_scenario("case.toml", {}, files);
  return *std::get<GrowthSpec<Path>>(loaded.scenario.sectors.front().value.growth).quantities.front();
}

TEST(DistributionForms, AreReadAsTheDistributionTheyName) {
  for (const DistributionForm& form : distribution_forms) {
    const std::string two = form.kind == DistributionKind::uniform ? "0.1, 0.3" : "0.3, 0.1";
    const std::string numbers = form.n_numbers == 2 ? two : "0.1, 0.2, 0.3";
    const Quantity quantity = read_growth(fmt::format("{{ {} = [{}], min = -0.5 }}", form.name, numbers));

    ASSERT_TRUE(quantity.uncertain()) << form.name;
    EXPECT_EQ(std::get<Distribution>(quantity.value).name(), form.name);
    EXPECT_EQ(std::get<Distribution>(quantity.value).min(), -0.5) << form.name;
  }
}

TEST(CsvSchedule, KeepsTheLastListedValueUnlessToldOtherwise) {
  const Quantity steps = read_growth("{ csv = 'plan.csv', column = 'chips' }");
  const Quantity linear = read_growth("{ csv = 'plan.csv', column = 'chips', interpolate = 'linear' }");

  EXPECT_DOUBLE_EQ(std::get<Schedule>(steps.value).at(2028), 0.05);
  EXPECT_DOUBLE_EQ(std::get<Schedule>(linear.value).at(2028), 0.07);
}

TEST(CsvSchedule, RefusesAnUnknownWayBetweenYears) {
  try {
    read_growth("{ csv = 'plan.csv', column = 'chips', interpolate = 'cubic' }");
    FAIL() << "accepted";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("interpolate = \"cubic\": is not known here (allowed: steps, linear)"));
  }
}

}  // namespace
}  // namespace secondcurve

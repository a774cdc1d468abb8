#include "engine/schema/quantity_forms.hpp"

#include <string>
#include <variant>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/load.hpp"

// The forms of numbers are described in engine/schema; here the reader of configs is held against them.

namespace secondcurve::quantity_forms_test {

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

/// Numbers of each form in a config, right for a growth of some percent.
std::string numbers_of(const DistributionForm& form) {
  switch (form.style) {
    case DistributionStyle::pairs:
      return "[[0.3, 2], [0.1, 1]]";
    case DistributionStyle::shares:
      return "{ p90 = 0.3, p50 = 0.1, p2_5 = '5%' }";
    case DistributionStyle::list:
      break;
  }
  if (form.kind == DistributionKind::student_t) return "[0.1, 0.01, 20]";
  if (form.n_numbers == 3) return "[0.1, 0.2, 0.3]";
  return form.kind == DistributionKind::normal || form.kind == DistributionKind::lognormal ? "[0.3, 0.1]"
                                                                                           : "[0.1, 0.3]";
}

TEST(DistributionForms, AreReadAsTheDistributionTheyName) {
  for (const DistributionForm& form : distribution_forms) {
    const Quantity quantity =
        read_growth(fmt::format("{{ {} = {}, min = -0.5 }}", form.name, numbers_of(form)));

    ASSERT_TRUE(quantity.uncertain()) << form.name;
    EXPECT_EQ(std::get<Distribution>(quantity.value).name(), form.name);
    EXPECT_EQ(std::get<Distribution>(quantity.value).min(), -0.5) << form.name;
  }
}

TEST(DistributionForms, TakeValuesWithTheirWeights) {
  const Quantity quantity = read_growth("{ discrete = [['8%', 1], [0.02, 3]] }");

  EXPECT_EQ(std::get<Distribution>(quantity.value).quantile(0.74), 0.02);
  EXPECT_EQ(std::get<Distribution>(quantity.value).quantile(0.76), 0.08);
}

TEST(DistributionForms, TakeQuantilesByTheirPercent) {
  const Quantity quantity = read_growth("{ quantiles = { p97_5 = 0.2, p10 = 0.02, p50 = '5%' } }");
  const Distribution& distribution = std::get<Distribution>(quantity.value);

  EXPECT_NEAR(distribution.quantile(0.1), 0.02, 1e-15);
  EXPECT_NEAR(distribution.quantile(0.5), 0.05, 1e-15);
  EXPECT_NEAR(distribution.quantile(0.975), 0.2, 1e-15);
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

}  // namespace secondcurve::quantity_forms_test

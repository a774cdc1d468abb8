#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"
#include "tests/unit/simulate/dataset_sample.hpp"

namespace secondcurve::dataset_summary_test {

using test::expect_consistent;
using test::Loaded;
using test::numbers;
using test::small_texts;
using test::text_attribute;
using test::Texts;
using test::variable;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::NanSensitiveDoubleEq;
using ::testing::Pointwise;

/// The small scenario with its statistics.
struct Summarised {
  Loaded loaded;
  Result result = simulate(Economy(loaded.scenario()), {}, RunControl());
  Group root = root_group(*loaded);
  Group summary = summary_group(loaded.scenario(), result);
  std::size_t n_years = loaded.scenario().simulation.grid().n_years();
};

TEST(SummaryGroup, HasDimensionsThatFitItsData) {
  const Summarised small;

  expect_consistent(small.root, small.summary);
}

/// What every result holds.
std::vector<VariableInfo> usual_variables() {
  std::vector<VariableInfo> usual(reported_variables.begin(), reported_variables.end());
  std::erase_if(usual,
                [](const VariableInfo& info) { return info.needs_heavy_tails || info.needs_baseline; });
  return usual;
}

TEST(SummaryGroup, HoldsTheChosenVariablesWithTheSameNumbers) {
  const Summarised all;
  const Summarised some{.loaded = Loaded(small_texts(), {"output.variables=[\"growth\", \"output\"]"})};

  for (const VariableInfo& info : usual_variables()) {
    const std::string mean = std::string(name_of(info.variable)) + "_mean";
    const bool is_chosen =
        info.variable == ReportedVariable::output || info.variable == ReportedVariable::growth;
    EXPECT_EQ(find_variable(some.summary, mean) != nullptr, is_chosen) << mean;
    if (!is_chosen) continue;
    for (const char* statistic : {"_mean", "_quantile", "_quantile_lower"})
      EXPECT_THAT(numbers(some.summary, std::string(name_of(info.variable)) + statistic),
                  Pointwise(NanSensitiveDoubleEq(),
                            numbers(all.summary, std::string(name_of(info.variable)) + statistic)));
  }
  expect_consistent(some.root, some.summary);
}

TEST(SummaryGroup, HoldsEveryStatisticOfEveryVariable) {
  const Summarised small;

  for (const VariableInfo& info : usual_variables())
    for (const char* statistic : {"_mean", "_mean_se", "_sd", "_sd_se", "_skewness", "_skewness_se",
                                  "_quantile", "_quantile_lower", "_quantile_upper"})
      EXPECT_NO_THROW(variable(small.summary, std::string(name_of(info.variable)) + statistic))
          << name_of(info.variable) << statistic;
}

TEST(SummaryGroup, HoldsLogOutputOnlyWhereTailsAreHeavy) {
  const Summarised usual;
  const Summarised heavy{.loaded = Loaded(test::changed("folder/small.toml", "[targets.high]",
                                                        "[dependence.output]\nheavy_tails = { data = 5 }\n"
                                                        "[targets.high]"))};

  EXPECT_THROW(variable(usual.summary, "log_output_mean"), std::out_of_range);
  for (std::size_t year = 0; year < heavy.n_years; ++year) {
    EXPECT_TRUE(std::isnan(numbers(heavy.summary, "log_output_mean")[year]));  // cars alone: all normal
    EXPECT_TRUE(std::isfinite(numbers(heavy.summary, "log_output_mean")[heavy.n_years + year]));
    EXPECT_EQ(std::isnan(numbers(heavy.summary, "output_mean")[heavy.n_years + year]), year > 0);
  }
  expect_consistent(heavy.root, heavy.summary);
}

TEST(SummaryGroup, PutsEachCellInItsPlace) {
  const Summarised small;
  const Cells cells(small.loaded.scenario());
  const std::size_t all = 1, year = 3, k = 2;
  const std::size_t cell = cells.find(ReportedVariable::growth, all, year).value();
  const std::size_t n = small.loaded.scenario().output.quantiles.size();

  EXPECT_EQ(numbers(small.summary, "growth_mean")[all * small.n_years + year],
            small.result.moments[cell].mean);
  EXPECT_EQ(numbers(small.summary, "growth_sd_se")[all * small.n_years + year],
            small.result.moments[cell].sd_se);
  EXPECT_EQ(numbers(small.summary, "growth_quantile")[(all * small.n_years + year) * n + k],
            small.result.quantiles[cell][k].value);
}

TEST(SummaryGroup, IsNanExactlyWhereAVariableIsNotDefined) {
  const Summarised small;

  for (const VariableInfo& info : usual_variables())
    for (std::size_t series = 0; series < 2; ++series)
      for (std::size_t year = 0; year < small.n_years; ++year) {
        const bool is_part = series == 0;
        const bool defined = (year > 0 || info.in_base_year) && (is_part || !info.needs_whole);
        const double mean =
            numbers(small.summary, std::string(name_of(info.variable)) + "_mean")[series * 6 + year];
        EXPECT_EQ(std::isfinite(mean), defined) << name_of(info.variable) << ", " << series << ", " << year;
      }
}

TEST(SummaryGroup, GivesOutputInTheUnitOfTheAccountAndRatesInNone) {
  const Summarised small;
  const auto unit = [&](std::string_view name) {
    return std::get<std::string>(variable(small.summary, name).attributes.front().value);
  };

  EXPECT_EQ(unit("output_mean"), "bn CNY");
  EXPECT_EQ(unit("growth_mean"), "1");
  EXPECT_EQ(unit("output_skewness"), "1");
  EXPECT_EQ(unit("target_shortfall"), "bn CNY");
}

/// The unit of a variable of the small scenario with one more key, and with cars counted in workers, too.
std::string unit_with(const std::string& setting, const std::string& name) {
  Texts texts = test::changed("folder/small.toml", "[targets.high]",
                              "[measures.jobs]\nunit = \"workers\"\nfactor = { cars = 2, data = 3 }\n"
                              "[series.jobs]\naccount = \"output\"\nmeasure = \"jobs\"\nsum = { cars = 1 }\n"
                              "[targets.high]");
  const Summarised run{.loaded = Loaded(texts, {setting})};
  return std::get<std::string>(variable(run.summary, name).attributes.front().value);
}

TEST(SummaryGroup, GivesShortfallsInTheUnitOfTheirTargets) {
  const std::string of_jobs = "targets.low.series=\"jobs\"";

  EXPECT_EQ(unit_with("simulation.seed=2", "output_mean"), "as in the coordinate unit");
  EXPECT_EQ(unit_with("simulation.seed=2", "target_shortfall"), "bn CNY");  // all targets are of output
  EXPECT_EQ(unit_with(of_jobs, "target_shortfall"), "as in the coordinate target_unit");
  EXPECT_EQ(unit_with(of_jobs, "target_shortfall_se"), "as in the coordinate target_unit");
}

TEST(SummaryGroup, GivesErrorsOfTheRuleToStopInTheUnitOfItsQuantity) {
  const auto unit = [](const std::string& rule) {
    return unit_with("simulation.stop_when={ " + rule + " }", "stop_error_reached");
  };
  const std::string level = "series = \"jobs\", year = 2030, statistic = \"mean\", ";

  EXPECT_EQ(unit(level + "standard_error = 1"), "workers");
  EXPECT_EQ(unit(level + "relative_error = 0.1"), "1");
  EXPECT_EQ(unit("target = \"high\", standard_error = 0.1"), "1");
  EXPECT_EQ(unit_with("simulation.stop_when={ " + level + "standard_error = 1 }", "stop_error_asked"),
            "workers");
}

TEST(SummaryGroup, GivesVariancesInTheSquareOfTheCoordinateWhereUnitsDiffer) {
  EXPECT_EQ(unit_with("simulation.inner=4", "output_variance_shocks"), "square of the coordinate unit");
}

TEST(SummaryGroup, HasNoShortfallOfAJointTarget) {
  const Summarised small;
  const std::vector<double>& shortfall = numbers(small.summary, "target_shortfall");

  EXPECT_TRUE(std::isfinite(shortfall[0]));
  EXPECT_TRUE(std::isfinite(shortfall[1]));
  EXPECT_TRUE(std::isnan(shortfall[2]));
  EXPECT_THAT(numbers(small.summary, "target_probability"),
              Each(::testing::AllOf(::testing::Ge(0.0), ::testing::Le(1.0))));
}

TEST(SummaryGroup, CountsPathsAndFailures) {
  Summarised small;
  small.result.n_failed = 7;
  const Group summary = summary_group(small.loaded.scenario(), small.result);

  EXPECT_THAT(std::get<std::vector<std::int64_t>>(variable(summary, "paths").data), ElementsAre(1000));
  EXPECT_THAT(std::get<std::vector<std::int64_t>>(variable(summary, "paths_failed").data), ElementsAre(7));
}

TEST(SummaryGroup, HasANoteALineOnlyWhereThereIsOne) {
  Summarised small;
  small.result.notes = {};
  EXPECT_THAT(summary_group(small.loaded.scenario(), small.result).attributes, IsEmpty());

  small.result.notes = {"first", "second"};
  EXPECT_EQ(text_attribute(summary_group(small.loaded.scenario(), small.result), "notes"), "first\nsecond");
}

}  // namespace secondcurve::dataset_summary_test

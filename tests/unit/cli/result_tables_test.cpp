#include "engine/cli/result_tables.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_result.hpp"

namespace secondcurve::cli::result_tables_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const TableChoice everything{{0, 1}, {0, 1}, "output"};

const std::string legend =
    "\ngrowth: median of the growth over the year before\n"
    "a year: average growth a year since 2025, its median and band\n";

/// The text without spaces before numbers, so that widths do not matter.
std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  return out;
}

TEST(HeadingText, SaysTitlePathsAndSeed) {
  EXPECT_EQ(heading_text(sample_view()), "A test\n1,000 paths, seed 18446744073709551615\n");
}

TEST(HeadingText, HasOnePathInTheSingular) {
  Group summary = sample_summary();
  variable_of(summary, "paths").data = std::vector<std::int64_t>{1};

  EXPECT_THAT(heading_text(ResultView("sample.h5", sample_root(), std::move(summary))),
              HasSubstr("\n1 path, seed"));
}

TEST(HeadingText, SaysHowPathsWereDrawnWhereItIsNotTheUsualWay) {
  Group root = sample_root();
  root.attributes.push_back({"sampling", std::string("sobol")});

  EXPECT_THAT(heading_text(ResultView("sample.h5", std::move(root), sample_summary())),
              HasSubstr("1,000 sobol paths, seed"));
}

TEST(HeadingText, SaysHowManyPathsFailed) {
  Group summary = sample_summary();
  variable_of(summary, "paths_failed").data = std::vector<std::int64_t>{3};
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  EXPECT_THAT(heading_text(view), HasSubstr("3 failed and left out"));
}

TEST(HeadingText, MarksEveryNote) {
  Group summary = sample_summary();
  summary.attributes.push_back({"notes", std::string("first\nsecond")});
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  EXPECT_THAT(heading_text(view), HasSubstr("Note: first\nNote: second\n"));
}

TEST(SeriesText, ShowsMedianBandAndGrowthOfEachSeries) {
  const std::string text = squeezed(series_text(sample_view(), {{0}, {0, 1}, "output"}));

  EXPECT_EQ(text,
            "Factories (bn CNY, prices constant 2025)\n"
            " 2025 2026 a year\n"
            "Automobiles median 100 110 +10.0%\n"
            " 5-95% 104-4,761 +4.4% to +4661.0%\n"
            " growth +10.0%\n" +
                legend);
}

TEST(SeriesText, HasNoLineForABandWhereEveryYearIsCertain) {
  Group summary = sample_summary();
  variable_of(summary, "output_quantile").data =
      std::vector<double>{100, 100, 100, 110, 110, 110, 9.46, 9.46, 9.46, 7, 8, 9};
  for (const char* growth : {"growth_quantile", "average_growth_quantile"})
    variable_of(summary, growth).data = std::vector<double>{undefined, undefined, undefined, 0.1,  0.1,  0.1,
                                                            undefined, undefined, undefined, -0.2, -0.1, 0.0};
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  EXPECT_THAT(series_text(view, {{0}, {0, 1}, "output"}), Not(HasSubstr("5-95%")));
  EXPECT_THAT(series_text(view, {{1}, {0, 1}, "output"}), HasSubstr("5-95%"));
}

TEST(SeriesText, HasNoLineForGrowthInTheBaseYearAlone) {
  EXPECT_EQ(squeezed(series_text(sample_view(), {{1}, {0}, "output"})),
            "services (bn CNY, prices constant 2025)\n"
            " 2025 a year\n"
            "Data median 9.46 -15.4%\n"
            " 5-95% -26.0% to -5.0%\n" +
                legend);
}

TEST(SeriesText, NamesAMeasureByItsTitle) {
  Group root = sample_root();
  variable_of(root, "measure").data = std::vector<std::string>{"workers", "output"};
  const auto text = [&] {
    return series_text(ResultView("sample.h5", root, sample_summary()), {{0}, {1}, "output"});
  };

  EXPECT_THAT(text(), HasSubstr("Factories: workers (bn CNY"));
  root.attributes.push_back({"measure_workers", std::string("Jobs in factories")});
  EXPECT_THAT(text(), HasSubstr("Factories: Jobs in factories (bn CNY"));
}

TEST(SeriesText, ExplainsItsRowsOfGrowthWhereItHasThem) {
  EXPECT_THAT(series_text(sample_view(), everything), HasSubstr(legend));
  EXPECT_THAT(series_text(sample_view(), {{0, 1}, {0, 1}, "growth"}), Not(HasSubstr("growth: median")));
  EXPECT_EQ(series_text(sample_view(), {{}, {0, 1}, "output"}), "");
}

TEST(SeriesText, PutsEachAccountUnderAHeadingOfItsOwn) {
  const std::string text = series_text(sample_view(), everything);

  EXPECT_THAT(text, AllOf(HasSubstr("Factories ("), HasSubstr("\n\nservices (")));
}

TEST(SeriesText, ShowsAboutFourDigitsOfALevel) {
  const std::string text = squeezed(series_text(sample_view(), {{1}, {0, 1}, "output"}));

  EXPECT_THAT(text, AllOf(HasSubstr("median 9.46 8.00"), HasSubstr("7.00-9.00")));
}

TEST(SeriesText, ShowsTheChosenYearsOnly) {
  const std::string text = series_text(sample_view(), {{0}, {1}, "output"});

  EXPECT_THAT(text, AllOf(HasSubstr("2026"), Not(HasSubstr("2025 "))));
}

TEST(SeriesText, ShowsGrowthInPercentWithItsSignAndADashWhereItIsUndefined) {
  const std::string text = squeezed(series_text(sample_view(), {{1}, {0, 1}, "growth"}));

  EXPECT_THAT(text, AllOf(HasSubstr("services (growth over the year before)"),
                          HasSubstr("Data median - -15.4%"), HasSubstr("-26.0% to -5.0%")));
}

TEST(SeriesText, NamesTheProbabilitiesThatItShows) {
  Group root = sample_root();
  variable_of(root, "quantile").data = std::vector<double>{0.1, 0.4, 0.975};
  const ResultView view("sample.h5", std::move(root), sample_summary());

  EXPECT_THAT(series_text(view, everything),
              AllOf(HasSubstr(" 40%"), HasSubstr("growth 40%"), HasSubstr("10-97.5%")));
}

TEST(TargetsText, ShowsProbabilityErrorAndShortfall) {
  const std::string text = squeezed(targets_text(sample_view()));

  EXPECT_THAT(text, HasSubstr("Cars at 120 12.3% 1.04 pp 12.3 bn CNY"));
}

TEST(TargetsText, ShowsADashForAJointTargetsShortfall) {
  Group summary = sample_summary();
  variable_of(summary, "target_shortfall").data = std::vector<double>{undefined};
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  EXPECT_THAT(squeezed(targets_text(view)), HasSubstr("1.04 pp -\n"));
}

TEST(TargetsText, IsEmptyWithoutTargets) {
  const ResultView view("sample.h5", without(sample_root(), "target"), sample_summary());

  EXPECT_EQ(targets_text(view), "");
}

/// The sample with sectors of which the second is a mixture, and two causes of growth.
Group split_summary() {
  Group summary = sample_summary();
  for (Variable& more : std::vector<Variable>{
           texts_of("sector", {"plant", "lab"}), texts_of("sector_title", {"Plants", "Labs"}),
           numbers_of("model_share", {undefined, undefined, undefined, 0.25}),
           numbers_of("model_share_se", {undefined, undefined, undefined, 0.01}),
           texts_of("cause", {"intrinsic", "events"}),
           numbers_of("change_by_cause",
                      {undefined, undefined, 12.5, -1.5, undefined, undefined, undefined, undefined})})
    summary.variables.push_back(std::move(more));
  return summary;
}
ResultView split_view() { return {"sample.h5", sample_root(), split_summary()}; }

TEST(ModelSharesText, HasARowForEachMixture) {
  EXPECT_EQ(squeezed(model_shares_text(split_view(), everything)),
            "Share of the variance of a sector's output that the choice of its model explains\n"
            " 2026\nLabs 25.0%\n");
}

TEST(ModelSharesText, IsEmptyWhereNoChosenYearHasAShare) {
  EXPECT_EQ(model_shares_text(split_view(), {{0, 1}, {0}, "output"}), "");
  EXPECT_EQ(model_shares_text(sample_view(), everything), "");
}

TEST(CausesText, HasTheSameDecimalsForAllCausesOfASeries) {
  EXPECT_THAT(squeezed(causes_text(split_view(), everything)),
              HasSubstr("Automobiles\n intrinsic +12.50 +12.50\n events -1.50 -1.50\n all +11.00 +11.00\n"));
}

TEST(CausesText, SaysSoWhereNoSeriesHasASplit) {
  EXPECT_THAT(causes_text(split_view(), {{1}, {0, 1}, "output"}),
              HasSubstr("None of these series has a split"));
}

TEST(ResultJson, HoldsCausesAndWhatTheChoiceOfModelsExplains) {
  const std::string text = squeezed(result_json(split_view(), {{0}, {1}, "output"}));

  EXPECT_THAT(text, AllOf(HasSubstr("\"change_by_cause\": {\n \"intrinsic\": [\n 12.5\n ]"),
                          HasSubstr("\"sector\": \"lab\""), HasSubstr("\"share\": [\n 0.25\n ]"),
                          Not(HasSubstr("\"plant\""))));
}

TEST(ResultJson, HoldsNoPartThatTheResultLacks) {
  EXPECT_THAT(
      result_json(sample_view(), everything),
      AllOf(Not(HasSubstr("change_by_cause")), Not(HasSubstr("model_shares")), Not(HasSubstr("programmes"))));
}

TEST(CausesJson, HoldsTheCausesAlone) {
  EXPECT_THAT(squeezed(causes_json(split_view(), everything)),
              AllOf(HasSubstr("\"events\": [\n null,\n -1.5\n ]"), HasSubstr("\"run_fingerprint\""),
                    Not(HasSubstr("\"quantiles\""))));
}

TEST(ResultJson, HoldsEveryStatisticOfTheChosenSeries) {
  const std::string text = squeezed(result_json(sample_view(), {{1}, {1}, "output"}));

  EXPECT_THAT(text, AllOf(HasSubstr("\"name\": \"data\""), HasSubstr("\"title_zh\": \"数据\""),
                          HasSubstr("\"mean\": [\n 8.1\n ]"), HasSubstr("\"95\": [\n 9.0\n ]"),
                          HasSubstr("\"paths\": 1000"), Not(HasSubstr("\"cars\""))));
}

TEST(ResultJson, WritesTheSeedAsTextSoThatNoDigitIsLost) {
  EXPECT_THAT(result_json(sample_view(), everything), HasSubstr("\"seed\": \"18446744073709551615\""));
}

TEST(ResultJson, WritesNullWhereAValueIsUndefined) {
  Group summary = sample_summary();
  variable_of(summary, "target_shortfall").data = std::vector<double>{undefined};
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  const std::string text = squeezed(result_json(view, {{0}, {0, 1}, "growth"}));

  EXPECT_THAT(text, AllOf(HasSubstr("\"mean\": [\n null,\n 0.11\n ]"), HasSubstr("\"shortfall\": null"),
                          Not(HasSubstr("nan"))));
}

}  // namespace secondcurve::cli::result_tables_test

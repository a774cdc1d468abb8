#include "engine/output/result_view.hpp"

#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/sample_result.hpp"

namespace secondcurve::result_view_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class Action>
std::string io_error(Action&& action) {
  try {
    action();
  } catch (const IoError& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(ResultView, CountsSeriesYearsAndTargets) {
  const ResultView view = sample_view();

  EXPECT_EQ(view.n_series(), 2u);
  EXPECT_EQ(view.n_years(), 2u);
  EXPECT_EQ(view.n_targets(), 1u);
  EXPECT_THAT(view.years(), ElementsAre(2025, 2026));
  EXPECT_THAT(view.probabilities(), ElementsAre(0.05, 0.5, 0.95));
}

TEST(ResultView, HasNoTargetsWhereTheFileHasNone) {
  const ResultView view("sample.h5", without(sample_root(), "target"), sample_summary());

  EXPECT_EQ(view.n_targets(), 0u);
}

TEST(ResultView, RefusesOtherNumbersOfValuesThanItsLabelsMake) {
  Group root = sample_root();
  variable_of(root, "account").data = std::vector<std::string>{"factories"};
  EXPECT_THAT(io_error([&] { ResultView("sample.h5", root, sample_summary()); }),
              AllOf(HasSubstr("sample.h5"), HasSubstr("account"), HasSubstr("one text for each label")));

  Group summary = sample_summary();
  summary.dimensions = {{"series", 2}};
  variable_of(summary, "output_mean").dimensions = {"scenario", "series", "year"};
  summary.dimensions.push_back({"scenario", 1});
  EXPECT_EQ(io_error([&] { ResultView("sample.h5", sample_root(), summary); }), "nothing thrown");
  variable_of(summary, "output_mean").data = std::vector<double>{1.0, 2.0, 3.0};
  EXPECT_THAT(io_error([&] { ResultView("sample.h5", sample_root(), summary); }),
              AllOf(HasSubstr("output_mean"), HasSubstr("as many values as its dimensions")));

  Group no_years = sample_root();
  variable_of(no_years, "year").data = std::vector<std::int32_t>{};
  EXPECT_THAT(io_error([&] { ResultView("sample.h5", no_years, sample_summary()); }), HasSubstr("year"));
}

TEST(ResultView, FindsAStatisticBySeriesAndYear) {
  const ResultView view = sample_view();

  EXPECT_EQ(view.value("output_mean", 0, 1), 111.0);
  EXPECT_EQ(view.value("output_mean", 1, 0), 9.46);
  EXPECT_TRUE(std::isnan(view.value("growth_mean", 0, 0)));
}

TEST(ResultView, FindsAQuantileBySeriesYearAndProbability) {
  const ResultView view = sample_view();

  EXPECT_EQ(view.value("output_quantile", 0, 1, 0), 104.4);
  EXPECT_EQ(view.value("output_quantile", 1, 1, 2), 9.0);
}

TEST(ResultView, FindsTheStatisticOfATarget) {
  EXPECT_EQ(sample_view().target("target_probability", 0), 0.123);
}

TEST(ResultView, TakesTheQuantileNearestToAProbability) {
  Group root = sample_root();
  variable_of(root, "quantile").data = std::vector<double>{0.1, 0.4, 0.9};
  const ResultView view("sample.h5", std::move(root), sample_summary());

  EXPECT_EQ(view.nearest_quantile(0.05), 0u);
  EXPECT_EQ(view.nearest_quantile(0.5), 1u);
  EXPECT_EQ(view.nearest_quantile(0.95), 2u);
}

TEST(ResultView, ReadsAttributesAndLeavesMissingOnesEmpty) {
  Group summary = sample_summary();
  summary.attributes.push_back({"notes", std::string("a remark")});
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  EXPECT_EQ(view.attribute("currency"), "bn CNY");
  EXPECT_EQ(view.attribute("no_such"), "");
  EXPECT_EQ(view.notes(), "a remark");
  EXPECT_EQ(sample_view().notes(), "");
}

TEST(ResultView, RefusesAFileWithoutYears) {
  const std::string text =
      io_error([] { ResultView("sample.h5", without(sample_root(), "year"), sample_summary()); });

  EXPECT_THAT(text, AllOf(HasSubstr("sample.h5"), HasSubstr("year")));
}

TEST(ResultView, NamesTheStatisticThatIsMissing) {
  const ResultView view = sample_view();

  EXPECT_THAT(io_error([&] { view.value("share_mean", 0, 1); }), HasSubstr("share_mean"));
}

TEST(ResultView, RefusesAVariableOfAnotherType) {
  Group root = sample_root();
  variable_of(root, "year").data = std::vector<double>{2025.0, 2026.0};

  EXPECT_THAT(io_error([&] { ResultView("sample.h5", root, sample_summary()); }), HasSubstr("year"));
}

TEST(ResultView, RefusesAStatisticWithTooFewValues) {
  Group summary = sample_summary();
  variable_of(summary, "output_mean").data = std::vector<double>{100.0};
  const ResultView view("sample.h5", sample_root(), std::move(summary));

  EXPECT_THAT(io_error([&] { view.value("output_mean", 1, 1); }), HasSubstr("output_mean"));
}

}  // namespace secondcurve::result_view_test

#include "engine/output/merge_plan.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/merged.hpp"

namespace secondcurve::merge_plan_test {

using merged::attribute;
using merged::MergedSample;
using merged::place;
using merged::text_attribute;
using merged::texts;
using merged::values;
using sample::Part;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;
using testing::ThrowsMessage;

TEST_F(MergedSample, HasTheLabelsOfAllPartsInOrderOfFirstAppearance) {
  EXPECT_THAT(texts(root_, "scenario"), ElementsAre("baseline", "other", "broken", "shorter"));
  EXPECT_THAT(texts(root_, "series"),
              ElementsAre("integrated_circuits", "biomedicine", "leading_total", "new_energy"));
  EXPECT_THAT(values<double>(root_, "quantile"), ElementsAre(0.05, 0.5, 0.95, 0.9));
  EXPECT_THAT(values<std::int32_t>(root_, "year"), ElementsAre(2025, 2026, 2027, 2028));
  EXPECT_THAT(texts(root_, "unit"), Each("bn CNY"));
}

TEST_F(MergedSample, HasTheTitleThatCameFirst) {
  EXPECT_THAT(texts(root_, "title"),
              ElementsAre("Title of integrated_circuits in baseline", "Title of biomedicine in baseline",
                          "Title of leading_total in baseline", "Title of new_energy in other"));
}

TEST_F(MergedSample, HoldsEveryNumberOfEveryPartUnderItsLabels) {
  const std::vector<std::string> series = texts(root_, "series");
  const std::vector<double> quantiles = values<double>(root_, "quantile");
  const std::vector<double> means = values<double>(summary_, "output_mean");
  const std::vector<double> levels = values<double>(summary_, "output_quantile");
  const std::size_t n_years = 4;
  std::size_t n_numbers = 0;

  for (std::size_t p = 0; p < sample::parts().size(); ++p) {
    const Part part = sample::parts()[p];
    for (const std::string& name : part.series) {
      for (std::size_t year = 0; year < n_years; ++year) {
        const std::size_t cell = (scenario(p) * series.size() + place(series, name)) * n_years + year;
        const double mean = sample::mean(part, name, part.years[year]);
        EXPECT_EQ(means.at(cell), mean);
        ++n_numbers;
        for (const double q : part.quantiles) {
          EXPECT_EQ(levels.at(cell * quantiles.size() + place(quantiles, q)), mean + q);
          ++n_numbers;
        }
      }
    }
  }

  // All others are gaps.
  const auto n_finite = [](const std::vector<double>& all) {
    return std::count_if(all.begin(), all.end(), [](double x) { return std::isfinite(x); });
  };
  EXPECT_EQ(static_cast<std::size_t>(n_finite(means) + n_finite(levels)), n_numbers);
}

TEST_F(MergedSample, HasNoNumbersWhereAScenarioHasNone) {
  EXPECT_THAT(values<std::int64_t>(summary_, "paths"), ElementsAre(1000, 1000, 0, 1000));
  EXPECT_THAT(values<double>(summary_, "target_probability"), ElementsAre(0.25, IsNan(), IsNan(), 0.25));
  EXPECT_THAT(texts(summary_, "notes"), ElementsAre("", "one note\nand another", "", ""));
}

TEST_F(MergedSample, SaysWhatBecameOfEachScenario) {
  EXPECT_THAT(texts(root_, "scenario_title"),
              ElementsAre("Title of baseline", "Title of other", "Title of broken", "Title of shorter"));
  EXPECT_THAT(texts(root_, "state"), ElementsAre("done", "done", "failed", "done"));
  EXPECT_THAT(texts(root_, "message"), ElementsAre("", "", "the variance is infinite", ""));
  EXPECT_THAT(values<double>(root_, "growth"), ElementsAre(0.01, 0.02, 0.03, 0.04));
  EXPECT_THAT(texts(root_, "policy"), ElementsAre("none", "push", "push", "none"));
}

TEST_F(MergedSample, HasTheAttributesOfTheWholeAndThoseThatAllPartsShare) {
  EXPECT_EQ(text_attribute(root_.attributes, "title"), "All scenarios");
  EXPECT_EQ(text_attribute(root_.attributes, "comment"), "A made-up batch");
  EXPECT_EQ(text_attribute(root_.attributes, "sampling"), "pseudo");
  EXPECT_EQ(text_attribute(root_.attributes, "source"), "Secondcurve test");
  EXPECT_THAT(text_attribute(root_.attributes, "account_output"), HasSubstr("Gross output"));
  for (const char* name : {"seed_text", "run_fingerprint", "inner", "arithmetic"})
    EXPECT_FALSE(attribute(root_.attributes, name)) << name;
}

TEST_F(MergedSample, HoldsWhatIsNeededToRunAScenarioAgain) {
  const Group provenance = file_->group("provenance");

  EXPECT_EQ(file_->text("/provenance/version"), "0.1.0");
  EXPECT_THAT(texts(provenance, "seed"), ElementsAre("1", "18364758544493064192", "", "1"));
  EXPECT_THAT(texts(provenance, "digest"),
              ElementsAre("print of baseline", "print of other", "", "print of shorter"));
  EXPECT_THAT(texts(provenance, "inner"), ElementsAre("1", "8", "", "1"));
  EXPECT_THAT(texts(provenance, "arithmetic"), ElementsAre("double", "single", "", "double"));
  EXPECT_THAT(texts(provenance, "file"), ElementsAre("baseline.toml", "facts.csv", "baseline.toml (2)"));
  EXPECT_THAT(texts(provenance, "file_name"), ElementsAre("baseline.toml", "facts.csv", "baseline.toml"));
  EXPECT_THAT(texts(provenance, "file_text"),
              ElementsAre("paths = 1000\n", "id,value\n", "paths = 1000 # 一千\n"));
  EXPECT_THAT(texts(provenance, "files_read"),
              ElementsAre("baseline.toml\nfacts.csv", "baseline.toml (2)\nfacts.csv", "",
                          "baseline.toml\nfacts.csv"));
  EXPECT_THAT(texts(provenance, "override_text"),
              ElementsAre("", "", "simulation.seed = 18364758544493064192",
                          "sectors.a.base = \"\"\"\n1\"\"\"", "", "", "simulation.paths = 300", ""));
}

TEST_F(MergedSample, ShowsOneScenarioAlone) {
  const Group summary = file_->group("summary", 1);

  EXPECT_THAT(texts(file_->root(1), "scenario"), ElementsAre("other"));
  EXPECT_EQ(file_->root(1).dimensions.front().size, 1U);
  EXPECT_THAT(texts(summary, "notes"), ElementsAre("one note\nand another"));
  const std::vector<double> all = values<double>(summary_, "output_mean");
  const std::vector<double> one = values<double>(summary, "output_mean");
  ASSERT_EQ(one.size(), all.size() / 4);
  for (std::size_t i = 0; i < one.size(); ++i)
    EXPECT_TRUE(one[i] == all[one.size() + i] || (std::isnan(one[i]) && std::isnan(all[one.size() + i])));
  EXPECT_THAT([&] { file_->group("summary", 4); }, ThrowsMessage<IoError>(HasSubstr("there is no row 4")));
}

}  // namespace secondcurve::merge_plan_test

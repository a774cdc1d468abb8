#include "engine/cli/one_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/output/merge_results.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample_parts.hpp"

namespace secondcurve::one_scenario_test {

using cli::scenario_number;
using cli::view_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// The parts of sample_parts.hpp merged: baseline, other, broken (which failed), shorter.
class OneScenario : public testing::Test {
 protected:
  OneScenario() {
    sample::write_parts(folder_.path());
    merge_results(sample::merge_parts(folder_.path()), {}, path_, Overwrite::refuse);
  }

  testing_files::Folder folder_;
  std::string path_ = folder_.file("all.h5");
};

TEST_F(OneScenario, IsFoundByItsName) { EXPECT_EQ(scenario_number(ResultFile(path_), path_, "shorter"), 3U); }

TEST_F(OneScenario, NeedsNoNameWhereItIsTheOnlyOne) {
  const std::string part = folder_.file("part-other.h5");

  EXPECT_EQ(scenario_number(ResultFile(part), part, std::nullopt), 0U);
  EXPECT_EQ(scenario_number(ResultFile(part), part, "other"), 0U);
}

TEST_F(OneScenario, IsAskedForWhereThereAreSeveral) {
  EXPECT_THAT([&] { scenario_number(ResultFile(path_), path_, std::nullopt); },
              ThrowsMessage<UsageError>(
                  AllOf(HasSubstr("has 4 scenarios; say which with --scenario (known: baseline, other,"),
                        testing::Not(HasSubstr("Did you mean")))));
  EXPECT_THAT([&] { scenario_number(ResultFile(path_), path_, "bassline"); },
              ThrowsMessage<UsageError>(
                  AllOf(HasSubstr("\"bassline\" is no scenario of"), HasSubstr("Did you mean 'baseline'?"))));
}

TEST_F(OneScenario, LooksAsInAFileOfItsOwn) {
  const ResultView view = view_of(ResultFile(path_), path_, 1);

  EXPECT_EQ(view.attribute("title"), "Title of other");
  EXPECT_EQ(view.attribute("seed_text"), "18364758544493064192");
  EXPECT_EQ(view.attribute("run_fingerprint"), "print of other");
  EXPECT_EQ(view.notes(), "one note\nand another");
  EXPECT_EQ(view.count("paths"), 1000);
  const sample::Part other = sample::parts()[1];
  EXPECT_EQ(view.value("output_mean", 2, 3), sample::mean(other, "leading_total", 2028));
  EXPECT_EQ(view.value("output_mean", 3, 0), sample::mean(other, "new_energy", 2025));
  EXPECT_EQ(view.value("output_quantile", 2, 3, 3), sample::mean(other, "leading_total", 2028) + 0.9);
}

TEST_F(OneScenario, HasNoNotesOfOthers) { EXPECT_EQ(view_of(ResultFile(path_), path_, 0).notes(), ""); }

TEST_F(OneScenario, CannotBeShownWhereItFailed) {
  EXPECT_THAT([&] { view_of(ResultFile(path_), path_, 2); },
              ThrowsMessage<IoError>(AllOf(
                  HasSubstr("cannot read the scenario 'broken': it failed: the variance is infinite"),
                  HasSubstr("So the file has neither results nor a config of it. Run its config file"))));
}

TEST_F(OneScenario, NamesThemAll) {
  EXPECT_THAT(cli::scenario_names(ResultFile(path_), path_),
              testing::ElementsAre("baseline", "other", "broken", "shorter"));
}

TEST_F(OneScenario, ThatFailedSaysWhatItWasSweptTo) {
  const std::string swept = folder_.file("swept.h5");
  const Variable axis{"swept_growth",
                      {"scenario"},
                      std::vector<double>{not_a_number, 0.01, 9.0, 0.02},
                      {{"long_name", std::string("growth")}, {"key", std::string("adjustments.trend.add")}}};
  merge_results(sample::merge_parts(folder_.path()), {{axis}, {}}, swept, Overwrite::refuse);

  EXPECT_THAT(
      [&] { view_of(ResultFile(swept), swept, 2); },
      ThrowsMessage<IoError>(HasSubstr(
          "It was swept to adjustments.trend.add = 9. Run its config file by itself, with these after "
          "--set")));
}

}  // namespace secondcurve::one_scenario_test

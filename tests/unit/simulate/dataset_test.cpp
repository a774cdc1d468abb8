#include "engine/simulate/dataset.hpp"

#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/simulate.hpp"
#include "engine/simulate/version.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

using Texts = std::map<std::string, std::string>;

/// A whole and one part, a plain target and a joint one, a drawn parameter and a cited fact.
Texts small_texts() {
  const std::string body =
      test::sector("cars", "{ value = 100, sd = 5, source = \"F-1\" }",
                   "model = \"geometric_brownian\", drift = { normal = [0.05, 0.01] }, volatility = 0.1") +
      test::sector("data", "40", "model = \"path\", growth = 0.1") + test::series("cars", "cars = 1", "all") +
      test::series("all", "cars = 1, data = 1") +
      "[targets.high]\nseries = \"all\"\nyear = 2030\nat_least = 180\n"
      "[targets.low]\nseries = \"cars\"\nyear = 2029\nat_most = 100\n"
      "[targets.both]\nall_of = [\"high\", \"low\"]\n";
  std::string head(test::scenario_head);
  head.replace(head.find("[account]"), 9, "[account]\nfacts = \"facts.csv\"");
  return {{"folder/small.toml", head + body}, {"folder/facts.csv", "id\nF-1\n"}};
}

/// A loaded scenario with the files that its document needs.
class Loaded final {
 public:
  explicit Loaded(Texts texts = small_texts(), const std::vector<std::string>& overrides = {},
                  const std::string& path = "folder/small.toml")
      : files_(std::move(texts)), loaded_(load_scenario(path, overrides, files_)) {}

  const LoadedScenario& operator*() const { return loaded_; }
  const Scenario& scenario() const { return loaded_.scenario; }

 private:
  MemoryFiles files_;
  LoadedScenario loaded_;
};

/// The texts of the small scenario with one piece of one of them exchanged.
Texts changed(const std::string& file, const std::string& from, const std::string& to) {
  Texts texts = small_texts();
  std::string& text = texts.at(file);
  text.replace(text.find(from), from.size(), to);
  return texts;
}

const Variable& variable(const Group& group, std::string_view name) {
  for (const Variable& each : group.variables)
    if (each.name == name) return each;
  throw std::out_of_range(std::string(name));
}

const std::vector<double>& numbers(const Group& group, std::string_view name) {
  return std::get<std::vector<double>>(variable(group, name).data);
}

const std::vector<std::string>& texts(const Group& group, std::string_view name) {
  return std::get<std::vector<std::string>>(variable(group, name).data);
}

std::string text_attribute(const Group& group, std::string_view name) {
  for (const Attribute& each : group.attributes)
    if (each.name == name) return std::get<std::string>(each.value);
  return "no such attribute";
}

/// Expects that dimensions exist and fit the data, and that no name stands twice.
void expect_consistent(const Group& root, const Group& group) {
  std::map<std::string, std::size_t> sizes;
  for (const Dimension& each : root.dimensions) sizes[each.name] = each.size;
  if (&group != &root) {
    for (const Dimension& each : group.dimensions)
      EXPECT_TRUE(sizes.emplace(each.name, each.size).second) << each.name;
  }
  std::set<std::string> names;
  for (const Variable& each : group.variables) {
    SCOPED_TRACE(group.name + "/" + each.name);
    std::size_t n = 1;
    for (const std::string& dimension : each.dimensions) {
      ASSERT_TRUE(sizes.contains(dimension)) << dimension;
      n *= sizes[dimension];
    }
    EXPECT_EQ(std::visit([](const auto& data) { return data.size(); }, each.data), n);
    EXPECT_TRUE(names.insert(each.name).second) << "stands twice";
    std::set<std::string> attributes;
    for (const Attribute& attribute : each.attributes)
      EXPECT_TRUE(attributes.insert(attribute.name).second) << attribute.name << " stands twice";
    EXPECT_THAT(attributes, Contains("long_name"));
    if (std::holds_alternative<std::vector<double>>(each.data)) {
      EXPECT_THAT(attributes, Contains("units"));
    }
  }
}

TEST(ScenarioName, IsTheFileNameWithoutFolderAndEnding) { EXPECT_EQ(scenario_name(*Loaded()), "small"); }

TEST(ScenarioName, KeepsDotsBeforeTheEnding) {
  const std::string text = small_texts().at("folder/small.toml");
  const Loaded loaded({{"a/plan.v2.toml", text}, {"a/facts.csv", "id\nF-1\n"}}, {}, "a/plan.v2.toml");

  EXPECT_EQ(scenario_name(*loaded), "plan.v2");
}

TEST(RootGroup, HasDimensionsThatFitItsData) {
  const Loaded loaded;
  const Group root = root_group(*loaded);

  expect_consistent(root, root);
}

TEST(RootGroup, NamesSeriesYearsQuantilesAndTargets) {
  const Loaded loaded;
  const Group root = root_group(*loaded);

  EXPECT_THAT(texts(root, "series"), ElementsAre("cars", "all"));
  EXPECT_THAT(texts(root, "title"), ElementsAre("cars", "all"));
  EXPECT_THAT(texts(root, "part_of"), ElementsAre("all", ""));
  EXPECT_THAT(texts(root, "target"), ElementsAre("high", "low", "both"));
  EXPECT_THAT(std::get<std::vector<std::int32_t>>(variable(root, "year").data),
              ElementsAre(2025, 2026, 2027, 2028, 2029, 2030));
  EXPECT_EQ(numbers(root, "quantile"), loaded.scenario().output.quantiles);
}

TEST(RootGroup, HasPathsOnlyWhereACubeIsKept) {
  const auto n_paths = [](const std::vector<std::string>& overrides) {
    for (const Dimension& each : root_group(*Loaded(small_texts(), overrides)).dimensions)
      if (each.name == "path") return each.size;
    return std::size_t{0};
  };

  EXPECT_EQ(n_paths({}), 0u);
  EXPECT_EQ(n_paths({"output.cube=[\"output\"]"}), 1000u);
}

TEST(RootGroup, HasNoTargetsWhereThereAreNone) {
  const Loaded loaded({{"folder/small.toml", std::string(test::scenario_head) +
                                                 test::one_sector("model = \"path\", growth = 0.1")}});
  const Group root = root_group(*loaded);

  for (const Dimension& each : root.dimensions) EXPECT_NE(each.name, "target");
  EXPECT_THROW(variable(root, "target"), std::out_of_range);
}

TEST(RootGroup, WritesTheSeedAsTextSoThatNoDigitIsLost) {
  const Loaded loaded(small_texts(), {"simulation.seed=9223372036854775807"});

  EXPECT_EQ(text_attribute(root_group(*loaded), "seed_text"), "9223372036854775807");
}

TEST(ParametersGroup, NamesEachDrawnNumberOnce) {
  const Loaded loaded;
  const Group group = parameters_group(Economy(loaded.scenario()));

  expect_consistent(root_group(*loaded), group);
  EXPECT_THAT(texts(group, "parameter"), Contains("sectors.cars.growth.drift"));
  const std::vector<std::string>& keys = texts(group, "parameter");
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
}

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

TEST(SummaryGroup, HoldsEveryStatisticOfEveryVariable) {
  const Summarised small;

  for (const VariableInfo& info : reported_variables)
    for (const char* statistic : {"_mean", "_mean_se", "_sd", "_sd_se", "_skewness", "_skewness_se",
                                  "_quantile", "_quantile_lower", "_quantile_upper"})
      EXPECT_NO_THROW(variable(small.summary, std::string(info.name) + statistic)) << info.name << statistic;
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

  for (const VariableInfo& info : reported_variables)
    for (std::size_t series = 0; series < 2; ++series)
      for (std::size_t year = 0; year < small.n_years; ++year) {
        const bool is_part = series == 0;
        const bool defined = (year > 0 || info.in_base_year) && (is_part || !info.needs_whole);
        const double mean = numbers(small.summary, std::string(info.name) + "_mean")[series * 6 + year];
        EXPECT_EQ(std::isfinite(mean), defined) << info.name << ", " << series << ", " << year;
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

TEST(ProvenanceGroup, HasDimensionsThatFitItsData) {
  const Loaded loaded(small_texts(), {"simulation.paths=513", "simulation.seed=3"});

  expect_consistent(root_group(*loaded), provenance_group(*loaded));
}

TEST(ProvenanceGroup, HoldsEveryFileThatWasRead) {
  const Group group = provenance_group(*Loaded());

  EXPECT_THAT(texts(group, "file"), ElementsAre("small.toml", "facts.csv"));
  EXPECT_THAT(texts(group, "file_text"), ElementsAre(small_texts().at("folder/small.toml"), "id\nF-1\n"));
}

TEST(ProvenanceGroup, HoldsTheConfigAsItWasRun) {
  const Loaded loaded(small_texts(), {"simulation.paths=513"});
  const Group group = provenance_group(*loaded);

  EXPECT_THAT(texts(group, "config").front(), HasSubstr("paths = 513"));
  EXPECT_THAT(texts(group, "override"), ElementsAre("simulation.paths=513"));
  EXPECT_THAT(texts(group, "seed"), ElementsAre("20260101"));
  EXPECT_THAT(texts(group, "version"), ElementsAre(build_info().version));
  EXPECT_THAT(texts(group, "digest"), ElementsAre(run_fingerprint(*loaded)));
}

TEST(ProvenanceGroup, RunsAgainFromTheTextsItHolds) {
  const Loaded first(small_texts(), {"sectors.cars.growth.volatility=0.2"});
  const Group group = provenance_group(*first);
  Texts kept;
  for (std::size_t i = 0; i < texts(group, "file").size(); ++i)
    kept[texts(group, "file")[i]] = texts(group, "file_text")[i];

  const Loaded again(kept, texts(group, "override"), texts(group, "file").front());

  EXPECT_EQ(run_fingerprint(*again), run_fingerprint(*first));
}

TEST(RunFingerprint, HasThirtyTwoHexadecimalDigits) {
  EXPECT_THAT(run_fingerprint(*Loaded()), MatchesRegex("[0-9a-f]{32}"));
}

TEST(RunFingerprint, IsTheSameForTheSameTextsAnywhere) {
  Texts elsewhere;
  for (const auto& [path, text] : small_texts()) elsewhere["other/place/" + path] = text;

  EXPECT_EQ(run_fingerprint(*Loaded(elsewhere, {}, "other/place/folder/small.toml")),
            run_fingerprint(*Loaded()));
}

TEST(RunFingerprint, IsNotChangedByFilesThatNobodyReads) {
  Texts texts = small_texts();
  texts["folder/other.toml"] = "[scenario]";

  EXPECT_EQ(run_fingerprint(*Loaded(texts)), run_fingerprint(*Loaded()));
}

TEST(RunFingerprint, ChangesWithTheConfigTheFilesAndTheOverrides) {
  const std::set<std::string> fingerprints{
      run_fingerprint(*Loaded()),
      run_fingerprint(*Loaded(changed("folder/small.toml", "paths = 1000", "paths = 1001"))),
      run_fingerprint(*Loaded(changed("folder/small.toml", "volatility = 0.1", "volatility = 0.2"))),
      run_fingerprint(*Loaded(changed("folder/facts.csv", "F-1\n", "F-1\nF-2\n"))),
      run_fingerprint(*Loaded(small_texts(), {"simulation.seed=5"}))};

  EXPECT_EQ(fingerprints.size(), 5u);
}

}  // namespace
}  // namespace secondcurve

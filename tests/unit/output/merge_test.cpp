#include "engine/output/merge_results.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/output/part_file.hpp"
#include "engine/output/result_reader.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample_parts.hpp"
#include "tests/unit/output/small_disk.hpp"

namespace secondcurve::merge_test {

using sample::Part;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

const Variable& find(const Group& group, const std::string& name) {
  const Variable* variable = detail::find_variable(group, name);
  if (variable == nullptr) throw std::runtime_error("no variable " + name);
  return *variable;
}

template <class T>
std::vector<T> values(const Group& group, const std::string& name) {
  return std::get<std::vector<T>>(find(group, name).data);
}

std::vector<std::string> texts(const Group& group, const std::string& name) {
  return values<std::string>(group, name);
}

std::optional<Attribute> attribute(const std::vector<Attribute>& attributes, const std::string& name) {
  for (const Attribute& each : attributes)
    if (each.name == name) return each;
  return std::nullopt;
}

std::string text_attribute(const std::vector<Attribute>& attributes, const std::string& name) {
  const auto found = attribute(attributes, name);
  return found ? std::get<std::string>(found->value) : "(none)";
}

template <class T>
std::size_t place(const std::vector<T>& labels, const T& label) {
  return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

/// Writes parts, one file each, and merges them. Returns the merged file.
std::string merge(const Folder& folder, const std::vector<Part>& parts, const std::string& name = "all.h5") {
  std::vector<MergePart> merged;
  for (const Part& part : parts) {
    merged.push_back({part.scenario, "", folder.file(part.scenario + ".h5"), "done", ""});
    sample::write_part(*merged.back().path, part);
  }
  merge_results(merged, {}, folder.file(name), Overwrite::replace);
  return folder.file(name);
}

/// The parts of sample_parts.hpp, one of which failed, merged.
class MergedSample : public testing::Test {
 protected:
  static constexpr std::size_t failed = 2;
  MergedSample() {
    sample::write_parts(folder_.path());
    merge_results(sample::merge_parts(folder_.path()), sample::merge_extras(), folder_.file("merged.h5"),
                  Overwrite::refuse);
    file_.emplace(folder_.file("merged.h5"));
    root_ = file_->root();
    summary_ = file_->group("summary");
  }
  /// Number of a sample part among the merged scenarios.
  static std::size_t scenario(std::size_t part) { return part < failed ? part : part + 1; }

  Folder folder_;
  std::optional<ResultFile> file_;
  Group root_, summary_;
};

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
  EXPECT_THAT(values<double>(summary_, "target_probability"),
              ElementsAre(0.25, IsNan(), IsNan(), 0.25));
  EXPECT_THAT(texts(summary_, "notes"), ElementsAre("", "one note\nand another", "", ""));
}

TEST_F(MergedSample, SaysWhatBecameOfEachScenario) {
  EXPECT_THAT(texts(root_, "scenario_title"), ElementsAre("Title of baseline", "Title of other",
                                                          "Title of broken", "Title of shorter"));
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
  for (const char* name : {"seed_text", "run_fingerprint", "inner"})
    EXPECT_FALSE(attribute(root_.attributes, name)) << name;
}

TEST_F(MergedSample, HoldsWhatIsNeededToRunAScenarioAgain) {
  const Group provenance = file_->group("provenance");

  EXPECT_EQ(file_->text("/provenance/version"), "0.1.0");
  EXPECT_THAT(texts(provenance, "seed"), ElementsAre("1", "18364758544493064192", "", "1"));
  EXPECT_THAT(texts(provenance, "digest"),
              ElementsAre("print of baseline", "print of other", "", "print of shorter"));
  EXPECT_THAT(texts(provenance, "inner"), ElementsAre("1", "8", "", "1"));
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

/// Paths of a merged cube that are not those of a part.
std::size_t n_wrong(const ResultFile& merged, std::size_t scenario, const Part& part) {
  const std::vector<std::string> series = texts(merged.root(), "series");
  std::size_t n = 0;
  for (std::size_t row = 0; row < part.series.size(); ++row) {
    for (std::size_t year = 0; year < part.years.size(); ++year) {
      const std::vector<float> paths =
          merged.read_cube("output", place(series, part.series[row]), year, scenario);
      for (std::uint64_t path = 0; path < paths.size(); ++path) {
        const bool is_gap = path >= part.n_paths || sample::failed_paths.contains(path);
        n += is_gap ? !std::isnan(paths[path])
                    : paths[path] != static_cast<float>(sample::output(row, year, path));
      }
    }
  }
  for (std::size_t row = 0; row < sample::n_parameters; ++row) {
    const std::vector<float> paths = merged.read_cube("parameters/values", row, 0, scenario);
    for (std::uint64_t path = 0; path < paths.size(); ++path) {
      const bool is_gap = path >= part.n_paths || sample::failed_paths.contains(path);
      n += is_gap ? !std::isnan(paths[path])
                  : paths[path] != static_cast<float>(sample::parameter(row, path));
    }
  }
  return n;
}

TEST_F(MergedSample, HoldsEveryPathOfEveryPart) {
  for (std::size_t p = 0; p < sample::parts().size(); ++p)
    EXPECT_EQ(n_wrong(*file_, scenario(p), sample::parts()[p]), 0U) << sample::parts()[p].scenario;

  EXPECT_THAT(file_->read_cube("output", 3, 0, 0), Each(IsNan()));       // a series that it lacks
  EXPECT_THAT(file_->read_cube("output", 0, 0, failed), Each(IsNan()));  // no file
  EXPECT_THAT([&] { file_->read_cube("output", 0, 0, 4); },
              ThrowsMessage<IoError>(HasSubstr("there is no row 0 in year 0 of scenario 4")));
}

/// A chunk as it lies in a file.
std::vector<std::byte> chunk_of(const std::string& path, const std::string& cube,
                                const std::vector<std::uint64_t>& offset) {
  return detail::in_hdf5(path, "read", [&] {
    const detail::Handle file = detail::open_file(path);
    return detail::load_chunk(detail::open_dataset(file.id(), cube).id(), offset, std::size_t{1} << 24);
  });
}

TEST(MergedCubes, AreCopiedWithoutPackingThemAgain) {
  const Folder folder;
  Part a;
  a.n_paths = 70000;  // three chunks of output, two of parameters
  Part b = a;
  b.scenario = "b";
  std::reverse(b.series.begin(), b.series.end());

  const std::string all = merge(folder, {a, b});

  for (const std::uint64_t first : {0U, 32768U, 65536U})
    EXPECT_TRUE(chunk_of(all, "output", {1, 0, 0, first}) ==
                chunk_of(folder.file("b.h5"), "output", {0, 2, 0, first}));
  EXPECT_TRUE(chunk_of(all, "parameters/values", {1, 1, 65536}) ==
              chunk_of(folder.file("b.h5"), "parameters/values", {0, 1, 65536}));
  EXPECT_EQ(n_wrong(ResultFile(all), 0, a), 0U);
  EXPECT_EQ(n_wrong(ResultFile(all), 1, b), 0U);
}

TEST(MergedCubes, ArePackedAgainWherePartsLieOtherwise) {
  const Folder folder;
  std::vector<Part> parts(6);
  const std::vector<std::uint64_t> n_paths = {1, 1000, 32768, 70000, 70000, 33000};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].scenario = "part" + std::to_string(i);
    parts[i].n_paths = n_paths[i];
  }
  parts[4].compression = parts[5].compression = Compression::none;

  const ResultFile all(merge(folder, parts));

  for (std::size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(n_wrong(all, i, parts[i]), 0U) << i;
}

TEST(MergedCubes, MayBeInSomePartsOnly) {
  const Folder folder;
  Part with;
  with.n_paths = 500;
  Part without = with;
  without.scenario = "without";
  without.n_paths = 0;

  const ResultFile all(merge(folder, {without, with}));

  EXPECT_EQ(n_wrong(all, 1, with), 0U);
  EXPECT_THAT(all.read_cube("output", 0, 0, 0), Each(IsNan()));
}

TEST(MergeResults, GivesTheSameBytesAgain) {
  const Folder folder;
  sample::write_parts(folder.path());
  const auto merge_to = [&](const std::string& name) {
    merge_results(sample::merge_parts(folder.path()), sample::merge_extras(), folder.file(name),
                  Overwrite::refuse);
    return bytes_of(folder.file(name));
  };

  const std::string first = merge_to("1.h5");

  EXPECT_GT(first.size(), 10000U);
  EXPECT_TRUE(first == merge_to("2.h5"));
}

TEST(MergeResults, WritesAFileThoughNoScenarioHasResults) {
  const Folder folder;
  const std::vector<MergePart> parts = {{"a", "A", std::nullopt, "failed", "why"},
                                        {"b", "B", std::nullopt, "new", ""}};

  merge_results(parts, {}, folder.file("all.h5"), Overwrite::refuse);

  const ResultFile all(folder.file("all.h5"));
  EXPECT_THAT(texts(all.root(), "scenario_title"), ElementsAre("A", "B"));
  EXPECT_THAT(texts(all.root(), "message"), ElementsAre("why", ""));
  EXPECT_FALSE(all.has_group("summary"));
}

TEST(MergeResults, ReportsHowFarItIs) {
  const Folder folder;
  sample::write_parts(folder.path());
  std::vector<std::size_t> reports;

  merge_results(sample::merge_parts(folder.path()), {}, folder.file("all.h5"), Overwrite::refuse, nullptr,
                [&](std::size_t n) { reports.push_back(n); });

  EXPECT_THAT(reports, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(MergeResults, RefersToTheCoordinateWhereUnitsDiffer) {
  const Folder folder;
  Part money;
  Part people = money;
  people.scenario = "people";
  people.series = {"workers"};
  people.unit = "thousand persons";
  people.has_target = false;

  const ResultFile all(merge(folder, {money, people}));

  EXPECT_EQ(text_attribute(find(all.group("summary"), "output_mean").attributes, "units"),
            "as in the coordinate unit");
  EXPECT_THAT(texts(all.root(), "unit"), ElementsAre("bn CNY", "bn CNY", "bn CNY", "thousand persons"));
}

/// Merges the sample with a part changed by `change`; what it says is about both files.
template <class Change>
std::string message_of(Change change) {
  const Folder folder;
  Part second;
  second.scenario = "second";
  change(second);
  try {
    merge(folder, {Part(), second});
  } catch (const IoError& error) {
    EXPECT_FALSE(std::filesystem::exists(folder.file("all.h5")));
    EXPECT_EQ(folder.n_files(), 2U);  // the parts
    return error.what();
  }
  return "no error";
}

TEST(MergeResults, RefusesALabelThatMeansTwoThings) {
  EXPECT_THAT(message_of([](Part& part) { part.unit = "bn USD"; }),
              AllOf(HasSubstr("/second.h5: cannot merge: the series 'integrated_circuits' has unit 'bn USD', in"),
                    HasSubstr("/baseline.h5 'bn CNY': rename one of the two")));
  EXPECT_THAT(message_of([](Part& part) {
                part.unit = "bn USD";
                part.series = {"dollars"};
              }),
              HasSubstr("the target 'ten_percent' has target_unit 'bn USD', in"));
}

TEST(MergeResults, RefusesOtherYears) {
  EXPECT_THAT(message_of([](Part& part) { part.years = {2025, 2026, 2027}; }),
              AllOf(HasSubstr("/second.h5: cannot merge: its years are 2025 to 2027, those of"),
                    HasSubstr("/baseline.h5 2025 to 2028")));
}

TEST(MergeResults, RefusesAnAccountThatMeansTwoThings) {
  const Folder folder;
  Group root = sample::root(Part());
  sample::write_part(folder.file("a.h5"), Part());
  root.attributes.back().value = "Output. Value added.";
  {
    ResultWriter writer(folder.file("b.h5"), Overwrite::refuse);
    writer.write_root(root);
    writer.commit();
  }
  const std::vector<MergePart> parts = {{"a", "", folder.file("a.h5"), "done", ""},
                                        {"b", "", folder.file("b.h5"), "done", ""}};

  EXPECT_THAT([&] { merge_results(parts, {}, folder.file("all.h5"), Overwrite::refuse); },
              ThrowsMessage<IoError>(AllOf(HasSubstr("/b.h5: cannot merge: the account 'output' is 'Output. V"),
                                           HasSubstr("/a.h5 'Output. Gross output"))));
}

TEST(MergeResults, RefusesAPartThatHasBeenMerged) {
  const Folder folder;
  Part b;
  b.scenario = "b";
  const std::string all = merge(folder, {Part(), b});
  const std::vector<MergePart> parts = {{"all", "", all, "done", ""}};

  EXPECT_THAT([&] { merge_results(parts, {}, folder.file("again.h5"), Overwrite::refuse); },
              ThrowsMessage<IoError>(HasSubstr("the file has 2 scenarios, not one")));
}

TEST(MergeResults, NeedsALabelForEachScenario) {
  const Folder folder;

  EXPECT_THROW(merge(folder, {Part(), Part()}), ContractViolation);
}

TEST(MergeResults, NamesAPartThatIsDamagedAndLeavesNothing) {
  const Folder folder;
  Part part;
  part.n_paths = 70000;
  merge(folder, {part});
  const std::string bytes = bytes_of(folder.file("baseline.h5"));
  const std::vector<MergePart> parts = {{"a", "", folder.file("baseline.h5"), "done", ""},
                                        {"b", "", folder.file("damaged.h5"), "done", ""}};

  for (const std::string& damaged :
       {bytes.substr(0, bytes.size() - 1), bytes.substr(0, bytes.size() / 2), bytes.substr(0, 100),
        std::string(), std::string(bytes.size(), 'x')}) {
    write_bytes(folder.file("damaged.h5"), damaged);
    EXPECT_THAT([&] { merge_results(parts, {}, folder.file("new.h5"), Overwrite::refuse); },
                ThrowsMessage<IoError>(HasSubstr("/damaged.h5: cannot read the scenario's result: ")));
    EXPECT_EQ(folder.n_files(), 3U);
  }
}

TEST(MergeResults, NeverReplacesAFileUnlessItIsToldTo) {
  const Folder folder;
  sample::write_parts(folder.path());
  write_bytes(folder.file("all.h5"), "precious");

  EXPECT_THAT(
      [&] { merge_results(sample::merge_parts(folder.path()), {}, folder.file("all.h5"), Overwrite::refuse); },
      ThrowsMessage<IoError>(HasSubstr("the file exists already")));
  EXPECT_EQ(bytes_of(folder.file("all.h5")), "precious");
  merge_results(sample::merge_parts(folder.path()), {}, folder.file("all.h5"), Overwrite::replace);
  EXPECT_THAT(texts(ResultFile(folder.file("all.h5")).root(), "scenario"), testing::SizeIs(4));
}

class InterruptedMerge : public testing::TestWithParam<std::size_t> {};

TEST_P(InterruptedMerge, LeavesNothing) {
  const Folder folder;
  sample::write_parts(folder.path());
  const std::size_t n_before = folder.n_files();
  std::atomic<bool> cancelled = GetParam() == 0;
  const auto stop = [&](std::size_t n) { cancelled = n == GetParam(); };

  EXPECT_THROW(merge_results(sample::merge_parts(folder.path()), {}, folder.file("all.h5"),
                             Overwrite::refuse, &cancelled, stop),
               Interrupted);

  EXPECT_EQ(folder.n_files(), n_before);
}

INSTANTIATE_TEST_SUITE_P(AtAnyTime, InterruptedMerge, testing::Values(0U, 1U, 3U, 4U, 5U, 7U));

using MergeOnAFullDisk = testing_files::SmallDisk;

TEST_F(MergeOnAFullDisk, IsReportedAndLeavesNothing) {
  const Folder folder;
  Part part;
  part.n_paths = 70000;  // 4 MB without compression
  part.compression = Compression::none;
  sample::write_part(folder.file("a.h5"), part);
  const std::vector<MergePart> parts = {{"a", "", folder.file("a.h5"), "done", ""}};

  EXPECT_THAT([&] { merge_results(parts, {}, disk() + "/all.h5", Overwrite::refuse); },
              ThrowsMessage<IoError>(HasSubstr("/all.h5: cannot write 'output': No space left on device")));

  EXPECT_EQ(n_files(), 0U);
  EXPECT_EQ(std::filesystem::space(disk()).available, std::uintmax_t{1} << 20);
}

TEST_F(MergeOnAFullDisk, IsReportedBeforeAnyNumberIsWritten) {
  const Folder folder;
  sample::write_part(folder.file("a.h5"), Part());
  std::vector<MergePart> parts;
  for (int i = 0; i < 3000; ++i)
    parts.push_back({std::to_string(i), "", i == 0 ? std::optional(folder.file("a.h5")) : std::nullopt, "", ""});
  std::size_t n_read = 0;

  EXPECT_THAT(
      [&] {
        merge_results(parts, {}, disk() + "/all.h5", Overwrite::refuse, nullptr,
                      [&](std::size_t n) { n_read = n; });
      },
      ThrowsMessage<IoError>(HasSubstr("No space left on device")));

  EXPECT_EQ(n_read, parts.size());
  EXPECT_EQ(n_files(), 0U);
}

}  // namespace secondcurve::merge_test

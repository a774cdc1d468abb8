#include "engine/output/merge_results.hpp"

#include <atomic>
#include <filesystem>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "tests/unit/output/merged.hpp"
#include "tests/unit/output/small_disk.hpp"

namespace secondcurve::merge_results_test {

using merged::find;
using merged::merge;
using merged::text_attribute;
using merged::texts;
using sample::Part;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

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
  EXPECT_THAT(
      message_of([](Part& part) { part.unit = "bn USD"; }),
      AllOf(HasSubstr("/second.h5: cannot merge: the series 'integrated_circuits' has unit 'bn USD', in"),
            HasSubstr("/baseline.h5 'bn CNY': rename one of the two")));
  EXPECT_THAT(message_of([](Part& part) {
                part.unit = "bn USD";
                part.series = {"dollars"};
              }),
              HasSubstr("the target 'ten_percent' has target_unit 'bn USD', in"));
}

TEST(MergeResults, RefusesOtherYears) {
  EXPECT_THAT(message_of([](Part& part) {
                part.years = {2025, 2026, 2027};
              }),
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

  EXPECT_THAT(
      [&] { merge_results(parts, {}, folder.file("all.h5"), Overwrite::refuse); },
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

  for (const std::string& damaged : {bytes.substr(0, bytes.size() - 1), bytes.substr(0, bytes.size() / 2),
                                     bytes.substr(0, 100), std::string(), std::string(bytes.size(), 'x')}) {
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
      [&] {
        merge_results(sample::merge_parts(folder.path()), {}, folder.file("all.h5"), Overwrite::refuse);
      },
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

  EXPECT_THROW(merge_results(sample::merge_parts(folder.path()), {}, folder.file("all.h5"), Overwrite::refuse,
                             &cancelled, stop),
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
    parts.push_back(
        {std::to_string(i), "", i == 0 ? std::optional(folder.file("a.h5")) : std::nullopt, "", ""});
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

}  // namespace secondcurve::merge_results_test

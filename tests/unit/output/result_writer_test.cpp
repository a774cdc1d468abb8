#include "engine/output/result_writer.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample.hpp"

namespace secondcurve::result_writer_test {

using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;

/// Sends all blocks to the sinks from some threads: handed out in rising order, finished in any.
void deliver(std::uint64_t n_paths, int n_threads, const std::vector<BlockSink*>& sinks) {
  std::atomic<std::uint64_t> next = 0;
  const auto work = [&](unsigned seed) {
    std::minstd_rand random(seed);
    for (std::uint64_t block = next++; block < sample::n_blocks(n_paths); block = next++) {
      const sample::Block values(block, n_paths);
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 50));
      for (BlockSink* sink : sinks) sink->take(values.view());
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < n_threads; ++i) threads.emplace_back(work, static_cast<unsigned>(i) + 17U);
  work(99U);
  for (std::thread& thread : threads) thread.join();
}

/// Writes a result with everything in it.
void write_result(const std::string& path, std::uint64_t n_paths, int n_threads, Compression compression) {
  ResultWriter writer(path, Overwrite::refuse);
  writer.write_root(sample::root(n_paths));
  writer.write_group(sample::parameters());
  BlockSink& output = writer.add_cube(sample::output_cube(n_paths, compression));
  BlockSink& parameters = writer.add_cube(sample::parameters_cube(n_paths, compression));
  deliver(n_paths, n_threads, {&output, &parameters});
  writer.write_group(sample::summary());
  writer.write_group(sample::provenance());
  writer.commit();
}

const Variable& find(const Group& group, const std::string& name) {
  for (const Variable& variable : group.variables) {
    if (variable.name == name) return variable;
  }
  throw std::runtime_error("no variable " + name);
}

/// Values as text, in which NaN equals NaN.
std::string text_of(const Variable& variable) {
  std::ostringstream text;
  std::visit(
      [&](const auto& values) {
        for (const auto& value : values) text << value << ' ';
      },
      variable.data);
  return text.str();
}

void expect_same(const Group& read, const Group& written) {
  ASSERT_EQ(read.variables.size(), written.variables.size());
  ASSERT_EQ(read.dimensions.size(), written.dimensions.size());
  for (const Variable& expected : written.variables) {
    const Variable& variable = find(read, expected.name);
    EXPECT_EQ(variable.dimensions, expected.dimensions) << expected.name;
    EXPECT_EQ(variable.data.index(), expected.data.index()) << expected.name;
    EXPECT_EQ(text_of(variable), text_of(expected)) << expected.name;
    ASSERT_EQ(variable.attributes.size(), expected.attributes.size()) << expected.name;
    for (std::size_t i = 0; i < expected.attributes.size(); ++i) {
      EXPECT_EQ(variable.attributes[i].name, expected.attributes[i].name);
      EXPECT_EQ(variable.attributes[i].value, expected.attributes[i].value);
    }
  }
}

TEST(ResultWriter, WritesWhatTheReaderReads) {
  const Folder folder;

  write_result(folder.file("a.h5"), 1000, 1, Compression::deflate);

  const ResultFile file(folder.file("a.h5"));
  expect_same(file.root(), sample::root(1000));
  expect_same(file.group("parameters"), sample::parameters());
  expect_same(file.group("summary"), sample::summary());
  expect_same(file.group("provenance"), sample::provenance());
  EXPECT_EQ(file.text("/provenance/config"), "[simulation]\npaths = 1000 # 一千\n");
  EXPECT_EQ(file.group("provenance").attributes.size(), 3U);
  EXPECT_EQ(file.root().attributes.front().name, "Conventions");
  EXPECT_TRUE(file.has_cube("output"));
  EXPECT_TRUE(file.has_cube("parameters/values"));
}

/// Paths whose value is not the expected one rounded to float32, or NaN where the path failed.
template <class Expected>
std::size_t n_wrong(const std::vector<float>& values, std::uint64_t n_paths, Expected expected) {
  if (values.size() != n_paths) return std::max<std::size_t>(1, values.size());
  std::size_t n = 0;
  for (std::uint64_t path = 0; path < n_paths; ++path) {
    const bool failed = sample::failed_paths.contains(path);
    n += failed ? !std::isnan(values[path]) : values[path] != static_cast<float>(expected(path));
  }
  return n;
}

class CubeOfAnyLength : public testing::TestWithParam<std::tuple<std::uint64_t, Compression>> {};

TEST_P(CubeOfAnyLength, HoldsEveryValueAndNaNWhereAPathFailed) {
  const auto [n_paths, compression] = GetParam();
  const Folder folder;

  write_result(folder.file("a.h5"), n_paths, 2, compression);

  const ResultFile file(folder.file("a.h5"));
  for (std::size_t series = 0; series < sample::n_series; ++series) {
    for (std::size_t year = 0; year < sample::n_years; ++year) {
      EXPECT_EQ(n_wrong(file.read_cube("output", series, year), n_paths,
                        [&](std::uint64_t path) { return sample::output(series, year, path); }),
                0U);
    }
  }
  for (std::size_t index = 0; index < sample::n_parameters; ++index) {
    EXPECT_EQ(n_wrong(file.read_cube("parameters/values", index, 0), n_paths,
                      [&](std::uint64_t path) { return sample::parameter(index, path); }),
              0U);
  }
}

// A chunk of the output has 32768 paths here, one of the parameters 65536.
INSTANTIATE_TEST_SUITE_P(Lengths, CubeOfAnyLength,
                         testing::Combine(testing::Values(1U, 255U, 256U, 1000U, 32768U, 32769U, 70000U),
                                          testing::Values(Compression::none, Compression::deflate)));

class SameBytes : public testing::TestWithParam<Compression> {};

TEST_P(SameBytes, ForAnyNumberOfThreads) {
  const Folder folder;
  const std::uint64_t n_paths = 140001;  // five slabs of output, three of parameters

  write_result(folder.file("1.h5"), n_paths, 1, GetParam());
  write_result(folder.file("2.h5"), n_paths, 2, GetParam());
  write_result(folder.file("7.h5"), n_paths, 7, GetParam());

  const std::string bytes = bytes_of(folder.file("1.h5"));
  EXPECT_GT(bytes.size(), 1000000U);
  EXPECT_TRUE(bytes == bytes_of(folder.file("2.h5")));
  EXPECT_TRUE(bytes == bytes_of(folder.file("7.h5")));
}

INSTANTIATE_TEST_SUITE_P(Compressions, SameBytes, testing::Values(Compression::none, Compression::deflate));

TEST(ResultWriter, CompressesBelowThePlainSize) {
  const Folder folder;

  write_result(folder.file("plain.h5"), 40000, 1, Compression::none);
  write_result(folder.file("deflate.h5"), 40000, 1, Compression::deflate);

  EXPECT_LT(bytes_of(folder.file("deflate.h5")).size(), bytes_of(folder.file("plain.h5")).size());
}

TEST(ResultWriter, LeavesNothingWhenTheRunIsInterrupted) {
  const Folder folder;
  const std::uint64_t n_paths = 100000;

  const auto run = [&] {
    ResultWriter writer(folder.file("a.h5"), Overwrite::refuse);
    writer.write_root(sample::root(n_paths));
    BlockSink& cube = writer.add_cube(sample::output_cube(n_paths));
    for (std::uint64_t block = 0; block < 200; ++block) cube.take(sample::Block(block, n_paths).view());
    EXPECT_EQ(folder.n_files(), 1U);  // the temporary file
    throw Interrupted();
  };

  EXPECT_THROW(run(), Interrupted);
  EXPECT_EQ(folder.n_files(), 0U);
}

TEST(ResultWriter, RefusesToFinishWhenPathsAreMissing) {
  const Folder folder;
  const std::uint64_t n_paths = 1000;

  {
    ResultWriter writer(folder.file("a.h5"), Overwrite::refuse);
    writer.write_root(sample::root(n_paths));
    BlockSink& cube = writer.add_cube(sample::output_cube(n_paths));
    EXPECT_THROW(writer.commit(), ContractViolation);
    for (const std::uint64_t block : {0U, 1U, 3U}) cube.take(sample::Block(block, n_paths).view());
    EXPECT_THROW(writer.commit(), ContractViolation);
  }

  EXPECT_EQ(folder.n_files(), 0U);
}

TEST(ResultWriter, RefusesVariablesThatDoNotFitTheirDimensions) {
  const Folder folder;
  ResultWriter writer(folder.file("a.h5"), Overwrite::refuse);
  writer.write_root(sample::root(10));
  const auto group_of = [](std::string name, Variable variable) {
    Group group;
    group.name = std::move(name);
    group.variables = {std::move(variable)};
    return group;
  };
  const std::vector<double> four(4, 0.0);

  EXPECT_THAT(
      [&] {
        writer.write_group(group_of("a", {"x", {"year"}, std::vector<double>(3, 0.0), {}}));
      },
      ThrowsMessage<ContractViolation>(HasSubstr("'x': has 3 values, its dimensions ask for 4")));
  EXPECT_THAT(
      [&] {
        writer.write_group(group_of("b", {"x", {"month"}, four, {}}));
      },
      ThrowsMessage<ContractViolation>(HasSubstr("no dimension 'month'")));
  EXPECT_THAT(
      [&] {
        writer.write_group(group_of("c", {"x", {"year", "year"}, four, {}}));
      },
      ThrowsMessage<ContractViolation>(HasSubstr("'year' twice")));
  CubeSpec cube = sample::output_cube(11);
  EXPECT_THROW(writer.add_cube(cube), ContractViolation);
  cube.group = "parameters";
  EXPECT_THROW(writer.add_cube(cube), ContractViolation);
}

TEST(ResultWriter, RefusesTextsAndUnitsThatReadersMistake) {
  const Folder folder;
  ResultWriter writer(folder.file("a.h5"), Overwrite::refuse);
  writer.write_root(sample::root(10));
  Group group;
  group.name = "a";
  group.variables = {{"x", {}, std::vector<std::string>{std::string("a\0b", 3)}, {}}};
  CubeSpec cube = sample::output_cube(10);
  cube.units = "hours";

  EXPECT_THAT([&] { writer.write_group(group); }, ThrowsMessage<IoError>(HasSubstr("a zero byte")));
  EXPECT_THAT([&] { writer.add_cube(cube); }, ThrowsMessage<IoError>(HasSubstr("take for a time")));
  group.name = "b";
  group.variables = {{"x", {}, std::vector<double>{1.0}, {{"units", "days since 2025-01-01"}}}};
  EXPECT_THAT([&] { writer.write_group(group); }, ThrowsMessage<IoError>(HasSubstr("take for a time")));
}

TEST(ResultWriter, LabelsTextsOfAnyKind) {
  const Folder folder;
  Group root;
  root.dimensions = {{"file", 3}};
  root.variables = {
      {"file", {"file"}, std::vector<std::string>{"", "two\nlines", std::string(100000, 'x')}, {}}};
  root.attributes = {{"title", ""}, {"long", std::string(100000, 'y')}, {"count", std::int64_t{1} << 40}};

  {
    ResultWriter writer(folder.file("a.h5"), Overwrite::refuse);
    writer.write_root(root);
    writer.commit();
  }

  const Group read = ResultFile(folder.file("a.h5")).root();
  expect_same(read, root);
  ASSERT_EQ(read.attributes.size(), 6U);  // three of the format
  EXPECT_EQ(std::get<std::string>(read.attributes[3].value), "");
  EXPECT_EQ(std::get<std::string>(read.attributes[4].value), std::string(100000, 'y'));
  EXPECT_EQ(std::get<std::int64_t>(read.attributes[5].value), std::int64_t{1} << 40);
}

}  // namespace secondcurve::result_writer_test

#include "engine/output/merge_cubes.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/output/netcdf_reading.hpp"
#include "tests/unit/output/merged.hpp"

namespace secondcurve::merge_cubes_test {

using merged::merge;
using merged::MergedSample;
using merged::place;
using merged::texts;
using sample::Part;
using testing::Each;
using testing::HasSubstr;
using testing::IsNan;
using testing::ThrowsMessage;
using testing_files::Folder;

using MergedCubesOfSample = MergedSample;

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
      n +=
          is_gap ? !std::isnan(paths[path]) : paths[path] != static_cast<float>(sample::parameter(row, path));
    }
  }
  return n;
}

TEST_F(MergedCubesOfSample, HoldsEveryPathOfEveryPart) {
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

}  // namespace secondcurve::merge_cubes_test

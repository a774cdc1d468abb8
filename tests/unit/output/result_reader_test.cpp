#include "engine/output/result_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/result_writer.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample.hpp"

namespace secondcurve::result_reader_test {

using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

void write_sample(const std::string& path) {
  ResultWriter writer(path, Overwrite::refuse);
  writer.write_root(sample::root(1000));
  writer.write_group(sample::summary());
  writer.commit();
}

/// A file with one attribute only.
void write_hdf5(const std::string& path, const Attribute& attribute) {
  const detail::Hdf5Lock lock;
  const detail::Handle file = detail::create_file(path);
  detail::write_attribute(file.id(), attribute);
}

TEST(ResultFile, SaysThatAFileIsMissing) {
  const Folder folder;

  EXPECT_THAT([&] { ResultFile(folder.file("none.h5")); },
              ThrowsMessage<IoError>(HasSubstr("none.h5: cannot open: No such file or directory")));
}

TEST(ResultFile, RefusesAFileThatIsNotHdf5) {
  const Folder folder;
  write_bytes(folder.file("a.h5"), "scenario,year\n");
  write_bytes(folder.file("empty.h5"), "");

  for (const char* name : {"a.h5", "empty.h5"}) {
    EXPECT_THAT([&] { ResultFile(folder.file(name)); },
                ThrowsMessage<IoError>(HasSubstr("not a Secondcurve result (not an HDF5 file)")));
  }
}

TEST(ResultFile, RefusesHdf5OfOthers) {
  const Folder folder;
  write_hdf5(folder.file("other.h5"), {"title", "weather"});

  EXPECT_THAT([&] { ResultFile(folder.file("other.h5")); },
              ThrowsMessage<IoError>(HasSubstr("it has no format_version_major")));
}

TEST(ResultFile, RefusesOtherMajorVersionsOfTheFormat) {
  const Folder folder;
  write_hdf5(folder.file("new.h5"), {"format_version_major", std::int64_t{result_format_major + 1}});
  write_hdf5(folder.file("old.h5"), {"format_version_major", std::int64_t{result_format_major - 1}});

  EXPECT_THAT(
      [&] { ResultFile(folder.file("new.h5")); },
      ThrowsMessage<IoError>(HasSubstr("has format 2, this program reads format 1 (use a newer version)")));
  EXPECT_THAT(
      [&] { ResultFile(folder.file("old.h5")); },
      ThrowsMessage<IoError>(HasSubstr("has format 0, this program reads format 1 (use an older version)")));
}

TEST(ResultFile, SaysThatAFileWasCutShort) {
  const Folder folder;
  write_sample(folder.file("whole.h5"));
  const std::string bytes = bytes_of(folder.file("whole.h5"));

  write_bytes(folder.file("half.h5"), bytes.substr(0, bytes.size() / 2));

  EXPECT_THAT([&] { ResultFile(folder.file("half.h5")); },
              ThrowsMessage<IoError>(HasSubstr("is incomplete")));
}

TEST(ResultFile, FindsDamageInACompressedCube) {
  const Folder folder;
  const std::uint64_t n_paths = 30000;
  {
    ResultWriter writer(folder.file("a.h5"), Overwrite::refuse);
    writer.write_root(sample::root(n_paths));
    BlockSink& cube = writer.add_cube(sample::output_cube(n_paths));
    for (std::uint64_t block = 0; block < sample::n_blocks(n_paths); ++block) {
      cube.take(sample::Block(block, n_paths).view());
    }
    writer.commit();
  }
  std::string bytes = bytes_of(folder.file("a.h5"));

  bytes[bytes.size() / 2] ^= 1;  // in one of the three chunks, by far the most of the file
  write_bytes(folder.file("damaged.h5"), bytes);

  const ResultFile file(folder.file("damaged.h5"));
  std::size_t n_damaged = 0;
  for (std::size_t series = 0; series < sample::n_series; ++series) {
    try {
      file.read_cube("output", series, 0);
    } catch (const IoError&) {
      ++n_damaged;
    }
  }
  EXPECT_EQ(n_damaged, 1U);
}

TEST(ResultFile, GivesWholeNumbersAndTextsByScenario) {
  const Folder folder;
  write_sample(folder.file("a.h5"));
  const ResultFile file(folder.file("a.h5"));

  EXPECT_EQ(file.texts("series").size(), sample::n_series);
  EXPECT_TRUE(file.counts("series").empty()) << "texts are no numbers";
  EXPECT_TRUE(file.counts("summary/nothing").empty());
  EXPECT_TRUE(file.texts("nothing/at/all").empty());
}

TEST(ResultFile, SaysWhatIsNotThere) {
  const Folder folder;
  write_sample(folder.file("a.h5"));
  const ResultFile file(folder.file("a.h5"));

  EXPECT_FALSE(file.has_cube("output"));
  EXPECT_FALSE(file.has_cube("parameters/values"));
  EXPECT_FALSE(file.has_cube("series"));
  EXPECT_FALSE(file.has_cube("summary"));
  EXPECT_THAT([&] { file.group("provenance"); }, ThrowsMessage<IoError>(HasSubstr("there is no such group")));
  EXPECT_THAT([&] { file.read_cube("output", 0, 0); }, ThrowsMessage<IoError>(HasSubstr("no such cube")));
  EXPECT_THAT([&] { file.text("/provenance/config"); }, ThrowsMessage<IoError>(HasSubstr("no such text")));
}

}  // namespace secondcurve::result_reader_test

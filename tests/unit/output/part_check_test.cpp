#include "engine/output/part_check.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample.hpp"

namespace secondcurve::part_check_test {

using ::testing::HasSubstr;
using testing_files::bytes_of;
using testing_files::Folder;

const std::vector<std::string> cubes{"output", "parameters/values"};
constexpr std::uint64_t n_paths = 100'000;

/// Writes a part of a run with the fingerprint "print".
void write_part(const std::string& path, PathRange part) {
  ResultWriter writer(path, Overwrite::replace, FileKind::shard);
  Group root = sample::root(n_paths);
  std::erase_if(root.attributes, [](const Attribute& each) { return each.name == "run_fingerprint"; });
  root.attributes.push_back({"run_fingerprint", "print"});
  writer.write_root(root);
  writer.write_group(sample::parameters());
  std::vector<BlockSink*> sinks;
  for (CubeSpec cube : {sample::output_cube(n_paths, Compression::deflate),
                        sample::parameters_cube(n_paths, Compression::deflate)}) {
    cube.part = part;
    sinks.push_back(&writer.add_cube(cube));
  }
  for (std::uint64_t block = part.first / block_paths; block * block_paths < part.end; ++block) {
    const sample::Block values(block, n_paths);
    for (BlockSink* sink : sinks) sink->take(values.view());
  }
  writer.commit();
}

TEST(ProblemOfPart, IsNoneWhereAllItsPathsAreThere) {
  const Folder folder;
  write_part(folder.file("part.h5"), {25'600, 51'200});

  EXPECT_EQ(problem_of_part(folder.file("part.h5"), "print", cubes, {25'600, 51'200}), "");
  EXPECT_EQ(problem_of_part(folder.file("part.h5"), "print", cubes, {25'600, 40'960}), "");
}

TEST(ProblemOfPart, SaysWhatIsWrong) {
  const Folder folder;
  const std::string path = folder.file("part.h5");
  const PathRange paths{25'600, 51'200};
  write_part(path, paths);
  const std::string whole = bytes_of(path);

  EXPECT_THAT(problem_of_part(path, "other", cubes, paths), HasSubstr("it is of another run"));
  EXPECT_THAT(problem_of_part(path, "print", cubes, {25'600, 90'112}), HasSubstr("not allocated"));
  EXPECT_THAT(problem_of_part(path, "print", cubes, {25'600, 102'400}), HasSubstr("fewer paths"));
  EXPECT_NE(problem_of_part(folder.file("missing.h5"), "print", cubes, paths), "");
  testing_files::write_bytes(path, whole.substr(0, whole.size() - 100));
  EXPECT_THAT(problem_of_part(path, "print", cubes, paths), HasSubstr("part.h5"));
}

}  // namespace secondcurve::part_check_test

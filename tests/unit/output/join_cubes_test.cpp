// Cubes of shards and what is joined from them.

#include "engine/output/join_cubes.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample.hpp"

namespace secondcurve::join_cubes_test {

using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;

std::vector<CubeSpec> cubes(std::uint64_t n_paths, Compression compression) {
  return {sample::output_cube(n_paths, compression), sample::parameters_cube(n_paths, compression)};
}

void begin(ResultWriter& writer, std::uint64_t n_paths) {
  writer.write_root(sample::root(n_paths));
  writer.write_group(sample::parameters());
}

/// Writes cubes of the blocks whose paths are in a range.
void write_part(ResultWriter& writer, std::uint64_t n_paths, Compression compression, PathRange part) {
  begin(writer, n_paths);
  std::vector<BlockSink*> sinks;
  for (CubeSpec cube : cubes(n_paths, compression)) {
    cube.part = part;
    sinks.push_back(&writer.add_cube(cube));
  }
  for (std::uint64_t block = part.first / block_paths; block * block_paths < part.end; ++block) {
    const sample::Block values(block, n_paths);
    for (BlockSink* sink : sinks) sink->take(values.view());
  }
  writer.write_group(sample::summary());
  writer.commit();
}

/// Writes shards cut at the starts of some blocks.
std::vector<ShardOfCubes> write_shards(const Folder& folder, std::uint64_t n_paths, Compression compression,
                                       std::vector<std::uint64_t> cuts) {
  cuts.push_back(n_paths);
  std::vector<ShardOfCubes> shards;
  std::uint64_t first = 0;
  for (const std::uint64_t cut : cuts) {
    const PathRange part{first, std::min(cut, n_paths)};
    shards.push_back({folder.file("shard-" + std::to_string(shards.size()) + ".h5"), part});
    ResultWriter writer(shards.back().path, Overwrite::replace, FileKind::shard);
    write_part(writer, n_paths, compression, part);
    first = part.end;
  }
  return shards;
}

void join(const std::string& path, std::uint64_t n_paths, Compression compression,
          const std::vector<ShardOfCubes>& shards) {
  ResultWriter writer(path, Overwrite::replace);
  begin(writer, n_paths);
  writer.join_cubes(cubes(n_paths, compression), shards, [](double) {});
  writer.write_group(sample::summary());
  writer.commit();
}

// A chunk of outputs has 32,768 paths here, and one of parameters 65,536.
TEST(JoinCubes, GivesTheBytesOfTheWholeWhereverItWasCut) {
  const Folder folder;
  for (const auto& [n_paths, cuts] : std::vector<std::pair<std::uint64_t, std::vector<std::uint64_t>>>{
           {1000, {256, 256, 768}}, {100'000, {32'768}}, {100'000, {256, 40'960, 65'536, 99'840}}}) {
    for (const Compression compression : {Compression::none, Compression::deflate}) {
      ResultWriter whole(folder.file("whole.h5"), Overwrite::replace);
      write_part(whole, n_paths, compression, {0, n_paths});

      join(folder.file("joined.h5"), n_paths, compression, write_shards(folder, n_paths, compression, cuts));

      EXPECT_EQ(bytes_of(folder.file("joined.h5")), bytes_of(folder.file("whole.h5"))) << n_paths;
    }
  }
}

/// Writes the cubes of a part of which less came than was expected.
ShardOfCubes write_cut_part(const Folder& folder, std::uint64_t n_paths, PathRange expected,
                            std::uint64_t end) {
  const std::string path = folder.file("cut-" + std::to_string(expected.first) + ".h5");
  ResultWriter writer(path, Overwrite::replace, FileKind::shard);
  begin(writer, n_paths);
  std::vector<BlockSink*> sinks;
  for (CubeSpec cube : cubes(n_paths, Compression::deflate)) {
    cube.part = expected;
    sinks.push_back(&writer.add_cube(cube));
  }
  for (std::uint64_t block = expected.first / block_paths; block * block_paths < end; ++block) {
    const sample::Block values(block, n_paths);
    for (BlockSink* sink : sinks) sink->take(values.view());
  }
  writer.end_cubes_at(end);
  writer.commit();
  return {path, {expected.first, end}};
}

TEST(JoinCubes, JoinsPartsThatEndEarly) {
  const Folder folder;
  const std::uint64_t n_paths = 100'000;
  ResultWriter whole(folder.file("whole.h5"), Overwrite::replace);
  write_part(whole, n_paths, Compression::deflate, {0, n_paths});
  // Cut within a chunk, at the end of one, after the first block, and not at all.
  for (const std::uint64_t cut : {40'960U, 32'768U, 256U, 65'536U}) {
    SCOPED_TRACE(cut);
    const std::vector<ShardOfCubes> shards{write_cut_part(folder, n_paths, {0, 65'536}, cut),
                                           write_cut_part(folder, n_paths, {cut, n_paths}, n_paths)};

    join(folder.file("joined.h5"), n_paths, Compression::deflate, shards);

    EXPECT_EQ(bytes_of(folder.file("joined.h5")), bytes_of(folder.file("whole.h5")));
  }
}

TEST(ResultWriter, RefusesAPartThatLacksPathsBeforeItsEnd) {
  const Folder folder;
  ResultWriter writer(folder.file("part.h5"), Overwrite::replace, FileKind::shard);
  begin(writer, 1000);
  BlockSink& sink = writer.add_cube(sample::output_cube(1000, Compression::deflate));
  const sample::Block second(1, 1000);
  sink.take(second.view());

  writer.end_cubes_at(512);

  EXPECT_THROW(writer.commit(), ContractViolation);
}

TEST(JoinCubes, RefusesACubeThatLiesOtherwiseOnDiskOrLacksPaths) {
  const Folder folder;
  const std::vector<ShardOfCubes> shards = write_shards(folder, 100'000, Compression::deflate, {50'176});
  std::vector<ShardOfCubes> doubled = shards;
  doubled[1].path = shards[0].path;

  EXPECT_THAT([&] { join(folder.file("joined.h5"), 100'000, Compression::none, shards); },
              ThrowsMessage<IoError>(HasSubstr("shard-0.h5: cannot read 'output': it does not lie on disk")));
  EXPECT_THAT(
      [&] { join(folder.file("joined.h5"), 100'000, Compression::deflate, doubled); },
      ThrowsMessage<IoError>(HasSubstr("shard-0.h5: cannot read 'output': chunk storage is not allocated")));
}

TEST(ResultWriter, KeepsBytesOfOurOwn) {
  const Folder folder;
  for (const std::size_t n : {std::size_t{1}, std::size_t{1} << 20, (std::size_t{1} << 20) + 77}) {
    std::vector<std::byte> bytes(n);
    for (std::size_t i = 0; i < n; ++i) bytes[i] = std::byte(i * i % 251);
    ResultWriter writer(folder.file("bytes.h5"), Overwrite::replace, FileKind::brackets);
    writer.write_root({});
    writer.write_bytes("counted", bytes);
    writer.commit();

    const ResultFile file(folder.file("bytes.h5"), FileKind::brackets);

    EXPECT_EQ(file.bytes("counted"), bytes);
    EXPECT_EQ(file.kind(), FileKind::brackets);
    EXPECT_THROW(file.bytes("other"), IoError);
  }
}

TEST(ResultFile, SaysWhatAFileOfAnotherKindIs) {
  const Folder folder;
  const std::string shard = folder.file("shard.h5"), result = folder.file("result.h5");
  ResultWriter of_shard(shard, Overwrite::refuse, FileKind::shard), of_result(result, Overwrite::refuse);
  for (ResultWriter* writer : {&of_shard, &of_result}) {
    writer->write_root({});
    writer->commit();
  }

  EXPECT_THAT([&] { ResultFile file(shard); },
              ThrowsMessage<IoError>(HasSubstr("this is a shard of a run, not a result. Join all shards")));
  EXPECT_THAT([&] { ResultFile file(result, FileKind::shard); },
              ThrowsMessage<IoError>(HasSubstr("this is a result, not a shard of a run")));
  EXPECT_EQ(ResultFile(shard, std::nullopt).kind(), FileKind::shard);
  EXPECT_EQ(ResultFile(result, std::nullopt).kind(), FileKind::result);
}

}  // namespace secondcurve::join_cubes_test

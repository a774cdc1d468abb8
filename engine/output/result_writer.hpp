#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/core/labelled.hpp"
#include "engine/output/atomic_file.hpp"
#include "engine/output/kind_of_file.hpp"

namespace secondcurve {

/// Version of the result format that is written: docs/result-format.md.
inline constexpr int result_format_major = 1;
inline constexpr int result_format_minor = 1;

/// How the chunks of a cube are stored. `deflate` (with shuffle) is read by every HDF5 reader and its
/// checksum finds damage; `none` is faster to write and to read.
enum class Compression { none, deflate };

/// Paths [first, end) of a run.
struct PathRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
};

/// A value for every path of the run, kept in full.
struct CubeSpec {
  /// What of a block is kept: outputs as [scenario, series, year, path] in float32, or the drawn parameters
  /// as [scenario, parameter, path] in float64.
  enum class Source { output, parameters };

  std::string variable;                 ///< name of the dataset
  std::string group;                    ///< written before; empty for the root
  std::vector<std::string> dimensions;  ///< as above, the first of length 1, the last `path`
  std::string long_name;
  std::string units;
  std::uint64_t n_paths = 0;
  Source source = Source::output;
  Compression compression = Compression::deflate;
  /// The part of the paths that is kept in this file, where it is not all: the cube of a shard.
  std::optional<PathRange> part{};
};

/// A shard of a run whose cubes are joined: its file and its paths.
struct ShardOfCubes {
  std::string path;
  PathRange paths;
};

/// Writes a result file: HDF5 that notebooks open with names, labels and units (netCDF-4, CF-1.10). The file
/// appears under its name when it is complete and never before; the bytes depend on what is written and in
/// which order, not on threads or time.
///
/// Call order: write_root, write_group for groups that hold cubes, add_cube, the run, the other groups,
/// commit. One thread calls; the sinks of the cubes are called by as many as the run has. Every call may
/// throw IoError (the disk), ContractViolation (a variable that does not fit its dimensions).
class ResultWriter final {
 public:
  /// Checks that the file can be written, before any work is done.
  /// Throws IoError if it exists (Overwrite::refuse) or its folder is missing or cannot be written.
  /// @param kind of a shard or what else is on the way to a result.
  ResultWriter(const std::string& path, Overwrite overwrite, FileKind kind = FileKind::result);
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;
  /// Removes what was written unless it was committed.
  ~ResultWriter();

  /// Writes dimensions, coordinates and attributes of the whole file. Adds `Conventions` and the version of
  /// the format. A dimension has the labels of the variable of its name, or none.
  void write_root(const Group& root);

  /// Writes a child group. The root's coordinates of the dimensions used appear in it too, so that a reader
  /// of the group alone sees labels.
  void write_group(const Group& group);

  /// Adds a cube and returns what to send the run's blocks to. All cubes are added before the first block.
  BlockSink& add_cube(const CubeSpec& cube);

  /// After a run that was cut short: no paths come from `end_path` on, and all of the part before it have
  /// come. What is then committed is that part of the cubes.
  void end_cubes_at(std::uint64_t end_path);

  /// Adds cubes whole, joined from those of shards, in place of add_cube and the run: the same bytes.
  /// @param shards that have all paths, each once. @param on_share called now and then with the share that is
  /// done; what it throws is passed on.
  /// Throws IoError where a cube of a shard is missing or damaged.
  void join_cubes(std::span<const CubeSpec> cubes, std::span<const ShardOfCubes> shards,
                  const std::function<void(double)>& on_share);

  /// Writes bytes of our own, compressed, as a child group. After the run, as other groups.
  void write_bytes(const std::string& group, std::span<const std::byte> bytes);

  /// Finishes the file: everything on the disk, then the name. Throws ContractViolation if a cube has not
  /// received all its paths.
  void commit();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace secondcurve

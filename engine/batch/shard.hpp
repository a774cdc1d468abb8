#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/output/kind_of_file.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/block_source.hpp"
#include "engine/stats/quantile_collector.hpp"

namespace secondcurve {

class ByteReader;
class Economy;
struct LoadedScenario;

/// One of the parts of a run that are simulated apart, counted from 1.
struct Shard {
  static constexpr std::uint64_t most = 1'000'000;  ///< of one run

  std::uint64_t number = 1;
  std::uint64_t of = 1;

  /// Its blocks: of B blocks those from B (number - 1) / of, rounded down, to below B number / of. None where
  /// there are fewer blocks than shards.
  BlockRange blocks(std::uint64_t n_blocks) const;
  /// "shard 2 of 4".
  std::string text() const;

  friend bool operator==(const Shard&, const Shard&) = default;
};

/// Reads "2/4", or "7/1_000"; nothing where it is no shard.
std::optional<Shard> shard_from(std::string_view text);

/// The paths of blocks of a run.
PathRange paths_of(BlockRange blocks, std::uint64_t n_paths);

/// Simulates a shard of a run and writes its file: what was counted and its part of the cubes. The bytes
/// depend on config and shard alone. The writer is of a shard.
/// Throws as simulate, and IoError where the file cannot be written.
void write_shard(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy, Shard shard,
                 const RunControl& control);

/// Writes brackets, for write_second_pass. The writer is of brackets.
void write_brackets(ResultWriter& writer, const LoadedScenario& loaded, const QuantileBrackets& brackets);

/// Simulates a shard again and writes what it has within brackets. The writer is of a second pass.
/// @param brackets_path that write_brackets has written.
/// Throws IoError also where those are damaged, and UsageError where they are of another run or no brackets.
void write_second_pass(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                       Shard shard, const std::string& brackets_path, const RunControl& control);

/// What a file on the way to a result says of itself.
struct ShardFile {
  std::string path;
  FileKind kind = FileKind::shard;
  std::string fingerprint;  ///< of the run
  std::string brackets;     ///< of a second pass, or in the file: their digest
  Shard shard;              ///< of no meaning for brackets
};

/// Reads what a file says of itself; of a result only that it is one. Throws IoError where it is none of
/// ours or damaged.
ShardFile read_shard_file(const std::string& path);

/// The file of a shard as it is to be written at `path`, or of its second pass within brackets.
/// @param brackets_path of the second pass; nothing for the shard itself.
/// Throws IoError where brackets cannot be read, and UsageError where they are of another run or none.
ShardFile shard_file(const std::string& path, const LoadedScenario& loaded, Shard shard,
                     const std::optional<std::string>& brackets_path);

/// The file of brackets of a run as it is to be written at `path`.
ShardFile brackets_file(const std::string& path, const LoadedScenario& loaded,
                        const QuantileBrackets& brackets);

/// Whether a file, of any kind on the way to a result, is there already: the same and whole, so that it need
/// not be made again. Cubes are not looked into.
/// Throws IoError where anything else stands under its name.
bool is_there(const ShardFile& wanted);

/// Reads all of it and passes it to `read`, which throws DamagedBytes or leaves something where it is not
/// what it should be. Throws IoError where the file is damaged.
void read_counted(const ShardFile& file, const std::function<void(ByteReader&)>& read);

}  // namespace secondcurve

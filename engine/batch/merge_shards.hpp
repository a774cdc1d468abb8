#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/batch/run_to_file.hpp"
#include "engine/batch/shard.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/stats/quantile_collector.hpp"

namespace secondcurve {

class Economy;
struct LoadedScenario;

/// The files of all shards of one run, by number, and their later passes.
struct ShardsOfRun {
  std::vector<ShardFile> shards;
  std::vector<ShardFile> later;  ///< in the order given

  /// Blocks of all files, of a run that has `of_run`.
  std::uint64_t n_blocks(std::uint64_t of_run) const;
};

/// What a merge does, one after the other, where there is any of it to do.
enum class MergeStage {
  reading,     ///< the files of shards and their later passes
  simulating,  ///< the passes that no file has
  joining,     ///< the cubes
};

using OnMergeStage = std::function<void(MergeStage)>;

/// Checks that files belong together: shards of one run, all of them and each once.
/// @param command with which messages begin: "merge".
/// Throws UsageError, naming the file that is of another kind or run, or saying which shards are missing;
/// IoError where a file is damaged.
ShardsOfRun shards_of_run(std::string_view command, std::span<const std::string> paths);

/// Merges the shards of a run into its result: the same bytes as of run_to_file. Exact quantiles need a pass
/// over all paths more; where files of it are given they are merged, else it is simulated here.
/// @param loaded of the config that the shards hold. @param on_stage told when a stage begins: from there on
/// the progress of the control counts the blocks of that stage. Throws IoError where a file is damaged,
/// NumericalError if too many paths failed, UsageError where files of a later pass are missing or of other
/// brackets.
WrittenResult merge_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                            const ShardsOfRun& files, const RunControl& control,
                            const OnMergeStage& on_stage);

/// Merges the shards of a run as merge_to_file does, and says where the next pass must look: brackets for
/// write_brackets, none where no pass is needed.
QuantileBrackets merged_brackets(const Economy& economy, const ShardsOfRun& files, const RunControl& control,
                                 const OnMergeStage& on_stage);

}  // namespace secondcurve

#include "engine/batch/merge_shards.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/result_parts.hpp"
#include "engine/config/text.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/run/share_progress.hpp"
#include "engine/simulate/collect_result.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/simulate/quantile_pass.hpp"

namespace secondcurve {

namespace {

/// Says which of a run's shards are not among those given, which are in order.
std::string missing_text(const std::vector<ShardFile>& files) {
  constexpr std::size_t most_listed = 20;
  const std::uint64_t of = files.front().shard.of;
  std::vector<std::string> missing;
  auto next = files.begin();
  for (std::uint64_t number = 1; number <= of; ++number) {
    if (next != files.end() && next->shard.number == number)
      ++next;
    else
      missing.push_back(std::to_string(number));
  }
  const std::size_t n = missing.size();
  if (n == 1) return fmt::format("shard {} of {} is missing", missing.front(), of);
  missing.resize(std::min(n, most_listed));
  return fmt::format("shards {}{} of {} are missing", join(missing, ", "),
                     n > most_listed ? fmt::format(" and {} more", n - most_listed) : "", of);
}

/// Puts files of shards, or of one pass over them, in order. Throws UsageError unless each is there, once.
/// @param what they are, for messages that begin with the command.
void require_all(std::vector<ShardFile>& files, std::string_view what) {
  for (const ShardFile& file : files)
    if (file.shard.of != files.front().shard.of)
      throw UsageError(fmt::format("{}: {} is {}, {} is {}: a run is cut one way", what, files.front().path,
                                   files.front().shard.text(), file.path, file.shard.text()));
  std::stable_sort(files.begin(), files.end(),
                   [](const ShardFile& a, const ShardFile& b) { return a.shard.number < b.shard.number; });
  for (std::size_t i = 1; i < files.size(); ++i)
    if (files[i].shard == files[i - 1].shard)
      throw UsageError(fmt::format("{}: {} and {} are both {}", what, files[i - 1].path, files[i].path,
                                   files[i].shard.text()));
  if (files.size() < files.front().shard.of)
    throw UsageError(fmt::format("{}: {}", what, missing_text(files)));
}

/// The passes of a run that is merged, as far as the files go.
class ShardMerge final {
 public:
  ShardMerge(const Economy& economy, const ShardsOfRun& files, const RunControl& control,
             const OnMergeStage& on_stage)
      : source_(economy, control),
        first_(source_, FirstPass::Values::left),
        later_(files.later),
        on_stage_(on_stage) {
    on_stage_(MergeStage::reading);
    for (const ShardFile& file : files.shards) {
      stop_if_cancelled(source_.control());
      read_counted(file, [&](ByteReader& in) { first_.merge(in); });
      tell(file.shard.blocks(n_blocks()));
    }
    static_cast<void>(first_.total());
    search_.emplace(first_.search());
    while (!search_->done() && merge_pass()) continue;
    // Where nothing is open the brackets of the next pass are none, and files of it say nothing.
    const std::string next = digest_of(search_->brackets());
    for (const ShardFile& file : later_)
      if (file.brackets != next)
        throw UsageError(fmt::format(
            "secondcurve merge: {} is of other brackets than the other files give. Where it is of a third "
            "pass, give the files of the second pass, too, or of all passes before its own; else remove it, "
            "or make it again with: secondcurve run CONFIG --shard {}/{} --second-pass BRACKETS.h5",
            file.path, file.shard.number, file.shard.of));
  }

  const QuantileBrackets& brackets() const { return search_->brackets(); }

  /// Simulates the passes that no file has.
  void simulate_rest() {
    while (!search_->done()) {
      on_stage_(MergeStage::simulating);
      QuantilePass pass(source_, search_->brackets());
      pass.collect(source_.all(), {}, source_.control());
      pass.finish(*search_);
    }
  }

  /// Joins the cubes of the shards.
  void join(ResultWriter& writer, std::span<const CubeSpec> cubes, std::span<const ShardOfCubes> shards) {
    on_stage_(MergeStage::joining);
    writer.join_cubes(cubes, shards, ShareProgress(source_.control(), n_blocks()));
  }

  Result result() { return collect_result(source_, first_.total(), *search_); }
  std::uint64_t n_blocks() const { return source_.all().end; }
  std::uint64_t n_paths() const { return source_.n_paths(); }

 private:
  /// Tells that blocks of a stage are done.
  void tell(BlockRange blocks) const {
    if (source_.control().progress) source_.control().progress(blocks.end - blocks.first);
  }
  /// Merges the files of the next pass; false where there are none.
  bool merge_pass() {
    const std::string wanted = digest_of(search_->brackets());
    const auto others = std::stable_partition(later_.begin(), later_.end(),
                                              [&](const ShardFile& file) { return file.brackets != wanted; });
    std::vector<ShardFile> files(others, later_.end());
    later_.erase(others, later_.end());
    if (files.empty()) return false;
    require_all(files, "secondcurve merge: second pass");
    QuantilePass pass(source_, search_->brackets());
    for (const ShardFile& file : files) {
      stop_if_cancelled(source_.control());
      read_counted(file, [&](ByteReader& in) { pass.merge(in); });
      tell(file.shard.blocks(n_blocks()));
    }
    pass.finish(*search_);
    return true;
  }

  BlockSource source_;
  FirstPass first_;
  std::vector<ShardFile> later_;  ///< whose pass has not come
  const OnMergeStage& on_stage_;
  std::optional<QuantileSearch> search_;
};

}  // namespace

std::uint64_t ShardsOfRun::n_blocks(std::uint64_t of_run) const {
  std::uint64_t n = 0;
  for (const auto* list : {&shards, &later})
    for (const ShardFile& file : *list) {
      const BlockRange blocks = file.shard.blocks(of_run);
      n += blocks.end - blocks.first;
    }
  return n;
}

ShardsOfRun shards_of_run(std::string_view command, std::span<const std::string> paths) {
  ShardsOfRun files;
  for (const std::string& path : paths) {
    ShardFile file = read_shard_file(path);
    if (file.kind == FileKind::result)
      throw UsageError(
          fmt::format("secondcurve {}: {} is {}, not {}; what is joined are the files of secondcurve run "
                      "--shard",
                      command, path, text_of(FileKind::result), text_of(FileKind::shard)));
    if (file.kind == FileKind::brackets)
      throw UsageError(fmt::format(
          "secondcurve {}: {} holds brackets, not a shard. It is for: secondcurve run CONFIG --shard I/N "
          "--second-pass {}",
          command, path, path));
    auto& list = file.kind == FileKind::shard ? files.shards : files.later;
    list.push_back(std::move(file));
  }
  if (files.shards.empty())
    throw UsageError(
        fmt::format("secondcurve {}: the shards of the run are missing; its second pass alone "
                    "is not enough",
                    command));
  const ShardFile& first = files.shards.front();
  for (const auto* list : {&files.shards, &files.later})
    for (const ShardFile& file : *list)
      if (file.fingerprint != first.fingerprint)
        throw UsageError(
            fmt::format("secondcurve {}: {} is of another run than {}: of another config, seed "
                        "or version of the program",
                        command, file.path, first.path));
  require_all(files.shards, fmt::format("secondcurve {}", command));
  return files;
}

WrittenResult merge_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                            const ShardsOfRun& files, const RunControl& control,
                            const OnMergeStage& on_stage) {
  ShardMerge merge(economy, files, control, on_stage);
  merge.simulate_rest();
  WrittenResult written;
  write_root(writer, loaded, merge.n_paths(), {}, written);
  if (const std::vector<CubeSpec> cubes = write_cube_groups(writer, economy, merge.n_paths());
      !cubes.empty()) {
    std::vector<ShardOfCubes> shards;
    for (const ShardFile& file : files.shards)
      shards.push_back({file.path, paths_of(file.shard.blocks(merge.n_blocks()), merge.n_paths())});
    merge.join(writer, cubes, shards);
  }
  write_statistics(writer, loaded, economy, merge.result(), {}, written);
  stop_if_cancelled(control);
  writer.commit();
  return written;
}

QuantileBrackets merged_brackets(const Economy& economy, const ShardsOfRun& files, const RunControl& control,
                                 const OnMergeStage& on_stage) {
  return ShardMerge(economy, files, control, on_stage).brackets();
}

}  // namespace secondcurve

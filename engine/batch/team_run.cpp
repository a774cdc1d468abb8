#include "engine/batch/team_run.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/batch/batch_team.hpp"
#include "engine/batch/result_parts.hpp"
#include "engine/batch/run_share.hpp"
#include "engine/batch/run_state.hpp"
#include "engine/batch/shard.hpp"
#include "engine/batch/team_steps.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/output/atomic_folder.hpp"
#include "engine/simulate/collect_result.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/simulate/quantile_pass.hpp"
#include "engine/simulate/simulate.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

void name_job(Team& team, const char* job) {
  team.broadcast(bytes_of(nlohmann::ordered_json{{"job", job}}.dump()));
}

/// How many blocks are done before the state of a run is kept. Each takes so long that little is lost with
/// one, and that keeping takes a small part of the time.
class Rounds final {
 public:
  explicit Rounds(std::size_t n_processes) : n_blocks_(blocks_at_first * n_processes) {}

  BlockRange next(std::uint64_t first, std::uint64_t end) {
    begun_ = Clock::now();
    n_now_ = std::min(n_blocks_, end - first);
    return {first, first + n_now_};
  }

  /// Does `keep`, and finds out how long the next round may be.
  template <class Keep>
  void end(const Keep& keep) {
    const Seconds took = Clock::now() - begun_;
    const Clock::time_point before = Clock::now();
    keep();
    const Seconds wanted = std::max<Seconds>(usual, least_per_keeping * (Clock::now() - before));
    const double factor = std::min(fastest_growth, wanted / std::max<Seconds>(took, Seconds(1e-3)));
    n_blocks_ = 1 + static_cast<std::uint64_t>(factor * static_cast<double>(n_now_));
  }

 private:
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;
  static constexpr std::uint64_t blocks_at_first = 256;
  static constexpr Seconds usual{30};
  static constexpr double least_per_keeping = 20;
  static constexpr double fastest_growth = 4;

  std::uint64_t n_blocks_, n_now_ = 0;
  Clock::time_point begun_{};
};

/// The side of rank 0.
class RunLead final {
 public:
  RunLead(Team& team, const std::string& path, const LoadedScenario& loaded, const Economy& economy,
          const RunControl& control, RunState* state)
      : team_(team),
        loaded_(loaded),
        economy_(economy),
        control_(control),
        steps_(team, control),
        state_(state),
        rounds_(team.size()) {
    // It stays in hiding: it is removed with this object.
    if (keeps_cube() && state == nullptr)
      parts_.emplace(path + ".parts", Overwrite::replace, [](const std::string&) { return std::string(); });
  }

  /// Makes all passes over the paths.
  Result simulate() {
    begin();
    if (state_ != nullptr && state_->before()) go_on(*state_->before());
    std::optional<Stopping> stopping;
    const bool shows_again = keeps_cube() && share_->first().stop();
    if (share_->first().stop())
      stopping = count_until_enough();
    else
      count_up_to(source().all().end, keeps_cube());
    const Tallies& all = share_->first().total();
    QuantileSearch search = share_->first().search();
    if (!search.done() || shows_again) collect(search, shows_again, state_ != nullptr);
    while (!search.done()) collect(search, false, false);
    stop_if_cancelled();
    return collect_result(source(), all, search, stopping);
  }

  /// The parts of the cubes, which all have been written.
  std::vector<ShardOfCubes> parts() {
    std::vector<ShardOfCubes> parts;
    for (const BlockRange& blocks : progress_.parts)
      parts.push_back({part_path(folder(), blocks.first), paths_of(blocks, source().n_paths())});
    return parts;
  }

  void stop_if_cancelled() const {
    if (control_.cancelled != nullptr && control_.cancelled->load()) throw Interrupted();
  }

 private:
  bool keeps_cube() const { return economy_.scenario().output.keeps_cube(); }
  BlockSource& source() { return share_->source(); }
  /// Of the parts of cubes; empty where none are kept.
  std::string folder() const {
    if (!keeps_cube()) return "";
    if (state_ != nullptr) return state_->folder();
    return fs::path(fs::absolute(parts_->file("."))).lexically_normal().parent_path().string();
  }

  void begin() {
    const RunStart start{loaded_.document.files(), loaded_.document.overrides(), run_fingerprint(loaded_),
                         folder(), static_cast<std::uint32_t>(control_.threads)};
    name_job(team_, begin_job);
    team_.broadcast(start.bytes());
    if (!start.folder.empty())
      is_folder_shared(team_, fs::path(start.folder).parent_path().string(), folder_patience);
    steps_.take([&] { share_.emplace(steps_, loaded_, economy_, start.folder); });
    share_->merge();
  }

  template <class Read>
  void read_kept(const Bytes& bytes, const Read& read) const {
    try {
      ByteReader in(bytes);
      read(in);
      in.expect_end();
    } catch (const DamagedBytes& damage) {
      throw IoError(state_->folder(), "go on", damage.what());
    }
  }

  /// Takes over how far the run had come.
  void go_on(const RunProgress& before) {
    progress_ = before;
    read_kept(before.counted, [&](ByteReader& in) { share_->first().merge(in); });
    if (control_.progress) control_.progress(before.n_counted + before.n_collected);
  }

  void note_parts(BlockRange blocks) {
    for (std::size_t rank = 0; rank < team_.size(); ++rank)
      if (const BlockRange part = share_of(rank, team_.size(), blocks); part.first < part.end)
        progress_.parts.push_back(part);
  }

  /// The next blocks of a pass: all that are left where no state is kept.
  BlockRange next_round(std::uint64_t first, std::uint64_t end) {
    return state_ == nullptr ? BlockRange{first, end} : rounds_.next(first, end);
  }

  /// Goes on with the first pass.
  void count_up_to(std::uint64_t end, bool with_cube) {
    while (progress_.n_counted < end) {
      const PassOrder order{next_round(progress_.n_counted, end), source().n_paths(), with_cube};
      name_job(team_, count_job);
      team_.broadcast(order.bytes());
      share_->count(order);
      progress_.n_counted = order.blocks.end;
      if (with_cube) note_parts(order.blocks);
      if (state_ == nullptr) continue;
      rounds_.end([&] {
        ByteWriter counted;
        share_->first().save(counted);
        progress_.counted = counted.bytes();
        state_->keep(progress_);
      });
    }
  }

  /// Counts the paths of a run with a rule to stop until it says so. Returns how that was.
  Stopping count_until_enough() {
    Stopping stopping;
    std::uint64_t n_done = 0;
    for (const std::uint64_t n : looks(economy_.scenario().simulation)) {
      n_done = n;
      if (blocks_of(n) < progress_.n_counted) continue;  // was not enough, before the run was interrupted
      count_up_to(blocks_of(n), false);
      stopping = share_->first().look(n);
      if (stopping.met) break;
    }
    share_->first().stop()->explain(stopping, n_done, source().n_in_both(n_done));
    source().stop_after(n_done);
    return stopping;
  }

  /// Makes a later pass. @param keeps_state whether it is that whose state is kept: the first.
  void collect(QuantileSearch& search, bool with_cube, bool keeps_state) {
    ByteWriter brackets;
    search.brackets().save(brackets);
    QuantilePass pass(source(), search.brackets());
    std::uint64_t n_done = 0;
    if (keeps_state && progress_.n_collected > 0) {
      read_kept(progress_.collected, [&](ByteReader& in) { pass.merge(in); });
      n_done = progress_.n_collected;
    }
    for (const std::uint64_t end = source().all().end; n_done < end;) {
      const PassOrder order{keeps_state ? next_round(n_done, end) : BlockRange{n_done, end},
                            source().n_paths(), with_cube};
      name_job(team_, collect_job);
      team_.broadcast(order.bytes());
      team_.broadcast(brackets.bytes());
      share_->collect(order, pass);
      n_done = order.blocks.end;
      if (with_cube) note_parts(order.blocks);
      if (keeps_state) rounds_.end([&] { keep(pass, n_done); });
    }
    pass.finish(search);
  }

  void keep(const QuantilePass& pass, std::uint64_t n_collected) {
    ByteWriter collected;
    pass.save(collected);
    progress_.n_collected = n_collected;
    progress_.collected = collected.bytes();
    state_->keep(progress_);
  }

  Team& team_;
  const LoadedScenario& loaded_;
  const Economy& economy_;
  const RunControl& control_;
  TeamSteps steps_;
  RunState* state_;
  Rounds rounds_;
  RunProgress progress_;
  std::optional<AtomicFolder> parts_;
  std::optional<RunShare> share_;
};

}  // namespace

std::uint64_t n_team_blocks(const Scenario& scenario) { return 2 * n_blocks(scenario); }

WrittenResult run_to_file_with_team(ResultWriter& writer, const std::string& path,
                                    const LoadedScenario& loaded, const Economy& economy,
                                    const RunControl& control, Team& team, RunState* state) {
  RunLead lead(team, path, loaded, economy, control, state);
  Result result = lead.simulate();
  WrittenResult written;
  const std::uint64_t n_paths = result.n_paths;
  write_root(writer, loaded, n_paths, {}, written);
  if (const std::vector<CubeSpec> cubes = write_cube_groups(writer, economy, n_paths); !cubes.empty())
    writer.join_cubes(cubes, lead.parts(), [&](double) { lead.stop_if_cancelled(); });
  write_statistics(writer, loaded, economy, std::move(result), {}, written);
  lead.stop_if_cancelled();
  writer.commit();
  if (state != nullptr) state->remove();
  return written;
}

}  // namespace secondcurve

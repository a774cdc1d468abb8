#include "engine/batch/team_run.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/block_ranges.hpp"
#include "engine/batch/result_parts.hpp"
#include "engine/batch/rounds.hpp"
#include "engine/batch/run_share.hpp"
#include "engine/batch/run_state.hpp"
#include "engine/batch/shard.hpp"
#include "engine/batch/team_steps.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/output/atomic_folder.hpp"
#include "engine/output/part_check.hpp"
#include "engine/run/share_progress.hpp"
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
      count_up_to(source().all().end, keeps_cube() ? Cubes::written : Cubes::left);
    const Tallies& all = share_->first().total();
    QuantileSearch search = share_->first().search();
    std::size_t n_searches = 0;
    if (!search.done() || shows_again)
      collect(search, n_searches++, shows_again ? Cubes::written : Cubes::left);
    while (!search.done()) {
      if (n_searches > 0 && control_.foresee) control_.foresee(source().all().end);
      collect(search, n_searches++, Cubes::left);
    }
    if (keeps_cube()) show_lost_parts();
    stop_if_cancelled(control_);
    return collect_result(source(), all, search, stopping);
  }

  /// The parts of the cubes, which all have been written, in their order.
  std::vector<ShardOfCubes> parts() {
    std::vector<ShardOfCubes> parts;
    for (const BlockRange& blocks : progress_.parts)
      parts.push_back({part_path(folder(), blocks.first), paths_of(blocks, source().n_paths())});
    std::sort(parts.begin(), parts.end(),
              [](const ShardOfCubes& a, const ShardOfCubes& b) { return a.paths.first < b.paths.first; });
    return parts;
  }

 private:
  /// Whether cubes are written in a pass.
  enum class Cubes { left, written };

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
    if (bytes.empty()) return;
    try {
      ByteReader in(bytes);
      read(in);
      in.expect_end();
    } catch (const DamagedBytes& damage) {
      throw IoError(state_->folder(), "go on",
                    fmt::format("{}. Go on with processors of the kind it was begun on, or remove the folder "
                                "to begin anew",
                                damage.what()));
    }
  }

  /// Takes over how far the run had come.
  void go_on(const RunProgress& before) {
    progress_ = before;
    read_kept(progress_.counting.found, [&](ByteReader& in) { share_->first().merge(in); });
    std::uint64_t n_done = before.counting.n_done();
    for (const PassProgress& search : before.searches) n_done += search.n_done();
    if (control_.progress) control_.progress(n_done);
  }

  /// Makes some rounds of a pass, until all blocks up to `end` are done; one where no state is kept.
  /// @param make a round. Returns what is done of it. @param save what the pass has found.
  void go_through(PassProgress& pass, std::uint64_t end, Cubes cubes,
                  const std::function<BlockRanges(const PassOrder&)>& make,
                  const std::function<void(ByteWriter&)>& save) {
    for (;;) {
      const bool fills_gaps = !pass.gaps.empty();
      const BlockRanges left = fills_gaps       ? pass.gaps
                               : pass.end < end ? BlockRanges{{pass.end, end}}
                                                : BlockRanges{};
      if (left.empty()) return;
      const BlockRanges blocks = next_round(left);
      const BlockRanges done = make(order_of(blocks, cubes));
      if (cubes == Cubes::written) progress_.parts.insert(progress_.parts.end(), done.begin(), done.end());
      pass.gaps = left_of(fills_gaps ? left : blocks, done);
      if (!fills_gaps) pass.end = blocks.back().end;
      end_round([&] {
        ByteWriter found;
        save(found);
        pass.found = std::move(found).bytes();
      });
    }
  }

  PassOrder order_of(const BlockRanges& blocks, Cubes cubes) {
    return {blocks, source().n_paths(), cubes == Cubes::written, state_ != nullptr};
  }

  /// The next blocks of a pass: all that are left where no state is kept.
  BlockRanges next_round(const BlockRanges& left) {
    stop_if_cancelled(control_);
    return state_ == nullptr ? left : rounds_.next(left);
  }

  /// Keeps how far the run has come. @param save what the pass has found.
  template <class Save>
  void end_round(const Save& save) {
    if (state_ == nullptr) return;
    rounds_.end([&] {
      save();
      state_->keep(progress_);
    });
    if (steps_.is_stopped()) throw Interrupted();
  }

  void give(const char* job, const PassOrder& order) {
    name_job(team_, job);
    team_.broadcast(order.bytes());
  }

  /// Goes on with the first pass.
  void count_up_to(std::uint64_t end, Cubes cubes) {
    const auto count = [&](const PassOrder& order) {
      give(count_job, order);
      return share_->count(order);
    };
    go_through(progress_.counting, end, cubes, count, [&](ByteWriter& out) { share_->first().save(out); });
  }

  /// Counts the paths of a run with a rule to stop until it says so. Returns how that was.
  Stopping count_until_enough() {
    Stopping stopping;
    std::uint64_t n_done = 0;
    for (const std::uint64_t n : looks(economy_.scenario().simulation)) {
      n_done = n;
      if (blocks_of(n) < progress_.counting.end) continue;  // was not enough, before the run was interrupted
      count_up_to(blocks_of(n), Cubes::left);
      stopping = share_->first().look(n);
      if (stopping.met) break;
    }
    share_->first().stop()->explain(stopping, n_done, source().n_in_both(n_done));
    source().stop_after(n_done);
    return stopping;
  }

  /// Makes a later pass, or goes on with it. @param number of the later passes before it.
  void collect(QuantileSearch& search, std::size_t number, Cubes cubes) {
    if (number == progress_.searches.size()) progress_.searches.emplace_back();
    PassProgress& progress = progress_.searches.at(number);
    ByteWriter brackets;
    search.brackets().save(brackets);
    QuantilePass pass(source(), search.brackets());
    read_kept(progress.found, [&](ByteReader& in) { pass.merge(in); });
    const auto collect = [&](const PassOrder& order) {
      give(collect_job, order);
      team_.broadcast(brackets.bytes());
      return share_->collect(order, pass);
    };
    go_through(progress, source().all().end, cubes, collect, [&](ByteWriter& out) { pass.save(out); });
    pass.finish(search);
  }

  /// Simulates blocks again whose part of the cubes was lost or damaged while the run was interrupted.
  void show_lost_parts() {
    forget_lost_parts();
    for (;;) {
      const BlockRanges left = left_of({source().all()}, progress_.parts);
      if (left.empty()) return;
      const PassOrder order = order_of(next_round(left), Cubes::written);
      give(show_job, order);
      const BlockRanges done = share_->show(order);
      progress_.parts.insert(progress_.parts.end(), done.begin(), done.end());
      end_round([] {});
    }
  }

  void forget_lost_parts() {
    if (state_ == nullptr || !state_->before()) return;
    const std::string fingerprint = run_fingerprint(loaded_);
    const std::vector<std::string> cubes = cube_names(economy_);
    std::erase_if(progress_.parts, [&](const BlockRange& part) {
      stop_if_cancelled(control_);
      return !problem_of_part(part_path(folder(), part.first), fingerprint, cubes,
                              paths_of(part, source().n_paths()))
                  .empty();
    });
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
                                    const RunControl& control, Team& team, RunState* state,
                                    const std::function<void()>& on_joining) {
  RunLead lead(team, path, loaded, economy, control, state);
  Result result = lead.simulate();
  WrittenResult written;
  const std::uint64_t n_paths = result.n_paths;
  write_root(writer, loaded, n_paths, {}, written);
  if (const std::vector<CubeSpec> cubes = write_cube_groups(writer, economy, n_paths); !cubes.empty()) {
    if (on_joining) on_joining();
    writer.join_cubes(cubes, lead.parts(), ShareProgress(control, blocks_of(n_paths)));
  }
  write_statistics(writer, loaded, economy, std::move(result), {}, written);
  stop_if_cancelled(control);
  writer.commit();
  if (state != nullptr) state->remove();
  return written;
}

}  // namespace secondcurve

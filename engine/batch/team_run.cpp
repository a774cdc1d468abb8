#include "engine/batch/team_run.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_team.hpp"
#include "engine/batch/result_parts.hpp"
#include "engine/batch/run_share.hpp"
#include "engine/batch/shard.hpp"
#include "engine/batch/team_steps.hpp"
#include "engine/config/files.hpp"
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

// Jobs of a run, as rank 0 names them. What they need follows, each by a broadcast of its own.
constexpr const char* begin_job = "run";        // RunStart
constexpr const char* count_job = "count";      // PassOrder
constexpr const char* collect_job = "collect";  // PassOrder, QuantileBrackets

void name_job(Team& team, const char* job) {
  team.broadcast(bytes_of(nlohmann::ordered_json{{"job", job}}.dump()));
}

/// The side of rank 0.
class RunLead final {
 public:
  RunLead(Team& team, const std::string& path, const LoadedScenario& loaded, const Economy& economy,
          const RunControl& control)
      : team_(team), loaded_(loaded), economy_(economy), control_(control), steps_(team, control) {
    // It stays in hiding: it is removed with this object.
    if (keeps_cube())
      parts_.emplace(path + ".parts", Overwrite::replace, [](const std::string&) { return std::string(); });
  }

  /// Makes all passes over the paths.
  Result simulate() {
    begin();
    std::optional<Stopping> stopping;
    bool cube_is_due = keeps_cube();
    if (share_->first().stop()) {
      stopping = count_until_enough();
    } else {
      count(source().all(), cube_is_due);
      cube_is_due = false;
    }
    const Tallies& all = share_->first().total();
    QuantileSearch search = share_->first().search();
    for (; !search.done() || cube_is_due; cube_is_due = false) {
      const PassOrder order{source().all(), source().n_paths(), cube_is_due};
      name_job(team_, collect_job);
      team_.broadcast(order.bytes());
      ByteWriter brackets;
      search.brackets().save(brackets);
      team_.broadcast(brackets.bytes());
      share_->collect(order, search.brackets(), &search);
    }
    stop_if_cancelled();
    return collect_result(source(), all, search, stopping);
  }

  /// The parts of the cubes, which all have been written.
  std::vector<ShardOfCubes> parts() {
    std::vector<ShardOfCubes> parts;
    for (std::size_t rank = 0; rank < team_.size(); ++rank) {
      const BlockRange blocks = share_of(rank, team_.size(), source().all());
      if (blocks.first < blocks.end)
        parts.push_back({part_path(folder(), rank), paths_of(blocks, source().n_paths())});
    }
    return parts;
  }

  void stop_if_cancelled() const {
    if (control_.cancelled != nullptr && control_.cancelled->load()) throw Interrupted();
  }

 private:
  bool keeps_cube() const { return economy_.scenario().output.keeps_cube(); }
  BlockSource& source() { return share_->source(); }
  std::string folder() const {
    return parts_ ? fs::path(fs::absolute(parts_->file("."))).lexically_normal().parent_path().string() : "";
  }

  void begin() {
    const RunStart start{loaded_.document.files(), loaded_.document.overrides(), run_fingerprint(loaded_),
                         folder(), static_cast<std::uint32_t>(control_.threads)};
    name_job(team_, begin_job);
    team_.broadcast(start.bytes());
    if (parts_) is_folder_shared(team_, fs::path(start.folder).parent_path().string(), folder_patience);
    steps_.take([&] { share_.emplace(steps_, loaded_, economy_, start.folder); });
    share_->merge();
  }

  void count(BlockRange blocks, bool with_cube) {
    const PassOrder order{blocks, source().n_paths(), with_cube};
    name_job(team_, count_job);
    team_.broadcast(order.bytes());
    share_->count(order);
  }

  /// Counts the paths of a run with a rule to stop until it says so. Returns how that was.
  Stopping count_until_enough() {
    Stopping stopping;
    std::uint64_t n_done = 0;
    for (const std::uint64_t n : looks(economy_.scenario().simulation)) {
      count({blocks_of(n_done), blocks_of(n)}, false);
      n_done = n;
      stopping = share_->first().look(n);
      if (stopping.met) break;
    }
    share_->first().stop()->explain(stopping, n_done, source().n_in_both(n_done));
    source().stop_after(n_done);
    return stopping;
  }

  Team& team_;
  const LoadedScenario& loaded_;
  const Economy& economy_;
  const RunControl& control_;
  TeamSteps steps_;
  std::optional<AtomicFolder> parts_;
  std::optional<RunShare> share_;
};

}  // namespace

std::uint64_t n_team_blocks(const Scenario& scenario) {
  const bool shows_again = scenario.simulation.stop_when && scenario.output.keeps_cube();
  return (shows_again || !scenario.output.quantiles.empty() ? 2 : 1) * n_blocks(scenario);
}

WrittenResult run_to_file_with_team(ResultWriter& writer, const std::string& path,
                                    const LoadedScenario& loaded, const Economy& economy,
                                    const RunControl& control, Team& team) {
  RunLead lead(team, path, loaded, economy, control);
  Result result = lead.simulate();
  WrittenResult written;
  const std::uint64_t n_paths = result.n_paths;
  write_root(writer, loaded, n_paths, {}, written);
  if (const std::vector<CubeSpec> cubes = write_cube_groups(writer, economy, n_paths); !cubes.empty())
    writer.join_cubes(cubes, lead.parts(), [&] { lead.stop_if_cancelled(); });
  write_statistics(writer, loaded, economy, std::move(result), {}, written);
  lead.stop_if_cancelled();
  writer.commit();
  return written;
}

class RunHelper::Impl {
 public:
  Impl(Team& team, const std::atomic<bool>& cancelled) : team_(team), cancelled_(cancelled) {}

  bool take(const std::string& job) {
    if (job == begin_job)
      begin(RunStart::from(team_.broadcast({})));
    else if (job == count_job)
      share_->count(PassOrder::from(team_.broadcast({})));
    else if (job == collect_job)
      collect();
    else
      return false;
    return true;
  }

 private:
  void begin(const RunStart& start) {
    if (!start.folder.empty() &&
        !is_folder_shared(team_, fs::path(start.folder).parent_path().string(), folder_patience))
      return;
    steps_.emplace(team_, RunControl{static_cast<int>(start.threads), &cancelled_, nullptr});
    steps_->take([&] {
      load(start);
      share_.emplace(*steps_, *loaded_, *economy_, start.folder);
    });
    share_->merge();
  }

  void load(const RunStart& start) {
    std::map<std::string, std::string> texts;
    for (const SourceFile& file : start.files) texts.emplace(file.name, file.text);
    const MemoryFiles files(std::move(texts));
    loaded_.emplace(load_scenario(start.files.front().name, start.overrides, files));
    if (run_fingerprint(*loaded_) != start.fingerprint)
      throw std::runtime_error("the config is another one here");
    economy_.emplace(loaded_->scenario);
  }

  void collect() {
    const PassOrder order = PassOrder::from(team_.broadcast({}));
    const Bytes bytes = team_.broadcast({});
    ByteReader in(bytes);
    const QuantileBrackets brackets(in);
    share_->collect(order, brackets, nullptr);
  }

  Team& team_;
  const std::atomic<bool>& cancelled_;
  std::optional<TeamSteps> steps_;
  std::optional<LoadedScenario> loaded_;
  std::optional<Economy> economy_;
  std::optional<RunShare> share_;
};

RunHelper::RunHelper(Team& team, const std::atomic<bool>& cancelled)
    : impl_(std::make_unique<Impl>(team, cancelled)) {}

RunHelper::~RunHelper() = default;

bool RunHelper::take(const std::string& job) {
  try {
    return impl_->take(job);
  } catch (const Interrupted&) {  // rank 0 knows, and says what is next
    return true;
  }
}

}  // namespace secondcurve

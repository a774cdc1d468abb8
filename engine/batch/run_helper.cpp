#include "engine/batch/run_helper.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include "engine/batch/batch_team.hpp"
#include "engine/batch/run_share.hpp"
#include "engine/batch/team_steps.hpp"
#include "engine/config/files.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/quantile_pass.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

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
    else if (job == show_job)
      show();
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

  void show() {
    const PassOrder order = PassOrder::from(team_.broadcast({}));
    share_->source().stop_after(order.n_paths);
    share_->show(order);
  }

  void collect() {
    const PassOrder order = PassOrder::from(team_.broadcast({}));
    const Bytes bytes = team_.broadcast({});
    ByteReader in(bytes);
    const QuantileBrackets brackets(in);
    in.expect_end();
    share_->source().stop_after(order.n_paths);
    QuantilePass pass(share_->source(), brackets);
    share_->collect(order, pass);
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

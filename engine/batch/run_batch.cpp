#include "engine/batch/run_batch.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/run_to_file.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_check.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/run/shared_threads.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/pairing.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace {

constexpr const char* part_attribute = "part_fingerprint";

/// Blocks that make a scenario long enough for all threads at once: each then has tens of tasks.
constexpr std::uint64_t long_blocks_per_thread = 64;

/// What a part is a function of: the scenario, and the baseline that it is compared with.
std::string part_fingerprint(const BatchRecord& record, std::size_t entry) {
  std::string fingerprint = record.entries[entry].fingerprint;
  if (record.baseline && *record.baseline != entry)
    fingerprint += '-' + record.entries[*record.baseline].fingerprint;
  return fingerprint;
}

/// The baseline, ready to be compared with.
struct LoadedBaseline {
  LoadedBaseline(LoadedScenario scenario, std::uint64_t n_paths, const RunControl& control)
      : loaded(std::move(scenario)), economy(loaded.scenario), paths(economy, n_paths, control) {}
  LoadedScenario loaded;
  Economy economy;
  Baseline paths;
};

class BatchRun final {
 public:
  BatchRun(const BatchDirectory& directory, const BatchRecord& record, const LoadEntry& load,
           const BatchControl& control)
      : directory_(directory), record_(record), load_(load), control_(control) {
    run_control_.threads = control.threads;
    run_control_.cancelled = &stopped_;
    run_control_.progress = [this](std::uint64_t) {
      if (is_cancelled()) stopped_ = true;
    };
  }

  void run(std::uint64_t n_blocks) {
    find_left();
    if (record_.baseline && !left_.empty()) run_baseline();
    const std::size_t n_threads = thread_count(run_control_);
    const std::size_t n_workers = std::min(n_at_once(n_blocks, n_threads), left_.size());
    std::vector<std::thread> workers;
    {
      SharedThreads threads(n_threads, n_workers);
      const auto body = [&] {
        work();
        threads.leave();
      };
      try {
        for (std::size_t i = 1; i < n_workers; ++i) workers.emplace_back(body);
      } catch (const std::system_error&) {  // no more threads are to be had: fewer will do
        for (std::size_t i = workers.size() + 1; i < n_workers; ++i) threads.leave();
      }
      if (n_workers > 0) body();
      for (std::thread& worker : workers) worker.join();
    }
    if (error_) std::rethrow_exception(error_);
    if (is_cancelled()) throw Interrupted();
  }

 private:
  bool is_cancelled() const { return control_.cancelled != nullptr && control_.cancelled->load(); }

  void report(const BatchEvent& event) {
    const std::lock_guard lock(reporting_);
    if (control_.report) control_.report(event);
  }

  /// Whether the part of a scenario is whole, and a function of what it should be.
  bool is_part(std::size_t entry) const {
    return check_result(directory_.part_path(entry), part_attribute, part_fingerprint(record_, entry))
               .state == ResultCheck::State::whole;
  }

  /// Lists the scenarios that are still to be simulated, and sets aside what is no part of this batch.
  void find_left() {
    const std::vector<BatchProgress> progress = directory_.progress(record_, false);
    for (std::size_t i = 0; i < progress.size(); ++i) {
      if (progress[i].state == BatchState::failed) continue;
      if (progress[i].state == BatchState::done) {
        if (is_part(i)) continue;
        report({.kind = BatchEvent::Kind::set_aside, .entry = i, .message = directory_.set_aside(i)});
      }
      left_.push_back(i);
    }
  }

  void run_baseline() {
    const std::size_t entry = *record_.baseline;
    const std::string& name = record_.entries[entry].name;
    if (const BatchProgress now = directory_.progress(record_, false)[entry]; now.state == BatchState::failed)
      throw NumericalError(
          fmt::format("the baseline '{}' failed, so that nothing can be compared with it: {}\n"
                      "Mend it and go on with --redo failed",
                      name, now.message));
    if (const auto place = std::find(left_.begin(), left_.end(), entry); place != left_.end()) {
      left_.erase(place);
      if (!simulate(entry)) return run_baseline();
    }
    if (left_.empty()) return;
    baseline_ = std::make_unique<LoadedBaseline>(
        load_as_recorded(entry), ResultFile(directory_.part_path(entry)).n_paths(), run_control_);
  }

  LoadedScenario load_as_recorded(std::size_t entry) const {
    LoadedScenario loaded = load_(entry);
    if (run_fingerprint(loaded) != record_.entries[entry].fingerprint)
      throw IoError(record_.entries[entry].file, "run the batch",
                    "it has changed since the batch began; change it back, or begin another batch");
    return loaded;
  }

  /// Simulates scenarios, the next that is left, until none is.
  void work() {
    try {
      while (!stopped_ && !is_cancelled()) {
        const std::size_t next = next_++;
        if (next >= left_.size()) return;
        simulate(left_[next]);
      }
    } catch (const Interrupted&) {  // by the user, or by an error of another scenario
      stopped_ = true;
    } catch (...) {
      const std::lock_guard lock(reporting_);
      if (!error_) error_ = std::current_exception();
      stopped_ = true;
    }
  }

  ResultOptions options_of(std::size_t entry, const Economy& economy) const {
    ResultOptions options{.scenario = record_.entries[entry].name,
                          .title = record_.entries[entry].title,
                          .attributes = {{part_attribute, part_fingerprint(record_, entry)}},
                          .notes = {},
                          .against = {}};
    if (baseline_ == nullptr) return options;
    const std::string reason = why_unpaired(economy, baseline_->economy);
    if (reason.empty())
      options.against = {&baseline_->paths, &baseline_->loaded};
    else
      options.notes.push_back(unpaired_note(record_.entries[*record_.baseline].name, reason));
    return options;
  }

  /// Returns whether the scenario could be simulated; notes why, where not.
  bool simulate(std::size_t entry) {
    report({.kind = BatchEvent::Kind::begun, .entry = entry});
    const auto start = std::chrono::steady_clock::now();
    const auto seconds = [&] {
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    std::string problem;
    try {
      const LoadedScenario loaded = load_as_recorded(entry);
      const Economy economy(loaded.scenario);
      ResultWriter writer(directory_.part_path(entry), Overwrite::refuse);
      const WrittenResult written =
          run_to_file(writer, loaded, economy, run_control_, options_of(entry, economy));
      report(
          {.kind = BatchEvent::Kind::done, .entry = entry, .seconds = seconds(), .n_paths = written.n_paths});
      return true;
    } catch (const NumericalError& error) {
      problem = error.what();
    } catch (const ConfigError& error) {
      problem = error.what();
    }
    directory_.write_failure(entry, problem);
    report({.kind = BatchEvent::Kind::failed, .entry = entry, .message = problem, .seconds = seconds()});
    return false;
  }

  const BatchDirectory& directory_;
  const BatchRecord& record_;
  const LoadEntry& load_;
  const BatchControl& control_;
  RunControl run_control_;
  std::atomic<bool> stopped_ = false;
  std::unique_ptr<LoadedBaseline> baseline_;
  std::vector<std::size_t> left_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex reporting_;
  std::exception_ptr error_;
};

}  // namespace

std::string unpaired_note(const std::string& baseline, const std::string& reason) {
  return fmt::format("it cannot be compared with {}: {}", baseline, reason);
}

std::size_t n_at_once(std::uint64_t n_blocks, std::size_t n_threads) {
  const std::uint64_t wanted = long_blocks_per_thread * n_threads / std::max<std::uint64_t>(n_blocks, 1) + 1;
  const std::size_t least = std::min<std::size_t>(2, n_threads);
  return std::clamp<std::size_t>(static_cast<std::size_t>(wanted), least, n_threads);
}

void run_batch(const BatchDirectory& directory, const BatchRecord& record, const LoadEntry& load,
               std::uint64_t n_blocks, const BatchControl& control) {
  BatchRun(directory, record, load, control).run(n_blocks);
}

}  // namespace secondcurve

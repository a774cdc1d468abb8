#include "engine/batch/part_maker.hpp"

#include <chrono>
#include <exception>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/output/result_check.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/shared_threads.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/pairing.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace {

constexpr const char* part_attribute = "part_fingerprint";

/// What a part is a function of: the scenario, and the baseline that it is compared with.
std::string part_fingerprint(const BatchRecord& record, std::size_t entry) {
  std::string fingerprint = record.entries[entry].fingerprint;
  if (record.baseline && *record.baseline != entry)
    fingerprint += '-' + record.entries[*record.baseline].fingerprint;
  return fingerprint;
}

/// The first exception of several threads.
class FirstError final {
 public:
  void keep(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr error_;
};

}  // namespace

/// The baseline, ready to be compared with.
struct PartMaker::LoadedBaseline {
  LoadedBaseline(LoadedScenario scenario, std::uint64_t n_paths, const RunControl& control)
      : loaded(std::move(scenario)), economy(loaded.scenario), paths(economy, n_paths, control) {}
  LoadedScenario loaded;
  Economy economy;
  Baseline paths;
};

PartMaker::PartMaker(const BatchDirectory& directory, const BatchRecord& record, const LoadEntry& load,
                     const RunControl& control, std::function<void(const BatchEvent&)> report)
    : directory_(directory), record_(record), load_(load), control_(control), report_(std::move(report)) {}

PartMaker::~PartMaker() = default;

bool PartMaker::is_part(std::size_t entry) const {
  return check_result(directory_.part_path(entry), part_attribute, part_fingerprint(record_, entry)).state ==
         ResultCheck::State::whole;
}

void PartMaker::load_baseline() {
  const std::size_t entry = *record_.baseline;
  baseline_ = std::make_unique<LoadedBaseline>(load_as_recorded(entry),
                                               ResultFile(directory_.part_path(entry)).n_paths(), control_);
}

LoadedScenario PartMaker::load_as_recorded(std::size_t entry) const {
  LoadedScenario loaded = load_(entry);
  if (run_fingerprint(loaded) != record_.entries[entry].fingerprint)
    throw IoError(record_.entries[entry].file, "run the batch",
                  "it has changed since the batch began; change it back, or begin another batch");
  return loaded;
}

ResultOptions PartMaker::options_of(std::size_t entry, const Economy& economy) const {
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

bool PartMaker::was_made_meanwhile(std::size_t entry) const {
  std::error_code ignored;
  return std::filesystem::exists(directory_.part_path(entry), ignored) && is_part(entry);
}

bool PartMaker::make(std::size_t entry) {
  if (was_made_meanwhile(entry)) {
    report_({.kind = BatchEvent::Kind::done, .entry = entry});
    return true;
  }
  report_({.kind = BatchEvent::Kind::begun, .entry = entry});
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::string problem;
  try {
    const LoadedScenario loaded = load_as_recorded(entry);
    const Economy economy(loaded.scenario);
    ResultWriter writer(directory_.part_path(entry), Overwrite::refuse);
    const WrittenResult written = run_to_file(writer, loaded, economy, control_, options_of(entry, economy));
    report_(
        {.kind = BatchEvent::Kind::done, .entry = entry, .seconds = seconds(), .n_paths = written.n_paths});
    return true;
  } catch (const NumericalError& error) {
    problem = error.what();
  } catch (const ConfigError& error) {
    problem = error.what();
  } catch (const IoError&) {
    if (!was_made_meanwhile(entry)) throw;
    report_({.kind = BatchEvent::Kind::done, .entry = entry, .seconds = seconds()});
    return true;
  }
  directory_.write_failure(entry, problem);
  report_({.kind = BatchEvent::Kind::failed, .entry = entry, .message = problem, .seconds = seconds()});
  return false;
}

void make_parts(PartMaker& maker, const NextEntry& next, std::size_t n_at_once, const RunControl& control,
                std::atomic<bool>& stopped) {
  FirstError first;
  SharedThreads threads(thread_count(control), n_at_once);
  const auto work = [&] {
    try {
      while (!stopped) {
        const std::optional<std::size_t> entry = next();
        if (!entry) break;
        maker.make(*entry);
      }
    } catch (const Interrupted&) {  // by the user, or by an error of another scenario
      stopped = true;
    } catch (...) {
      first.keep(std::current_exception());
      stopped = true;
    }
    threads.leave();
  };
  std::vector<std::thread> workers;
  try {
    for (std::size_t i = 1; i < n_at_once; ++i) workers.emplace_back(work);
  } catch (const std::system_error&) {  // no more threads are to be had: fewer will do
    for (std::size_t i = workers.size() + 1; i < n_at_once; ++i) threads.leave();
  }
  work();
  for (std::thread& worker : workers) worker.join();
  first.rethrow();
  if (stopped) throw Interrupted();
}

}  // namespace secondcurve

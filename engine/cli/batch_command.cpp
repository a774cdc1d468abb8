#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/batch.hpp"
#include "engine/batch/batch_directory.hpp"
#include "engine/batch/batch_time.hpp"
#include "engine/batch/directory_lock.hpp"
#include "engine/batch/needs.hpp"
#include "engine/batch/run_batch.hpp"
#include "engine/cli/batch_display.hpp"
#include "engine/cli/batch_plan_text.hpp"
#include "engine/cli/batch_request.hpp"
#include "engine/cli/batch_status.hpp"
#include "engine/cli/batch_tables.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/exit_status.hpp"
#include "engine/cli/file_kind.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/config/files.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/size_text.hpp"
#include "engine/run/team.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::cli {

namespace fs = std::filesystem;

namespace {

/// A batch that was read and checked.
struct CheckedBatch {
  BatchPlan plan;
  std::vector<ScenarioCheck> checks;
  BatchRecord record;
};

BatchPlan load_plan(const std::string& file, const Files& files) {
  try {
    return load_batch(file, files);
  } catch (const ConfigError&) {
    refuse_result_as_batch(file);
    refuse_scenario_file(file, files);
    throw;
  }
}

/// @param file of the batch. @param source of its text and those of its configs.
CheckedBatch check_batch(const BatchRequest& request, const std::string& file, const Files& source) {
  const CachedFiles files(source);
  CheckedBatch batch{load_plan(file, files), {}, {}};
  RunControl control;
  control.threads = request.threads_here;
  control.cancelled = &stop_requested;
  batch.checks = check_scenarios(batch.plan, files, control);
  refuse_wrong_scenarios(batch.plan, batch.checks);
  batch.record = record_of(batch.plan, batch.checks, files.texts());
  return batch;
}

std::size_t count_of(const std::vector<BatchProgress>& progress, BatchState state) {
  return static_cast<std::size_t>(
      std::count_if(progress.begin(), progress.end(), [&](const auto& each) { return each.state == state; }));
}

/// The batch as it goes on: as it is where nothing has changed since it began; as it was where comments or
/// spacing alone have. Throws UsageError where it has become another one.
CheckedBatch as_begun(const BatchRequest& request, const BatchDirectory& directory, CheckedBatch batch) {
  const BatchRecord before = directory.read_record();
  const std::vector<BatchProgress> progress = directory.progress(before, false);
  const BatchChanges changes = changes_since(before, batch.record, progress, request.redo_failed);
  const bool has_failures = count_of(progress, BatchState::failed) > 0;
  if (changes.differences.empty() && changes.reworded.empty()) return batch;
  const std::string reworded =
      fmt::format("only comments or spacing of {} changed", join(changes.reworded, ", ", " and "));
  if (changes.differences.empty() && !request.redo_failed) {
    if (!request.quiet)
      remark(reworded + " since the batch began: it goes on with the text that it began with\n");
    return check_batch(request, before.file, MemoryFiles(before.files));
  }
  throw UsageError(
      fmt::format("secondcurve batch: {} is no longer the batch that was begun in {}:\n{}"
                  "Change it back, or begin another batch in a new directory.{}",
                  request.file, request.folder,
                  changes.differences.empty() ? "  " + reworded + ", and results keep these texts\n"
                                              : changes.differences,
                  has_failures && !request.redo_failed
                      ? " Where only scenarios that failed have changed, go on with --redo failed."
                      : ""));
}

/// Makes the directory ready: a new one, or one to go on with.
void prepare(const BatchRequest& request, const BatchDirectory& directory, const BatchRecord& record) {
  directory.remove_temporary_files();
  std::vector<BatchProgress> progress(record.entries.size());
  if (directory.holds_batch()) progress = directory.progress(record, false);
  directory.write_record(record);  // first, so that nothing is forgotten of the old one
  for (std::size_t i = 0; i < progress.size(); ++i) {
    if (request.redo_failed && progress[i].state == BatchState::failed) directory.forget_failure(i);
    if (!record.entries[i].problem.empty()) directory.write_failure(i, record.entries[i].problem);
  }
}

/// Throws UsageError where a batch is to be begun that was begun already, or gone on with where there is
/// none.
void refuse_wrong_directory(const BatchRequest& request, const BatchDirectory& directory) {
  if (request.begin) return;  // both are right
  const bool goes_on = request.resume || request.redo_failed || request.shard;
  if (directory.holds_batch() && !goes_on)
    throw UsageError(fmt::format(
        "secondcurve batch: {} holds a batch already: go on with it by --resume, or name a new directory",
        request.folder));
  if (!directory.holds_batch() && goes_on)
    throw UsageError(fmt::format("secondcurve batch: no batch was begun in {}: begin it {}", request.folder,
                                 request.shard    ? "with --begin"
                                 : request.resume ? "without --resume"
                                                  : "without --redo"));
}

/// Which scenarios are made where several jobs share them; null for all.
std::function<bool(std::size_t)> wanted(const BatchRequest& request, const BatchRecord& record) {
  if (request.begin) return [baseline = record.baseline](std::size_t entry) { return entry == baseline; };
  if (!request.shard) return nullptr;
  return [shard = *request.shard, baseline = record.baseline](std::size_t entry) {
    return entry != baseline && entry % shard.of == shard.number - 1;
  };
}

/// Simulates what is not done.
void simulate(const BatchRequest& request, const BatchDirectory& directory, const CheckedBatch& batch,
              BatchDisplay& display, Team& team) {
  const MemoryFiles files(batch.record.files);
  const BatchControl control{.threads = request.threads,
                             .cancelled = &stop_requested,
                             .report = [&](const BatchEvent& event) { display.show(event); },
                             .is_wanted = wanted(request, batch.record)};
  const auto load = [&](std::size_t entry) {
    return load_planned(batch.plan, batch.plan.scenarios[entry], files);
  };
  run_batch(directory, batch.record, load, mean_blocks(batch.checks), control, team);
  if (request.begin || request.shard) return;
  write_index(directory, batch.record, batch.plan, &stop_requested,
              [&](std::size_t n_read) { display.show_merged(n_read / 2); });
}

/// Simulates what is not done of a batch that several jobs make.
int run_part(const BatchRequest& request, const BatchDirectory& directory, const CheckedBatch& batch,
             BatchDisplay& display, Team& team) {
  simulate(request, directory, batch, display, team);
  std::size_t n = 0, n_failed = 0;
  const std::function<bool(std::size_t)> is_mine = wanted(request, batch.record);
  const std::vector<BatchProgress> progress = directory.progress(batch.record, false);
  for (std::size_t i = 0; i < progress.size(); ++i) {
    if (!is_mine(i)) continue;
    ++n;
    if (progress[i].state == BatchState::failed) ++n_failed;
  }
  display.hide();
  const std::string what =
      request.shard ? fmt::format("part {}/{}", request.shard->number, request.shard->of) : "the baseline";
  const auto n_wrong =
      static_cast<std::size_t>(std::count_if(batch.record.entries.begin(), batch.record.entries.end(),
                                             [](const BatchEntry& entry) { return !entry.problem.empty(); }));
  if (request.begin && n_wrong > 0 && !request.quiet)
    remark(fmt::format("{} cannot be run; why: secondcurve batch --status {}\n", counted(n_wrong, "scenario"),
                       request.folder));
  if (request.begin && n == 0) {
    if (!request.quiet) remark(request.folder + ": begun; it has no baseline\n");
    return exit_done;
  }
  const std::string failed = n_failed > 0 ? fmt::format(", {} failed", n_failed) : "";
  if (!request.quiet)
    remark(fmt::format("{}: {} ({}) is done{}\n", request.folder, what, counted(n, "scenario"), failed));
  // A scenario that failed is no reason to keep others from going on; without a baseline they cannot.
  return request.begin && n_failed > 0 ? exit_some_failed : exit_done;
}

/// Does what is left to do and prints what came of it.
int run(const BatchRequest& request, const BatchDirectory& directory, const CheckedBatch& batch,
        std::ofstream log, Team& team) {
  const BatchRecord& record = batch.record;
  const std::vector<BatchProgress> before = directory.progress(record, false);
  std::vector<std::string> names;
  for (const BatchEntry& entry : record.entries) names.push_back(entry.name);
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  BatchDisplay display(batch.plan.title, names, count_of(before, BatchState::done),
                       count_of(before, BatchState::failed), request.log, std::move(log), request.quiet);
  if ((request.begin || request.shard) && directory.is_finished()) {
    if (!request.quiet) remark(fmt::format("{} is finished: nothing was left to do\n", request.folder));
    return exit_done;
  }
  if (request.begin || request.shard) return run_part(request, directory, batch, display, team);
  if (directory.is_finished()) {
    if (!request.quiet) remark(fmt::format("{} is finished: nothing was left to do\n", request.folder));
  } else {
    simulate(request, directory, batch, display, team);
    display.log("finished", seconds());
    if (count_of(directory.progress(record, false), BatchState::failed) == 0) directory.remove_parts();
  }
  const std::size_t n_failed = count_of(directory.progress(record, false), BatchState::failed);
  if (!request.quiet) {
    display.hide();
    fmt::print("{}", request.json ? batch_json(directory.index_path()) : batch_text(directory.index_path()));
    std::fflush(stdout);
    remark(fmt::format("Result: {} ({}), {} of {} in {}\n", directory.index_path(),
                       size_text(static_cast<double>(fs::file_size(directory.index_path()))),
                       names.size() - n_failed, counted(names.size(), "scenario"), duration_text(seconds())));
    if (n_failed > 0)
      remark(fmt::format("{} failed; what is wrong: secondcurve batch --status {}\n",
                         counted(n_failed, "scenario"), request.folder));
  }
  return n_failed > 0 ? exit_some_failed : exit_done;
}

/// Runs a batch that is right, in its directory.
int run_in_directory(const BatchRequest& request, CheckedBatch batch, Team& team) {
  const BatchDirectory directory(request.folder);
  refuse_wrong_directory(request, directory);
  const bool has_own_log = log_lies_in_folder(request);
  std::ofstream log;
  if (!has_own_log) log = open_log(request.log);
  directory.create();
  const DirectoryLock lock(request.folder,
                           request.shard ? DirectoryLock::Kind::with_others : DirectoryLock::Kind::alone);
  if (directory.holds_batch()) batch = as_begun(request, directory, std::move(batch));
  if (!request.shard) prepare(request, directory, batch.record);
  if (has_own_log) log = open_log(request.log);
  const std::vector<BatchProgress> progress = directory.progress(batch.record, false);
  if (!directory.is_finished()) {
    BatchNeeds needs =
        needs_of(batch.checks, batch.plan.baseline, thread_count({request.threads_here, nullptr, nullptr}),
                 [&](std::size_t i) { return progress[i].state == BatchState::is_new; });
    needs.memory_bytes *= static_cast<double>(team.n_here());
    refuse_what_does_not_fit(needs, request.folder);
  }
  const std::string advice =
      request.begin || request.shard
          ? std::string("what is finished is kept: go on with the same command\n")
          : fmt::format("what is finished is kept: go on with secondcurve batch {} -o {} --resume\n",
                        request.file, request.folder);
  try {
    return run(request, directory, batch, std::move(log), team);
  } catch (const Interrupted&) {
    remark("interrupted; " + advice);
    return exit_interrupted;
  } catch (const IoError&) {
    remark("The batch has stopped; " + advice);
    throw;
  }
}

/// Prints what would be run.
int print_plan(const BatchRequest& request, const CheckedBatch& batch) {
  const MemoryFiles files(batch.record.files);
  const RunControl control{request.threads_here, &stop_requested, nullptr};
  const PlanNeeds needs{
      needs_of(batch.checks, batch.plan.baseline, thread_count(control), [](std::size_t) { return true; }),
      batch_seconds(batch.plan, batch.checks, files, control)};
  fmt::print("{}", request.json ? plan_json(batch.plan, batch.checks, needs)
                                : plan_text(batch.plan, batch.checks, needs));
  refuse_what_does_not_fit(needs.sizes, request.folder.empty() ? "." : request.folder);
  const bool are_right = std::all_of(batch.checks.begin(), batch.checks.end(),
                                     [](const ScenarioCheck& check) { return check.ok(); });
  return are_right ? exit_done : exit_some_failed;
}

}  // namespace

int batch_command(const std::vector<std::string>& arguments, Team& team) {
  std::optional<BatchRequest> request = read_batch_request(arguments);
  if (!request) return exit_done;
  request->threads_here = threads_of(team, request->threads);
  if (!request->status.empty()) {
    fmt::print("{}", request->json ? status_json(request->status) : status_text(request->status));
    return exit_done;
  }
  CheckedBatch batch = check_batch(*request, request->file, DiskFiles());
  if (request->dry_run) return print_plan(*request, batch);
  const int status = run_in_directory(*request, std::move(batch), team);
  // There is no table yet of a batch that several jobs make; how it stands is what there is to tell.
  if ((request->begin || request->shard) && request->json && !request->quiet)
    fmt::print("{}", status_json(request->folder));
  return status;
}

}  // namespace secondcurve::cli

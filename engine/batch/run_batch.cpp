#include "engine/batch/run_batch.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "engine/batch/batch_team.hpp"
#include "engine/batch/part_maker.hpp"
#include "engine/core/error.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/run/team.hpp"

namespace secondcurve {

namespace {

/// Blocks that make a scenario long enough for all threads at once: each then has tens of tasks.
constexpr std::uint64_t long_blocks_per_thread = 64;

/// The side of rank 0: finds what is left, makes the baseline, and then parts as all processes do.
class BatchRun final {
 public:
  BatchRun(const BatchDirectory& directory, const BatchRecord& record, const LoadEntry& load,
           const BatchControl& control, Team& team)
      : directory_(directory),
        record_(record),
        control_(control),
        team_(team),
        maker_(directory, record, load, run_control_, [this](const BatchEvent& event) { report(event); }) {
    run_control_.threads = threads_of(team, control.threads);
    run_control_.cancelled = &stopped_;
    run_control_.progress = [this](std::uint64_t) {
      if (is_cancelled()) stopped_ = true;
    };
  }

  void run(std::uint64_t n_blocks) {
    find_left();
    if (is_cancelled()) throw Interrupted();
    if (left_.empty()) return;
    refuse_unshared_folder(team_, folder());
    if (record_.baseline) make_baseline();
    if (!left_.empty()) make_rest(n_blocks);
    if (is_cancelled()) throw Interrupted();
  }

 private:
  /// By its absolute path.
  std::string folder() const { return std::filesystem::absolute(directory_.path()).string(); }
  bool is_cancelled() const { return control_.cancelled != nullptr && control_.cancelled->load(); }

  void report(const BatchEvent& event) {
    const std::lock_guard lock(reporting_);
    if (control_.report) control_.report(event);
  }

  /// Lists the scenarios that are still to be simulated, and sets aside what is no part of this batch.
  void find_left() {
    const std::vector<BatchProgress> progress = directory_.progress(record_, false);
    for (std::size_t i = 0; i < progress.size(); ++i) {
      if (progress[i].state == BatchState::failed || !is_wanted(i)) continue;
      if (progress[i].state == BatchState::done) {
        if (maker_.is_part(i)) continue;
        report({.kind = BatchEvent::Kind::set_aside, .entry = i, .message = directory_.set_aside(i)});
      }
      left_.push_back(i);
    }
  }

  bool is_wanted(std::size_t entry) const { return !control_.is_wanted || control_.is_wanted(entry); }

  void make_baseline() {
    const std::size_t entry = *record_.baseline;
    const std::string& name = record_.entries[entry].name;
    const BatchProgress now = directory_.progress(record_, false)[entry];
    if (now.state != BatchState::failed && !is_wanted(entry) && !maker_.is_part(entry))
      throw UsageError(
          fmt::format("secondcurve batch: the baseline '{}', with which scenarios are compared, is not in {} "
                      "or is damaged: make "
                      "it first with secondcurve batch {} -o {} --begin",
                      name, directory_.path(), record_.file, directory_.path()));
    if (now.state == BatchState::failed)
      throw NumericalError(
          fmt::format("the baseline '{}' failed, so that nothing can be compared with it: {}\n"
                      "Mend it and go on with --redo failed",
                      name, now.message));
    if (const auto place = std::find(left_.begin(), left_.end(), entry); place != left_.end()) {
      left_.erase(place);
      if (!maker_.make(entry)) return make_baseline();
    }
    if (!left_.empty()) has_baseline_ = true;
  }

  /// Makes the parts that are left with all processes of the team.
  void make_rest(std::uint64_t n_blocks) {
    const BatchJob job{.folder = folder(),
                       .n_blocks = n_blocks,
                       .n_left = left_.size(),
                       .threads = control_.threads,
                       .has_baseline = has_baseline_,
                       .record = to_json(record_)};
    if (team_.size() > 1) team_.broadcast(bytes_of(job.to_json()));
    BatchDesk desk(team_, left_, stopped_, [this](const BatchEvent& event) { report(event); });
    const auto serve = [&] { desk.serve([this] { return is_cancelled(); }); };
    std::thread clerk;
    std::exception_ptr error;
    try {
      clerk = std::thread(serve);
      if (has_baseline_) maker_.load_baseline();
      make_parts(
          maker_, [&] { return is_cancelled() ? std::nullopt : desk.next(); },
          n_at_once_of(job, thread_count(run_control_), team_.size()), run_control_, stopped_);
    } catch (const Interrupted&) {  // by the user, or by what another process met
      stopped_ = true;
    } catch (...) {
      error = std::current_exception();
      stopped_ = true;
    }
    if (clerk.joinable())
      clerk.join();
    else
      serve();  // no thread was to be had; the others wait all the same, to be told to stop
    if (error) std::rethrow_exception(error);
    desk.rethrow();
    if (stopped_) throw Interrupted();
  }

  const BatchDirectory& directory_;
  const BatchRecord& record_;
  const BatchControl& control_;
  Team& team_;
  RunControl run_control_;
  std::atomic<bool> stopped_ = false;
  PartMaker maker_;
  std::vector<std::size_t> left_;
  bool has_baseline_ = false;
  std::mutex reporting_;
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
               std::uint64_t n_blocks, const BatchControl& control, Team& team) {
  BatchRun(directory, record, load, control, team).run(n_blocks);
}

}  // namespace secondcurve

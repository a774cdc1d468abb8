#include "engine/batch/batch_team.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/check_scenarios.hpp"
#include "engine/batch/part_maker.hpp"
#include "engine/batch/team_problem.hpp"
#include "engine/config/files.hpp"
#include "engine/core/error.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

namespace {
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// How often a process that simulates looks whether it has to stop.
constexpr auto stop_interval = 20ms;

constexpr const char* nothing_left = "none";

// The jobs.
constexpr const char* folder_job = "folder of a batch";
constexpr const char* batch_job = "batch";

Json event_json(const BatchEvent& event) {
  return {{"kind", static_cast<int>(event.kind)},
          {"entry", event.entry},
          {"message", event.message},
          {"seconds", event.seconds},
          {"paths", event.n_paths}};
}

BatchEvent event_of(const Json& json) {
  return {.kind = static_cast<BatchEvent::Kind>(json.at("kind").get<int>()),
          .entry = json.at("entry").get<std::size_t>(),
          .message = json.at("message").get<std::string>(),
          .seconds = json.at("seconds").get<double>(),
          .n_paths = json.at("paths").get<std::uint64_t>()};
}

/// The side of a process that is not rank 0.
class Helper final {
 public:
  Helper(Team& team, const std::atomic<bool>& cancelled) : team_(team), cancelled_(cancelled) {
    control_.cancelled = &stopped_;
    control_.progress = [this](std::uint64_t) { look_for_stop(); };
  }

  /// Throws as run_batch.
  void work(const BatchJob& job) {
    const BatchDirectory directory(job.folder);
    const BatchRecord record = batch_record_of(job.record, job.folder);
    const MemoryFiles files(record.files);
    const BatchPlan plan = load_batch(record.file, files);
    const LoadEntry load = [&](std::size_t entry) {
      return load_planned(plan, plan.scenarios[entry], files);
    };
    control_.threads = threads_of(team_, job.threads);
    PartMaker maker(directory, record, load, control_, [this](const BatchEvent& event) {
      tell({{"event", event_json(event)}});
    });
    first_ = next();
    if (!first_) return;
    if (job.has_baseline) maker.load_baseline();  // which takes a while: not for nothing
    make_parts(
        maker, [this] { return first_or_next(); }, n_at_once_of(job, thread_count(control_), team_.size()),
        control_, stopped_);
  }

  void tell(const Json& json) {
    // A name of a file may be no UTF-8.
    team_.send(0, Team::Channel::to_leader, json.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

 private:
  void look_for_stop() {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    if (cancelled_) stopped_ = true;
    if (Clock::now() - looked_ < stop_interval) return;
    looked_ = Clock::now();
    if (team_.receive(Team::Channel::stop)) stopped_ = true;
  }

  std::optional<std::size_t> next() {
    look_for_stop();
    if (stopped_) return std::nullopt;
    tell({{"ask", true}});
    for (Naps naps;; naps.rest()) {  // answers are alike to all threads
      if (const auto answer = team_.receive(Team::Channel::work)) {
        if (answer->text == nothing_left) return std::nullopt;
        return static_cast<std::size_t>(std::stoull(answer->text));
      }
      look_for_stop();
      if (stopped_) return std::nullopt;  // no answer may come any more
    }
  }

  std::optional<std::size_t> first_or_next() {
    {
      const std::lock_guard lock(mutex_);
      if (first_) return std::exchange(first_, std::nullopt);
    }
    return next();
  }

  Team& team_;
  const std::atomic<bool>& cancelled_;
  std::atomic<bool> stopped_ = false;
  RunControl control_;
  std::mutex mutex_;
  std::optional<std::size_t> first_;  ///< scenario, which it has asked for before the baseline was loaded
  Clock::time_point looked_{};
};

}  // namespace

std::string BatchJob::to_json() const {
  const Json json{{"job", batch_job}, {"folder", folder},   {"n_blocks", n_blocks},
                  {"n_left", n_left}, {"threads", threads}, {"has_baseline", has_baseline},
                  {"record", record}};
  return json.dump();
}

BatchJob BatchJob::from_json(const std::string& text) {
  const Json json = Json::parse(text);
  return {.folder = json.at("folder").get<std::string>(),
          .n_blocks = json.at("n_blocks").get<std::uint64_t>(),
          .n_left = json.at("n_left").get<std::size_t>(),
          .threads = json.at("threads").get<int>(),
          .has_baseline = json.at("has_baseline").get<bool>(),
          .record = json.at("record").get<std::string>()};
}

std::size_t n_at_once_of(const BatchJob& job, std::size_t n_threads, std::size_t n_processes) {
  const std::size_t share = (job.n_left + n_processes - 1) / n_processes;
  return std::max<std::size_t>(1, std::min(n_at_once(job.n_blocks, n_threads), share));
}

BatchDesk::BatchDesk(Team& team, const std::vector<std::size_t>& left, std::atomic<bool>& stopped,
                     std::function<void(const BatchEvent&)> report)
    : team_(team), left_(left), stopped_(stopped), report_(std::move(report)), n_away_(team.size() - 1) {}

std::optional<std::size_t> BatchDesk::next() {
  const std::lock_guard lock(mutex_);
  if (stopped_ || next_ >= left_.size()) return std::nullopt;
  return left_[next_++];
}

void BatchDesk::serve(const std::function<bool()>& is_cancelled) noexcept {
  for (;;) {
    try {
      return serve_all(is_cancelled);
    } catch (...) {  // the others still wait for answers
      keep(std::current_exception());
      if (!stopping_) stopping_ = Clock::now();
      std::this_thread::sleep_for(1ms);
    }
  }
}

void BatchDesk::serve_all(const std::function<bool()>& is_cancelled) {
  for (Naps naps; n_away_ > 0;) {
    if (is_cancelled()) stopped_ = true;
    if (stopping_) {
      const Clock::duration patience =
          is_cancelled() ? Clock::duration(patience_with_signals) : Clock::duration(patience_with_errors);
      if (Clock::now() - *stopping_ > patience) return;
    }
    if (stopped_ && !has_told_) stop_all();
    if (const auto message = team_.receive(Team::Channel::to_leader)) {
      answer(*message);
      naps = {};
    } else {
      naps.rest();
    }
  }
}

void BatchDesk::stop_all() {
  has_told_ = true;
  if (!stopping_) stopping_ = Clock::now();
  for (std::size_t rank = 1; rank < team_.size(); ++rank) team_.send(rank, Team::Channel::stop, "stop");
}

void BatchDesk::answer(const Team::Message& message) {
  const Json json = Json::parse(message.text);
  if (json.contains("ask")) {
    const std::optional<std::size_t> entry = next();
    team_.send(message.rank, Team::Channel::work, entry ? std::to_string(*entry) : nothing_left);
  } else if (json.contains("event")) {
    report_(event_of(json.at("event")));
  } else {
    --n_away_;
    const TeamProblem problem{static_cast<TeamProblem::Kind>(json.at("kind").get<int>()),
                              json.at("problem").get<std::string>()};
    if (json.at("stopped").get<bool>()) stopped_ = true;
    if (const std::exception_ptr error = problem.error_of(team_.name(message.rank))) keep(error);
  }
}

void BatchDesk::keep(std::exception_ptr error) {
  stopped_ = true;
  if (!error_) error_ = std::move(error);
}

void BatchDesk::rethrow() const {
  if (error_) std::rethrow_exception(error_);
}

void refuse_unshared_folder(Team& team, const std::string& folder) {
  if (team.size() == 1) return;
  team.broadcast(bytes_of(Json{{"job", folder_job}, {"folder", folder}}.dump()));
  is_folder_shared(team, folder, folder_patience);
}

bool work_on_batch(Team& team, const std::string& text, const std::atomic<bool>& cancelled) {
  const Json json = Json::parse(text);
  const std::string name = json.at("job").get<std::string>();
  if (name == folder_job) {
    is_folder_shared(team, json.at("folder").get<std::string>(), folder_patience);
    return true;
  }
  if (name != batch_job) return false;
  Helper helper(team, cancelled);
  TeamProblem problem;
  bool is_stopped = false;
  try {
    helper.work(BatchJob::from_json(text));
  } catch (const Interrupted&) {
    is_stopped = true;
  } catch (...) {
    problem = TeamProblem::of(std::current_exception());
  }
  helper.tell({{"problem", problem.text},
               {"kind", static_cast<int>(problem.kind)},
               {"stopped", is_stopped || cancelled}});
  return true;
}

}  // namespace secondcurve

#include "engine/batch/batch_team.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/check_scenarios.hpp"
#include "engine/batch/part_maker.hpp"
#include "engine/config/files.hpp"
#include "engine/core/error.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

namespace {
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto patience_with_errors = 30s;
/// mpirun kills one second after it has passed on a signal.
constexpr auto patience_with_signals = 200ms;
/// How often a process that simulates looks whether it has to stop.
constexpr auto stop_interval = 20ms;

constexpr const char* nothing_left = "none";

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
    if (job.has_baseline) maker.load_baseline();
    make_parts(
        maker, [this] { return next(); }, n_at_once_of(job, thread_count(control_), team_.size()), control_,
        stopped_);
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
    for (Naps naps;; naps.rest())  // who has asked gets an answer, and answers are alike to all threads
      if (const auto answer = team_.receive(Team::Channel::work)) {
        if (answer->text == nothing_left) return std::nullopt;
        return static_cast<std::size_t>(std::stoull(answer->text));
      }
  }

  Team& team_;
  const std::atomic<bool>& cancelled_;
  std::atomic<bool> stopped_ = false;
  RunControl control_;
  std::mutex mutex_;
  Clock::time_point looked_{};
};

}  // namespace

std::string BatchJob::to_json() const {
  const Json json{{"job", "batch"},   {"folder", folder},   {"n_blocks", n_blocks},
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
  try {
    serve_all(is_cancelled);
  } catch (...) {
    error_ = std::current_exception();
    stopped_ = true;
  }
}

void BatchDesk::serve_all(const std::function<bool()>& is_cancelled) {
  std::optional<Clock::time_point> told;
  for (Naps naps; n_away_ > 0;) {
    if (is_cancelled()) stopped_ = true;
    if (stopped_ && !told) {
      for (std::size_t rank = 1; rank < team_.size(); ++rank) team_.send(rank, Team::Channel::stop, "stop");
      told = Clock::now();
    }
    if (told) {
      const Clock::duration patience =
          is_cancelled() ? Clock::duration(patience_with_signals) : Clock::duration(patience_with_errors);
      if (Clock::now() - *told > patience) return;
    }
    if (const auto message = team_.receive(Team::Channel::to_leader)) {
      answer(*message);
      naps = {};
    } else {
      naps.rest();
    }
  }
}

void BatchDesk::answer(const Team::Message& message) {
  const Json json = Json::parse(message.text);
  if (json.contains("ask")) {
    const std::optional<std::size_t> entry = next();
    team_.send(message.rank, Team::Channel::work, entry ? std::to_string(*entry) : nothing_left);
  } else if (json.contains("event")) {
    report_(event_of(json.at("event")));
  } else {
    take_leave(message.rank, json.at("problem").get<std::string>(), json.at("defect").get<bool>());
    if (json.at("stopped").get<bool>()) stopped_ = true;
  }
}

void BatchDesk::take_leave(std::size_t rank, const std::string& problem, bool is_defect) {
  --n_away_;
  if (problem.empty()) return;
  stopped_ = true;
  if (error_) return;
  const std::string who = team_.name(rank);
  error_ = is_defect ? std::make_exception_ptr(std::runtime_error(who + ": " + problem))
                     : std::make_exception_ptr(IoError(who, "go on", problem));
}

void BatchDesk::rethrow() const {
  if (error_) std::rethrow_exception(error_);
}

void work_on_batch(Team& team, const std::string& text, const std::atomic<bool>& cancelled) {
  const BatchJob job = BatchJob::from_json(text);
  if (!is_folder_shared(team, job.folder, folder_patience)) return;
  Helper helper(team, cancelled);
  Json leave{{"problem", ""}, {"defect", false}, {"stopped", false}};
  try {
    helper.work(job);
  } catch (const Interrupted&) {
    leave["stopped"] = true;
  } catch (const IoError& error) {
    leave["problem"] = error.what();
  } catch (const std::system_error& error) {
    leave["problem"] = error.what();
  } catch (const std::bad_alloc&) {
    leave["problem"] = "not enough memory";
  } catch (const std::exception& error) {
    leave["problem"] = error.what();
    leave["defect"] = true;
  }
  helper.tell(leave);
}

}  // namespace secondcurve

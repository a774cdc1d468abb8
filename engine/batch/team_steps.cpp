#include "engine/batch/team_steps.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/batch/team_problem.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"

namespace secondcurve {

namespace {

using namespace std::chrono_literals;

/// How often a process that simulates looks for messages, and how often it tells how far it is.
constexpr auto look_interval = 20ms;
constexpr auto tell_interval = 200ms;

// What a process says when it has done its share: how that ended, and of a problem of which kind it is, and
// its text.
constexpr const char* done = "done";
constexpr const char* was_stopped = "stopped";
constexpr const char* failed = "failed";
constexpr const char* go_on = "go on";

std::string leave_of(const TeamProblem& problem, bool is_stopped) {
  if (problem.kind == TeamProblem::Kind::none) return is_stopped ? was_stopped : done;
  return fmt::format("{} {} {}", failed, static_cast<int>(problem.kind), problem.text);
}

/// "blocks 12": the first word, and the rest.
std::pair<std::string, std::string> split(const std::string& text) {
  const std::size_t end = text.find(' ');
  if (end == std::string::npos) return {text, ""};
  return {text.substr(0, end), text.substr(end + 1)};
}

}  // namespace

TeamSteps::TeamSteps(Team& team, const RunControl& control) : team_(team), asked_(control), own_(control) {
  own_.threads = threads_of(team, control.threads);
  own_.cancelled = &stopped_;
  own_.progress = [this](std::uint64_t n_blocks) { count(n_blocks); };
}

void TeamSteps::count(std::uint64_t n_blocks) {
  if (team_.rank() > 0)
    n_untold_ += n_blocks;
  else if (asked_.progress)
    asked_.progress(n_blocks);
  look();
}

void TeamSteps::look() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return;  // another thread looks
  if (is_cancelled(asked_)) stopped_ = true;
  const Clock::time_point now = Clock::now();
  if (now - looked_ < look_interval) return;
  looked_ = now;
  if (team_.rank() == 0) {
    if (stopped_) stop_all();
    read_messages();
    return;
  }
  if (team_.receive(Team::Channel::stop)) stopped_ = true;
  if (now - told_ < tell_interval) return;
  told_ = now;
  tell_blocks();
}

void TeamSteps::tell_blocks() {
  if (const std::uint64_t n = n_untold_.exchange(0); n > 0)
    team_.send(0, Team::Channel::to_leader, fmt::format("blocks {}", n));
}

void TeamSteps::read_messages() {
  while (const auto message = team_.receive(Team::Channel::to_leader)) {
    const auto [kind, rest] = split(message->text);
    if (kind != "blocks")
      read_leave(message->rank, kind, rest);
    else if (asked_.progress)
      asked_.progress(std::stoull(rest));
  }
}

void TeamSteps::read_leave(std::size_t rank, const std::string& kind, const std::string& rest) {
  ++n_back_;
  if (kind == done) return;
  stop_all();
  if (kind == was_stopped || problem_) return;
  const auto [number, text] = split(rest);
  problem_ = TeamProblem{static_cast<TeamProblem::Kind>(std::stoi(number)), text}.error_of(team_.name(rank));
}

void TeamSteps::stop_all() {
  stopped_ = true;
  if (stopping_) return;
  stopping_ = Clock::now();
  for (std::size_t rank = 1; rank < team_.size(); ++rank) team_.send(rank, Team::Channel::stop, "stop");
}

std::exception_ptr TeamSteps::try_share(const std::function<void()>& share) {
  try {
    stop_if_cancelled(asked_);
    share();
  } catch (const Interrupted&) {
    stopped_ = true;
  } catch (...) {
    stopped_ = true;
    return std::current_exception();
  }
  return nullptr;
}

void TeamSteps::take(const std::function<void()>& share) {
  if (team_.rank() == 0)
    lead(share, WhenStopped::fails);
  else
    follow(share);
}

void TeamSteps::take_until_stopped(const std::function<void()>& share) {
  if (team_.rank() == 0)
    lead(share, WhenStopped::returns);
  else
    follow(share);
}

void TeamSteps::follow(const std::function<void()>& share) {
  const std::exception_ptr error = try_share(share);
  tell_blocks();
  team_.send(0, Team::Channel::to_leader, leave_of(TeamProblem::of(error), stopped_));
  if (text_of(team_.broadcast({})) != go_on) throw Interrupted();
}

bool TeamSteps::are_back() {
  const std::lock_guard lock(mutex_);
  if (is_cancelled(asked_)) stopped_ = true;
  if (stopped_) stop_all();
  read_messages();
  return n_back_ + 1 == team_.size();
}

bool TeamSteps::is_too_late(WhenStopped when_stopped) const {
  if (!stopping_) return false;
  Clock::duration patience = patience_with_errors;
  // What is to be kept takes its time; half of it is for bringing it together and to the disk.
  if (is_cancelled(asked_))
    patience = when_stopped == WhenStopped::returns ? Clock::duration(team_.time_after_signal() / 2)
                                                    : Clock::duration(patience_with_signals);
  return Clock::now() - *stopping_ > patience;
}

void TeamSteps::lead(const std::function<void()>& share, WhenStopped when_stopped) {
  const std::exception_ptr error = try_share(share);
  Naps naps;
  while (!are_back() && !is_too_late(when_stopped)) naps.rest();
  const bool have_all = n_back_ + 1 == team_.size();
  n_back_ = 0;
  const bool may_end_early = when_stopped == WhenStopped::returns && have_all && !error && !problem_;
  const bool goes_on = !stopped_ || may_end_early;
  team_.broadcast(bytes_of(goes_on ? go_on : was_stopped));
  if (error) std::rethrow_exception(error);
  if (problem_) std::rethrow_exception(problem_);
  if (!goes_on) throw Interrupted();
}

void TeamSteps::reduce(const std::function<void(ByteWriter&)>& save,
                       const std::function<void(ByteReader&)>& merge) {
  std::string problem;  // of this process or one from which it has got bytes
  const auto save_all = [&] {
    ByteWriter out;
    out.write_text(team_.name(team_.rank()));
    out.write_text(problem);
    if (problem.empty()) save(out);
    return out.bytes();
  };
  const auto merge_all = [&](const Bytes& bytes) {
    if (!problem.empty()) return;
    ByteReader in(bytes);
    const std::string sender = in.read_text();
    problem = in.read_text();
    if (!problem.empty()) return;
    try {
      merge(in);
      in.expect_end();
    } catch (const std::exception& error) {
      problem = fmt::format("what {} has counted is of no use to {}: {}", sender, team_.name(team_.rank()),
                            error.what());
    }
  };
  team_.reduce(save_all, merge_all);
  if (team_.rank() == 0 && !problem.empty()) throw IoError("the processes of this job", "go on", problem);
}

}  // namespace secondcurve

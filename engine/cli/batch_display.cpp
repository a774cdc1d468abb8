#include "engine/cli/batch_display.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string_view>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/terminal.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"

namespace secondcurve::cli {

namespace {
using namespace std::chrono_literals;
constexpr auto redraw_after = 100ms;  ///< on a terminal
constexpr auto line_after = 10s;      ///< elsewhere
constexpr int bar_width = 24;         ///< [characters]

/// Names of events in the log, in the order of BatchEvent::Kind.
constexpr std::array<const char*, 4> event_names{"begun", "done", "failed", "set_aside"};

std::string time_now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

/// The first line of a text.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::ofstream open_log(const std::string& path) {
  std::ofstream log;
  if (path.empty()) return log;
  log.open(path, std::ios::app);
  if (!log) throw IoError(path, "open the log", system_message(errno));
  return log;
}

BatchDisplay::BatchDisplay(std::string title, std::vector<std::string> names, std::size_t n_done,
                           std::size_t n_failed, std::string log_path, std::ofstream log, bool quiet)
    : title_(std::move(title)),
      names_(std::move(names)),
      n_done_(n_done),
      n_failed_(n_failed),
      quiet_(quiet),
      terminal_(is_terminal(2)),
      log_path_(std::move(log_path)),
      log_(std::move(log)) {}

BatchDisplay::~BatchDisplay() { hide(); }

void BatchDisplay::hide() {
  if (visible_) remark("\r\x1b[K");
  visible_ = false;
}

void BatchDisplay::show(const BatchEvent& event) {
  const std::lock_guard lock(mutex_);
  log(event);
  const std::string& name = names_[event.entry];
  switch (event.kind) {
    case BatchEvent::Kind::begun:
      ++n_running_;
      break;
    case BatchEvent::Kind::done:
      --n_running_;
      ++n_done_;
      ++n_made_;
      break;
    case BatchEvent::Kind::failed:
      --n_running_;
      ++n_failed_;
      ++n_made_;
      line(fmt::format("{} failed: {}", name, first_line(event.message)));
      break;
    case BatchEvent::Kind::set_aside:
      --n_done_;
      line(fmt::format("the part of {} is damaged, or of another batch: it is now {} and is made again", name,
                       event.message));
      break;
  }
  draw();
}

void BatchDisplay::show_merged(std::size_t n_parts) {
  const std::lock_guard lock(mutex_);
  if (!is_time()) return;
  const std::string figures =
      fmt::format("{}: {} of {} results put together", title_, n_parts, names_.size());
  if (!terminal_) return remark(figures + '\n');
  remark("\r\x1b[K" + figures);
  visible_ = true;
}

void BatchDisplay::log(const std::string& event, double seconds) {
  const std::lock_guard lock(mutex_);
  if (log_path_.empty()) return;
  const nlohmann::ordered_json json{
      {"time", time_now()}, {"event", event}, {"done", n_done_}, {"failed", n_failed_}, {"seconds", seconds}};
  write_log(json.dump());
}

void BatchDisplay::log(const BatchEvent& event) {
  if (log_path_.empty()) return;
  nlohmann::ordered_json json{{"time", time_now()},
                              {"event", event_names[static_cast<std::size_t>(event.kind)]},
                              {"scenario", names_[event.entry]}};
  if (event.kind != BatchEvent::Kind::begun) json["seconds"] = event.seconds;
  if (event.n_paths > 0) json["paths"] = event.n_paths;
  if (!event.message.empty()) json["message"] = event.message;
  write_log(json.dump());
}

void BatchDisplay::write_log(const std::string& text) {
  log_ << text << std::endl;
  if (log_) return;
  line(fmt::format("{}: cannot write the log; the batch goes on without", log_path_));
  log_path_.clear();
}

void BatchDisplay::line(const std::string& text) {
  if (quiet_) return;
  remark(fmt::format("{}{}\n", visible_ ? "\r\x1b[K" : "", text));
  visible_ = false;
  drawn_ = {};
}

bool BatchDisplay::is_time() {
  const auto pause = terminal_ ? Clock::duration(redraw_after) : Clock::duration(line_after);
  if (quiet_ || Clock::now() - drawn_ < pause) return false;
  drawn_ = Clock::now();
  return true;
}

void BatchDisplay::draw() {
  if (!is_time()) return;
  const std::size_t n_left = names_.size() - n_done_ - n_failed_;
  std::string figures =
      fmt::format("{} of {} scenarios done, {} running", n_done_, names_.size(), n_running_);
  if (n_failed_ > 0) figures += fmt::format(", {} failed", n_failed_);
  if (n_made_ > 0)
    figures += fmt::format(
        ", {} left", duration_text(elapsed() / static_cast<double>(n_made_) * static_cast<double>(n_left)));
  if (!terminal_) return remark(fmt::format("{}: {}\n", title_, figures));
  const int filled =
      static_cast<int>(bar_width * (names_.size() - n_left) / std::max<std::size_t>(names_.size(), 1));
  remark(fmt::format("\r\x1b[K{} [{:#>{}}{:->{}}] {}", title_, "", filled, "", bar_width - filled, figures));
  visible_ = true;
}

}  // namespace secondcurve::cli

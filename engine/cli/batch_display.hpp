#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

#include "engine/batch/run_batch.hpp"

namespace secondcurve::cli {

/// Opens a log to append to it; none where its path is empty. Throws IoError if that cannot be done.
std::ofstream open_log(const std::string& path);

/// What a batch tells while it runs: one line that is redrawn on a terminal, a plain line now and then
/// elsewhere, and on request each event as a line of JSON in a log.
class BatchDisplay final {
 public:
  /// @param names of all scenarios. @param n_done, n_failed that were done or had failed before.
  /// @param log_path of the log that lines are appended to; empty where there is none.
  BatchDisplay(std::string title, std::vector<std::string> names, std::size_t n_done, std::size_t n_failed,
               std::string log_path, std::ofstream log, bool quiet);
  BatchDisplay(const BatchDisplay&) = delete;
  BatchDisplay& operator=(const BatchDisplay&) = delete;
  ~BatchDisplay();

  void show(const BatchEvent& event);
  /// Shows that the parts are being put together: so many of them are.
  void show_merged(std::size_t n_parts);
  /// Writes a line about the batch as a whole to the log.
  void log(const std::string& event, double seconds);

  /// Takes the line off the terminal.
  void hide();

 private:
  using Clock = std::chrono::steady_clock;
  void log(const BatchEvent& event);
  void write_log(const std::string& line);
  /// Says whether it is time to write again, and notes when it was; never where nothing is to be shown.
  bool is_time();
  void draw();
  void line(const std::string& text);
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  std::string title_;
  std::vector<std::string> names_;
  std::size_t n_done_, n_running_ = 0, n_failed_, n_made_ = 0;
  bool quiet_;
  bool terminal_;
  bool visible_ = false;
  std::string log_path_;
  std::ofstream log_;
  std::mutex mutex_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
};

}  // namespace secondcurve::cli

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace secondcurve::cli {

/// Writes text to standard error as it is. What cannot be written is dropped: a closed or full standard error
/// never ends a run.
void remark(std::string_view text) noexcept;

/// Whether a stream of the process is a terminal: 1 standard output, 2 standard error.
bool is_terminal(int descriptor);

/// Columns of the terminal that standard output is; 100 where it is none.
std::size_t output_width();

/// Marks text as bold on a terminal that shows colour (NO_COLOR unset); elsewhere leaves it as it is.
std::string bold(std::string_view text);
std::string faint(std::string_view text);

/// Writes a duration in the unit that fits: "0.42 s", "3 min 20 s", "2 h 05 min".
std::string duration_text(double seconds);

/// Progress of one run on standard error: a bar that is redrawn on a terminal, a plain line now and then
/// elsewhere, nothing when quiet. Told from many threads.
class Progress final {
 public:
  /// Whether it is known how many paths a run will have, or how many at most.
  enum class Paths { known, at_most };

  /// @param n_blocks blocks to come, all passes together; @param n_paths paths of the run.
  Progress(std::string title, std::uint64_t n_blocks, std::uint64_t n_paths, Paths kind, bool quiet);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void add(std::uint64_t blocks);
  /// Takes blocks into account that will come beyond those said before: the bar goes back.
  void foresee(std::uint64_t blocks);

 private:
  using Clock = std::chrono::steady_clock;
  void draw(Clock::time_point now);
  void clear();

  std::string title_;
  std::uint64_t n_blocks_;
  std::uint64_t n_paths_;
  Paths kind_;
  bool quiet_;
  bool terminal_;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_ = start_;
  bool visible_ = false;
};

}  // namespace secondcurve::cli

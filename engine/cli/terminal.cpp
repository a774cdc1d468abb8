#include "engine/cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve::cli {

namespace {
using namespace std::chrono_literals;
constexpr auto redraw_after = 100ms;  ///< on a terminal
constexpr auto line_after = 10s;      ///< elsewhere
constexpr int bar_width = 24;         ///< [characters]

bool shows_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return is_terminal(1) && (no_colour == nullptr || *no_colour == '\0');
}
}  // namespace

void remark(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

bool is_terminal(int descriptor) {
  // mpirun gives its processes a terminal whatever its own output is.
  return ::isatty(descriptor) == 1 && std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr;
}

std::size_t output_width() {
  constexpr std::size_t usual = 100, least = 40;
  struct winsize window = {};
  if (!is_terminal(1) || ::ioctl(1, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return usual;
  return std::max<std::size_t>(window.ws_col, least);
}

std::string bold(std::string_view text) {
  return shows_colour() ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}
std::string faint(std::string_view text) {
  return shows_colour() ? fmt::format("\x1b[2m{}\x1b[0m", text) : std::string(text);
}

std::string duration_text(double seconds) {
  if (seconds < 9.995) return fmt::format("{:.2f} s", seconds);
  if (seconds < 90.0) return fmt::format("{:.0f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 5400) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

Progress::Progress(std::string title, std::uint64_t n_blocks, std::uint64_t n_paths, Paths kind, bool quiet)
    : title_(std::move(title)),
      n_blocks_(std::max<std::uint64_t>(n_blocks, 1)),
      n_paths_(n_paths),
      kind_(kind),
      quiet_(quiet),
      terminal_(is_terminal(2)) {}

Progress::~Progress() { clear(); }

void Progress::add(std::uint64_t blocks) {
  if (quiet_) return;
  const std::lock_guard lock(mutex_);
  done_ += blocks;
  const Clock::time_point now = Clock::now();
  if (now - drawn_ < (terminal_ ? Clock::duration(redraw_after) : Clock::duration(line_after))) return;
  drawn_ = now;
  draw(now);
}

void Progress::foresee(std::uint64_t blocks) {
  const std::lock_guard lock(mutex_);
  n_blocks_ += blocks;
}

void Progress::draw(Clock::time_point now) {
  const double share = std::min(0.99, static_cast<double>(done_) / static_cast<double>(n_blocks_));
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double paths = share * static_cast<double>(n_paths_);
  const double left = share > 0.0 ? seconds * (1.0 - share) / share : 0.0;
  const char* most = kind_ == Paths::at_most ? "at most " : "";
  const std::string figures =
      fmt::format("{:3.0f}%  {} of {}{} paths, {} paths/s, {}{} left", 100.0 * share,
                  grouped(static_cast<std::uint64_t>(paths)), most, grouped(n_paths_),
                  grouped(static_cast<std::uint64_t>(paths / seconds)), most, duration_text(left));
  if (!terminal_) {
    remark(fmt::format("{}: {}\n", title_, figures));
    return;
  }
  const int filled = static_cast<int>(share * bar_width);
  remark(fmt::format("\r\x1b[K{} [{:#>{}}{:->{}}] {}", title_, "", filled, "", bar_width - filled, figures));
  visible_ = true;
}

void Progress::clear() {
  if (!visible_) return;
  remark("\r\x1b[K");
  visible_ = false;
}

}  // namespace secondcurve::cli

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "engine/batch/block_ranges.hpp"

namespace secondcurve {

/// How many blocks are done before the state of a run is kept. Each takes so long that little is lost with
/// one, and that keeping takes a small part of the time.
class Rounds final {
 public:
  explicit Rounds(std::size_t n_processes) : n_blocks_(blocks_at_first * n_processes) {}

  /// The first of the blocks that are left, as many as are due.
  BlockRanges next(const BlockRanges& left) {
    begun_ = Clock::now();
    n_now_ = std::min(n_blocks_, count_of(left));
    return slice(left, 0, n_now_);
  }

  /// Does `keep`, and finds out how long the next round may be.
  template <class Keep>
  void end(const Keep& keep) {
    const Seconds took = Clock::now() - begun_;
    const Clock::time_point before = Clock::now();
    keep();
    const Seconds wanted = std::max<Seconds>(usual, least_per_keeping * (Clock::now() - before));
    const double factor = std::min(fastest_growth, wanted / std::max<Seconds>(took, Seconds(1e-3)));
    n_blocks_ = 1 + static_cast<std::uint64_t>(factor * static_cast<double>(n_now_));
  }

 private:
  using Clock = std::chrono::steady_clock;
  using Seconds = std::chrono::duration<double>;
  static constexpr std::uint64_t blocks_at_first = 256;
  static constexpr Seconds usual{30};
  static constexpr double least_per_keeping = 20;
  static constexpr double fastest_growth = 4;

  std::uint64_t n_blocks_, n_now_ = 0;
  Clock::time_point begun_{};
};

}  // namespace secondcurve

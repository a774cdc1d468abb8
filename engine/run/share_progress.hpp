#pragma once

#include <cstdint>

#include "engine/run/run_blocks.hpp"

namespace secondcurve {

/// Tells of a piece of work that has no blocks, as blocks of a run: so many as its share that is done.
class ShareProgress final {
 public:
  /// @param control must outlive this. @param n_blocks that all of the work is told as.
  ShareProgress(const RunControl& control, std::uint64_t n_blocks) : control_(control), n_blocks_(n_blocks) {}

  /// @param share that is done, 0 to 1, rising. Throws Interrupted where the work was cancelled.
  void operator()(double share) {
    stop_if_cancelled(control_);
    const auto now = static_cast<std::uint64_t>(share * static_cast<double>(n_blocks_));
    if (control_.progress && now > told_) control_.progress(now - told_);
    told_ = now;
  }

 private:
  const RunControl& control_;
  std::uint64_t n_blocks_;
  std::uint64_t told_ = 0;
};

}  // namespace secondcurve

#pragma once

#include "engine/run/run_blocks.hpp"

namespace secondcurve {

class Economy;

/// What a run needs, about.
struct Estimate {
  double seconds = 0.0;       ///< on this machine when it is idle, with the threads asked for
  double memory_bytes = 0.0;  ///< at the most
  double disk_bytes = 0.0;    ///< of the result file
};

/// Estimates what a run needs from its sizes and from simulating some of its blocks, for a second at most.
Estimate estimate(const Economy& economy, const RunControl& control);

}  // namespace secondcurve

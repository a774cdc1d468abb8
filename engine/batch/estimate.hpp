#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/run/run_blocks.hpp"

namespace secondcurve {

class Baseline;
class Economy;
struct Scenario;

/// What a run takes beside time, about.
struct RunSizes {
  double memory_bytes = 0.0;  ///< at the most
  double kept_bytes = 0.0;    ///< of its outputs in memory, while it is the baseline of others; 0 if too many
  double cube_bytes = 0.0;    ///< of its cubes on the disk
  double disk_bytes = 0.0;    ///< of the result file
  std::uint64_t n_passes = 1;  ///< over its paths

  /// Time of one thread to pack the cubes, measured as 0.66 s for 123 MB [s].
  double seconds_to_pack() const { return cube_bytes / 1.9e8; }
};

/// @param n_parameters numbers drawn once per path. @param baseline that it is set against; may be null.
/// @param n_threads that may work on it.
RunSizes sizes_of(const Scenario& scenario, std::size_t n_parameters, const Scenario* baseline,
                  std::size_t n_threads);

/// How long runs of a scenario take on one thread while all others work, too, whatever their number of paths.
struct Pace {
  double seconds_before = 0.0;     ///< for what does not depend on the number of paths, economy included
  double seconds_per_block = 0.0;  ///< in one pass
  double seconds_again = 0.0;      ///< more per block in each further pass

  double seconds(std::uint64_t n_blocks, std::uint64_t n_passes) const {
    return seconds_before + (seconds_per_block + static_cast<double>(n_passes - 1) * seconds_again) *
                                static_cast<double>(n_blocks);
  }
};

/// Processor time that this program has taken so far [s]: other programs do not lengthen what it measures.
double processor_seconds();

/// Measures the pace of a scenario by short runs of it, some tenths of a second. As many run side by side as
/// there are threads, since threads that share caches and cores slow each other down. Throws as simulate.
/// @param baseline that it is set against; may be null. @param control its progress does not count.
Pace pace_of(const Scenario& scenario, const Baseline* baseline, const RunControl& control);

/// What a run needs, about.
struct Estimate {
  double seconds = 0.0;       ///< on this machine when it is idle, with the threads asked for
  double memory_bytes = 0.0;  ///< at the most
  double disk_bytes = 0.0;    ///< of the result file
};

/// Estimates what a run needs from its sizes and from its pace.
Estimate estimate(const Economy& economy, const RunControl& control);

}  // namespace secondcurve

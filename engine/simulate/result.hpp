#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulate/variables.hpp"
#include "engine/stats/moments.hpp"
#include "engine/stats/probability.hpp"
#include "engine/stats/quantile_ranks.hpp"

namespace secondcurve {

/// What is known of one target.
struct TargetResult {
  Probability probability;
  Shortfall shortfall;                ///< unit of account; NaN for joint targets
  std::vector<double> first_reached;  ///< [year]: share of paths that first meet the condition in that year
};

/// The statistics of a run. Everything is a function of the scenario; nothing of the machine.
struct Result {
  std::uint64_t n_paths = 0;
  std::uint64_t n_failed = 0;
  std::vector<Moments> moments;                          ///< [cell]
  std::vector<std::vector<QuantileEstimate>> quantiles;  ///< [cell][probability]
  std::vector<TargetResult> targets;                     ///< [target]
  std::vector<std::string> notes;                        ///< what a reader must know, in words
};

}  // namespace secondcurve

#pragma once

#include <cmath>

#include "engine/block/column_math.hpp"
#include "engine/core/column.hpp"

namespace secondcurve {

/// What `prepare` and `start` know beside the parameters.
struct StepContext {
  double dt = 1.0;  ///< length of a step [year]
  Column base;      ///< output of the base year, in the unit of account
};

/// The state of a model for a block: one mutable column per state of its description [state][path].
using StateBlock = double* const*;

/// The noises of a model for one step, in the order of its description [noise][path].
using NoiseBlock = const double* const*;

/// Mean and variance of the log growth since the base year.
struct LogMoments {
  double mean = 0.0;
  double variance = 0.0;
};

/// Log growth per year of an effective annual growth rate: ln(1 + g) [1/year].
inline Column log_growth(const Column& effective_annual) { return log1p(effective_annual); }

}  // namespace secondcurve

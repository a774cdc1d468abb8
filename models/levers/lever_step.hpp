#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "engine/core/column.hpp"

namespace secondcurve {

struct LeverStep;

/// Turns extra capital of a sector, in units of its model's own capital in the base year, into what it adds
/// to the log level at the end of the step, in place [path].
using CapitalEffect = std::function<void(const LeverStep& s, std::size_t sector, double* extra)>;

/// What levers know of a step of a block. Columns and vectors are by sector.
struct LeverStep {
  std::size_t index = 0;                       ///< 0 is the first step after the base year
  std::size_t year = 1;                        ///< in which the step lies; 1 is the first after the base year
  bool starts_year = true;                     ///< the first step of its year
  double dt = 1.0;                             ///< length of the step [year]
  const double* draws = nullptr;               ///< drawn values [draw][path]
  const std::vector<Column>* base = nullptr;   ///< output of the base year, unit of account
  const std::vector<Column>* trend = nullptr;  ///< expected log growth of the step, where it is needed
  /// Log growth of the core since the base year, with this step's; of what a lever may read in its turn.
  const std::vector<const double*>* core = nullptr;
  const std::vector<const double*>* total = nullptr;  ///< the same of the level, when the step is done
  const double* const* uniforms = nullptr;            ///< of the step, for events [stream][path]
  const CapitalEffect* capital_effect = nullptr;      ///< of models that build their capital
};

}  // namespace secondcurve

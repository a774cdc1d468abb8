#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/block/column_math.hpp"
#include "engine/core/column.hpp"

namespace secondcurve {

/// What `prepare` and `start` know beside the parameters.
struct StepContext {
  double dt = 1.0;    ///< length of a step [year]
  Column base;        ///< output of the base year [unit of account]
  int base_year = 0;  ///< calendar year, at whose end the first step begins
};

/// What `step` knows beside coefficients, states and noises.
struct Step {
  std::size_t index = 0;    ///< 0 is the first after the base year
  bool starts_year = true;  ///< the first step of its year
  /// Log growth of the sector over the step before [1], with what links and events added to the model's own
  /// [path]; null in the first step, and where no model of the scenario asks for it.
  const double* core_growth = nullptr;
};

/// The state of a model for a block: one mutable column per state of its description [state][path]. The first
/// is the log growth since the base year. They are doubles in either precision, so that no error grows with
/// the number of steps.
using StateBlock = double* const*;

/// The noises of a model, in the order of its description [noise][path]: normals in the precision of the run,
/// uniforms as doubles. In `start` only those drawn once are there, in `step` only the others; the rest are
/// null and must not be read.
using NoiseBlock = const ColumnView*;

/// Mean and variance of the log growth since the base year.
struct LogMoments {
  double mean = 0.0;      ///< [1]
  double variance = 0.0;  ///< [1]
};

/// What is wrong with parameters that are each in range.
struct Problem {
  std::string key;   ///< below the table of the growth, such as "second.capacity"; empty: of all of it
  std::string text;  ///< as in a message, "= 0.3: must be ..."; empty where nothing is wrong

  explicit operator bool() const { return !text.empty(); }
  /// The same where the growth is a table within another one.
  Problem within(std::string_view table) const {
    return {std::string(table) + (key.empty() ? "" : "." + key), text};
  }
};

/// Log growth per year of an effective annual growth rate: ln(1 + g) [1/year].
inline Column log_growth(const Column& effective_annual) { return log1p(effective_annual); }

}  // namespace secondcurve

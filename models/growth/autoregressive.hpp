#pragma once

#include <array>
#include <cmath>
#include <string>
#include <tuple>

#include "engine/block/linear.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Annual log growth that follows last year's: an autoregression of order 1.
///
///     dx(t) = m + phi (dy(t-1) - m) + sigma z(t)
///
/// dy(t-1) is last year's log growth of the sector's core: the model's own, and what links and events added.
/// Without those it is dx(t-1). The recursion is one of years, so steps are years: dt has no part in it.
/// Source: J. D. Hamilton, Time Series Analysis, Princeton 1994, sec. 3.4.
class Autoregressive final {
 public:
  struct Params {
    Column initial_growth;   ///< of the base year, effective annual [1/year]
    Column long_run_growth;  ///< effective annual [1/year]; m = ln(1 + g)
    Column persistence;      ///< phi [1]
    Column volatility;       ///< sigma [1/sqrt(year)]
  };
  struct Coefficients {
    Column first_shift;  ///< log growth of the first year without noise [1]
    Column shift;        ///< m (1 - phi) [1]
    Column persistence;  ///< phi [1]
    Column scale;        ///< sigma [1]
  };

  static constexpr bool path_depends_on_step = true;

  static constexpr auto describe();

  static bool uses_core_growth(const Params&) { return true; }

  /// Steps that are not years.
  static Problem problem(const Params&, const StepContext& s) {
    if (s.dt == 1.0) return {};
    return {"",
            "model = \"autoregressive\" is defined on whole years: simulation.steps_per_year must be 1, "
            "or use mean_reverting, its like for steps of any length"};
  }

  static Coefficients prepare(const Params& p, const StepContext&) {
    const Column shift = log_growth(p.long_run_growth) * (1.0 - p.persistence);
    return {.first_shift = shift + p.persistence * log_growth(p.initial_growth),
            .shift = shift,
            .persistence = p.persistence,
            .scale = p.volatility};
  }
  static std::array<Column, 1> start(const Params&, const StepContext&, NoiseBlock) { return {0.0}; }

  /// states: growth [path]; z: output [path].
  static void step(const Step& place, const Coefficients& c, StateBlock states, NoiseBlock z) {
    if (place.core_growth == nullptr)
      affine(states[0], c.first_shift, {{1.0, states[0]}, {c.scale, z[0]}});
    else
      affine(states[0], c.shift, {{1.0, states[0]}, {c.persistence, place.core_growth}, {c.scale, z[0]}});
  }

  /// What the trend is worked out from: the expected growth of the year before.
  static Column expect(const Params& p, const StepContext&) { return log_growth(p.initial_growth); }
  static Column trend(const Coefficients& c, Column& last_growth) {
    last_growth = c.shift + c.persistence * last_growth;
    return last_growth;
  }

  /// Exact moments of the log growth after `years` in steps of `dt`, each of which is a year to this model
  /// (parameters that are one number each, no links and events).
  static LogMoments log_moments(const Params& p, double years, double dt) {
    const double m = std::log1p(p.long_run_growth.value());
    const double phi = p.persistence.value(), sigma = p.volatility.value();
    const double gap = std::log1p(p.initial_growth.value()) - m;
    LogMoments moments;
    double power = 1.0, reach = 0.0;  // phi^k, and the sum of phi^0 to phi^(k-1): what a shock has become
    for (long k = std::lround(years / dt); k > 0; --k) {
      reach += power;
      power *= phi;
      moments.mean += m + gap * power;
      moments.variance += sigma * sigma * reach * reach;
    }
    return moments;
  }
};

constexpr auto Autoregressive::describe() {
  constexpr auto fields = std::tuple{
      field("initial_growth", &Params::initial_growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = "growth of the base year over the year before, effective annual",
             .presence = Presence::required,
             .scheduled = false}),
      field("long_run_growth", &Params::long_run_growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = "growth to which it returns, effective annual",
             .presence = Presence::required}),
      field("persistence", &Params::persistence,
            {.unit = "1",
             .range = {.low = -1.0, .high = 1.0, .low_open = true, .high_open = true},
             .doc = "phi: part of a deviation of growth that is left in the next year",
             .presence = Presence::required}),
      field("volatility", &Params::volatility,
            {.unit = "1/sqrt(year)",
             .range = not_negative,
             .doc = "sigma: standard deviation of a year's surprise",
             .presence = Presence::required}),
  };
  return ModelDescription<decltype(fields), 1, 1>{
      .name = "autoregressive",
      .title = "Autoregressive growth",
      .summary = "Growth that remembers last year's, as it is estimated from annual figures.",
      .equation =
          R"(\Delta \ln Y(t) = m + \phi\,(\Delta \ln Y(t-1) - m) + \sigma z(t), \quad m = \ln(1 + g))",
      .step = "defined on annual steps",
      .source = "Hamilton (1994), Time Series Analysis, sec. 3.4",
      .states = {StateInfo{"growth", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "z"}},
      .fields = fields};
}

}  // namespace secondcurve

#pragma once

#include <array>
#include <tuple>

#include "engine/block/linear.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// A growth path given year by year, with optional lognormal noise around it.
///
///     ln Y(t) = ln Y(0) + sum over years of ln(1 + g_k) + s z(t)
///
/// The noise does not accumulate: each z(t) is drawn anew, so the median stays on the given path and the
/// band keeps its width. For shocks that last use geometric_brownian with growth by year.
class Path final {
 public:
  struct Params {
    Column growth;  ///< effective annual, by year [1/year]
    Column spread;  ///< s: standard deviation of the log level around the path [1]
  };
  struct Coefficients {
    Column shift;  ///< log growth of the path per step [1]
    Column scale;  ///< [1]
  };

  static constexpr auto describe();

  static Coefficients prepare(const Params& p, const StepContext& s) {
    return {.shift = log_growth(p.growth) * s.dt, .scale = p.spread};
  }
  static std::array<Column, 2> start(const Params&, const StepContext&, NoiseBlock) { return {0.0, 0.0}; }

  /// states: growth, planned [path]; z: output [path].
  static void step(const Step&, const Coefficients& c, StateBlock states, NoiseBlock z) {
    affine(states[1], c.shift, {{1.0, states[1]}});
    affine(states[0], 0.0, {{1.0, states[1]}, {c.scale, z[0]}});
  }

  static Column trend(const Coefficients& c, std::array<Column, 2>& expected) {
    expected[1] = expected[1] + c.shift;
    expected[0] = expected[1];
    return c.shift;
  }

  /// Exact moments after `years` where growth is one number.
  static LogMoments log_moments(const Params& p, double years) {
    return {log_growth(p.growth).value() * years, p.spread.value() * p.spread.value()};
  }
};

constexpr auto Path::describe() {
  constexpr auto fields = std::tuple{
      field("growth", &Params::growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = "growth of each year, effective annual: a number, { 2026 = 0.05, ... } or a CSV column",
             .presence = Presence::required}),
      field("spread", &Params::spread,
            {.unit = "1",
             .range = not_negative,
             .doc = "standard deviation of the log level around the path; does not accumulate",
             .default_text = "0"}),
  };
  return ModelDescription<decltype(fields), 2, 1>{
      .name = "path",
      .title = "Given path",
      .summary = "Growth year by year as somebody else projects it, with an error band if wanted.",
      .equation = R"(\ln Y(t) = \ln Y(0) + \sum_k \ln(1+g_k) + s\,z(t))",
      .step = "exact for any step",
      .source = "an identity; no model",
      .states = {StateInfo{"growth", "1"}, StateInfo{"planned", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "z"}},
      .fields = fields};
}

}  // namespace secondcurve

#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <tuple>

#include "engine/block/linear.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/brownian_drift.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Geometric Brownian motion of a positive level Y.
///
///     dY = mu Y dt + sigma Y dW                                                          (Ito)
///
/// Stepped exactly in logs, `dx = (mu - sigma^2/2) dt + sigma sqrt(dt) z`, so the length of the step adds
/// no bias. Source: P. Glasserman, Monte Carlo Methods in Financial Engineering, Springer 2003, sec. 3.2.
class GeometricBrownian final {
 public:
  struct Params {
    std::optional<Column> median_growth;  ///< g of the median path (1+g)^t [1/year]
    std::optional<Column> mean_growth;    ///< g of the mean path (1+g)^t [1/year]
    std::optional<Column> drift;          ///< mu [1/year]; the mean path is exp(mu t)
    Column volatility;                    ///< sigma [1/sqrt(year)], >= 0
  };
  struct Coefficients {
    Column shift;  ///< log growth per step [1]
    Column scale;  ///< log growth per unit of noise [1]
  };

  static constexpr auto describe();
  static Coefficients prepare(const Params& p, const StepContext& s) {
    return {.shift = log_drift(p) * s.dt, .scale = p.volatility * std::sqrt(s.dt)};
  }
  static std::array<Column, 1> start(const Params&, const StepContext&, NoiseBlock) { return {0.0}; }

  /// Adds one step to the log growth. states: growth [path]; z: output [path].
  static void step(const Step&, const Coefficients& c, StateBlock states, NoiseBlock z) {
    affine(states[0], c.shift, {{1.0, states[0]}, {c.scale, z[0]}});
  }

  /// Expected log growth of the step; `expected` holds the expected states and is advanced.
  static Column trend(const Coefficients& c, std::array<Column, 1>& expected) {
    expected[0] = expected[0] + c.shift;
    return c.shift;
  }

  /// Exact moments of the log growth after `years` (parameters that are one number each).
  static LogMoments log_moments(const Params& p, double years) {
    const double sigma = p.volatility.value();
    return {log_drift(p).value() * years, sigma * sigma * years};
  }
};

constexpr auto GeometricBrownian::describe() {
  constexpr auto fields = std::tuple_cat(
      drift_fields<Params>(
          {.median_growth =
               "growth of the median path, effective annual: half of all paths lie above (1+g)^t",
           .mean_growth = "growth of the mean path, effective annual; the median lies lower",
           .drift = "Ito drift mu: the mean path is exp(mu t)"}),
      std::tuple{field("volatility", &Params::volatility,
                       {.unit = "1/sqrt(year)",
                        .range = not_negative,
                        .doc = "sigma: standard deviation of the log growth of one year",
                        .presence = Presence::required})});
  return ModelDescription<decltype(fields), 1, 1>{
      .name = "geometric_brownian",
      .title = "Geometric Brownian motion",
      .summary = "Growth around a constant trend, each year's surprise independent of the last.",
      .equation = R"(\mathrm{d}Y = \mu Y\,\mathrm{d}t + \sigma Y\,\mathrm{d}W)",
      .step = "exact for any step",
      .source = "Glasserman (2003), Monte Carlo Methods in Financial Engineering, sec. 3.2",
      .states = {StateInfo{"growth", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "dW"}},
      .fields = fields};
}

}  // namespace secondcurve

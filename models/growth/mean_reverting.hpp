#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>
#include <tuple>

#include "engine/block/linear.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Growth whose rate g returns to a long-run value: an Ornstein-Uhlenbeck rate, integrated to the log level
/// x.
///
///     dg = kappa (g_inf - g) dt + eta dW1,   dx = g dt + sigma dW2,   dW1 dW2 = rho dt
///
/// The pair (g, x) is stepped jointly by its exact Gaussian transition. With phi = exp(-kappa dt):
///
///     sd(g')      = eta sqrt((1 - phi^2) / (2 kappa))
///     var(x')     = eta^2/kappa^2 (dt - 2 (1-phi)/kappa + (1-phi^2)/(2 kappa)) + sigma^2 dt
///                   + 2 rho sigma eta/kappa (dt - (1-phi)/kappa)
///     cov(g', x') = eta^2/(2 kappa^2) (1-phi)^2 + rho sigma eta (1-phi)/kappa
///
/// g' takes the growth_rate noise; x' takes its regression on that noise and the rest from the output noise.
/// Source: D. T. Gillespie, Phys. Rev. E 54 (1996) 2084, eqs. 3.7-3.8 (doi:10.1103/PhysRevE.54.2084),
/// extended by the level noise; Glasserman (2003), sec. 3.3.
class MeanReverting final {
 public:
  struct Params {
    Column initial_growth;                    ///< at the base year, effective annual [1/year]
    Column long_run_growth;                   ///< effective annual [1/year]
    Column half_life = 3.0;                   ///< of a deviation of the rate [year]; kappa = ln 2 / half_life
    std::optional<Column> growth_volatility;  ///< eta [1/year/sqrt(year)]
    std::optional<Column> growth_sd;          ///< stationary sd of g, eta / sqrt(2 kappa) [1/year]
    Column volatility;                        ///< sigma [1/sqrt(year)]
    Column shock_correlation;                 ///< rho [1]

    static constexpr std::string_view doc = "Growth that returns to a long-run rate.";
    static constexpr auto fields();
  };
  struct Coefficients {
    Column rate_shift, rate_keep, rate_scale;  ///< g' = shift + keep g + scale z_rate
    Column shift, carry, rate_load, scale;  ///< x' = x + shift + carry g + rate_load z_rate + scale z_output
  };

  static constexpr auto describe();

  static Coefficients prepare(const Params& p, const StepContext& s) {
    const double dt = s.dt;
    const Column kappa = std::numbers::ln2 / p.half_life;
    const Column g_inf = log_growth(p.long_run_growth);
    const Column phi = exp(-kappa * dt);
    const Column lost = -expm1(-kappa * dt);  // 1 - phi
    const Column carry = lost / kappa;        // integral of exp(-kappa u) over the step
    const Column rate_sd = sqrt(lost * (1.0 + phi) / (2.0 * kappa));  // per unit of eta
    const Column eta = rate_volatility(p, kappa);
    const Column rho_sigma = p.shock_correlation * p.volatility;

    const Column integral_variance =
        (dt - 2.0 * carry + lost * (1.0 + phi) / (2.0 * kappa)) / (kappa * kappa);
    const Column variance = eta * eta * integral_variance + p.volatility * p.volatility * dt +
                            2.0 * rho_sigma * eta * (dt - carry) / kappa;
    const Column load = (eta * 0.5 * carry * carry + rho_sigma * carry) / rate_sd;
    return {.rate_shift = g_inf * lost,
            .rate_keep = phi,
            .rate_scale = eta * rate_sd,
            .shift = g_inf * (dt - carry),
            .carry = carry,
            .rate_load = load,
            .scale = sqrt(max(variance - load * load, 0.0))};
  }

  static std::array<Column, 2> start(const Params& p, const StepContext&, NoiseBlock) {
    return {0.0, log_growth(p.initial_growth)};
  }

  /// states: growth, rate [path]; z: output, growth_rate [path].
  static void step(const Step&, const Coefficients& c, StateBlock states, NoiseBlock z) {
    double* growth = states[0];
    double* rate = states[1];
    affine(growth, c.shift, {{1.0, growth}, {c.carry, rate}, {c.rate_load, z[1]}, {c.scale, z[0]}});
    affine(rate, c.rate_shift, {{c.rate_keep, rate}, {c.rate_scale, z[1]}});
  }

  static Column trend(const Coefficients& c, std::array<Column, 2>& expected) {
    Column growth = c.shift + c.carry * expected[1];
    expected[0] = expected[0] + growth;
    expected[1] = c.rate_shift + c.rate_keep * expected[1];
    return growth;
  }

  /// Exact moments of the log growth after `years` (parameters that are one number each, not by year): the
  /// transition over one long step.
  static LogMoments log_moments(const Params& p, double years) {
    const Coefficients c = prepare(p, {.dt = years, .base = 1.0});
    const double start_rate = std::log1p(p.initial_growth.value());
    return {c.shift.value() + c.carry.value() * start_rate,
            c.rate_load.value() * c.rate_load.value() + c.scale.value() * c.scale.value()};
  }

 private:
  /// eta [1/year/sqrt(year)], zero where neither key is given.
  static Column rate_volatility(const Params& p, const Column& kappa) {
    if (p.growth_volatility) return *p.growth_volatility;
    if (p.growth_sd) return *p.growth_sd * sqrt(2.0 * kappa);
    return 0.0;
  }
};

constexpr auto MeanReverting::Params::fields() {
  return std::tuple{
      field("initial_growth", &Params::initial_growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = "growth rate at the end of the base year, effective annual",
             .presence = Presence::required,
             .scheduled = false}),
      field("long_run_growth", &Params::long_run_growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = "growth rate to which it returns, effective annual",
             .presence = Presence::required}),
      field("half_life", &Params::half_life,
            {.unit = "year",
             .range = {.low = 0.01, .high = 200.0},
             .doc = "years after which half of a deviation of the growth rate is gone",
             .default_text = "3"}),
      field("growth_volatility", &Params::growth_volatility,
            {.unit = "1/year/sqrt(year)",
             .range = not_negative,
             .doc = "eta: volatility of the growth rate itself (0 if neither this nor growth_sd is given)",
             .presence = Presence::at_most_one_of,
             .group = "rate_noise"}),
      field("growth_sd", &Params::growth_sd,
            {.unit = "1/year",
             .range = not_negative,
             .doc = "standard deviation of the growth rate in the long run, eta / sqrt(2 kappa)",
             .presence = Presence::at_most_one_of,
             .group = "rate_noise"}),
      field("volatility", &Params::volatility,
            {.unit = "1/sqrt(year)",
             .range = not_negative,
             .doc = "sigma: noise of the log level",
             .presence = Presence::required}),
      field("shock_correlation", &Params::shock_correlation,
            {.unit = "1",
             .range = correlation_range,
             .doc = "rho: correlation of the shocks of the growth rate with those of the level",
             .default_text = "0"}),
  };
}

constexpr auto MeanReverting::describe() {
  return ModelDescription<decltype(Params::fields()), 2, 2>{
      .name = "mean_reverting",
      .title = "Mean-reverting growth",
      .summary = "Momentum that fades: the growth rate returns to its long-run value and wanders on the way.",
      .equation = R"(\mathrm{d}g = \kappa (g_\infty - g)\,\mathrm{d}t + \eta\,\mathrm{d}W_1, \quad )"
                  R"(\mathrm{d}\ln Y = g\,\mathrm{d}t + \sigma\,\mathrm{d}W_2)",
      .step = "exact for any step (joint Gaussian transition)",
      .source = "Gillespie (1996), Phys. Rev. E 54, 2084, eqs. 3.7-3.8; Glasserman (2003), sec. 3.3",
      .states = {StateInfo{"growth", "1"}, StateInfo{"rate", "1/year"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "the part of the level's shock not explained by dW1"},
                 NoiseInfo{"growth_rate", NoiseKind::normal, "dW1"}},
      .fields = Params::fields()};
}

}  // namespace secondcurve

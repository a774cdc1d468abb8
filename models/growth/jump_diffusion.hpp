#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/brownian_drift.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Geometric Brownian motion with jumps at random times: of the log level, normal, of mean m and standard
/// deviation s, at lambda a year.
///
///     dY / Y- = (mu - lambda k) dt + sigma dW + (e^J - 1) dN,   k = E e^J - 1 = e^(m + s^2/2) - 1
///
/// The term with k, left out where `compensate` is false, keeps the mean path where it is without jumps.
/// Stepped exactly: n jumps in a step, n Poisson by inversion of one uniform, add n m + s sqrt(n) z to the
/// log level. Source: R. C. Merton, J. Financial Economics 3 (1976) 125 (doi:10.1016/0304-405X(76)90022-2),
/// eqs. 2-4.
class JumpDiffusion final {
 public:
  struct Params {
    std::optional<Column> median_growth;  ///< g of the median path without jumps, (1+g)^t [1/year]
    std::optional<Column> mean_growth;    ///< g of the mean path (1+g)^t [1/year]
    std::optional<Column> drift;          ///< mu [1/year]; the mean path is exp(mu t)
    Column volatility;                    ///< sigma [1/sqrt(year)], between jumps
    Column jump_rate;                     ///< lambda [1/year]
    Column jump_mean;                     ///< m, of the log jump [1]
    Column jump_volatility;               ///< s, of the log jump [1]
    bool compensate = true;

    static constexpr auto fields();
  };
  struct Coefficients {
    Column shift;                    ///< log growth per step without jumps [1]
    Column scale;                    ///< log growth per unit of noise [1]
    Column jump_mean, jump_scale;    ///< m and s [1]
    Column jump_shift;               ///< expected log growth by jumps per step, lambda m dt [1]
    std::vector<Column> cumulative;  ///< probability of at most 0, 1, ... jumps in a step
  };

  static constexpr auto describe();

  static Coefficients prepare(const Params& p, const StepContext& s) {
    return {.shift = drift_between_jumps(p) * s.dt,
            .scale = p.volatility * std::sqrt(s.dt),
            .jump_mean = p.jump_mean,
            .jump_scale = p.jump_volatility,
            .jump_shift = p.jump_rate * p.jump_mean * s.dt,
            .cumulative = poisson(p.jump_rate * s.dt)};
  }
  static std::array<Column, 1> start(const Params&, const StepContext&, NoiseBlock) { return {0.0}; }

  /// states: growth [path]; z: output, jump_count, jump_size [path].
  static void step(const Step&, const Coefficients& c, StateBlock states, NoiseBlock z) {
    double* growth = states[0];
    alignas(lane_alignment) double count[block_paths], work[block_paths];
    broadcast(count, 0.0);
    for (const Column& at_most : c.cumulative) {  // one more for each that u has passed
      select_less(work, z[1], at_most, 0.0, 1.0);
      add(count, count, work);
    }
    affine(growth, c.shift, {{1.0, growth}, {c.scale, z[0]}, {c.jump_mean, count}});
    square_root(work, count);
    multiply(work, work, z[2]);
    affine(growth, 0.0, {{1.0, growth}, {c.jump_scale, work}});
  }

  /// The exact expected log growth, jumps included.
  static Column trend(const Coefficients& c, std::array<Column, 1>& expected) {
    Column growth = c.shift + c.jump_shift;
    expected[0] = expected[0] + growth;
    return growth;
  }

  /// Exact moments of the log growth after `years` (parameters that are one number each).
  static LogMoments log_moments(const Params& p, double years) {
    const double sigma = p.volatility.value(), m = p.jump_mean.value(), s = p.jump_volatility.value();
    const double jumps = p.jump_rate.value() * years;
    return {drift_between_jumps(p).value() * years + jumps * m,
            sigma * sigma * years + jumps * (m * m + s * s)};
  }

 private:
  /// Uniforms of 32 bits do not reach probabilities closer to one than this.
  static constexpr double last_uniform = 1.0 - 0x1p-33;
  static constexpr std::size_t most_jumps = 200;

  /// Mean log growth between jumps [1/year].
  static Column drift_between_jumps(const Params& p) {
    if (!p.compensate) return log_drift(p);
    return log_drift(p) - p.jump_rate * expm1(p.jump_mean + 0.5 * p.jump_volatility * p.jump_volatility);
  }

  /// Cumulative probabilities of a Poisson count, up to where no uniform lies above on any path. What a path
  /// draws does not depend on the others: more entries than it needs are never passed.
  static std::vector<Column> poisson(const Column& mean) {
    Column probability = exp(-mean), sum = probability;
    std::vector<Column> cumulative{sum};
    for (std::size_t n = 1; n < most_jumps && lowest(sum) < last_uniform; ++n) {
      probability = probability * mean / static_cast<double>(n);
      sum = sum + probability;
      cumulative.push_back(sum);
    }
    return cumulative;
  }
  static double lowest(const Column& column) {
    return column.varies() ? *std::min_element(column.lanes(), column.lanes() + block_paths) : column.value();
  }
};

constexpr auto JumpDiffusion::Params::fields() {
  constexpr auto of_drift = drift_fields<Params>(
      {.median_growth = "growth of the median path if there were no jumps, effective annual",
       .mean_growth =
           "growth of the mean path, effective annual: with its jumps where compensate is true, if "
           "there were none where it is false",
       .drift = "mu: the mean path is exp(mu t); jumps as for mean_growth"});
  constexpr auto others = std::tuple{
      field("volatility", &Params::volatility,
            {.unit = "1/sqrt(year)",
             .range = not_negative,
             .doc = "sigma: standard deviation of the log growth of a year without jumps",
             .presence = Presence::required}),
      field("jump_rate", &Params::jump_rate,
            {.unit = "1/year",
             .range = {.low = 0.0, .high = 50.0},
             .doc = "lambda: jumps a year on average",
             .presence = Presence::required}),
      field("jump_mean", &Params::jump_mean,
            {.unit = "1",
             .range = {.low = -10.0, .high = 10.0},
             .doc = "m: mean of the jump of the log level: -0.105 is a fall by 10%",
             .presence = Presence::required}),
      field("jump_volatility", &Params::jump_volatility,
            {.unit = "1",
             .range = {.low = 0.0, .high = 10.0},
             .doc = "s: standard deviation of the jump of the log level",
             .default_text = "0"}),
      field("compensate", &Params::compensate,
            {.doc = "whether the growth between jumps makes up for them, so that the mean path is where it "
                    "would be without jumps; if false, jumps come on top",
             .default_text = "true"}),
  };
  return std::tuple_cat(of_drift, others);
}

constexpr auto JumpDiffusion::describe() {
  return ModelDescription<decltype(Params::fields()), 1, 3>{
      .name = "jump_diffusion",
      .title = "Growth with jumps",
      .summary =
          "Steady growth that sudden breaks interrupt at random times: a plant that closes, a boom "
          "that bursts.",
      .equation = R"(\frac{\mathrm{d}Y}{Y} = (\mu - \lambda k)\,\mathrm{d}t + \sigma\,\mathrm{d}W + )"
                  R"((e^J - 1)\,\mathrm{d}N, \quad k = e^{m + s^2/2} - 1)",
      .step = "exact for any step",
      .source = "Merton (1976), J. Financial Economics 3, 125, eqs. 2-4",
      .states = {StateInfo{"growth", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "dW"},
                 NoiseInfo{"jump_count", NoiseKind::uniform, "dN, the number of jumps in the step"},
                 NoiseInfo{"jump_size", NoiseKind::normal, "z: deviation of the sum of the step's jumps"}},
      .fields = Params::fields(),
      .examples =
          "median_growth = 0.06, volatility = 0.04, jump_rate = 0.8, jump_mean = -0.1, jump_volatility = "
          "0.05, compensate = false\n"
          "mean_growth = 0.06, volatility = 0.04, jump_rate = 0.8, jump_mean = -0.1, jump_volatility = "
          "0.05\n"
          "drift = 0.05, volatility = 0.04, jump_rate = 2.5, jump_mean = 0.03, jump_volatility = 0.02, "
          "compensate = true"};
}

}  // namespace secondcurve

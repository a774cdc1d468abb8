#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Where the noise of a logistic curve acts.
enum class LogisticNoise {
  level,  ///< on the log level after each step; the level may pass the capacity for a while
  logit,  ///< on logit(Y/K), so the level never reaches the capacity
};
template <>
struct EnumNames<LogisticNoise> {
  static constexpr std::array<std::string_view, 2> names{"level", "logit"};
};

/// An S-curve: fast growth that slows towards a capacity K.
///
///     dY = r Y (1 - Y/K) dt
///
/// noise = "level": each step is the exact solution from the model's current level, then times
/// exp(sigma sqrt(dt) z) (order 1 in dt). noise = "logit": logit(Y/K) is a random walk with drift r and
/// volatility sigma (exact). Source: P. S. Meyer, Technological Forecasting and Social Change 47 (1994) 89
/// (doi:10.1016/0040-1625(94)90042-6), eqs. 1-3.
class Logistic final {
 public:
  struct Params {
    std::optional<Column> rate;            ///< r [1/year]
    std::optional<Column> takeover_years;  ///< from 10% to 90% of the capacity [year]; r = ln 81 / years
    std::optional<Column> capacity;        ///< K as a multiple of the base [1]
    std::optional<Column> capacity_level;  ///< K in the unit of account
    Column volatility;                     ///< sigma [1/sqrt(year)]
    LogisticNoise noise = LogisticNoise::level;
  };
  struct Coefficients {
    LogisticNoise noise = LogisticNoise::level;
    Column capacity;        ///< K / base [1]
    Column inverse;         ///< base / K [1]
    Column log_capacity;    ///< ln(K / base) [1]
    Column kept, attained;  ///< exp(-r dt) and 1 - exp(-r dt) [1]
    Column shift;           ///< r dt [1]
    Column scale;           ///< sigma sqrt(dt) [1]
  };

  static constexpr auto describe();

  /// A capacity given as a level is judged against the base, which may vary over paths.
  static bool uses_base(const Params& p) { return !p.capacity; }

  /// What is wrong with parameters that are each in range; empty where nothing is. A number that is drawn or
  /// varies by year is given as not-a-number here, and so is the base.
  static Problem problem(const Params& p, const StepContext&);

  static Coefficients prepare(const Params& p, const StepContext& s) {
    const Column r = rate(p);
    const Column k = relative_capacity(p, s);
    return {.noise = p.noise,
            .capacity = k,
            .inverse = 1.0 / k,
            .log_capacity = log(k),
            .kept = exp(-r * s.dt),
            .attained = -expm1(-r * s.dt),
            .shift = r * s.dt,
            .scale = p.volatility * std::sqrt(s.dt)};
  }

  /// The second state is logit(Y/K); a base at or above the capacity has none (not a number), which only
  /// noise = "logit" reads: such paths count as failed.
  static std::array<Column, 2> start(const Params& p, const StepContext& s, NoiseBlock) {
    return {0.0, -log(relative_capacity(p, s) - 1.0)};
  }

  /// states: growth, logit [path]; z: output [path].
  static void step(const Step&, const Coefficients& c, StateBlock states, NoiseBlock z) {
    double* growth = states[0];
    double* logit = states[1];
    if (c.noise == LogisticNoise::level) {
      alignas(lane_alignment) double work[block_paths];
      exponential(work, growth);
      multiply(work, work, c.inverse);             // Y/K
      affine(work, c.kept, {{c.attained, work}});  // E + (1 - E) Y/K
      logarithm(work, work);
      affine(growth, 0.0, {{1.0, growth}, {-1.0, work}, {c.scale, z[0]}});
    } else {
      affine(logit, c.shift, {{1.0, logit}, {c.scale, z[0]}});
      negate(growth, logit);
      exponential(growth, growth);
      logarithm_one_plus(growth, growth);  // ln(K/Y)
      affine(growth, c.log_capacity, {{-1.0, growth}});
    }
  }

  /// The growth of the path with its noises at zero (there is no closed form for the mean).
  static Column trend(const Coefficients& c, std::array<Column, 2>& expected) {
    Column next;
    if (c.noise == LogisticNoise::level) {
      next = expected[0] - log(c.kept + c.attained * exp(expected[0]) * c.inverse);
    } else {
      expected[1] = expected[1] + c.shift;
      next = c.log_capacity - log1p(exp(-expected[1]));
    }
    Column growth = next - expected[0];
    expected[0] = next;
    return growth;
  }

 private:
  static Column rate(const Params& p) { return p.rate ? *p.rate : std::log(81.0) / *p.takeover_years; }
  static Column relative_capacity(const Params& p, const StepContext& s) {
    return p.capacity ? *p.capacity : *p.capacity_level / s.base;
  }
};

constexpr auto Logistic::describe() {
  constexpr auto fields = std::tuple{
      field("rate", &Params::rate,
            {.unit = "1/year",
             .range = any_real,
             .doc = "r: growth rate (continuous) of a level that is small beside the capacity",
             .presence = Presence::one_of,
             .group = "speed"}),
      field("takeover_years", &Params::takeover_years,
            {.unit = "year",
             .range = positive,
             .doc = "years from 10% to 90% of the capacity; r = ln 81 / years",
             .presence = Presence::one_of,
             .group = "speed"}),
      field("capacity", &Params::capacity,
            {.unit = "1",
             .range = positive,
             .doc = "K as a multiple of the base-year output",
             .presence = Presence::one_of,
             .group = "ceiling",
             .scheduled = false}),
      field("capacity_level", &Params::capacity_level,
            {.unit = "account",
             .range = positive,
             .doc = "K as a level in the unit of the account",
             .presence = Presence::one_of,
             .group = "ceiling",
             .scheduled = false}),
      field("volatility", &Params::volatility,
            {.unit = "1/sqrt(year)", .range = not_negative, .doc = "sigma", .presence = Presence::required}),
      field("noise", &Params::noise,
            {.doc = "where the noise acts: on the log level, or on logit(Y/K) (never above K)",
             .default_text = "level"}),
  };
  return ModelDescription<decltype(fields), 2, 1>{
      .name = "logistic",
      .title = "Logistic S-curve",
      .summary = "A young industry that grows fast and slows as it nears a capacity.",
      .equation = R"(\mathrm{d}Y = r Y \left(1 - \frac{Y}{K}\right)\,\mathrm{d}t)",
      .step =
          "without noise and with noise = \"logit\" exact for any step; with noise = \"level\" of order 1",
      .source = "Meyer (1994), Technological Forecasting and Social Change 47, 89, eqs. 1-3",
      .states = {StateInfo{"growth", "1"}, StateInfo{"logit", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "z"}},
      .fields = fields};
}

}  // namespace secondcurve

#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

#include "engine/block/ops.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_choice.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/logistic.hpp"
#include "models/growth/mean_reverting.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// A mature industry with a young one growing on top of it: two curves that add up.
///
///     Y = Y1 + Y2,   Y1(0) = (1 - s) Y(0),   Y2(0) = s Y(0),   dY2 = r Y2 (1 - Y2/K) dt
///
/// The first curve grows by a model of its own, as a sector of output Y1(0) would. The second is
/// `Y2(t) = K / (1 + exp(-r (t - m)))` with `r = ln 81 / takeover_years`: of its share s, its capacity K, its
/// midpoint m and its takeover years three are given, and the fourth follows. Each step takes the exact
/// solution from its current level, then times exp(sigma2 sqrt(dt) z2), as `logistic` does. Source: P. S.
/// Meyer, Bi-logistic growth, Technological Forecasting and Social Change 47 (1994) 89
/// (doi:10.1016/0040-1625(94)90042-6).
class SecondCurve final {
 public:
  /// The second curve. Share and capacity are of the output of the whole sector in the base year.
  struct Second {
    std::optional<Column> share;           ///< s [1]
    std::optional<Column> capacity;        ///< K [1]
    std::optional<Column> midpoint;        ///< m: when half of the capacity is reached [year]
    std::optional<Column> takeover_years;  ///< from 10% to 90% of the capacity [year]
    Column volatility;                     ///< sigma2 [1/sqrt(year)]

    static constexpr std::string_view doc = "The second curve.";
    static constexpr auto fields();
  };
  struct Params {
    ModelChoice<MeanReverting, Logistic> first;
    Second second;
  };
  struct Coefficients {
    std::variant<MeanReverting::Coefficients, Logistic::Coefficients> first;
    Logistic::Coefficients second;
    Column first_share, second_share;  ///< of the output of the base year [1]
  };

  static constexpr auto describe();

  /// Only a first curve that is mean-reverting has a growth rate of its own to shake.
  static bool takes_noise(const Params& p, std::string_view noise) {
    return noise != "growth_rate" || std::holds_alternative<MeanReverting::Params>(p.first.params);
  }
  static bool uses_base(const Params& p) {
    const auto* logistic = std::get_if<Logistic::Params>(&p.first.params);
    return logistic != nullptr && Logistic::uses_base(*logistic);
  }

  /// What is wrong with parameters that are each in range, as for Logistic.
  static Problem problem(const Params& p, const StepContext& s);

  static Coefficients prepare(const Params& p, const StepContext& s) {
    const Curve second = sound(curve(p.second, s));
    Coefficients c;
    c.first_share = 1.0 - second.share;
    c.second_share = second.share;
    const StepContext first{s.dt, s.base * c.first_share, s.base_year};
    p.first.visit([&]<class Model>(std::type_identity<Model>, const auto& params) {
      c.first = Model::prepare(params, first);
    });
    c.second = Logistic::prepare({.rate = second.rate,
                                  .takeover_years = {},
                                  .capacity = second.capacity / second.share,
                                  .capacity_level = {},
                                  .volatility = p.second.volatility},
                                 s);
    return c;
  }

  static std::array<Column, 4> start(const Params& p, const StepContext& s, NoiseBlock) {
    const Column share = sound(curve(p.second, s)).share;
    const StepContext first{s.dt, s.base * (1.0 - share), s.base_year};
    return p.first.visit([&]<class Model>(std::type_identity<Model>, const auto& params) {
      const auto states = Model::start(params, first, nullptr);
      return std::array<Column, 4>{0.0, states[0], states[1], 0.0};
    });
  }

  /// states: growth, first, first_inner, second [path]; z: output, second_output, growth_rate [path], the
  /// last not read where the first curve is logistic.
  static void step(const Step& place, const Coefficients& c, StateBlock states, NoiseBlock z) {
    double* first[] = {states[1], states[2]};
    double* second[] = {states[3], states[3]};  // its noise is on the level: no state beside that
    const ColumnView first_noises[] = {z[0], z[2]};
    const ColumnView second_noises[] = {z[1]};
    if (const auto* reverting = std::get_if<MeanReverting::Coefficients>(&c.first))
      MeanReverting::step(place, *reverting, first, first_noises);
    else
      Logistic::step(place, std::get<Logistic::Coefficients>(c.first), first, first_noises);
    Logistic::step(place, c.second, second, second_noises);
    alignas(lane_alignment) double level[block_paths];
    exponential(level, states[3]);
    multiply(level, level, c.second_share);
    exponential(states[0], states[1]);
    multiply_add(level, states[0], c.first_share, level);
    logarithm(states[0], level);
  }

  /// The growth of the path with its noises at zero (there is no closed form for the mean).
  static Column trend(const Coefficients& c, std::array<Column, 4>& expected) {
    std::array<Column, 2> first{expected[1], expected[2]}, second{expected[3], 0.0};
    if (const auto* reverting = std::get_if<MeanReverting::Coefficients>(&c.first))
      MeanReverting::trend(*reverting, first);
    else
      Logistic::trend(std::get<Logistic::Coefficients>(c.first), first);
    Logistic::trend(c.second, second);
    const Column before = expected[0];
    expected[0] = log(exp(first[0]) * c.first_share + exp(second[0]) * c.second_share);
    expected[1] = first[0];
    expected[2] = first[1];
    expected[3] = second[0];
    return expected[0] - before;
  }

 private:
  /// A logistic curve, all of it known.
  struct Curve {
    Column share, capacity;  ///< of the output of the base year [1]
    Column rate;             ///< r [1/year]
  };

  static Column years_to_midpoint(const Second& p, const StepContext& s) { return *p.midpoint - s.base_year; }
  /// ln(K/s - 1): r times the years to the midpoint.
  static Column log_odds(const Second& p) { return log(*p.capacity / *p.share - 1.0); }

  static Curve curve(const Second& p, const StepContext& s) {
    Curve all;
    if (p.takeover_years)
      all.rate = std::log(81.0) / *p.takeover_years;
    else
      all.rate = log_odds(p) / years_to_midpoint(p, s);
    const Column above = p.midpoint ? 1.0 + exp(all.rate * years_to_midpoint(p, s)) : Column();  // K / share
    all.share = p.share ? *p.share : *p.capacity / above;
    all.capacity = p.capacity ? *p.capacity : *p.share * above;
    return all;
  }

  /// The same with shares that are not a number where there is no such curve: such paths count as failed.
  static Curve sound(Curve c) {
    c.share = select_less(c.share, min(c.capacity, 1.0), c.share, not_a_number);
    c.share = select_less(0.0, c.rate, c.share, not_a_number);
    c.share = select_less(c.rate, infinity, c.share, not_a_number);
    return c;
  }
};

constexpr auto SecondCurve::Second::fields() {
  return std::tuple{
      field("share", &Second::share,
            {.unit = "1",
             .range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
             .doc = "part of the base year's output that is on the second curve already",
             .presence = Presence::all_but_one_of,
             .group = "curve",
             .scheduled = false}),
      field("capacity", &Second::capacity,
            {.unit = "1",
             .range = positive,
             .doc = "what the second curve reaches in the end, as a multiple of the base year's output",
             .presence = Presence::all_but_one_of,
             .group = "curve",
             .scheduled = false}),
      field("midpoint", &Second::midpoint,
            {.unit = "year",
             .range = {.low = 1000.0, .high = 3000.0},
             .doc = "when half of the capacity is reached: 2030 is the end of that year, 2029.5 its middle",
             .presence = Presence::all_but_one_of,
             .group = "curve",
             .scheduled = false}),
      field("takeover_years", &Second::takeover_years,
            {.unit = "year",
             .range = positive,
             .doc = "years from 10% to 90% of the capacity",
             .presence = Presence::all_but_one_of,
             .group = "curve",
             .scheduled = false}),
      field("volatility", &Second::volatility,
            {.unit = "1/sqrt(year)",
             .range = not_negative,
             .doc = "sigma2: noise of the log level of the second curve",
             .presence = Presence::required}),
  };
}

constexpr auto SecondCurve::describe() {
  constexpr auto fields = std::tuple{
      field(
          "first", &Params::first,
          {.doc = "the mature part: its model, with keys as for a sector that is this part alone (a capacity "
                  "is a multiple of this part's output in the base year)",
           .presence = Presence::required}),
      field("second", &Params::second,
            {.doc = "the young part that grows on top: an S-curve", .presence = Presence::required}),
  };
  return ModelDescription<decltype(fields), 4, 3>{
      .name = "second_curve",
      .title = "Second growth curve",
      .summary = "A mature industry lifted by a young layer that grows on top of it along an S-curve.",
      .equation =
          R"(Y = Y_1 + Y_2, \quad Y_1(0) = (1 - s)\,Y(0), \quad )"
          R"(\mathrm{d}Y_2 = r Y_2 \left(1 - \frac{Y_2}{K}\right)\,\mathrm{d}t, \quad Y_2(0) = s\,Y(0))",
      .step =
          "as that of the first curve's model; the second curve is exact without noise, with noise of "
          "order 1",
      .source = "Meyer (1994), Bi-logistic growth, Technological Forecasting and Social Change 47, 89",
      .states = {StateInfo{"growth", "1"}, StateInfo{"first", "1"},
                 StateInfo{"first_inner", "as in its model"}, StateInfo{"second", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "noise of the first curve's level"},
                 NoiseInfo{"second_output", NoiseKind::normal, "noise of the second curve's level"},
                 NoiseInfo{"growth_rate", NoiseKind::normal,
                           "noise of the first curve's growth rate, where that is mean-reverting"}},
      .fields = fields,
      .examples =
          R"(first = { model = "mean_reverting", initial_growth = 0.06, long_run_growth = 0.01, half_life = 2, )"
          R"(growth_volatility = 0.02, volatility = 0.08, shock_correlation = 0.3 }, )"
          R"(second = { share = 0.2, capacity = 1.5, takeover_years = 14, volatility = 0.1 })"
          "\n"
          R"(first = { model = "mean_reverting", initial_growth = 0.06, long_run_growth = 0.01, growth_sd = 0.02, )"
          R"(volatility = 0.08 }, second = { share = 0.2, capacity = 1.5, midpoint = 2031, volatility = 0.1 })"
          "\n"
          R"(first = { model = "logistic", rate = 0.3, capacity = 1.6, volatility = 0.08, noise = "level" }, )"
          R"(second = { share = 0.2, midpoint = 2031, takeover_years = 14, volatility = 0.1 })"
          "\n"
          R"(first = { model = "logistic", takeover_years = 12, capacity_level = 130, volatility = 0.08, )"
          R"(noise = "logit" }, second = { capacity = 1.5, midpoint = 2031, takeover_years = 14, volatility = 0.1 })"};
}

}  // namespace secondcurve

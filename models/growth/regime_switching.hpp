#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "engine/schema/type_info.hpp"
#include "models/growth/draw_category.hpp"
#include "models/growth/markov_chain.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// One regime of a growth that switches between several.
struct Regime {
  Column growth;                        ///< effective annual, of the median while it lasts [1/year]
  Column volatility;                    ///< sigma [1/sqrt(year)]
  std::optional<double> mean_duration;  ///< [year]
  Weights next;                         ///< where it goes, by name

  static constexpr std::string_view doc = "Growth while one regime lasts.";
  static constexpr auto fields() {
    return std::tuple{
        field("growth", &Regime::growth,
              {.unit = "1/year",
               .range = growth_range,
               .doc = "growth of the median path while the regime lasts, effective annual",
               .presence = Presence::required}),
        field("volatility", &Regime::volatility,
              {.unit = "1/sqrt(year)",
               .range = not_negative,
               .doc = "sigma: noise of the log level while the regime lasts",
               .presence = Presence::required}),
        field("mean_duration", &Regime::mean_duration,
              {.unit = "year",
               .range = {.low = 0.05, .high = 1000.0},
               .doc = "years that it lasts on average: of every regime, in place of transition"}),
        field("next", &Regime::next,
              {.unit = "1",
               .range = share_range,
               .doc = "with mean_duration and more than two regimes: the one that follows, by probability"}),
    };
  }
};

/// Growth and volatility that switch between a few regimes by a Markov chain.
///
///     P(r' = j | r = i) = p_ij,   dx = ln(1 + g_r) dt + sigma_r dW
///
/// Each step moves the chain first, then grows in the regime that it has reached. The matrix of a step is the
/// principal root of the annual one, or expm(Q dt) where mean durations are given, so the regime at the end
/// of a year has the same law for any length of step. Source: J. D. Hamilton, Econometrica 57 (1989) 357
/// (doi:10.2307/1912559), sec. 2.
class RegimeSwitching final {
 public:
  static constexpr std::size_t most_regimes = 6;

  struct Params {
    Named<Regime> regimes;
    TransitionMatrix transition;  ///< annual; empty where durations are given
    std::string initial_regime;   ///< of the base year; empty: drawn from the ergodic distribution
    std::string chain;            ///< shared with the sectors that name the same; empty: the sector's own
    RegimeChain derived;
  };
  struct Coefficients {
    std::vector<Column> shift;                    ///< log growth of a step by regime [1]
    std::vector<Column> scale;                    ///< log growth per unit of noise by regime [1]
    std::vector<std::vector<Column>> cumulative;  ///< [to][from]: probability of a next regime up to `to`
    TransitionMatrix transition;                  ///< of a step
  };
  /// What is expected before a step.
  struct Expected {
    std::vector<double> probability;  ///< of each regime
  };

  static constexpr auto describe();

  static std::string shared_owner(const Params& p) { return p.chain.empty() ? "" : "chains." + p.chain; }
  /// A regime of the base year that is given is not drawn.
  static bool takes_noise(const Params& p, std::string_view noise) {
    return noise != "initial_regime" || p.initial_regime.empty();
  }

  static Coefficients prepare(const Params& p, const StepContext& s) {
    Coefficients c;
    c.transition = p.derived.over(s.dt);
    SC_EXPECT(c.transition.size() == p.regimes.size());
    for (const auto& [name, regime] : p.regimes) {
      c.shift.push_back(log_growth(regime.growth) * s.dt);
      c.scale.push_back(regime.volatility * std::sqrt(s.dt));
    }
    std::vector<double> sums(p.regimes.size());
    for (std::size_t to = 0; to + 1 < sums.size(); ++to) {
      for (std::size_t from = 0; from < sums.size(); ++from) sums[from] += c.transition[from][to];
      c.cumulative.emplace_back(sums.begin(), sums.end());
    }
    return c;
  }

  /// z: output and regime are null, initial_regime [path]; that is null, too, where the regime is given.
  static std::array<Column, 2> start(const Params& p, const StepContext&, NoiseBlock z) {
    const std::vector<double>& initial = p.derived.initial;
    if (const auto sure = std::find(initial.begin(), initial.end(), 1.0); sure != initial.end())
      return {0.0, static_cast<double>(sure - initial.begin())};
    return {0.0, draw_category(initial, z[2].doubles())};
  }

  /// states: growth, regime [path]; z: output, regime [path].
  static void step(const Step&, const Coefficients& c, StateBlock states, NoiseBlock z) {
    double* growth = states[0];
    double* regime = states[1];
    alignas(lane_alignment) double next[block_paths], work[block_paths], scale[block_paths];
    broadcast(next, 0.0);
    for (const std::vector<Column>& up_to : c.cumulative) {  // one further for each that u has passed
      lookup(work, regime, up_to);
      select_less(work, z[1], work, 0.0, 1.0);
      add(next, next, work);
    }
    std::copy_n(next, block_paths, regime);
    lookup(work, regime, c.shift);
    lookup(scale, regime, c.scale);
    affine(growth, work, {{1.0, growth}, {scale, z[0]}});
  }

  static Expected expect(const Params& p, const StepContext&) { return {p.derived.initial}; }

  /// The exact expected log growth, by the distribution of the regime.
  static Column trend(const Coefficients& c, Expected& expected) {
    expected.probability = after(expected.probability, c.transition);
    Column growth;
    for (std::size_t i = 0; i < c.shift.size(); ++i) growth = growth + expected.probability[i] * c.shift[i];
    return growth;
  }

  /// Exact moments of the log growth after `years` in steps of `dt`, where parameters are one number each: of
  /// the sum x and its square, by the regime that the chain is in, step by step.
  static LogMoments log_moments(const Params& p, double years, double dt) {
    const Coefficients c = prepare(p, {.dt = dt, .base = 1.0});
    const std::size_t n = c.shift.size();
    std::vector<double> probability = p.derived.initial, first(n), second(n);  // E x 1{r = i}, E x^2 1{r = i}
    for (long step = 0; step < std::lround(years / dt); ++step) {
      probability = after(probability, c.transition);
      first = after(first, c.transition);
      second = after(second, c.transition);
      for (std::size_t i = 0; i < n; ++i) {
        const double m = c.shift[i].value(), s = c.scale[i].value();
        second[i] += 2.0 * m * first[i] + (m * m + s * s) * probability[i];
        first[i] += m * probability[i];
      }
    }
    double mean = 0.0, square = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      mean += first[i];
      square += second[i];
    }
    return {mean, square - mean * mean};
  }

 private:
  /// Sums by regime, one step of the chain later.
  static std::vector<double> after(const std::vector<double>& before, const TransitionMatrix& transition) {
    std::vector<double> later(before.size());
    for (std::size_t from = 0; from < before.size(); ++from)
      for (std::size_t to = 0; to < before.size(); ++to) later[to] += before[from] * transition[from][to];
    return later;
  }
};

constexpr auto RegimeSwitching::describe() {
  constexpr auto fields = std::tuple{
      field("regimes", &Params::regimes,
            {.doc = "two to six regimes, { expansion = { growth = 0.08, volatility = 0.03 }, ... }",
             .presence = Presence::required}),
      field("transition", &Params::transition,
            {.unit = "1",
             .range = share_range,
             .doc = "annual probabilities, a row for each regime in their order: of what follows it; or "
                    "mean_duration of each regime"}),
      field("initial_regime", &Params::initial_regime,
            {.doc = "regime of the base year; drawn from the long-run distribution if left out"}),
      field("chain", &Params::chain,
            {.doc = "name of a chain: sectors that name the same are always in the same regime; the "
                    "sector's own if left out"}),
  };
  return ModelDescription<decltype(fields), 2, 3>{
      .name = "regime_switching",
      .title = "Regime switching",
      .summary = "Good and bad times that last for years, each with its own growth and volatility.",
      .equation = R"(\mathrm{d}\ln Y = \ln(1 + g_r)\,\mathrm{d}t + \sigma_r\,\mathrm{d}W, \quad )"
                  R"(p_{ij} = P(r' = j \,|\, r = i))",
      .step =
          "the regime is exact for any step; it changes at steps only, so that growth within a year depends "
          "on their length (with mean_duration of order 1)",
      .source = "Hamilton (1989), Econometrica 57, 357, sec. 2",
      .states = {StateInfo{"growth", "1"}, StateInfo{"regime", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "dW"},
                 NoiseInfo{.name = "regime",
                           .kind = NoiseKind::uniform,
                           .doc = "picks the next regime; one draw for all sectors of a chain",
                           .shared = true},
                 NoiseInfo{.name = "initial_regime",
                           .kind = NoiseKind::uniform,
                           .doc = "picks the regime of the base year where it is not given",
                           .time = NoiseTime::once,
                           .shared = true}},
      .fields = fields,
      .examples =
          "regimes = { good = { growth = 0.09, volatility = 0.03 }, bad = { growth = -0.02, volatility = "
          "0.08 } }, transition = [[0.85, 0.15], [0.3, 0.7]]\n"
          "regimes = { boom = { growth = 0.12, volatility = 0.03, mean_duration = 4, next = { calm = 0.7, "
          "bust = 0.3 } }, calm = { growth = 0.05, volatility = 0.02, mean_duration = 3, next = { boom = 1 "
          "} }, bust = { growth = -0.05, volatility = 0.1, mean_duration = 1.5, next = { calm = 1 } } }, "
          "initial_regime = \"calm\", chain = \"cycle\""};
}

}  // namespace secondcurve

#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// What `[histories.NAME]` says of one column.
struct ObservedGrowth {
  std::vector<double> log_growth;  ///< of each year, in their order [1]
  double restart = 1.0;            ///< probability that a new block begins with a year
};

/// Growth drawn from what was observed: the stationary bootstrap.
///
/// The first year is one of the observed years, each as likely. A later one is, with probability
/// 1 / mean_block, again any of them, and otherwise the one that followed in history; the first year follows
/// the last. So each year is uniform over those observed and blocks of years stay together, mean_block on
/// average. Sectors of one history share the years, so what moved together still does. A year's growth is
/// spread evenly over its steps, in logs. Source: D. N. Politis and J. P. Romano, J. American Statistical
/// Association 89 (1994) 1303 (doi:10.1080/01621459.1994.10476870), sec. 2.
class HistoricalBootstrap final {
 public:
  struct Params {
    std::string history;  ///< of [histories.NAME]
    std::string column;   ///< of its file; empty: the sector's own name
    ObservedGrowth derived;
  };
  struct Coefficients {
    std::vector<double> log_growth;  ///< by observed year [1]
    double restart = 1.0;            ///< probability that a new block begins with a year
    double mean = 0.0;               ///< expected log growth of a step [1]
    double dt = 1.0;                 ///< [year]
  };

  static constexpr auto describe();

  static std::string shared_owner(const Params& p) { return "histories." + p.history; }

  static Coefficients prepare(const Params& p, const StepContext& s) {
    SC_EXPECT(!p.derived.log_growth.empty());
    return {.log_growth = p.derived.log_growth,
            .restart = p.derived.restart,
            .mean = mean_of(p.derived.log_growth) * s.dt,
            .dt = s.dt};
  }
  static std::array<Column, 3> start(const Params&, const StepContext&, NoiseBlock) {
    return {0.0, 0.0, 0.0};
  }

  /// states: growth, year, annual_growth [path]; z: restart, year [path].
  static void step(const Step& place, const Coefficients& c, StateBlock states, NoiseBlock z) {
    if (place.starts_year) draw_year(place.index == 0, c, states, z);
    affine(states[0], 0.0, {{1.0, states[0]}, {c.dt, states[2]}});
  }

  /// The exact expected log growth: each year is uniform over those observed.
  static Column trend(const Coefficients& c, std::array<Column, 3>& expected) {
    expected[0] = expected[0] + c.mean;
    return c.mean;
  }

  /// Exact moments of the log growth after whole years: years that are k apart are of one block with
  /// probability (1 - 1/mean_block)^k, and then k apart in history.
  static LogMoments log_moments(const Params& p, double years) {
    const std::vector<double>& x = p.derived.log_growth;
    const std::size_t n = x.size();
    const auto n_years = static_cast<std::size_t>(std::lround(years));
    const double mean = mean_of(x);
    double variance = 0.0, same_block = 1.0;
    for (std::size_t apart = 0; apart < n_years; ++apart) {
      double covariance = 0.0;  // of observed years so far apart, on the circle
      for (std::size_t i = 0; i < n; ++i)
        covariance += (x[i] - mean) * (x[(i + apart) % n] - mean) / static_cast<double>(n);
      variance += (apart == 0 ? 1.0 : 2.0) * static_cast<double>(n_years - apart) * same_block * covariance;
      same_block *= 1.0 - p.derived.restart;
    }
    return {mean * static_cast<double>(n_years), variance};
  }

 private:
  static double mean_of(const std::vector<double>& x) {
    double sum = 0.0;
    for (const double each : x) sum += each;
    return sum / static_cast<double>(x.size());
  }

  /// Path by path: a table as long as a history is read faster than masked.
  static void draw_year(bool first, const Coefficients& c, StateBlock states, NoiseBlock z) {
    const std::size_t n = c.log_growth.size();
    const auto n_observed = static_cast<double>(n);
    for (std::size_t path = 0; path < block_paths; ++path) {
      const auto before = static_cast<std::size_t>(states[1][path]);
      const std::size_t next = before + 1 == n ? 0 : before + 1;
      const auto any = static_cast<std::size_t>(z[1][path] * n_observed);
      const std::size_t year = first || z[0][path] < c.restart ? any : next;
      states[1][path] = static_cast<double>(year);
      states[2][path] = c.log_growth[year];
    }
  }
};

constexpr auto HistoricalBootstrap::describe() {
  constexpr auto fields = std::tuple{
      field("history", &Params::history,
            {.doc = "name of the [histories.NAME] whose years are drawn; sectors of one history share them",
             .presence = Presence::required}),
      field("column", &Params::column,
            {.doc = "column of the history's file; the sector's own name if left out"}),
  };
  return ModelDescription<decltype(fields), 3, 2>{
      .name = "historical_bootstrap",
      .title = "Years drawn from history",
      .summary = "Growth as it was observed, in blocks of years put together anew; no formula for its law.",
      .equation = R"(\ln Y(t) = \ln Y(t-1) + h(y_t), \quad )"
                  R"(P(y_t = y_{t-1} + 1) = 1 - \frac{1}{b} + \frac{1}{b n})",
      .step = "exact for any step; the growth of a year is spread evenly in logs",
      .source = "Politis and Romano (1994), J. American Statistical Association 89, 1303, sec. 2",
      .states = {StateInfo{"growth", "1"}, StateInfo{"year", "1"}, StateInfo{"annual_growth", "1/year"}},
      .noises = {NoiseInfo{.name = "restart",
                           .kind = NoiseKind::uniform,
                           .doc = "whether a new block begins; one draw for all sectors of a history",
                           .time = NoiseTime::every_year,
                           .shared = true},
                 NoiseInfo{.name = "year",
                           .kind = NoiseKind::uniform,
                           .doc = "the year with which it begins; one draw for all sectors of a history",
                           .time = NoiseTime::every_year,
                           .shared = true}},
      .fields = fields,
      .examples =
          "history = \"example\"\n"
          "history = \"example\", column = \"rival\""};
}

}  // namespace secondcurve

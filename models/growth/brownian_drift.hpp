#pragma once

#include <string_view>
#include <tuple>

#include "engine/block/column_math.hpp"
#include "engine/schema/field.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

// The three keys by which a config says how fast a level with Brownian noise grows: `median_growth`,
// `mean_growth` or `drift`, beside `volatility`. Params has them as members.

/// What the keys mean to a model.
struct DriftDocs {
  std::string_view median_growth, mean_growth, drift;
};

/// Their fields, of which a config gives one.
template <class Params>
constexpr auto drift_fields(const DriftDocs& docs) {
  return std::tuple{
      field("median_growth", &Params::median_growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = docs.median_growth,
             .presence = Presence::one_of,
             .group = "growth"}),
      field("mean_growth", &Params::mean_growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = docs.mean_growth,
             .presence = Presence::one_of,
             .group = "growth"}),
      field("drift", &Params::drift,
            {.unit = "1/year", .doc = docs.drift, .presence = Presence::one_of, .group = "growth"}),
  };
}

/// Mean log growth without jumps: ln(1+g) of the median, or mu - sigma^2/2 with mu = ln(1+g) of the mean
/// [1/year].
template <class Params>
Column log_drift(const Params& p) {
  if (p.median_growth) return log_growth(*p.median_growth);
  const Column mu = p.drift ? *p.drift : log_growth(*p.mean_growth);
  return mu - 0.5 * p.volatility * p.volatility;
}

}  // namespace secondcurve

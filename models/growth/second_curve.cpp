#include "models/growth/second_curve.hpp"

#include <fmt/format.h>

namespace secondcurve {

Problem SecondCurve::problem(const Params& p, const StepContext& s) {
  if (const auto* logistic = std::get_if<Logistic::Params>(&p.first.params))
    if (const Problem problem = Logistic::problem(*logistic, s)) return problem.within("first");
  const Second& second = p.second;
  if (second.share && second.capacity && second.share->value() >= second.capacity->value())
    return {
        "second.capacity",
        fmt::format("= {:.3g}: must be above share = {:.3g}: both are multiples of the base year's output",
                    second.capacity->value(), second.share->value())};
  if (!second.takeover_years && (years_to_midpoint(second, s) * log_odds(second)).value() <= 0.0)
    return {
        "second.midpoint",
        fmt::format(
            "= {:g}: no takeover_years lead from share = {:.3g} in {} to half of capacity = {:.3g} then: "
            "a share below half of the capacity has its midpoint after the base year, one above it before",
            second.midpoint->value(), second.share->value(), s.base_year, second.capacity->value())};
  if (const double share = curve(second, s).share.value(); share >= 1.0)
    return {"second.capacity",
            fmt::format(
                "= {:.3g}: from midpoint = {:g} and takeover_years = {:.3g} a share of {:.3g} of the base "
                "year's output follows, and must be below 1: capacity lower, or midpoint later",
                second.capacity->value(), second.midpoint->value(), second.takeover_years->value(), share)};
  return {};
}

}  // namespace secondcurve

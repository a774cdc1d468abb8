#pragma once

#include <span>
#include <string>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/check_scenarios.hpp"
#include "engine/batch/needs.hpp"

namespace secondcurve::cli {

/// What a planned batch needs in all.
struct PlanNeeds {
  BatchNeeds sizes;
  double seconds = 0.0;
};

/// What a batch would run: its scenarios, what cannot be run or compared and why, and what it needs.
/// @param checks [scenario].
std::string plan_text(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const PlanNeeds& needs);
/// The same with all scenarios and their settings.
std::string plan_json(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const PlanNeeds& needs);

}  // namespace secondcurve::cli

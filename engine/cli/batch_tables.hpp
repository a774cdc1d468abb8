#pragma once

#include <span>
#include <string>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/check_scenarios.hpp"
#include "engine/batch/needs.hpp"

namespace secondcurve::cli {

/// What a batch would run: its scenarios, their settings, and what it needs.
std::string plan_text(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const BatchNeeds& needs);

/// How far the batch in a directory is: how many scenarios are done, and which failed. Throws IoError where
/// there is none.
std::string status_text(const std::string& folder);
std::string status_json(const std::string& folder);

/// The outcome of a batch in the last year, a scenario a line: growth of its first whole, difference from the
/// baseline, probabilities of the first targets.
std::string batch_text(const std::string& index);
std::string batch_json(const std::string& index);

}  // namespace secondcurve::cli

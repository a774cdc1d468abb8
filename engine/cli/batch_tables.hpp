#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

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

/// What is shown of the scenarios of an index.
struct OutcomeChoice {
  std::optional<std::string> series = std::nullopt;  ///< otherwise the first that is part of no other
  std::optional<std::string> year = std::nullopt;    ///< otherwise the last
  std::vector<std::string> targets = {};             ///< otherwise all; a table has the first ones
};

/// The outcome of a batch, a scenario a line: level and growth of a series, its difference from the baseline,
/// probabilities of targets. Throws UsageError where the index lacks what is chosen.
std::string batch_text(const std::string& index, const OutcomeChoice& choice = {});
std::string batch_json(const std::string& index, const OutcomeChoice& choice = {});

}  // namespace secondcurve::cli

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "engine/batch/check_scenarios.hpp"

namespace secondcurve {

/// Memory of a batch beside its scenarios: the program, texts and what is known of all scenarios, measured
/// with 60 of them [byte].
inline constexpr double program_bytes = 30e6;

/// What a batch takes beside time, about.
struct BatchNeeds {
  std::size_t at_once = 1;    ///< scenarios that are simulated side by side
  double memory_bytes = 0.0;  ///< at the most: the largest of them together, and the baseline
  double disk_bytes = 0.0;    ///< at the most: parts that are still to come, and the index of all
};

/// What it takes to simulate the scenarios that can be run and are left.
/// @param baseline place of the baseline, if there is one. @param is_left whether a scenario is still to be
/// simulated.
BatchNeeds needs_of(std::span<const ScenarioCheck> checks, std::optional<std::size_t> baseline,
                    std::size_t n_threads, const std::function<bool(std::size_t)>& is_left);

/// Throws IoError where less memory or disk is free than a batch needs, saying how much there is.
/// @param folder of the results, or the nearest above it that exists.
void refuse_what_does_not_fit(const BatchNeeds& needs, const std::string& folder);

}  // namespace secondcurve

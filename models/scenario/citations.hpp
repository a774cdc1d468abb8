#pragma once

#include "engine/config/reading.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks every cited fact against the ids of the facts file.
void validate_citations(const Scenario& scenario, const Node& root, Reading& reading);

}  // namespace secondcurve

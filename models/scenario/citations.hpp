#pragma once

#include "engine/config/reading.hpp"

namespace secondcurve {

struct Scenario;

/// Checks every cited fact against the ids of the facts file.
void validate_citations(const Scenario& scenario, const Node& root, Reading& reading);

}  // namespace secondcurve

#pragma once

#include "engine/config/reading.hpp"

namespace secondcurve {

struct Scenario;

/// Checks every cited fact against the ids of the facts file, and the file of documents for its columns.
void validate_citations(const Scenario& scenario, const Node& root, Reading& reading);

}  // namespace secondcurve

#pragma once

#include <string>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// What a scenario says without effect, a sentence each: loadings and rows of correlations of sectors whose
/// growth model has no such noise. Right where a base file serves several models, so it is no error.
std::vector<std::string> notes(const Scenario& scenario);

}  // namespace secondcurve

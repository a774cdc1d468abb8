#pragma once

#include "engine/stats/sample_design.hpp"
#include "models/scenario/simulation.hpp"

namespace secondcurve {

/// Which paths of a run are independent of which. A run that may stop early reaches as far in its intervals
/// as its fewest groups ask for.
SampleDesign design_of(const Simulation& simulation);

}  // namespace secondcurve

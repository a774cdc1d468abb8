#pragma once

#include <string>

#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Says in words why figures of two scenarios cannot stand side by side: another unit of account or price
/// basis, an account of the same name that is defined otherwise, a series of the same name in another
/// account, or no series in common. Empty where they can.
std::string why_not_together(const Scenario& scenario, const Scenario& baseline);

}  // namespace secondcurve

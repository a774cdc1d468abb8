#pragma once

#include <string>

#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Says that two scenarios have no series of the same name, with names of both; empty where they have.
std::string nothing_in_common(const Scenario& scenario, const Scenario& baseline);

/// Says in words why figures of two scenarios cannot stand side by side: no series in common, another unit of
/// account or price basis, an account of the same name that is defined otherwise, or a series of the same
/// name in another account. Empty where they can.
std::string why_not_together(const Scenario& scenario, const Scenario& baseline);

}  // namespace secondcurve

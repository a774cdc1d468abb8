#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks what levers refer to, sectors and years, and what goes together in them. Links: see
/// `validate_links`.
void validate_levers(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve

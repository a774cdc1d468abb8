#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Works out the shares of `[links]` from its matrix, table or coefficients. Checks that they name sectors,
/// that shocks fade on their way round, and that growth can be measured as asked.
void validate_links(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve

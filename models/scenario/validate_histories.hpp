#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Reads the files of histories, and hands each sector that is drawn from one the growth of its column.
/// Reports histories and columns that do not exist, years that do not follow each other, and values that
/// give no growth.
void validate_histories(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve

#pragma once

#include <string>

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks that noises move together as they can: noises and sectors that exist, shares of the variance within
/// it. Fills in correlation matrices from their files.
void validate_dependence(Scenario& scenario, const Node& root, const Checks& checks);

/// Checks loadings on common factors: names of factors, and squares that add up to no more than the variance.
/// @param key of the table of loadings.
void validate_loadings(const std::string& key, const Weights& loadings, const Checks& checks);

}  // namespace secondcurve

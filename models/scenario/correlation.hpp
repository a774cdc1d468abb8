#pragma once

#include <string>
#include <vector>

#include "engine/config/reading.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Reads the correlation matrix in the file that `node` names into `dependence`. Reports a matrix that is
/// not square, symmetric with ones on the diagonal, or names something not in `sectors`. One that is not
/// positive semidefinite is repaired where `dependence` says so, and reported with the nearest one that is
/// otherwise.
void read_correlation(const Node& node, const std::vector<std::string>& sectors, Dependence& dependence,
                      Reading& reading);

}  // namespace secondcurve

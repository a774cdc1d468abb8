#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"

namespace secondcurve::cli {

/// The error of a name that is none of those there are; it lists them, the first 100, and asks
/// for the nearest.
/// @param given empty where nothing was. @param problem such as `secondcurve show: "carz" is no series of
/// this result`.
UsageError unknown_name(std::string_view problem, const std::string& given,
                        const std::vector<std::string>& known);

}  // namespace secondcurve::cli

#pragma once

#include <cstddef>
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

/// The place of a name among those there are. Throws unknown_name with `problem` if it is none of them.
std::size_t place_among(const std::vector<std::string>& known, const std::string& given,
                        std::string_view problem);

}  // namespace secondcurve::cli

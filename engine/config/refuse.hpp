#pragma once

#include <string>

#include "engine/core/error.hpp"

namespace secondcurve {

/// Throws a ConfigError with one diagnostic. @param key full dotted key, empty where none is at fault.
[[noreturn]] void refuse(SourcePosition where, std::string key, std::string problem, std::string allowed = "",
                         std::string hint = "");

}  // namespace secondcurve

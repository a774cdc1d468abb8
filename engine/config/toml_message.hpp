#pragma once

#include <string_view>

#include "engine/core/error.hpp"

namespace secondcurve {

/// Says the parser's complaint ("Error while parsing value: could not determine value type") in words that
/// help who wrote the file. Fills problem, allowed and hint; the caller knows where.
Diagnostic toml_message(std::string_view description);

}  // namespace secondcurve

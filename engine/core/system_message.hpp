#pragma once

#include <string>
#include <system_error>

namespace secondcurve {

/// What the system says of an error, by its number (errno): "No space left on device".
inline std::string system_message(int error) { return std::generic_category().message(error); }

}  // namespace secondcurve

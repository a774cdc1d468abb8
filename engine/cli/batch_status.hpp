#pragma once

#include <string>

namespace secondcurve::cli {

/// How far the batch in a directory is: how many scenarios are done, and which failed. Throws IoError where
/// there is none.
std::string status_text(const std::string& folder);
std::string status_json(const std::string& folder);

}  // namespace secondcurve::cli

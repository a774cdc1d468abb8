#pragma once

#include <vector>

#include "engine/schema/model_info.hpp"

namespace secondcurve {

/// Describes every registered growth model, in the order of the registry.
std::vector<ModelInfo> model_infos();

}  // namespace secondcurve

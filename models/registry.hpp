#pragma once

#include <tuple>

#include "models/growth/geometric_brownian.hpp"
#include "models/growth/historical_bootstrap.hpp"
#include "models/growth/jump_diffusion.hpp"
#include "models/growth/logistic.hpp"
#include "models/growth/mean_reverting.hpp"
#include "models/growth/path.hpp"
#include "models/growth/regime_switching.hpp"

namespace secondcurve {

/// The one list of growth models. Reading, help, docs, law tests and benchmarks follow from it.
using GrowthModels = std::tuple<GeometricBrownian, MeanReverting, Logistic, Path, RegimeSwitching,
                                JumpDiffusion, HistoricalBootstrap>;

}  // namespace secondcurve

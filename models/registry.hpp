#pragma once

#include <tuple>

#include "models/growth/autoregressive.hpp"
#include "models/growth/geometric_brownian.hpp"
#include "models/growth/historical_bootstrap.hpp"
#include "models/growth/jump_diffusion.hpp"
#include "models/growth/logistic.hpp"
#include "models/growth/mean_reverting.hpp"
#include "models/growth/mixture.hpp"
#include "models/growth/path.hpp"
#include "models/growth/production_function.hpp"
#include "models/growth/regime_switching.hpp"
#include "models/growth/second_curve.hpp"

namespace secondcurve {

/// The one list of growth models. Reading, help, docs, law tests and benchmarks follow from it.
using SingleGrowthModels =
    std::tuple<GeometricBrownian, MeanReverting, Logistic, SecondCurve, RegimeSwitching, JumpDiffusion,
               HistoricalBootstrap, Autoregressive, ProductionFunction, Path>;

namespace detail {
template <class Models>
struct WithMixture;
template <class... Models>
struct WithMixture<std::tuple<Models...>> {
  using Of = Mixture<Models...>;
  using type = std::tuple<Models..., Of>;
};
}  // namespace detail

/// The mixture of any of them.
using GrowthMixture = detail::WithMixture<SingleGrowthModels>::Of;
/// All of them, and their mixture.
using GrowthModels = detail::WithMixture<SingleGrowthModels>::type;

}  // namespace secondcurve

#pragma once

#include <optional>

#include "engine/simulate/block_source.hpp"
#include "engine/simulate/result.hpp"
#include "engine/simulate/tallies.hpp"
#include "engine/stats/quantiles.hpp"

namespace secondcurve {

/// Makes the statistics of a run from all that its passes have found.
/// @param all of the first pass. @param search that is done.
/// @param stopping how a run with a rule to stop has ended.
Result collect_result(const BlockSource& source, const Tallies& all, const QuantileSearch& search,
                      const std::optional<Stopping>& stopping = std::nullopt);

}  // namespace secondcurve

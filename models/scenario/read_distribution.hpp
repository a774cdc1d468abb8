#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/config/reading.hpp"
#include "engine/random/distribution.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve {

/// Reads a table such as { normal = [0.05, 0.02], min = 0 }, and cuts it off at the range of its key.
/// Reports, and returns nothing, where it is none.
/// @param form the one whose name is among the keys of the table.
/// @param change of every value that may be drawn.
std::optional<Distribution> read_distribution(const Node& node, const DistributionForm& form,
                                              const FieldInfo& info, const LinearChange& change,
                                              Reading& reading);

/// Why a distribution cannot be that of a key, in the parts of a message.
struct OutOfRange {
  std::string problem, allowed, hint;
};

/// Cuts a distribution off at the range of its key, so that no draw is outside.
/// @param report is told of one that lies outside by more than a rounding of its tails: that it is cut must
/// be seen in the config.
Distribution within_range(const Distribution& distribution, const Range& range,
                          const std::function<void(const OutOfRange&)>& report);

}  // namespace secondcurve

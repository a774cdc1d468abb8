#pragma once

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

/// Cuts a distribution off at the range of its key, so that no draw is outside. Reports one that lies outside
/// by more than a rounding of its tails: that it is cut must be seen in the config.
/// @param written the distribution as the config has it, for the message.
Distribution within_range(const SourcePosition& where, const std::string& key, const std::string& written,
                          const Distribution& distribution, const Range& range, Reading& reading);

}  // namespace secondcurve

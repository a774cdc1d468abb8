#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace secondcurve::cli {

/// Scenarios that a table of a batch has at most.
inline constexpr std::size_t most_rows = 40;

/// A scenario that cannot be compared with the baseline, and why.
struct Unpaired {
  std::string scenario;
  std::string reason;
};

/// Says which scenarios cannot be compared, a line for each reason; empty for none.
std::string unpaired_text(std::span<const Unpaired> unpaired, const std::string& baseline);

/// The outcome of a batch in the last year, a scenario a line: growth of its first whole, difference from the
/// baseline, probabilities of the first targets; numbers of paths where they differ. Below, which scenarios
/// could not be compared, and why.
std::string batch_text(const std::string& index);
std::string batch_json(const std::string& index);

}  // namespace secondcurve::cli

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

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

/// What is shown of the scenarios of an index.
struct OutcomeChoice {
  std::optional<std::string> series = std::nullopt;  ///< otherwise the first that is part of no other
  std::optional<std::string> year = std::nullopt;    ///< otherwise the last
  std::vector<std::string> targets = {};             ///< otherwise all; a table has the first ones
};

/// The outcome of a batch, a scenario a line: level and growth of a series, its difference from the baseline,
/// probabilities of targets; numbers of paths where they differ. Below, which scenarios could not be
/// compared, and why. Throws UsageError where the index lacks what is chosen.
std::string batch_text(const std::string& index, const OutcomeChoice& choice = {});
/// The same with tabs between and all digits, a line for every scenario.
std::string batch_tsv(const std::string& index, const OutcomeChoice& choice = {});
std::string batch_json(const std::string& index, const OutcomeChoice& choice = {});

}  // namespace secondcurve::cli

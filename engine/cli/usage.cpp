#include "engine/cli/usage.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve::cli {

UsageError unknown_name(std::string_view problem, const std::string& given,
                        const std::vector<std::string>& known) {
  std::string text(problem);
  constexpr std::size_t most = 100;  // names that a message lists
  const std::size_t n_listed = std::min(known.size(), most);
  if (!known.empty()) text += " (known: " + join(std::span(known).first(n_listed), ", ");
  if (n_listed < known.size()) text += fmt::format(" and {} more", grouped(known.size() - n_listed));
  if (!known.empty()) text += ")";
  if (given.empty()) return UsageError(text);
  if (const std::string hint = did_you_mean(given, known); !hint.empty()) text += ". " + hint;
  return UsageError(text);
}

std::size_t place_among(const std::vector<std::string>& known, const std::string& given,
                        std::string_view problem) {
  const auto found = std::find(known.begin(), known.end(), given);
  if (found == known.end()) throw unknown_name(problem, given, known);
  return static_cast<std::size_t>(found - known.begin());
}

}  // namespace secondcurve::cli

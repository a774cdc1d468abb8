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

}  // namespace secondcurve::cli

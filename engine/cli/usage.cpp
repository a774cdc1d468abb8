#include "engine/cli/usage.hpp"

#include "engine/config/text.hpp"

namespace secondcurve::cli {

UsageError unknown_name(std::string_view problem, const std::string& given,
                        const std::vector<std::string>& known) {
  std::string text(problem);
  if (!known.empty()) text += " (known: " + join(known, ", ") + ")";
  if (const std::string hint = did_you_mean(given, known); !hint.empty()) text += ". " + hint;
  return UsageError(text);
}

}  // namespace secondcurve::cli

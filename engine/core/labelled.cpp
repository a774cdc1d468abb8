#include "engine/core/labelled.hpp"

#include <algorithm>
#include <array>

namespace secondcurve {

const Variable* find_variable(const Group& group, std::string_view name) {
  const auto found = std::find_if(group.variables.begin(), group.variables.end(),
                                  [&](const Variable& variable) { return variable.name == name; });
  return found == group.variables.end() ? nullptr : &*found;
}

const std::vector<std::string>& texts_of(const Group& group, std::string_view name) {
  static const std::vector<std::string> none;
  const Variable* variable = find_variable(group, name);
  const auto* texts = variable == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&variable->data);
  return texts == nullptr ? none : *texts;
}

std::string first_text(const Group& group, std::string_view name) {
  const std::vector<std::string>& texts = texts_of(group, name);
  return texts.empty() ? std::string() : texts.front();
}

std::string attribute_text(const std::vector<Attribute>& attributes, std::string_view name) {
  for (const Attribute& attribute : attributes)
    if (attribute.name == name)
      if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
  return {};
}

bool reads_as_time(std::string_view units) {
  constexpr std::array durations = {"days",         "hours",        "minutes",    "seconds",
                                    "milliseconds", "microseconds", "nanoseconds"};
  return std::find(durations.begin(), durations.end(), units) != durations.end() ||
         units.find("since") != std::string_view::npos;
}

}  // namespace secondcurve

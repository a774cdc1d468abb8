#include "models/scenario/adjustments.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/config/exclusive_keys.hpp"
#include "engine/config/read_table.hpp"
#include "engine/config/text.hpp"
#include "models/scenario/checks.hpp"

namespace secondcurve {

namespace {

std::string key_of(const std::string& name) { return "adjustments." + name; }

/// Where an adjustment says by how much it changes numbers.
const SourcePosition& place_of_change(const Node& entry, const AdjustmentSpec& spec) {
  const Node* add = entry.find("add");
  const Node* times = entry.find("times");
  if (add != nullptr && (spec.add != 0.0 || times == nullptr)) return add->position();
  return times == nullptr ? entry.position() : times->position();
}

/// Reports a key that is none of a number that can be adjusted.
void refuse(const std::string& place, const std::string& pattern, const Node& root, const Checks& checks) {
  const std::vector<std::string>& known = checks.reading().number_keys();
  if (pattern.find('*') != std::string::npos)
    return checks.error(place, fmt::format("\"{}\" matches no number that can be adjusted", pattern),
                        "such as sectors.*.growth.long_run_growth or programmes.*.amount");
  if (root.find_path(pattern) != nullptr)
    return checks.error(place, fmt::format("\"{}\" is no number that can be adjusted", pattern),
                        "those are the numbers that may be uncertain", "Write its new value instead");
  checks.error(place, fmt::format("there is no \"{}\"", pattern),
               "keys are written in full, as sectors.NAME.growth.KEY", did_you_mean(pattern, known));
}

}  // namespace

void read_value(const Node& node, Named<AdjustmentSpec>& out, const FieldInfo& info, Reading& reading) {
  read_value<AdjustmentSpec>(node, out, info, reading);
  std::vector<Reading::Adjustment> orders;
  for (const auto& [name, spec] : out)
    orders.push_back({key_of(name),
                      spec.keys,
                      {.times = spec.times, .add = spec.add},
                      place_of_change(*node.find(name), spec)});
  reading.adjust(std::move(orders));
}

void validate_adjustments(Named<AdjustmentSpec>& adjustments, const Node& root, const Checks& checks) {
  const std::vector<std::string>& numbers = checks.reading().number_keys();
  for (auto& [name, spec] : adjustments) {
    const std::string key = key_of(name);
    if (spec.keys.empty() && checks.sound(key + ".keys"))
      checks.error(key + ".keys", "names no key", "such as keys = [\"sectors.*.growth.long_run_growth\"]");
    if (!checks.written(key + ".times") && !checks.written(key + ".add"))
      checks.error(key, "changes nothing", "needs times, add or both");
    const bool is_none = LinearChange{.times = spec.times, .add = spec.add}.is_none();
    for (std::size_t i = 0; i < spec.keys.size(); ++i) {
      bool is_any = false;
      for (const std::string& number : numbers) {
        if (!matches(spec.keys[i], number)) continue;
        is_any = true;
        if (std::find(spec.adjusted.begin(), spec.adjusted.end(), number) == spec.adjusted.end())
          spec.adjusted.push_back(number);
      }
      // What changes nothing may wait for numbers of scenarios that inherit it. And a number that could not
      // be read for another error may be the one that is meant.
      if (!is_any && !is_none && !checks.reading().failed())
        refuse(fmt::format("{}.keys[{}]", key, i), spec.keys[i], root, checks);
    }
  }
}

}  // namespace secondcurve

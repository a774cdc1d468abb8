#include "models/scenario/checks.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

const Node& Checks::at(std::string_view key) const {
  const Node* nearest = &root_;
  while (true) {
    const auto children = nearest->children();
    const auto next = std::find_if(children.begin(), children.end(),
                                   [&](const Node& child) { return is_key_within(key, child.key()); });
    if (next == children.end()) return *nearest;
    nearest = &*next;
  }
}

void Checks::error(const std::string& key, std::string problem, std::string allowed, std::string hint) const {
  if (reading_.has_error(key)) return;
  const Node& node = at(key);
  reading_.error_about(std::vector{key}, node.position(), node.key(), std::move(problem), std::move(allowed),
                       std::move(hint));
}

void Checks::unknown_name(const std::string& key, const std::string& name, std::string_view table,
                          std::string_view what, const std::vector<std::string>& known) const {
  if (reading_.has_error(fmt::format("{}.{}", table, name))) return;
  error(key, fmt::format("\"{}\" is no {}", name, what),
        known.empty() ? fmt::format("there is no {}", what) : "known: " + join(known, ", "),
        did_you_mean(name, known));
}

}  // namespace secondcurve

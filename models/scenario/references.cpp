#include "models/scenario/references.hpp"

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve {

const Node& node_at(const Node& root, std::string path) {
  while (true) {
    if (const Node* node = root.find_path(path)) return *node;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) return root;
    path.resize(dot);
  }
}

void unknown_name(const Node& node, std::string_view name, std::string_view what,
                  const std::vector<std::string>& known, Reading& reading) {
  const std::string near = closest(name, known);
  reading.error(node, fmt::format("\"{}\" is no {}", name, what),
                known.empty() ? fmt::format("there is no {}", what) : "known: " + join(known, ", "),
                near.empty() ? "" : fmt::format("Did you mean '{}'?", near));
}

}  // namespace secondcurve

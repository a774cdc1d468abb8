#include "models/scenario/load.hpp"

#include <utility>

#include "engine/config/read_table.hpp"
#include "models/scenario/citations.hpp"
#include "models/scenario/validate.hpp"

namespace secondcurve {

LoadedScenario load_scenario(const std::string& path, std::span<const std::string> overrides,
                             const Files& files) {
  Document document = Document::load(path, overrides, files);
  Reading reading([&](const Node& node, const std::string& name) {
    return NamedText{document.resolve(node, name), document.read_relative(node, name)};
  });
  Scenario scenario;
  read_table(document.root(), scenario, reading);
  validate(scenario, document.root(), reading);
  validate_citations(scenario, document.root(), reading);
  reading.finish();
  return {std::move(scenario), std::move(document)};
}

}  // namespace secondcurve

#include "models/scenario/validate_dependence.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "models/scenario/correlation.hpp"

namespace secondcurve {

namespace {

/// How far squares of loadings may pass 1: 0.1, 0.7 and the square root of 0.5 are not exact.
constexpr double rounding = 1e-12;

class DependenceValidator final {
 public:
  DependenceValidator(const Scenario& scenario, const Node& root, const Checks& checks)
      : s_(scenario), checks_(checks), sectors_(names_of(scenario.sectors)) {
    const Node* sectors = root.find("sectors");
    if (sectors == nullptr) return;
    for (const Node& sector : sectors->children()) {
      if (!checks.sound(sector.key() + ".growth.model")) knows_models_ = false;
      // One that could not be read is no unknown name.
      if (find_entry(s_.sectors, sector.name()) == nullptr && !checks.sound(sector.key()))
        sectors_.push_back(sector.name());
    }
  }

  void check(const std::string& noise, Dependence& dependence) const {
    const std::string path = "dependence." + noise;
    const std::vector<std::string> known = noise_names();
    if (knows_models_ && std::find(known.begin(), known.end(), noise) == known.end())
      return checks_.unknown_name(path, noise, "dependence", "noise of a growth model in use", known);
    for (const auto& [sector, loadings] : dependence.loadings)
      check_loadings(path + ".loadings." + sector, sector, loadings);
    if (dependence.repair && !dependence.loadings.empty())
      checks_.error(path + ".repair", "= true: is for a correlation matrix",
                    "loadings need no repair: leave the key out");
    const std::string file = path + ".correlation";
    if (dependence.correlation.empty() || !checks_.sound(file) || checks_.reading().has_error("sectors"))
      return;
    auto matrix =
        read_correlation(checks_.at(file), {sectors_, "sector"}, dependence.repair, checks_.reading());
    if (!matrix) return;
    dependence.correlation_sectors = std::move(matrix->names);
    dependence.correlation_matrix = std::move(matrix->values);
    dependence.repaired_by = matrix->repaired_by;
  }

 private:
  std::vector<std::string> noise_names() const {
    std::set<std::string> names;
    for (const auto& entry : s_.sectors)
      std::visit(
          [&]<class Model>(const GrowthSpec<Model>&) {
            for (const NoiseInfo& noise : Model::describe().noises) names.emplace(noise.name);
          },
          entry.value.growth);
    return {names.begin(), names.end()};
  }

  void check_loadings(const std::string& key, const std::string& sector, const Weights& loadings) const {
    if (find_entry(s_.sectors, sector) == nullptr)
      checks_.unknown_name(key, sector, "sectors", "sector", names_of(s_.sectors));
    validate_loadings(key, loadings, checks_);
  }

  const Scenario& s_;
  const Checks& checks_;
  std::vector<std::string> sectors_;  ///< names that may be referred to
  bool knows_models_ = true;
};

}  // namespace

void validate_loadings(const std::string& key, const Weights& loadings, const Checks& checks) {
  double squares = 0.0;
  for (const auto& [factor, loading] : loadings) {
    check_entry_name(checks.at(key + "." + factor), checks.reading());
    squares += loading * loading;
  }
  if (squares > 1.0 + rounding && checks.sound(key))
    checks.reading().error_at(checks.at(key).children().back().key_position(), key,
                              fmt::format("squares of the loadings add up to {:.4g}", squares),
                              "at most 1: they are shares of the variance");
}

void validate_dependence(Scenario& scenario, const Node& root, const Checks& checks) {
  const DependenceValidator validator(scenario, root, checks);
  for (auto& entry : scenario.dependence) validator.check(entry.name, entry.value);
}

}  // namespace secondcurve

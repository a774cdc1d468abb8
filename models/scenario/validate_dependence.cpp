#include "models/scenario/validate_dependence.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "models/scenario/correlation.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

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
      return checks_.unknown_name(path, noise, "dependence", "normal noise of a growth model in use", known);
    if (dependence.loadings.empty() && dependence.correlation.empty() && dependence.heavy_tails.empty() &&
        !dependence.has_student_copula() && checks_.sound(path))
      checks_.error(path, "says nothing of the shocks",
                    "loadings, correlation, copula = \"student_t\" or heavy_tails; enabled = false for none");
    for (const auto& [sector, loadings] : dependence.loadings)
      check_loadings(path + ".loadings." + sector, sector, loadings);
    if (dependence.repair && !dependence.loadings.empty())
      checks_.error(path + ".repair", "= true: is for a correlation matrix",
                    "loadings need no repair: leave the key out");
    check_copula(path, dependence);
    for (const auto& [sector, degrees] : dependence.heavy_tails)
      check_heavy_tails(path + ".heavy_tails." + sector, noise, sector);
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
            for (const NoiseInfo& noise : Model::describe().noises)
              if (has_shocks(entry.value.growth, noise.name)) names.emplace(noise.name);
          },
          entry.value.growth);
    return {names.begin(), names.end()};
  }

  void check_copula(const std::string& path, const Dependence& dependence) const {
    const std::string degrees = path + ".degrees_of_freedom";
    if (dependence.has_student_copula() && !dependence.degrees_of_freedom)
      checks_.error(degrees, "has no degrees_of_freedom, which copula = \"student_t\" needs",
                    "a whole number from 1 to 100");
    if (!dependence.copula && dependence.degrees_of_freedom && checks_.sound(degrees))
      checks_.error(degrees,
                    fmt::format("= {}: is of a copula that is not named", *dependence.degrees_of_freedom),
                    "copula = \"student_t\"", "Tails of single sectors: heavy_tails");
  }

  /// No number of a sector with heavy tails may be a mean: there is none.
  void check_heavy_tails(const std::string& key, const std::string& noise, const std::string& sector) const {
    const Sector* found = find_entry(s_.sectors, sector);
    if (found == nullptr) return checks_.unknown_name(key, sector, "sectors", "sector", names_of(s_.sectors));
    if (!has_shocks(found->growth, noise)) return;
    std::visit(
        [&](const auto& spec) {
          for_each_quantity(spec, [&](const auto& field, const Quantity& quantity) {
            if (field.name != "mean_growth" && field.name != "drift") return;
            checks_.error(quantity.key, fmt::format("is of the mean, which does not exist with {}", key),
                          "median_growth");
          });
        },
        found->growth);
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
  constexpr double rounding = 1e-12;  // 0.1, 0.7 and the square root of 0.5 are not exact
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

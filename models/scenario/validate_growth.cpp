#include "models/scenario/validate_growth.hpp"

#include <string>
#include <type_traits>
#include <variant>

#include "engine/core/special_numbers.hpp"
#include "models/growth/model_traits.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// The number that a quantity is for all paths and years, or not a number.
double certain_value(const Scenario& scenario, const Quantity& quantity) {
  if (const double* value = std::get_if<double>(&quantity.value)) return *value;
  const auto* reference = std::get_if<ParameterReference>(&quantity.value);
  if (reference == nullptr) return not_a_number;
  const Quantity* shared = find_entry(scenario.parameters, reference->name);
  const double* value = shared == nullptr ? nullptr : std::get_if<double>(&shared->value);
  return value != nullptr ? *value : not_a_number;
}

/// A model with capital of its own has no room for that of a lever.
void check_capital(const std::string& name, const Sector& sector, const Checks& checks) {
  const std::string key = "sectors." + name;
  if (!checks.sound(key + ".growth")) return;
  for_each_use<ProductionFunction>(
      sector.growth, key + ".growth", [&](const std::string& place, const auto&) {
        const auto refuse = [&](const std::string& table) {
          checks.error(key + "." + table, "cannot stand beside model = \"production_function\"",
                       "its own capital and research are in " + place,
                       "Nothing may enter twice: say it there, or use another model");
        };
        if (sector.investment) refuse("investment");
        if (sector.research) refuse("research");
      });
}

void check_parameters(const std::string& name, const Sector& sector, const Scenario& scenario,
                      const StepContext& context, const Checks& checks) {
  const std::string key = "sectors." + name + ".growth";
  if (!checks.sound(key)) return;
  const auto report = [&](const std::string& place, const Problem& problem) {
    if (problem) checks.error(problem.within(place).key, problem.text);
  };
  std::visit(
      [&]<class Model>(const GrowthSpec<Model>& spec) {
        const auto params =
            bind(spec, [&](const Quantity& quantity) { return Column(certain_value(scenario, quantity)); });
        if constexpr (std::is_same_v<Model, GrowthMixture>) {
          for (const auto& component : params.components)
            component.value.model.visit([&]<class Own>(std::type_identity<Own>, const auto& own) {
              report(key + ".components." + component.name, problem_of<Own>(own, context));
            });
        } else {
          report(key, problem_of<Model>(params, context));
        }
      },
      sector.growth);
}

}  // namespace

void validate_growth(const Scenario& scenario, const Checks& checks) {
  for (const auto& [name, sector] : scenario.sectors) check_capital(name, sector, checks);
  if (!checks.sound("simulation")) return;
  const TimeGrid grid = scenario.simulation.grid();
  const StepContext context{grid.dt(), not_a_number, grid.base_year()};
  for (const auto& [name, sector] : scenario.sectors)
    check_parameters(name, sector, scenario, context, checks);
}

}  // namespace secondcurve

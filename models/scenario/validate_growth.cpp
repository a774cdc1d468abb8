#include "models/scenario/validate_growth.hpp"

#include <limits>
#include <string>
#include <variant>

namespace secondcurve {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The number that a quantity is for all paths and years, or not a number.
double certain_value(const Scenario& scenario, const Quantity& quantity) {
  if (const double* value = std::get_if<double>(&quantity.value)) return *value;
  const auto* reference = std::get_if<ParameterReference>(&quantity.value);
  if (reference == nullptr) return unknown;
  const Quantity* shared = find_entry(scenario.parameters, reference->name);
  const double* value = shared == nullptr ? nullptr : std::get_if<double>(&shared->value);
  return value != nullptr ? *value : unknown;
}

}  // namespace

void validate_growth(const Scenario& scenario, const Checks& checks) {
  if (!checks.sound("simulation")) return;
  const TimeGrid grid = scenario.simulation.grid();
  const StepContext context{grid.dt(), unknown, grid.base_year()};
  for (const auto& [name, sector] : scenario.sectors) {
    const std::string key = "sectors." + name + ".growth";
    if (!checks.sound(key)) continue;
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          if constexpr (requires(typename Model::Params p) { Model::problem(p, context); }) {
            const auto params = bind(
                spec, [&](const Quantity& quantity) { return Column(certain_value(scenario, quantity)); });
            if (const std::string problem = Model::problem(params, context); !problem.empty())
              checks.error(key, problem);
          }
        },
        sector.growth);
  }
}

}  // namespace secondcurve

#include <string>
#include <utility>
#include <vector>

#include "engine/core/special_numbers.hpp"
#include "engine/simulate/dataset.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
std::string square_of_levels(const Scenario& scenario) {
  const std::string unit = unit_of_levels(scenario);
  return unit == see_unit ? "square of the coordinate unit" : "(" + unit + ")^2";
}
}  // namespace

void add_variance_split(const Scenario& scenario, const Result& result, Group& group) {
  if (result.splits.empty()) return;
  const Cells cells(scenario);
  const std::size_t n_years = scenario.simulation.grid().n_years();
  const auto add = [&](std::string name, std::string long_name, std::string units,
                       double VarianceSplit::*member) {
    std::vector<double> values(scenario.series.size() * n_years, not_a_number);
    for (std::size_t series = 0; series < scenario.series.size(); ++series)
      for (std::size_t year = 0; year < n_years; ++year)
        if (const auto cell = cells.find(ReportedVariable::output, series, year))
          values[series * n_years + year] = result.splits[*cell].*member;
    group.variables.push_back({std::move(name),
                               {"scenario", "series", "year"},
                               std::move(values),
                               {{"units", std::move(units)}, {"long_name", std::move(long_name)}}});
  };
  const std::string square = square_of_levels(scenario);
  add("output_variance_parameters",
      "variance of output made by what is drawn once per path (parameters, bases, initial states, "
      "components of mixtures): of the means given that",
      square, &VarianceSplit::between);
  add("output_variance_shocks", "variance of output that shocks make: mean variance given what is drawn once",
      square, &VarianceSplit::within);
  add("output_parameter_share", "share of the variance of output made by what is drawn once per path", "1",
      &VarianceSplit::share);
  add("output_parameter_share_se", "standard error of the share", "1", &VarianceSplit::share_se);
}

}  // namespace secondcurve

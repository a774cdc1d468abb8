#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/simulate/dataset.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

void add_pairs(const Scenario& scenario, const Result& result, Group& group) {
  if (!result.pairs) return;
  const PairedResult& pairs = *result.pairs;
  const std::size_t n_years = scenario.simulation.grid().n_years();
  const auto add = [&](std::string name, std::string long_name, double Probability::*member) {
    std::vector<double> values;
    for (std::size_t series = 0; series < scenario.series.size(); ++series)
      for (std::size_t year = 0; year < n_years; ++year)
        values.push_back(pairs.improvement[series][year].*member);
    group.variables.push_back({std::move(name),
                               {"scenario", "series", "year"},
                               std::move(values),
                               {{"units", std::string("1")}, {"long_name", std::move(long_name)}}});
  };
  add("improvement_probability", "probability that output is above the baseline's on the same path",
      &Probability::value);
  add("improvement_probability_se", "standard error of the probability", &Probability::se);
  add("improvement_probability_lower", "lower end of the probability's 95% interval (Wilson)",
      &Probability::lower);
  add("improvement_probability_upper", "upper end of the probability's 95% interval (Wilson)",
      &Probability::upper);
  group.variables.push_back(
      {"baseline_title",
       {"scenario"},
       std::vector<std::string>{pairs.baseline},
       {{"long_name", std::string("title of the baseline that differences are from")}}});
  group.variables.push_back(
      {"paths_paired",
       {"scenario"},
       std::vector<std::int64_t>{static_cast<std::int64_t>(pairs.n_pairs)},
       {{"units", std::string("1")},
        {"long_name", std::string("paths that the baseline has, too, and that failed in neither")}}});
}

}  // namespace secondcurve

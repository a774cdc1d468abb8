#include <string>
#include <utility>
#include <vector>

#include "engine/simulate/dataset.hpp"

namespace secondcurve {

namespace {

void add_programme_labels(const Scenario& scenario, Group& group) {
  std::vector<std::string> names, titles;
  for (const auto& [name, programme] : scenario.programmes) {
    names.push_back(name);
    titles.push_back(programme.title);
  }
  const auto add = [&](std::string name, std::vector<std::string> texts, std::string what) {
    group.variables.push_back(
        {std::move(name), {"programme"}, std::move(texts), {{"long_name", std::move(what)}}});
  };
  group.dimensions.push_back({"programme", names.size()});
  add("programme", std::move(names), "investment programme");
  add("programme_title", std::move(titles), "name of the programme that people read");
}

}  // namespace

void add_programmes(const Scenario& scenario, const Result& result, Group& group) {
  if (result.programmes.empty()) return;
  add_sectors(scenario, group);
  add_programme_labels(scenario, group);
  const auto add = [&](std::string name, std::vector<std::string> dimensions, std::string long_name,
                       const std::string& units, auto&& values_of) {
    std::vector<double> values;
    for (const ProgrammeResult& programme : result.programmes) values_of(programme, values);
    group.variables.push_back({std::move(name),
                               std::move(dimensions),
                               std::move(values),
                               {{"units", units}, {"long_name", std::move(long_name)}}});
  };
  const auto add_by_year = [&](std::string name, std::string long_name, const std::string& units,
                               std::vector<double> ProgrammeResult::*member) {
    add(std::move(name), {"scenario", "programme", "year"}, std::move(long_name), units,
        [member](const ProgrammeResult& programme, std::vector<double>& out) {
          out.insert(out.end(), (programme.*member).begin(), (programme.*member).end());
        });
  };
  const std::string& unit = scenario.account.currency;
  add_by_year("programme_output", "mean output of the year that the programme adds, all sectors", unit,
              &ProgrammeResult::output);
  add_by_year("programme_spent", "mean public money spent after the base year", unit,
              &ProgrammeResult::spent);
  add_by_year("programme_spent_in_all", "the same with the private money that joined it", unit,
              &ProgrammeResult::spent_in_all);
  add_by_year("programme_output_per_spent", "output added in all years so far per unit of public money spent",
              "1", &ProgrammeResult::output_per_spent);
  add_by_year("programme_output_per_spent_in_all",
              "output added in all years so far per unit of money, public or private", "1",
              &ProgrammeResult::output_per_spent_in_all);
  add("programme_output_by_sector", {"scenario", "programme", "sector", "year"},
      "mean output of the year that the programme adds to the sector", unit,
      [](const ProgrammeResult& programme, std::vector<double>& out) {
        for (const auto& sector : programme.output_by_sector)
          out.insert(out.end(), sector.begin(), sector.end());
      });
}

}  // namespace secondcurve

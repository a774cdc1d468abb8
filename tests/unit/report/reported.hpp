#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/report/report_data.hpp"
#include "engine/simulate/dataset.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::test {

/// A whole and a part of it with published values, targets, a programme, and facts.
inline std::string small_scenario() {
  return sector("cars", "{ value = 100, sd = 5, source = \"F-1\", why = \"counted\" }",
                "model = \"geometric_brownian\", drift = { normal = [0.05, 0.01], source = \"F-2\" }, "
                "volatility = 0.1") +
         "[sectors.cars.investment]\ncapital_output_ratio = 1\ndepreciation = 0.1\noutput_elasticity = "
         "0.3\n" +
         sector("data", "40", "model = \"path\", growth = 0.1") + series("cars", "cars = 1", "all") +
         "history = { 2023 = { value = 90, source = \"F-1\" }, 2024 = 95 }\nhistory_prices = \"current\"\n" +
         series("all", "cars = 1, data = 1") +
         "[targets.high]\nseries = \"all\"\nyear = 2030\naverage_growth_at_least = 0.06\n"
         "[targets.low]\nseries = \"cars\"\nyear = 2029\nat_most = 100.5\n"
         "[targets.both]\nall_of = [\"high\", \"low\"]\n"
         "[programmes.fund]\namount = 10\nyears = [2026, 2027]\nallocation = { cars = 1 }\n"
         "[adjustments.trend]\nkeys = [\"sectors.cars.growth.drift\"]\nadd = 0.01\n";
}

/// A scenario as from a result file of 300 paths. @param more text that follows; @param overrides as --set.
inline ReportedScenario reported(const std::string& more = "", std::vector<std::string> overrides = {},
                                 const std::string& name = "test") {
  overrides.insert(overrides.begin(), {"account.facts=\"facts.csv\"", "account.sources=\"documents.csv\"",
                                       "simulation.paths=300"});
  auto files = std::make_unique<MemoryFiles>(std::map<std::string, std::string>{
      {"test.toml", std::string(scenario_head) + small_scenario() + more},
      {"facts.csv",
       "id,scope,year,value,unit,source,note\nF-1,\"cars, all\",2024,95,bn,Yearbook,\nF-2,growth,2024,5,pct,"
       "Plan,page 3\nF-3,not cited,2024,1,pct,Plan,\n"},
      {"documents.csv",
       "id,title,publisher,date\nYearbook,Yearbook of Cars,Bureau,2025-03\nOther,never cited,,\n"},
      {"other.csv", "id,title\nYearbook,Another yearbook\n"}});
  LoadedScenario loaded = load_scenario("test.toml", overrides, *files);
  const Result result = simulate_on(loaded.scenario, 1);
  ResultView view("test.h5", root_group(loaded), summary_group(loaded.scenario, result));
  Group provenance = provenance_group(loaded);
  std::optional<Group> history = history_group(loaded.scenario);
  return {name,
          "test.h5",
          std::move(view),
          std::move(provenance),
          std::move(history),
          std::move(files),
          std::move(loaded)};
}

}  // namespace secondcurve::test

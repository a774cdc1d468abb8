#include "bench/scenarios.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace secondcurve::bench {

namespace {

constexpr int n_sectors = 9;
constexpr const char* head = R"(
[scenario]
title = "Reference job"
[simulation]
base_year = 2023
end_year = 2030
steps_per_year = 1
paths = {}
seed = 20260101
[account]
prices = "constant 2023"
[accounts.output]
title = "Output"
definition = "Gross output of invented industries."
[dependence.output]
correlation = "correlation.csv"
[output]
quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]
)";
constexpr const char* sector = R"(
[sectors.s{0}]
account = "output"
base = {1}
growth = {{ model = "geometric_brownian", median_growth = 0.0{0}, volatility = 0.1{0} }}
[series.s{0}]
account = "output"
sum = {{ s{0} = 1 }}
)";

std::string correlation_csv() {
  std::string header = "sector", rows;
  for (int i = 1; i <= n_sectors; ++i) {
    header += fmt::format(",s{}", i);
    rows += fmt::format("s{}", i);
    for (int j = 1; j <= n_sectors; ++j) rows += fmt::format(",{}", i == j ? 1.0 : reference_correlation);
    rows += "\n";
  }
  return header + "\n" + rows;
}

}  // namespace

LoadedScenario shanghai_baseline(std::uint64_t n_paths) {
  const std::vector<std::string> overrides{fmt::format("simulation.paths={}", n_paths)};
  return load_scenario(SECONDCURVE_SOURCE_DIR "/configs/shanghai/baseline.toml", overrides, DiskFiles());
}

LoadedScenario reference_job(std::uint64_t n_paths) {
  std::string text = fmt::format(head, n_paths);
  for (int i = 1; i <= n_sectors; ++i) text += fmt::format(sector, i, 100 * i);
  return load_scenario("reference.toml", {},
                       MemoryFiles({{"reference.toml", text}, {"correlation.csv", correlation_csv()}}));
}

}  // namespace secondcurve::bench

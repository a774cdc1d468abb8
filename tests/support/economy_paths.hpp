#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::test {

/// Every path of a run, in plain vectors.
struct EconomyPaths {
  std::vector<std::vector<std::vector<double>>> output;  ///< [series][year][path]
  std::vector<std::vector<double>> parameters;           ///< [parameter][path]
  std::vector<bool> failed;                              ///< [path]
};

/// Simulates the first paths of an economy block by block, in one workspace.
inline EconomyPaths simulate_paths(const Economy& economy, std::uint64_t n_paths) {
  EconomyPaths paths;
  const std::size_t n_years = economy.scenario().simulation.grid().n_years();
  paths.output.assign(economy.n_series(), std::vector<std::vector<double>>(n_years));
  paths.parameters.resize(economy.parameter_keys().size());
  Economy::Workspace workspace(economy);
  for (std::uint64_t first = 0; first < n_paths; first += block_paths) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(block_paths, n_paths - first));
    const BlockView block = economy.simulate(first / block_paths, n, workspace);
    for (std::size_t s = 0; s < paths.output.size(); ++s)
      for (std::size_t year = 0; year < n_years; ++year) {
        const Widened output(block.output(s, year), n);
        paths.output[s][year].insert(paths.output[s][year].end(), output.data(), output.data() + n);
      }
    for (std::size_t k = 0; k < paths.parameters.size(); ++k)
      paths.parameters[k].insert(paths.parameters[k].end(), block.parameter(k), block.parameter(k) + n);
    for (std::size_t path = 0; path < n; ++path) paths.failed.push_back(block.failed(path));
  }
  return paths;
}

/// The first paths of a scenario.
inline EconomyPaths simulate_paths(const Scenario& scenario, std::uint64_t n_paths) {
  const Economy economy(scenario);
  return simulate_paths(economy, n_paths);
}

/// Output of the first series by year on the first path: what a scenario without noise says.
inline std::vector<double> first_path(const Scenario& scenario) {
  const EconomyPaths paths = simulate_paths(scenario, 1);
  std::vector<double> levels;
  for (const auto& year : paths.output.front()) levels.push_back(year.front());
  return levels;
}

/// The values of a series by name.
inline const std::vector<std::vector<double>>& output_of(const Scenario& scenario, const EconomyPaths& paths,
                                                         std::string_view series) {
  return paths.output.at(index_of(scenario.series, series));
}

}  // namespace secondcurve::test

#include "engine/simulate/pairing.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// The sectors that count in a series, with their weights.
std::map<std::string, double> weights_of(const Series& series) {
  std::map<std::string, double> weights;
  for (const auto& [sector, weight] : series.sum)
    if (weight != 0.0) weights.emplace(sector, weight);
  return weights;
}

/// What makes the same name mean something else in a baseline; empty where it means the same.
std::string other_meaning(const Scenario& scenario, const Series& own, const Scenario& baseline,
                          const Series& other) {
  if (own.account != other.account) return "account";
  if (own.measure != other.measure) return "measure";
  if (unit_of(scenario, own) != unit_of(baseline, other)) return "unit";
  if (prices_of(scenario, own) != prices_of(baseline, other)) return "price basis";
  if (weights_of(own) != weights_of(other)) return "sum of sectors";
  if (own.per != other.per) return "divisor (per)";
  const Series* own_divisor = find_entry(scenario.series, own.per);
  const Series* other_divisor = find_entry(baseline.series, other.per);
  if (own_divisor == nullptr || other_divisor == nullptr) return "";
  return other_meaning(scenario, *own_divisor, baseline, *other_divisor).empty() ? "" : "divisor (per)";
}

bool has_heavy_tails(const Scenario& scenario, const Series& series) {
  return std::isfinite(tail_degrees(scenario, series));
}

/// A setting that both scenarios must have in common.
std::string difference_of(std::string_view key, const std::string& own, const std::string& other) {
  return own == other
             ? ""
             : fmt::format("{} is {} in the baseline and {} here (it must be the same)", key, other, own);
}

}  // namespace

Pairing pair_series(const Scenario& scenario, const Scenario& baseline) {
  Pairing pairing;
  const TimeGrid own_grid = scenario.simulation.grid(), other_grid = baseline.simulation.grid();
  pairing.n_years = std::min(own_grid.n_years(), other_grid.n_years());
  std::vector<std::string> missing;
  std::map<std::string, std::vector<std::string>> others;  // by what is other about them
  for (const auto& [name, own] : scenario.series) {
    const Series* other = find_entry(baseline.series, name);
    const std::string reason = other == nullptr ? "" : other_meaning(scenario, own, baseline, *other);
    auto& partner = pairing.partners.emplace_back();
    if (other == nullptr) {
      missing.push_back(name);
    } else if (!reason.empty()) {
      others[reason].push_back(name);
    } else {
      const bool heavy = has_heavy_tails(scenario, own) || has_heavy_tails(baseline, *other);
      partner = Pairing::Partner{index_of(baseline.series, name), heavy ? 0.0 : infinity};
    }
  }
  if (!missing.empty())
    pairing.notes.push_back(
        fmt::format("no difference from the baseline of {}: it has no such series", join(missing, ", ")));
  for (const auto& [reason, names] : others)
    pairing.notes.push_back(fmt::format(
        "no difference from the baseline of {}: there the name has another {}", join(names, ", "), reason));
  if (pairing.n_years < own_grid.n_years())
    pairing.notes.push_back(
        fmt::format("no difference from the baseline after {}, its last year", baseline.simulation.end_year));
  return pairing;
}

std::string why_unpaired(const Scenario& scenario, const Scenario& baseline) {
  const Simulation& own = scenario.simulation;
  const Simulation& other = baseline.simulation;
  const auto sampling = [](const Simulation& simulation) {
    return std::string(EnumNames<Sampling>::names[static_cast<std::size_t>(simulation.sampling)]);
  };
  const auto arithmetic = [](const Simulation& simulation) {
    return std::string(EnumNames<Arithmetic>::names[static_cast<std::size_t>(simulation.arithmetic)]);
  };
  std::vector<std::string> differences{
      difference_of("simulation.seed", std::to_string(own.seed), std::to_string(other.seed)),
      difference_of("simulation.sampling", sampling(own), sampling(other)),
      difference_of("simulation.arithmetic", arithmetic(own), arithmetic(other)),
      difference_of("simulation.inner", std::to_string(own.inner), std::to_string(other.inner)),
      difference_of("simulation.steps_per_year", std::to_string(own.steps_per_year),
                    std::to_string(other.steps_per_year)),
      difference_of("simulation.base_year", std::to_string(own.base_year), std::to_string(other.base_year)),
      difference_of("account.currency", scenario.account.currency, baseline.account.currency),
      difference_of("account.prices", scenario.account.prices, baseline.account.prices)};
  if (own.sampling == Sampling::sobol && other.sampling == Sampling::sobol)
    differences.push_back(difference_of("simulation.replicates", std::to_string(own.replicates),
                                        std::to_string(other.replicates)));
  std::erase(differences, "");
  return join(differences, "; ");
}

std::string why_unpaired(const Economy& scenario, const Economy& baseline) {
  std::string reason = why_unpaired(scenario.scenario(), baseline.scenario());
  if (!reason.empty() || scenario.sampler().sampling() != Sampling::sobol) return reason;
  const auto& own = scenario.sampler().streams();
  const auto& other = baseline.sampler().streams();
  const auto [first, second] = std::mismatch(own.begin(), own.end(), other.begin(), other.end());
  if (first == own.end() && second == other.end()) return {};
  const auto name = [](const auto& stream, const auto& end) {
    return stream == end ? std::string("nothing more")
                         : fmt::format("{} ({})", stream->name, counted(stream->n_draws, "draw"));
  };
  return fmt::format(
      "under simulation.sampling = sobol both must draw the same list of numbers, and the first that differs "
      "is {} in one and {} in the other. Paths with sampling = pseudo or antithetic can be paired",
      name(second, other.end()), name(first, own.end()));
}

Pairing pairing_of(const Economy& scenario, const Economy& baseline) {
  if (const std::string reason = why_unpaired(scenario, baseline); !reason.empty())
    refuse({}, "", "paths cannot be paired with the baseline's: " + reason, "");
  return pair_series(scenario.scenario(), baseline.scenario());
}

}  // namespace secondcurve

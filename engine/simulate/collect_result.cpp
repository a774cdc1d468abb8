#include "engine/simulate/collect_result.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/simulate/existing_moments.hpp"
#include "engine/simulate/failures.hpp"
#include "models/scenario/notes.hpp"

namespace secondcurve {

namespace {

void add_moments(const BlockSource& source, const Accumulator& statistics, Result& result) {
  const Cells& cells = source.cells();
  for (std::size_t cell = 0; cell < cells.size(); ++cell)
    result.moments.push_back(existing(statistics.moments(cell), cells.moment_order(cell)));
  if (!source.design().in_groups()) return;
  for (std::size_t cell = 0; cell < cells.size(); ++cell)
    result.splits.push_back(existing(statistics.split(cell), cells.moment_order(cell)));
  if (!source.economy().draws_once())
    result.notes.push_back(
        "nothing is drawn once for several paths (simulation.inner): no parameter, base value or state of "
        "the base year is uncertain, and no growth is a mixture, so all variance is of shocks");
}

/// Whether a sum of something that exists left its range.
bool any_overflowed(const BlockSource& source, const Tallies& all) {
  const Cells& cells = source.cells();
  for (std::size_t cell = 0; cell < cells.size(); ++cell)
    if (std::isinf(cells.moment_order(cell)) && all.statistics.overflowed(cell)) return true;
  return overflowed(source.economy(), all.accounts) || all.models.overflowed(source.scenario()) ||
         all.programmes.overflowed();
}

void add_notes(const BlockSource& source, const Tallies& all, Result& result) {
  if (all.failures.count > 0)
    result.notes.push_back(fmt::format(
        "{} of {} paths left the range of numbers and are left out; the first: {}", all.failures.count,
        result.n_paths, explain_failure(source.economy(), all.failures.first)));
  if (const std::size_t n = source.economy().sampler().n_draws_past_sobol(); n > 0)
    result.notes.push_back(
        fmt::format("there are no Sobol points of so many dimensions: of each path, the {} draws that matter "
                    "least are pseudo-random",
                    n));
  if (result.pairs) {
    const std::vector<std::string> notes = notes_of(*result.pairs, result.n_paths - result.n_failed);
    result.notes.insert(result.notes.end(), notes.begin(), notes.end());
  }
  if (any_overflowed(source, all))
    result.notes.push_back("some means or moments are too large to be summed and are given as NaN");
}

}  // namespace

Result collect_result(const BlockSource& source, const Tallies& all, const QuantileSearch& search,
                      const std::optional<Stopping>& stopping) {
  const Scenario& scenario = source.scenario();
  Result result;
  if (stopping) result.notes.push_back(stopping->note);
  result.stopping = stopping;
  const std::vector<std::string> notes = result_notes(scenario);
  result.notes.insert(result.notes.end(), notes.begin(), notes.end());
  result.n_paths = source.n_paths();
  result.n_failed = all.failures.count;
  add_moments(source, all.statistics, result);
  for (std::size_t cell = 0; cell < source.cells().size(); ++cell) {
    auto& estimates = result.quantiles.emplace_back();
    for (std::size_t k = 0; k < scenario.output.quantiles.size(); ++k)
      estimates.push_back(search.estimate(cell, k));
  }
  for (std::size_t target = 0; target < source.targets().size(); ++target)
    result.targets.push_back(all.targets.result(target));
  result.growth_terms = growth_terms(source.economy(), all.accounts);
  result.model_shares = all.models.shares(scenario, source.design());
  result.programmes = all.programmes.results(source.economy());
  if (source.baseline() != nullptr)
    result.pairs = all.improvements.result(scenario, source.baseline()->economy().scenario());
  add_notes(source, all, result);
  return result;
}

}  // namespace secondcurve

#include "models/scenario/validate_simulation.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/column.hpp"

namespace secondcurve {

namespace {

void check_years(const Simulation& run, const Checks& checks) {
  if (run.steps_per_year != 1 && run.steps_per_year != 2 && run.steps_per_year != 4 &&
      run.steps_per_year != 12)
    checks.error("simulation.steps_per_year",
                 fmt::format("= {}: is no division of the year", run.steps_per_year),
                 "must be 1, 2, 4 or 12");
  if (!checks.sound("simulation.base_year")) return;
  if (run.end_year <= run.base_year)
    checks.error("simulation.end_year",
                 fmt::format("= {}: must be after the base year {}", run.end_year, run.base_year));
  else if (run.end_year - run.base_year > 200)
    checks.error("simulation.end_year", fmt::format("= {}: must be at most 200 years after the base year {}",
                                                    run.end_year, run.base_year));
}

void check_sampling(const Simulation& run, const Checks& checks) {
  if (run.sampling == Sampling::antithetic && run.paths % 2 != 0)
    checks.error("simulation.paths", fmt::format("= {}: antithetic paths come in pairs", run.paths),
                 fmt::format("must be even, as {}", run.paths + 1));
  if (run.sampling != Sampling::sobol) return;
  std::uint64_t below = block_paths * run.replicates;
  while (2 * below <= run.paths) below *= 2;
  if (below == run.paths) return;
  const std::string nearest =
      run.paths < below ? fmt::format("{}", below) : fmt::format("{} or {}", below, 2 * below);
  checks.error(
      "simulation.paths",
      fmt::format("= {}: each replicate of Sobol points is a power of two of them, 256 or more", run.paths),
      fmt::format("must be {} replicates times such a power; nearest: {}", run.replicates, nearest));
}

/// Groups must be whole, in blocks and in the run, and two at least: their spread is what is asked for.
void check_inner(const Simulation& run, const Checks& checks) {
  if (block_paths % run.inner != 0)
    return checks.error("simulation.inner", fmt::format("= {}: is no power of two", run.inner),
                        "must be 1, 2, 4, 8, 16, 32, 64, 128 or 256");
  if (checks.sound("simulation.sampling") && run.sampling != Sampling::pseudo)
    return checks.error(
        "simulation.inner",
        fmt::format("= {}: cannot stand beside sampling = \"{}\", whose paths already depend on each other",
                    run.inner, EnumNames<Sampling>::names[static_cast<std::size_t>(run.sampling)]),
        "above 1 only where sampling is pseudo");
  if (!checks.sound("simulation.paths") || (run.paths % run.inner == 0 && run.paths >= 2 * run.inner)) return;
  const std::uint64_t below = run.paths / run.inner * run.inner;
  checks.error("simulation.paths",
               fmt::format("= {}: each draw of the parameters has {} paths (inner)", run.paths, run.inner),
               below < 2 * run.inner
                   ? fmt::format("must be twice inner or a larger multiple; nearest: {}", 2 * run.inner)
                   : fmt::format("must be a multiple of inner; nearest: {} or {}", below, below + run.inner));
}

}  // namespace

void validate_simulation(const Simulation& run, const Checks& checks) {
  check_years(run, checks);
  if (checks.sound("simulation.paths") && checks.sound("simulation.replicates")) check_sampling(run, checks);
  if (checks.sound("simulation.inner") && run.inner > 1) check_inner(run, checks);
}

std::string allowed_in_steps(const Simulation& run) {
  if (run.steps_per_year == 1) return "a whole number of years";
  return fmt::format("a multiple of 1/{} year", run.steps_per_year);
}

}  // namespace secondcurve

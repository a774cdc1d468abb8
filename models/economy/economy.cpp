#include "models/economy/economy.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/block/ops.hpp"
#include "engine/block/reduce.hpp"
#include "models/economy/economy_plan.hpp"

namespace secondcurve {

namespace economy_detail {
namespace {
/// Levels outside this range [unit of account] have left the range of numbers. With weights of series between
/// 1e-15 and 1e15 the ratio of any two outputs, and so every growth rate and share, is then finite.
constexpr double smallest_level = 1e-120;
constexpr double largest_level = 1e120;
}  // namespace

void levels_at(double* level, Operand growth, const Column& base) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  exponential(level, growth);
  multiply(level, level, base);
  select_less(level, level, smallest_level, none, level);
  select_less(level, largest_level, level, none, level);
}
}  // namespace economy_detail

using economy_detail::for_each_group;
using economy_detail::levels_at;

Economy::Workspace::Workspace(const Economy& economy) : buffers_(std::make_unique<Buffers>(*economy.plan_)) {}
Economy::Workspace::Workspace(Workspace&&) noexcept = default;
Economy::Workspace& Economy::Workspace::operator=(Workspace&&) noexcept = default;
Economy::Workspace::~Workspace() = default;

Economy::Economy(Scenario scenario) : plan_(std::make_unique<const Plan>(std::move(scenario))) {}
Economy::~Economy() = default;

const Scenario& Economy::scenario() const { return plan_->scenario; }
std::size_t Economy::n_series() const { return plan_->series.size(); }
const std::vector<std::string>& Economy::parameter_keys() const { return plan_->draws.keys(); }
const std::vector<std::string>& Economy::parameter_streams() const { return plan_->draws.streams(); }
const std::vector<std::string>& Economy::parameter_units() const { return plan_->draws.units(); }

void Economy::start(std::uint64_t block, Workspace& workspace) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  w.block.start(block);
  plan.draws.fill(w.block, w.parameters.data());
  plan.bases.fill(w.parameters, w.base);
  plan.shocks.fill_once(w.block, w.noises.data());
  for_each_group([&](auto i) {
    std::get<i>(plan.groups)
        .start(w.base, w.parameters.data(), plan.shocks, w.noises.data(), w.first_state[i],
               std::get<i>(w.blocks));
  });
  for (std::size_t cause = 1; cause < n_causes; ++cause)
    for (double* column : w.terms[cause])
      if (column != nullptr) broadcast(column, 0.0);
  add_core(workspace);
  add_total(workspace);
}

void Economy::add_core(Workspace& workspace) const {
  Workspace::Buffers& w = *workspace.buffers_;
  for (std::size_t sector = 0; sector < w.core.size(); ++sector) {
    if (!plan_->terms.moves_core(sector)) continue;  // it is the model's own growth
    std::vector<Term> terms;
    for (std::size_t cause = 0; cause < n_core_causes; ++cause)
      if (const double* column = w.terms[cause][sector]) terms.push_back({1.0, column});
    affine(w.sums.column(2 * sector), 0.0, terms);
  }
}

void Economy::add_total(Workspace& workspace) const {
  Workspace::Buffers& w = *workspace.buffers_;
  for (std::size_t sector = 0; sector < w.core.size(); ++sector) {
    if (!plan_->terms.has_any(sector)) continue;
    std::vector<Term> terms{{1.0, w.core[sector]}};
    for (std::size_t cause = n_core_causes; cause < n_causes; ++cause)
      if (const double* column = w.terms[cause][sector]) terms.push_back({1.0, column});
    affine(w.sums.column(2 * sector + 1), 0.0, terms);
  }
}

void Economy::advance(std::size_t step, Workspace& workspace) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  const auto steps_per_year = static_cast<std::size_t>(plan.grid.steps_per_year());
  const LeverStep place{.index = step,
                        .year = step / steps_per_year + 1,
                        .starts_year = step % steps_per_year == 0,
                        .dt = plan.grid.dt(),
                        .draws = w.parameters.data(),
                        .base = &w.base,
                        .trend = &w.trend,
                        .core = &w.core};
  plan.shocks.fill(w.block, step, w.noises.data());
  for (std::size_t i = 0; i < w.core_before.size(); ++i)
    std::copy_n(w.core[i], block_paths, w.core_before[i]);
  for_each_group([&](auto i) {
    const auto& group = std::get<i>(plan.groups);
    group.trend(step, plan.levers->needs_trend(), std::get<i>(w.blocks), w.trend);
    group.step(step, step == 0 || w.core_growth.empty() ? nullptr : w.core_growth.data(), plan.shocks,
               w.noises.data(), w.first_state[i], std::get<i>(w.blocks));
  });
  add_core(workspace);
  for (std::size_t i = 0; i < w.core_growth.size(); ++i)
    subtract(w.core_growth[i], w.core[i], w.core_before[i]);
  plan.levers->step_levels(place, w.terms);
  add_total(workspace);
}

void Economy::report(std::size_t year, Workspace& workspace) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  for (std::size_t i = 0; i < w.base.size(); ++i) {
    double* level = w.levels.column(i);
    levels_at(level, w.total[i], w.base[i]);
    if (!all_finite(level)) mark_non_finite(level, w.failed.data());
  }
  std::vector<Term> terms;
  for (std::size_t s = 0; s < plan.series.size(); ++s) {
    terms.clear();
    for (const auto& [weight, sector] : plan.series[s].terms)
      terms.push_back({weight, w.levels.column(sector)});
    double* output = w.outputs.column(s * plan.grid.n_years() + year);
    affine(output, 0.0, terms);
    // The sum of the parts is the published total but for its rounding.
    if (year == 0 && plan.series[s].published_total) broadcast(output, *plan.series[s].published_total);
  }
}

BlockView Economy::simulate(std::uint64_t block, std::size_t n_paths, Workspace& workspace,
                            PathRecorder* recorder) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  w.failed.fill(0);
  start(block, workspace);
  if (recorder != nullptr) record_start(workspace, *recorder);
  report(0, workspace);
  for (std::size_t step = 0; step < plan.grid.n_steps(); ++step) {
    advance(step, workspace);
    if (recorder != nullptr) record_step(workspace, step, *recorder);
    if (plan.grid.ends_year(step)) report(plan.grid.year_index_of_end(step), workspace);
  }
  if (plan.scenario.simulation.sampling == Sampling::antithetic)  // a pair fails together
    for (std::size_t path = 0; path < block_paths; path += 2)
      w.failed[path] = w.failed[path + 1] = w.failed[path] | w.failed[path + 1];
  const auto n_failed = static_cast<std::size_t>(
      std::count_if(w.failed.begin(), w.failed.begin() + static_cast<std::ptrdiff_t>(n_paths),
                    [](auto f) { return f != 0; }));
  return {block,           n_paths, plan.grid.n_years(), w.outputs.span(), w.parameters.span(),
          w.failed.data(), n_failed};
}

}  // namespace secondcurve

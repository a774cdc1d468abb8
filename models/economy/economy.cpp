#include "models/economy/economy.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/block/grow.hpp"
#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/economy/economy_plan.hpp"
#include "models/scenario/level_range.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace economy_detail {
namespace {
/// Lets paths that belong together fail together.
void fail_together(std::size_t group, std::array<std::uint8_t, block_paths>& failed) {
  for (std::size_t first = 0; first < block_paths; first += group) {
    std::uint8_t any = 0;
    for (std::size_t path = first; path < first + group; ++path) any = any | failed[path];
    for (std::size_t path = first; path < first + group; ++path) failed[path] = any;
  }
}
}  // namespace

bool levels_at(ColumnPlace level, Operand growth, const Column& base) {
  return grow(level, base, growth, range_of_levels(level.precision()));
}
}  // namespace economy_detail

using economy_detail::fail_together;
using economy_detail::for_each_group;
using economy_detail::levels_at;

Economy::Workspace::Workspace(const Economy& economy) : buffers_(std::make_unique<Buffers>(*economy.plan_)) {}
Economy::Workspace::Workspace(Workspace&&) noexcept = default;
Economy::Workspace& Economy::Workspace::operator=(Workspace&&) noexcept = default;
Economy::Workspace::~Workspace() = default;

Economy::Economy(Scenario scenario) : plan_(std::make_unique<const Plan>(std::move(scenario))) {}
Economy::~Economy() = default;

const Scenario& Economy::scenario() const { return plan_->scenario; }
const Sampler& Economy::sampler() const { return *plan_->sampler; }
bool Economy::draws_once() const { return plan_->streams.any_once(); }
std::size_t Economy::n_series() const { return plan_->series.size(); }
const std::vector<Terms::Term>& Economy::account_terms() const { return plan_->account_terms; }
const std::vector<std::size_t>& Economy::mixtures() const { return plan_->mixtures; }
const std::vector<ProgrammeFigure>& Economy::programme_figures() const { return plan_->programme_figures; }
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
  plan.levers->start(place(0, workspace), w.lever_states.data());
}

LeverStep Economy::place(std::size_t step, const Workspace& workspace) const {
  const Workspace::Buffers& w = *workspace.buffers_;
  const auto steps_per_year = static_cast<std::size_t>(plan_->grid.steps_per_year());
  return {.index = step,
          .year = step / steps_per_year + 1,
          .starts_year = step % steps_per_year == 0,
          .dt = plan_->grid.dt(),
          .draws = w.parameters.data(),
          .base = &w.base,
          .trend = &w.trend,
          .core = &w.core,
          .total = &w.total,
          .uniforms = nullptr,
          .capital_effect = nullptr};
}

void Economy::add_core(Workspace& workspace) const {
  Workspace::Buffers& w = *workspace.buffers_;
  for (const std::size_t sector : plan_->moved_cores) {
    w.sum.clear();
    for (std::size_t cause = 0; cause < n_core_causes; ++cause)
      if (const double* column = w.terms[cause][sector]) w.sum.push_back({1.0, column});
    affine(w.sums.column(2 * sector), 0.0, w.sum);
  }
}

void Economy::add_total(Workspace& workspace) const {
  Workspace::Buffers& w = *workspace.buffers_;
  for (const std::size_t sector : plan_->moved_totals) {
    w.sum.assign(1, {1.0, w.core[sector]});
    for (std::size_t cause = n_core_causes; cause < n_causes; ++cause)
      if (const double* column = w.terms[cause][sector]) w.sum.push_back({1.0, column});
    affine(w.sums.column(2 * sector + 1), 0.0, w.sum);
  }
}

void Economy::advance(std::size_t step, Workspace& workspace) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  LeverStep here = place(step, workspace);
  plan.shocks.fill(w.block, step, w.noises.data());
  for (std::size_t i = 0; i < w.core_before.size(); ++i)
    std::copy_n(w.core[i], block_paths, w.core_before[i]);
  for_each_group([&](auto i) {
    const auto& group = std::get<i>(plan.groups);
    group.trend(step, plan.levers->needs_trend(), std::get<i>(w.blocks), w.trend);
    group.step(step, step == 0 || w.core_growth.empty() ? nullptr : w.core_growth.data(), plan.shocks,
               w.noises.data(), w.first_state[i], std::get<i>(w.blocks));
  });
  plan.levers->step_core(here, plan.shocks, w.noises.data(), w.lever_states.data(), w.terms);
  add_core(workspace);
  for (std::size_t i = 0; i < w.core_growth.size(); ++i)
    subtract(w.core_growth[i], w.core[i], w.core_before[i]);
  const CapitalEffect capital_effect = [this, &w](const LeverStep& s, std::size_t sector, double* extra) {
    for_each_group([&](auto i) {
      std::get<i>(plan_->groups)
          .capital_effect(s.index, sector, std::get<i>(w.blocks), w.first_state[i], extra);
    });
  };
  here.capital_effect = &capital_effect;
  plan.levers->step_levels(here, w.lever_states.data(), w.terms);
  add_total(workspace);
  plan.levers->finish(here, w.lever_states.data());
}

void Economy::report(std::size_t year, Workspace& workspace) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  for (std::size_t i = 0; i < w.base.size(); ++i) {
    w.level[i] = plan.own_series[i] ? w.output(plan, *plan.own_series[i], year)
                                    : ColumnPlace(w.levels.column(i), w.precision(plan, year));
    const Operand growth = year == 0 ? Operand(0.0) : Operand(w.total[i]);
    if (!levels_at(w.level[i], growth, w.base[i])) mark_non_finite(w.level[i], w.failed.data());
  }
  for (const std::size_t s : plan.made_series) make_series(s, year, workspace);
  for (const std::size_t s : plan.made_series)
    if (const auto divisor = plan.series[s].divisor)
      divide(w.output(plan, s, year), w.output(plan, s, year), w.output(plan, *divisor, year));
  for (const std::size_t s : plan.made_series)
    if (const ColumnPlace output = w.output(plan, s, year); output.is_single())
      mark_abnormal(output.floats(), w.failed.data());
  if (!plan.account_terms.empty()) account(year, workspace);
  for (std::size_t i = 0; i < plan.mixtures.size(); ++i)  // at first the component, its second state
    assign(w.mixtures.column(i * plan.grid.n_years() + year),
           year == 0 ? Operand(w.state(plan.mixtures[i], 1)) : Operand(w.level[plan.mixtures[i]]));
  if (year > 0 && !plan.programme_figures.empty()) report_programmes(year, workspace);
}

void Economy::report_programmes(std::size_t year, Workspace& workspace) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  const std::size_t last_step = year * static_cast<std::size_t>(plan.grid.steps_per_year()) - 1;
  plan.levers->report_programmes(place(last_step, workspace), w.lever_states.data(), w.terms, w.level,
                                 w.programmes.column((year - 1) * plan.programme_figures.size()));
}

// The change of a level from Y to Y' is L(Y, Y') times its log growth d, L being their logarithmic mean
// Y (exp(d) - 1) / d; each cause has its share of d. B. W. Ang, Energy Policy 33 (2005) 867-871,
// doi:10.1016/j.enpol.2003.10.010, eqs. 4-8.
void Economy::account(std::size_t year, Workspace& workspace) const {
  constexpr double no_growth = 1e-290;  // of d squared: below, (exp(d) - 1) / d is 1
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  const std::size_t n_sectors = plan.scenario.sectors.size();
  alignas(lane_alignment) double mean[block_paths];
  alignas(lane_alignment) double size[block_paths];
  alignas(lane_alignment) double relative[block_paths];
  std::size_t mean_of = n_sectors;
  for (std::size_t term = 0; term < plan.account_terms.size(); ++term) {
    const auto [sector, cause] = plan.account_terms[term];
    const double* now = w.terms[static_cast<std::size_t>(cause)][sector];
    double* before = w.terms_before.column(term);
    if (year > 0) {
      if (sector != mean_of) {
        subtract(mean, w.total[sector], w.totals_before.column(sector));
        multiply(size, mean, mean);
        exponential_minus_one(relative, mean);
        divide(relative, relative, mean);
        select_less(relative, size, no_growth, 1.0, relative);
        multiply(mean, relative, w.levels_before.column(sector));
        mean_of = sector;
      }
      double* growth = w.accounts.column((term * (plan.grid.n_years() - 1) + year - 1) * 2);
      subtract(growth, now, before);
      multiply(growth + lane_pitch, growth, mean);
    }
    std::copy_n(now, block_paths, before);
  }
  for (std::size_t sector = 0; sector < n_sectors; ++sector) {
    std::copy_n(w.total[sector], block_paths, w.totals_before.column(sector));
    assign(w.levels_before.column(sector), w.level[sector]);
  }
}

void Economy::make_series(std::size_t index, std::size_t year, Workspace& workspace) const {
  Workspace::Buffers& w = *workspace.buffers_;
  const economy_detail::SeriesPlan& series = plan_->series[index];
  w.sum.clear();
  for (const economy_detail::SeriesTerm& term : series.terms) {
    const ColumnPlace level = w.level[term.sector];
    if (term.factor.varies()) {
      const ColumnPlace measured(w.measured.column(w.sum.size()), w.precision(*plan_, year));
      multiply(measured, level, term.factor.at(year, w.parameters.data()));
      w.sum.push_back({term.weight, measured});
    } else {
      w.sum.push_back({term.weight * term.factor.value(year), level});
    }
  }
  const ColumnPlace output = w.output(*plan_, index, year);
  affine(output, 0.0, w.sum);
  // The sum of the parts is the published total but for its rounding.
  if (year == 0 && series.published_total) broadcast(output, *series.published_total);
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
  if (const std::size_t group = plan.scenario.simulation.group_paths(); group > 1)
    fail_together(group, w.failed);
  const auto n_failed = static_cast<std::size_t>(
      std::count_if(w.failed.begin(), w.failed.begin() + static_cast<std::ptrdiff_t>(n_paths),
                    [](auto f) { return f != 0; }));
  return {block,
          n_paths,
          plan.grid.n_years(),
          w.outputs.span(),
          w.parameters.span(),
          w.failed.data(),
          n_failed,
          w.accounts.span(),
          w.programmes.span(),
          w.mixtures.span(),
          plan.scenario.simulation.arithmetic};
}

}  // namespace secondcurve

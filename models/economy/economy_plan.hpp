#pragma once

// The inside of Economy, shared by the files that implement it.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/column_buffer.hpp"
#include "models/economy/base_outputs.hpp"
#include "models/economy/draws.hpp"
#include "models/economy/economy.hpp"
#include "models/economy/levers.hpp"
#include "models/economy/model_group.hpp"
#include "models/economy/shocks.hpp"
#include "models/economy/terms.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {
namespace economy_detail {
template <class Models>
struct GroupTuple;
template <class... Models>
struct GroupTuple<std::tuple<Models...>> {
  using Groups = std::tuple<ModelGroup<Models>...>;
  using Blocks = std::tuple<typename ModelGroup<Models>::Block...>;
  static Groups make(const TimeGrid& grid) { return Groups{ModelGroup<Models>(grid)...}; }
};
using Groups = GroupTuple<GrowthModels>::Groups;
using GroupBlocks = GroupTuple<GrowthModels>::Blocks;
constexpr std::size_t n_models = std::tuple_size_v<GrowthModels>;

/// Calls `visit(index constant)` for every model group.
template <class Visitor>
void for_each_group(Visitor&& visit) {
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (visit(std::integral_constant<std::size_t, index>{}), ...);
  }
  (std::make_index_sequence<n_models>{});
}

/// One sector of a series.
struct SeriesTerm {
  double weight;
  std::size_t sector;
  BoundQuantity factor;  ///< of the measure; 1 for output
  bool has_factor = false;
};

/// A series, and its published total of the base year where a sector is what is left of it.
struct SeriesPlan {
  std::vector<SeriesTerm> terms;
  std::optional<double> published_total;
  std::optional<std::size_t> divisor;  ///< the series in `per`

  /// The sector whose output the series is and nothing else, if it is.
  std::optional<std::size_t> only_sector() const {
    const bool is_sum = terms.size() != 1 || terms[0].weight != 1.0 || terms[0].has_factor;
    return is_sum || published_total || divisor ? std::nullopt : std::optional(terms[0].sector);
  }
};

/// Levels at a log growth since the base year [path]; not-a-number where they have left the range. Says
/// whether none has.
bool levels_at(ColumnPlace level, Operand growth, const Column& base);

}  // namespace economy_detail

struct Economy::Plan {
  explicit Plan(Scenario given)
      : scenario(std::move(given)),
        grid(scenario.simulation.grid()),
        draws(scenario, streams),
        shocks(scenario, streams),
        groups(economy_detail::GroupTuple<GrowthModels>::make(grid)),
        bases(scenario, draws),
        terms(scenario.sectors.size()),
        own_series(scenario.sectors.size()) {
    for (std::size_t i = 0; i < scenario.sectors.size(); ++i) add_growth(i);
    levers.emplace(scenario, draws, shocks, terms);
    if (!terms.empty()) account_terms = terms.all();
    for (std::size_t i = 0; i < scenario.sectors.size(); ++i) {
      if (terms.moves_core(i)) moved_cores.push_back(i);
      if (terms.has_any(i)) moved_totals.push_back(i);
    }
    programme_figures = levers->programme_figures();
    for (const auto& [name, each] : scenario.series) add_series(name, each);
    for (std::size_t i = 0; i < series.size(); ++i)
      if (!is_level(i)) made_series.push_back(i);
    draws.correlate();
    const Simulation& simulation = scenario.simulation;
    sampler.emplace(simulation.sampling, simulation.seed, simulation.replicates, streams, simulation.inner,
                    simulation.arithmetic);
    economy_detail::for_each_group([&](auto index) { n_states += std::get<index>(groups).state_columns(); });
  }

  void add_series(const std::string& name, const Series& each) {
    const Measure* measure = find_entry(scenario.measures, each.measure);
    economy_detail::SeriesPlan plan;
    for (const auto& [weight, sector] : resolve(scenario, each.sum)) {
      economy_detail::SeriesTerm term{weight, sector, 1.0};
      // A sector of weight 0 may have no factor.
      if (measure != nullptr)
        if (const Quantity* factor = find_entry(measure->factor, scenario.sectors[sector].name))
          term = {weight, sector, draws.bind(*factor, "per unit of output"), true};
      plan.terms.push_back(std::move(term));
    }
    plan.published_total = published_total(name);
    if (!each.per.empty()) plan.divisor = index_of(scenario.series, each.per);
    n_series_terms = std::max(n_series_terms, plan.terms.size());
    if (const auto sector = plan.only_sector(); sector && !own_series[*sector])
      own_series[*sector] = series.size();
    series.push_back(std::move(plan));
  }

  /// Whether a series is the output of a sector, and stands where that does.
  bool is_level(std::size_t index) const {
    const auto sector = series[index].only_sector();
    return sector && own_series[*sector] == index;
  }

  std::optional<double> published_total(const std::string& name) const {
    for (const auto& entry : scenario.sectors)
      if (entry.value.base.residual_of == name) return entry.value.base.total;
    return std::nullopt;
  }

  void add_growth(std::size_t sector) {
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          std::get<ModelGroup<Model>>(groups).add(sector, spec, bases[sector], draws, shocks);
          if (std::is_same_v<Model, GrowthMixture>) mixtures.push_back(sector);
          keeps_core_growth = keeps_core_growth || uses_core_growth<Model>(spec.fixed);
        },
        scenario.sectors[sector].value.growth);
  }

  Scenario scenario;
  TimeGrid grid;
  Streams streams;
  Draws draws;
  Shocks shocks;
  economy_detail::Groups groups;
  BaseOutputs bases;
  Terms terms;
  std::optional<Levers> levers;
  std::vector<Terms::Term> account_terms;
  std::vector<std::size_t> moved_cores;   ///< sectors whose core is more than the growth of their model
  std::vector<std::size_t> moved_totals;  ///< sectors whose whole growth is
  std::vector<std::size_t> mixtures;      ///< sectors whose growth is a mixture
  std::vector<ProgrammeFigure> programme_figures;
  bool keeps_core_growth = false;  ///< a model asks for the core's growth over the step before
  std::vector<std::optional<std::size_t>> own_series;  ///< [sector] the series that is its output, if any
  std::vector<economy_detail::SeriesPlan> series;
  std::vector<std::size_t> made_series;  ///< all but those that stand where the output of a sector does
  std::size_t n_series_terms = 0;        ///< of the longest series
  std::size_t n_states = 0;
  std::optional<Sampler> sampler;  ///< once all streams are known
};

struct Economy::Workspace::Buffers {
  explicit Buffers(const Plan& plan)
      : block(*plan.sampler),
        parameters(plan.draws.size()),
        noises(plan.shocks.buffer_size() / lane_pitch),
        states(plan.n_states),
        term_columns(plan.terms.n_columns()),
        sums(2 * plan.scenario.sectors.size()),
        lever_states(plan.levers->state_columns()),
        core_growths(plan.keeps_core_growth ? 2 * plan.scenario.sectors.size() : 0),
        levels(plan.scenario.sectors.size()),
        measured(plan.n_series_terms),
        outputs(plan.series.size() * plan.grid.n_years()),
        accounts(plan.account_terms.size() * (plan.grid.n_years() - 1) * 2),
        programmes(plan.programme_figures.size() * (plan.grid.n_years() - 1)),
        mixtures(plan.mixtures.size() * plan.grid.n_years()),
        terms_before(plan.account_terms.size()),
        totals_before(plan.account_terms.empty() ? 0 : plan.scenario.sectors.size()),
        levels_before(plan.account_terms.empty() ? 0 : plan.scenario.sectors.size()),
        terms(plan.terms.columns(term_columns.data())),
        base(plan.scenario.sectors.size()),
        trend(plan.scenario.sectors.size()),
        core(plan.scenario.sectors.size()),
        total(plan.scenario.sectors.size()),
        level(plan.scenario.sectors.size()) {
    auto& growth = terms[static_cast<std::size_t>(Cause::intrinsic)];
    double* next = states.data();
    economy_detail::for_each_group([&](auto index) {
      const auto& group = std::get<index>(plan.groups);
      first_state[index] = next;
      group.for_each_member(next, [&](std::size_t sector, double* column) { growth[sector] = column; });
      next += group.state_columns() * lane_pitch;
    });
    for (std::size_t i = 0; i < core.size(); ++i) {
      core[i] = plan.terms.moves_core(i) ? sums.column(2 * i) : growth[i];
      total[i] = plan.terms.has_any(i) ? sums.column(2 * i + 1) : growth[i];
      if (!plan.keeps_core_growth) continue;
      core_before.push_back(core_growths.column(2 * i));
      core_growth.push_back(core_growths.column(2 * i + 1));
    }
  }

  Sampler::Block block;  ///< the draws
  ColumnBuffer parameters, noises, states, term_columns, sums, lever_states, core_growths, levels;
  ColumnBuffer measured, outputs, accounts, programmes, mixtures, terms_before, totals_before, levels_before;
  TermColumns terms;                       ///< the model's own growth is its first state
  std::vector<Column> base;                ///< output of the base year by sector
  std::vector<Column> trend;               ///< expected log growth of the step, where it is needed
  std::vector<const double*> core, total;  ///< log growth since the base year by sector
  std::vector<ColumnPlace> level;          ///< output by sector in the year that is reported
  std::vector<double*> core_before;        ///< before the step, where a model asks for its growth
  std::vector<double*> core_growth;        ///< of the core over the last step, likewise
  std::array<double*, economy_detail::n_models> first_state{};
  economy_detail::GroupBlocks blocks;
  std::array<std::uint8_t, block_paths> failed{};
  std::vector<Term> sum;  ///< what is being added up

  /// Where the output of a series in a year stands.
  ColumnPlace output(const Plan& plan, std::size_t series, std::size_t year) {
    return {outputs.column(series * plan.grid.n_years() + year), precision(plan, year)};
  }
  /// A state of a sector's model [path]: they lie side by side, as ModelGroup has them; the first is its
  /// growth.
  const double* state(std::size_t sector, std::size_t index) const {
    return terms[static_cast<std::size_t>(Cause::intrinsic)][sector] + index * lane_pitch;
  }
  static Arithmetic precision(const Plan& plan, std::size_t year) {
    return output_precision(plan.scenario.simulation.arithmetic, year);
  }
};

}  // namespace secondcurve

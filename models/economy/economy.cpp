#include "models/economy/economy.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/block/ops.hpp"
#include "engine/block/reduce.hpp"
#include "models/economy/base_outputs.hpp"
#include "models/economy/column_buffer.hpp"
#include "models/economy/draws.hpp"
#include "models/economy/model_group.hpp"
#include "models/economy/shocks.hpp"

namespace secondcurve {

namespace {

template <class Models>
struct GroupTuple;
template <class... Models>
struct GroupTuple<std::tuple<Models...>> {
  using Groups = std::tuple<ModelGroup<Models>...>;
  using Coefficients = std::tuple<typename ModelGroup<Models>::BlockCoefficients...>;
  static Groups make(const TimeGrid& grid) { return Groups{ModelGroup<Models>(grid)...}; }
};
using Groups = GroupTuple<GrowthModels>::Groups;
using GroupCoefficients = GroupTuple<GrowthModels>::Coefficients;
constexpr std::size_t n_models = std::tuple_size_v<GrowthModels>;

/// Calls `visit(index constant)` for every model group.
template <class Visitor>
void for_each_group(Visitor&& visit) {
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (visit(std::integral_constant<std::size_t, index>{}), ...);
  }
  (std::make_index_sequence<n_models>{});
}

/// Levels outside this range [unit of account] have left the range of numbers. With weights of series between
/// 1e-15 and 1e15 the ratio of any two outputs, and so every growth rate and share, is then finite.
constexpr double smallest_level = 1e-120;
constexpr double largest_level = 1e120;

/// Levels at a log growth since the base year [path]; not-a-number where they have left the range.
void levels_at(double* level, Operand growth, const Column& base) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  exponential(level, growth);
  multiply(level, level, base);
  select_less(level, level, smallest_level, none, level);
  select_less(level, largest_level, level, none, level);
}

/// A series, and its published total of the base year where a sector is what is left of it.
struct SeriesPlan {
  WeightedSectors terms;
  std::optional<double> published_total;
};

}  // namespace

struct Economy::Plan {
  explicit Plan(Scenario given)
      : scenario(std::move(given)),
        grid(scenario.simulation.grid()),
        noise(scenario.simulation.seed),
        draws(noise),
        shocks(scenario, noise),
        groups(GroupTuple<GrowthModels>::make(grid)),
        bases(scenario, draws) {
    for (std::size_t i = 0; i < scenario.sectors.size(); ++i) add_growth(i);
    for (const auto& [name, each] : scenario.series)
      series.push_back({resolve(scenario, each.sum), published_total(name)});
    std::vector<std::string> names = shocks.stream_names();
    names.insert(names.end(), draws.streams().begin(), draws.streams().end());
    require_distinct_streams(names);
    for_each_group([&](auto index) { n_states += std::get<index>(groups).state_columns(); });
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
        },
        scenario.sectors[sector].value.growth);
  }

  Scenario scenario;
  TimeGrid grid;
  Noise noise;
  Draws draws;
  Shocks shocks;
  Groups groups;
  BaseOutputs bases;
  std::vector<SeriesPlan> series;
  std::size_t n_states = 0;
};

struct Economy::Workspace::Buffers {
  explicit Buffers(const Plan& plan)
      : parameters(plan.draws.size()),
        noises(plan.shocks.buffer_size() / lane_pitch),
        states(plan.n_states),
        levels(plan.scenario.sectors.size()),
        outputs(plan.series.size() * plan.grid.n_years()),
        base(plan.scenario.sectors.size()),
        growth(plan.scenario.sectors.size()) {
    double* next = states.data();
    for_each_group([&](auto index) {
      const auto& group = std::get<index>(plan.groups);
      first_state[index] = next;
      group.for_each_member(next, [&](std::size_t sector, double* column) { growth[sector] = column; });
      next += group.state_columns() * lane_pitch;
    });
  }

  ColumnBuffer parameters, noises, states, levels, outputs;
  std::vector<Column> base;     ///< output of the base year by sector
  std::vector<double*> growth;  ///< log growth since the base year by sector
  std::array<double*, n_models> first_state{};
  GroupCoefficients coefficients;
  std::array<std::uint8_t, block_paths> failed{};
};

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

void Economy::record_start(Workspace& workspace, PathRecorder& recorder) const {
  const Workspace::Buffers& w = *workspace.buffers_;
  std::vector<double> base;
  for (const Column& each : w.base) base.push_back(each.at(recorder.lane()));
  recorder.set_base(std::move(base));
  std::vector<double> values;
  for (std::size_t i = 0; i < plan_->draws.size(); ++i)
    values.push_back(w.parameters.column(i)[recorder.lane()]);
  recorder.set_parameters(std::move(values));
}

void Economy::record_step(Workspace& workspace, std::size_t step, PathRecorder& recorder) const {
  Workspace::Buffers& w = *workspace.buffers_;
  const std::size_t lane = recorder.lane();
  for (std::size_t sector = 0; sector < plan_->scenario.sectors.size(); ++sector)
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>&) {
          constexpr auto description = Model::describe();
          PathRecorder::SectorStep record{step, sector, {}, {}, 0.0};
          for (const NoiseInfo& noise : description.noises)
            record.noises.push_back(plan_->shocks.column(w.noises.data(),
                                                         plan_->shocks.index(sector, noise.name),
                                                         step % Shocks::steps_per_fill)[lane]);
          for (std::size_t k = 0; k < description.states.size(); ++k)
            record.states.push_back(w.growth[sector][k * lane_pitch + lane]);
          alignas(lane_alignment) std::array<double, block_paths> levels;
          levels_at(levels.data(), w.growth[sector], w.base[sector]);
          record.output = levels[lane];
          recorder.add(std::move(record));
        },
        plan_->scenario.sectors[sector].value.growth);
}

BlockView Economy::simulate(std::uint64_t block, std::size_t n_paths, Workspace& workspace,
                            PathRecorder* recorder) const {
  const Plan& plan = *plan_;
  Workspace::Buffers& w = *workspace.buffers_;
  const std::uint64_t first_path = block * block_paths;
  w.failed.fill(0);

  plan.draws.fill(first_path, w.parameters.data());
  plan.bases.fill(w.parameters, w.base);
  for_each_group([&](auto i) {
    std::get<i>(plan.groups)
        .start(w.base, w.parameters.data(), w.first_state[i], std::get<i>(w.coefficients));
  });
  if (recorder != nullptr) record_start(workspace, *recorder);

  const auto report = [&](std::size_t year) {
    for (std::size_t i = 0; i < w.base.size(); ++i) {
      double* level = w.levels.column(i);
      levels_at(level, w.growth[i], w.base[i]);
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
  };

  report(0);
  for (std::size_t step = 0; step < plan.grid.n_steps(); ++step) {
    if (step % Shocks::steps_per_fill == 0)
      plan.shocks.fill(first_path, static_cast<std::uint32_t>(step / Shocks::steps_per_fill),
                       w.noises.data());
    for_each_group([&](auto i) {
      std::get<i>(plan.groups)
          .step(step, plan.shocks, w.noises.data(), w.first_state[i], std::get<i>(w.coefficients));
    });
    if (recorder != nullptr) record_step(workspace, step, *recorder);
    if (plan.grid.ends_year(step)) report(plan.grid.year_index_of_end(step));
  }

  const auto n_failed = static_cast<std::size_t>(
      std::count_if(w.failed.begin(), w.failed.begin() + static_cast<std::ptrdiff_t>(n_paths),
                    [](auto f) { return f != 0; }));
  return {block,           n_paths, plan.grid.n_years(), w.outputs.span(), w.parameters.span(),
          w.failed.data(), n_failed};
}

}  // namespace secondcurve

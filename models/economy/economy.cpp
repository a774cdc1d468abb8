#include "models/economy/economy.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/block/ops.hpp"
#include "engine/block/reduce.hpp"
#include "models/economy/draws.hpp"
#include "models/economy/sector_growth.hpp"
#include "models/economy/shocks.hpp"

namespace secondcurve {

namespace {

/// A run of columns at `lane_pitch`, aligned for vectors.
class ColumnBuffer final {
 public:
  explicit ColumnBuffer(std::size_t n_columns) : size_(n_columns * lane_pitch) {
    data_.reset(static_cast<double*>(
        ::operator new (std::max<std::size_t>(size_, 1) * sizeof(double), std::align_val_t{lane_alignment})));
  }
  double* data() { return data_.get(); }
  const double* data() const { return data_.get(); }
  double* column(std::size_t index) { return data_.get() + index * lane_pitch; }
  std::span<const double> span() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(double* p) const { ::operator delete (p, std::align_val_t{lane_alignment}); }
  };
  std::size_t size_;
  std::unique_ptr<double, Free> data_;
};

template <class Models>
struct GroupTuple;
template <class... Models>
struct GroupTuple<std::tuple<Models...>> {
  using groups = std::tuple<ModelGroup<Models>...>;
  using coefficients = std::tuple<typename ModelGroup<Models>::BlockCoefficients...>;
  static groups make(const TimeGrid& grid) { return groups{ModelGroup<Models>(grid)...}; }
};
using Groups = GroupTuple<GrowthModels>::groups;
using GroupCoefficients = GroupTuple<GrowthModels>::coefficients;
constexpr std::size_t n_models = std::tuple_size_v<GrowthModels>;

/// Calls `visit(index constant)` for every model group.
template <class Visitor>
void for_each_group(Visitor&& visit) {
  [&]<std::size_t... index>(std::index_sequence<index...>) {
    (visit(std::integral_constant<std::size_t, index>{}), ...);
  }
  (std::make_index_sequence<n_models>{});
}

/// A level that has grown past this multiple of its base, or shrunk to its inverse, has left the range of
/// numbers: below it the ratio of two levels, and so every growth rate and share, is finite.
constexpr double largest_multiple = 1e150;

/// Multiples of the base at a log growth [path]; not-a-number where they have left the range.
void multiple_of_base(double* multiple, Operand growth) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  exponential(multiple, growth);
  select_less(multiple, multiple, 1.0 / largest_multiple, none, multiple);
  select_less(multiple, largest_multiple, multiple, none, multiple);
}

/// How a sector's base-year output comes about.
struct BasePlan {
  double value = 0.0;
  std::optional<std::size_t> draw;  ///< lognormal, one per path
  struct Residual {
    double total;
    double own_weight;
    std::vector<std::pair<double, std::size_t>> others;  ///< weight and sector
  };
  std::optional<Residual> residual;
  bool varies = false;
};

struct SeriesPlan {
  std::vector<std::pair<double, std::size_t>> terms;  ///< weight and sector
};

std::vector<std::pair<double, std::size_t>> resolve(const Scenario& s, const Weights& weights) {
  std::vector<std::pair<double, std::size_t>> terms;
  for (const auto& [name, weight] : weights) terms.emplace_back(weight, index_of(s.sectors, name));
  return terms;
}

}  // namespace

struct Economy::Plan {
  explicit Plan(Scenario given)
      : scenario(std::move(given)),
        grid(scenario.simulation.grid()),
        noise(scenario.simulation.seed),
        draws(noise),
        shocks(scenario, noise),
        groups(GroupTuple<GrowthModels>::make(grid)) {
    for (std::size_t i = 0; i < scenario.sectors.size(); ++i) add_base(i);
    for (BasePlan& base : bases) {
      if (!base.residual) continue;
      for (const auto& other : base.residual->others) base.varies = base.varies || bases[other.second].varies;
    }
    for (std::size_t i = 0; i < scenario.sectors.size(); ++i) add_growth(i);
    for (const auto& [name, each] : scenario.series) series.push_back({resolve(scenario, each.sum)});
    std::vector<std::string> names = shocks.stream_names();
    names.insert(names.end(), draws.streams().begin(), draws.streams().end());
    require_distinct_streams(names);
    for_each_group([&](auto index) { n_states += std::get<index>(groups).state_columns(); });
  }

  void add_base(std::size_t sector) {
    const auto& [name, value] = scenario.sectors[sector];
    BasePlan plan;
    plan.value = value.base.value.value_or(0.0);
    if (!value.base.residual_of.empty()) {
      const Series& whole = *find_entry(scenario.series, value.base.residual_of);
      BasePlan::Residual residual{*value.base.total, 1.0, {}};
      for (const auto& term : resolve(scenario, whole.sum)) {
        if (term.second == sector)
          residual.own_weight = term.first;
        else
          residual.others.push_back(term);
      }
      plan.residual = std::move(residual);
    } else if (value.base.sd > 0.0 && scenario.simulation.uncertain_base) {
      plan.draw = draws.add("sectors." + name + ".base", "sectors." + name + "/base",
                            Distribution::lognormal(plan.value, value.base.sd));
      plan.varies = true;
    }
    bases.push_back(std::move(plan));
  }

  void add_growth(std::size_t sector) {
    const auto& [name, value] = scenario.sectors[sector];
    const BaseOutput base{fixed_base(sector), bases[sector].varies};
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          std::get<ModelGroup<Model>>(groups).add(sector, spec, base, draws, shocks);
        },
        value.growth);
  }

  double fixed_base(std::size_t sector) const {
    const BasePlan& plan = bases[sector];
    if (!plan.residual) return plan.value;
    double left = plan.residual->total;
    for (const auto& [weight, other] : plan.residual->others) left -= weight * bases[other].value;
    return left / plan.residual->own_weight;
  }

  Scenario scenario;
  TimeGrid grid;
  Noise noise;
  Draws draws;
  Shocks shocks;
  Groups groups;
  std::vector<BasePlan> bases;
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
std::size_t Economy::n_noises() const { return plan_->shocks.stream_names().size(); }

namespace {

/// Base-year outputs: drawn, fixed, then what is left of published totals. A residual that is not positive
/// becomes not a number, so that its path counts as failed.
void set_bases(const std::vector<BasePlan>& plans, const ColumnBuffer& parameters,
               std::vector<Column>& base) {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const BasePlan& plan = plans[i];
    if (plan.residual) continue;
    if (!plan.draw) {
      base[i] = plan.value;
      continue;
    }
    base[i] = Column::per_path();
    std::copy_n(parameters.data() + *plan.draw * lane_pitch, block_paths, base[i].lanes());
  }
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (!plans[i].residual) continue;
    const BasePlan::Residual& residual = *plans[i].residual;
    Column left = residual.total;
    for (const auto& [weight, other] : residual.others) left = left - weight * base[other];
    left = left / residual.own_weight;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    base[i] = left.varies() ? select_less(0.0, left, left, none) : left;
  }
}

}  // namespace

void Economy::record_start(Workspace& workspace, PathRecorder& recorder) const {
  const Workspace::Buffers& w = *workspace.buffers_;
  std::vector<double> base;
  for (const Column& each : w.base) base.push_back(each.at(recorder.lane()));
  recorder.set_base(std::move(base));
  std::vector<double> values;
  for (std::size_t i = 0; i < plan_->draws.size(); ++i)
    values.push_back(w.parameters.data()[i * lane_pitch + recorder.lane()]);
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
          alignas(lane_alignment) std::array<double, block_paths> multiple;
          multiple_of_base(multiple.data(), w.growth[sector]);
          record.output = w.base[sector].at(lane) * multiple[lane];
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
  set_bases(plan.bases, w.parameters, w.base);
  for_each_group([&](auto i) {
    std::get<i>(plan.groups)
        .start(w.base, w.parameters.data(), w.first_state[i], std::get<i>(w.coefficients));
  });
  if (recorder != nullptr) record_start(workspace, *recorder);

  const auto report = [&](std::size_t year) {
    for (std::size_t i = 0; i < plan.bases.size(); ++i) {
      double* level = w.levels.column(i);
      multiple_of_base(level, w.growth[i]);
      multiply(level, level, w.base[i]);
      if (!all_finite(level)) mark_non_finite(level, w.failed.data());
    }
    std::vector<Term> terms;
    for (std::size_t s = 0; s < plan.series.size(); ++s) {
      terms.clear();
      for (const auto& [weight, sector] : plan.series[s].terms)
        terms.push_back({weight, w.levels.column(sector)});
      affine(w.outputs.column(s * plan.grid.n_years() + year), 0.0, terms);
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

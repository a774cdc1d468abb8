#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/time_grid.hpp"
#include "models/economy/base_outputs.hpp"
#include "models/economy/draws.hpp"
#include "models/economy/shocks.hpp"
#include "models/growth/step_context.hpp"
#include "models/scenario/growth_spec.hpp"

namespace secondcurve {

/// All sectors that share one growth model: their parameters bound to draws and years, their coefficients,
/// and their part of the step. The model is known at compile time; there is no dispatch inside the loop.
template <class Model>
class ModelGroup final {
 public:
  static constexpr auto description = Model::describe();
  static constexpr std::size_t n_states = description.states.size();
  static constexpr std::size_t n_noises = description.noises.size();
  using Coefficients = typename Model::Coefficients;
  using Params = typename Model::Params;

  /// One block's coefficients of the members whose parameters or base vary over paths.
  using BlockCoefficients = std::vector<std::vector<Coefficients>>;

  explicit ModelGroup(const TimeGrid& grid) : grid_(grid) {}

  /// Adds a sector. @param spec must outlive the group; @param base output of the base year.
  void add(std::size_t sector, const GrowthSpec<Model>& spec, const BaseOutput& base, Draws& draws,
           const Shocks& shocks) {
    Member member{.sector = sector, .spec = &spec};
    Params given = spec.fixed;  // which keys are given; the numbers do not matter
    for_each_quantity(spec, [&](const auto& f, const Quantity* quantity) {
      if (quantity == nullptr) return;
      given.*f.member = Column();
      if (quantity->uncertain()) {
        member.draw_of.emplace(
            f.name, draws.add(quantity->key, "parameters/" + quantity->key, std::string(f.info.unit),
                              std::get<Distribution>(quantity->value)));
        member.varies = true;
      }
      member.by_year = member.by_year || quantity->scheduled();
    });
    member.varies = member.varies || (base.varies && uses_base(given));
    for (std::size_t k = 0; k < n_noises; ++k)
      member.noise[k] = shocks.index(sector, description.noises[k].name);
    if (!member.varies) {
      const StepContext context{grid_.dt(), base.value};
      member.fixed = prepare(member, context.base, nullptr);
      member.initial = Model::start(bind(member, grid_.base_year() + 1, nullptr), context);
    }
    members_.push_back(std::move(member));
  }

  std::size_t state_columns() const { return members_.size() * n_states; }

  /// Sets the states of a block to the base year and prepares its coefficients.
  /// @param base output of the base year by sector; @param draws columns at `lane_pitch`;
  /// @param states columns at `lane_pitch`, `state_columns()` of them.
  void start(const std::vector<Column>& base, const double* draws, double* states,
             BlockCoefficients& block) const {
    block.resize(members_.size());
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const Member& member = members_[i];
      if (member.varies) block[i] = prepare(member, base[member.sector], draws);
      const auto initial = member.varies ? Model::start(bind(member, grid_.base_year() + 1, draws),
                                                        {grid_.dt(), base[member.sector]})
                                         : member.initial;
      for (std::size_t k = 0; k < n_states; ++k) write(initial[k], states + (i * n_states + k) * lane_pitch);
    }
  }

  /// Advances all members by one step.
  void step(std::size_t step, const Shocks& shocks, const double* noises, double* states,
            const BlockCoefficients& block) const {
    const std::size_t year = step / static_cast<std::size_t>(grid_.steps_per_year());
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const Member& member = members_[i];
      const std::vector<Coefficients>& all = member.varies ? block[i] : member.fixed;
      std::array<const double*, n_noises> z;
      for (std::size_t k = 0; k < n_noises; ++k)
        z[k] = shocks.column(noises, member.noise[k], step % Shocks::steps_per_fill);
      std::array<double*, n_states> state;
      for (std::size_t k = 0; k < n_states; ++k) state[k] = states + (i * n_states + k) * lane_pitch;
      Model::step(all[member.by_year ? year : 0], state.data(), z.data());
    }
  }

  /// Calls `visit(sector, first state column)` for every member.
  template <class Visitor>
  void for_each_member(double* states, Visitor&& visit) const {
    for (std::size_t i = 0; i < members_.size(); ++i)
      visit(members_[i].sector, states + i * n_states * lane_pitch);
  }

 private:
  struct Member {
    std::size_t sector = 0;
    const GrowthSpec<Model>* spec = nullptr;
    bool varies = false;                                ///< coefficients vary over paths
    bool by_year = false;                               ///< coefficients vary over years
    std::array<std::size_t, n_noises> noise{};          ///< columns among the shocks
    std::map<std::string_view, std::size_t> draw_of{};  ///< field to draw
    std::vector<Coefficients> fixed{};                  ///< one, or one per year; empty where they vary
    std::array<Column, n_states> initial{};             ///< not where they vary
  };

  /// Parameters of a year; draws may be null where the member does not vary.
  static Params bind(const Member& member, int year, const double* draws) {
    Params params = member.spec->fixed;
    for_each_quantity(*member.spec, [&](const auto& f, const Quantity* quantity) {
      if (quantity == nullptr) return;
      if (quantity->uncertain())
        params.*f.member = column_of(draws + member.draw_of.at(f.name) * lane_pitch);
      else if (quantity->scheduled())
        params.*f.member = Column(std::get<Schedule>(quantity->value).at(year));
      else
        params.*f.member = Column(std::get<double>(quantity->value));
    });
    return params;
  }

  std::vector<Coefficients> prepare(const Member& member, const Column& base, const double* draws) const {
    std::vector<Coefficients> coefficients;
    const std::size_t n = member.by_year ? grid_.n_years() - 1 : 1;
    for (std::size_t year = 0; year < n; ++year)
      coefficients.push_back(Model::prepare(
          bind(member, grid_.base_year() + 1 + static_cast<int>(year), draws), {grid_.dt(), base}));
    return coefficients;
  }

  static Column column_of(const double* lanes) {
    Column column = Column::per_path();
    std::copy_n(lanes, block_paths, column.lanes());
    return column;
  }

  /// Whether the output of the base year enters the coefficients: a model says so by `uses_base`.
  static bool uses_base(const Params& params) {
    if constexpr (requires { Model::uses_base(params); })
      return Model::uses_base(params);
    else
      return false;
  }

  static void write(const Column& column, double* out) {
    if (column.varies())
      std::copy_n(column.lanes(), block_paths, out);
    else
      std::fill_n(out, block_paths, column.value());
  }

  TimeGrid grid_;
  std::vector<Member> members_;
};

}  // namespace secondcurve

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "engine/core/time_grid.hpp"
#include "models/economy/base_outputs.hpp"
#include "models/economy/draws.hpp"
#include "models/economy/shocks.hpp"
#include "models/growth/model_traits.hpp"
#include "models/growth/step_context.hpp"
#include "models/scenario/growth_spec.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// All sectors that share one growth model: their parameters bound to draws and years, their coefficients,
/// and their part of the step. The model is known at compile time, so that there is no dispatch between
/// models; those that hold others (mixture, second_curve) visit them once for each block and step.
template <class Model>
class ModelGroup final {
 public:
  static constexpr auto description = Model::describe();
  static constexpr std::size_t n_states = description.states.size();
  static constexpr std::size_t n_noises = description.noises.size();
  using Coefficients = typename Model::Coefficients;
  using Params = typename Model::Params;

  /// What a model expects of its own growth, step by step: the states of `trend`.
  using Expected = ExpectationOf<Model>;

  /// What one block needs of a member that is not the same in all.
  struct BlockMember {
    std::vector<Coefficients> coefficients;  ///< where parameters or base vary over paths
    Expected expected;                       ///< there, too, and where the draws of the path decide
  };
  using Block = std::vector<BlockMember>;

  explicit ModelGroup(const TimeGrid& grid) : grid_(grid) {}

  /// Adds a sector. @param spec must outlive the group; @param base output of the base year.
  void add(std::size_t sector, const GrowthSpec<Model>& spec, const BaseOutput& base, Draws& draws,
           const Shocks& shocks) {
    Member member{.sector = sector, .spec = &spec};
    for_each_quantity(spec, [&](const auto& f, const Quantity& quantity) {
      const BoundQuantity bound = draws.bind(quantity, f.info.unit);
      member.varies = member.varies || bound.varies();
      member.by_year = member.by_year || bound.by_year();
      member.bound.push_back(bound);
    });
    // Which keys are given; the numbers do not matter.
    const Params given = secondcurve::bind(spec, [](const Quantity&) { return Column(); });
    member.varies = member.varies || (base.varies && uses_base<Model>(given));
    for (std::size_t k = 0; k < n_noises; ++k)
      member.noise[k] = takes_noise<Model>(spec.fixed, description.noises[k])
                            ? shocks.index(sector, description.noises[k].name)
                            : no_noise;
    if (!member.varies) {
      member.fixed = prepare(member, base.value, nullptr);
      if constexpr (!starts_by_chance)
        member.initial = Model::start(bind(member, 1, nullptr), context_of(base.value), nullptr);
      if constexpr (!expects_by_path<Model>) {
        Expected expected = expectation<Model>(bind(member, 1, nullptr), context_of(base.value));
        for (std::size_t step = 0; step < grid_.n_steps(); ++step)
          member.trend.push_back(Model::trend(coefficients(member, member.fixed, step), expected).value());
      }
    }
    members_.push_back(std::move(member));
  }

  std::size_t state_columns() const { return members_.size() * n_states; }

  /// Sets the states of a block to the base year and prepares its coefficients.
  /// @param base output of the base year by sector; @param draws columns at `lane_pitch`;
  /// @param noises as `Shocks::fill_once` left them; @param states columns at `lane_pitch`,
  /// `state_columns()` of them.
  void start(const std::vector<Column>& base, const double* draws, const Shocks& shocks, const double* noises,
             double* states, Block& block) const {
    block.resize(members_.size());
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const Member& member = members_[i];
      const StepContext place = context_of(base[member.sector]);
      const auto z = noises_of(member, shocks, noises, 0, true);
      if (member.varies) block[i].coefficients = prepare(member, place.base, draws);
      if (member.varies || expects_by_path<Model>)
        block[i].expected = expectation<Model>(bind(member, 1, draws), place, z.data());
      const auto initial = member.varies || starts_by_chance
                               ? Model::start(bind(member, 1, draws), place, z.data())
                               : member.initial;
      for (std::size_t k = 0; k < n_states; ++k) assign(states + (i * n_states + k) * lane_pitch, initial[k]);
    }
  }

  /// Advances all members by one step. @param core_growth by sector, null in the first step.
  void step(std::size_t step, const double* const* core_growth, const Shocks& shocks, const double* noises,
            double* states, const Block& block) const {
    const Step place{step, step % steps_per_year() == 0, nullptr};
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const Member& member = members_[i];
      Step own = place;
      if (core_growth != nullptr) own.core_growth = core_growth[member.sector];
      const auto z = noises_of(member, shocks, noises, step, false);
      Model::step(own, coefficients_at(step, i, block), states_of(i, states).data(), z.data());
    }
  }

  /// Works out the expected log growth of a step for the sectors that need it. For every step in turn.
  /// @param needed by sector; @param trend by sector, set where needed.
  void trend(std::size_t step, const std::vector<bool>& needed, Block& block,
             std::vector<Column>& trend) const {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const Member& member = members_[i];
      if (!needed[member.sector]) continue;
      const auto& all = member.varies ? block[i].coefficients : member.fixed;
      trend[member.sector] = member.varies || expects_by_path<Model>
                                 ? Model::trend(coefficients(member, all, step), block[i].expected)
                                 : Column(member.trend[step]);
    }
  }

  /// Turns extra capital of a member, if its model builds capital, into what it adds to the log level at the
  /// end of a step.
  /// @param extra in units of its capital in the base year on entry, the effect on exit [path].
  void capital_effect([[maybe_unused]] std::size_t step, [[maybe_unused]] std::size_t sector,
                      [[maybe_unused]] const Block& block, [[maybe_unused]] double* states,
                      [[maybe_unused]] double* extra) const {
    if constexpr (BuildsCapital<Model>)
      for (std::size_t i = 0; i < members_.size(); ++i)
        if (members_[i].sector == sector)
          Model::capital_effect(coefficients_at(step, i, block), states_of(i, states).data(), extra);
  }

  /// Calls `visit(sector, first state column)` for every member.
  template <class Visitor>
  void for_each_member(double* states, Visitor&& visit) const {
    for (std::size_t i = 0; i < members_.size(); ++i)
      visit(members_[i].sector, states + i * n_states * lane_pitch);
  }

 private:
  /// Whether a noise that is drawn once enters the first state.
  static constexpr bool starts_by_chance = [] {
    for (const NoiseInfo& noise : description.noises)
      if (noise.time == NoiseTime::once) return true;
    return false;
  }();

  static constexpr std::size_t no_noise = std::numeric_limits<std::size_t>::max();

  struct Member {
    std::size_t sector = 0;
    const GrowthSpec<Model>* spec = nullptr;
    bool varies = false;                        ///< coefficients vary over paths
    bool by_year = false;                       ///< coefficients vary over years
    std::array<std::size_t, n_noises> noise{};  ///< streams among the shocks, or no_noise
    std::vector<BoundQuantity> bound{};         ///< the given quantities, in their order
    std::vector<Coefficients> fixed{};          ///< one, or one per year; empty where they vary
    std::array<Column, n_states> initial{};     ///< not where they vary or a noise enters them
    std::vector<double> trend{};                ///< expected log growth by step; not where it varies
  };

  StepContext context_of(const Column& base) const { return {grid_.dt(), base, grid_.base_year()}; }
  std::size_t steps_per_year() const { return static_cast<std::size_t>(grid_.steps_per_year()); }

  /// Those of the base year, or those of a step; null for the others.
  static std::array<ColumnView, n_noises> noises_of(const Member& member, const Shocks& shocks,
                                                    const double* noises, std::size_t step, bool once) {
    std::array<ColumnView, n_noises> z{};
    for (std::size_t k = 0; k < n_noises; ++k)
      if (member.noise[k] != no_noise && (description.noises[k].time == NoiseTime::once) == once)
        z[k] = shocks.column(noises, member.noise[k], step);
    return z;
  }

  const Coefficients& coefficients(const Member& member, const std::vector<Coefficients>& all,
                                   std::size_t step) const {
    return all[member.by_year ? step / steps_per_year() : 0];
  }

  const Coefficients& coefficients_at(std::size_t step, std::size_t i, const Block& block) const {
    return coefficients(members_[i], members_[i].varies ? block[i].coefficients : members_[i].fixed, step);
  }

  static std::array<double*, n_states> states_of(std::size_t i, double* states) {
    std::array<double*, n_states> state;
    for (std::size_t k = 0; k < n_states; ++k) state[k] = states + (i * n_states + k) * lane_pitch;
    return state;
  }

  /// Parameters of a year, 1 the first after the base year; draws may be null where the member does not vary.
  static Params bind(const Member& member, std::size_t year, const double* draws) {
    std::size_t next = 0;
    return secondcurve::bind(*member.spec,
                             [&](const Quantity&) { return member.bound[next++].column(year, draws); });
  }

  std::vector<Coefficients> prepare(const Member& member, const Column& base, const double* draws) const {
    std::vector<Coefficients> coefficients;
    const std::size_t n = member.by_year ? grid_.n_years() - 1 : 1;
    for (std::size_t year = 1; year <= n; ++year)
      coefficients.push_back(Model::prepare(bind(member, year, draws), context_of(base)));
    return coefficients;
  }

  TimeGrid grid_;
  std::vector<Member> members_;
};

}  // namespace secondcurve

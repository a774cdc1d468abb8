#include <array>
#include <utility>
#include <variant>

#include "models/economy/economy.hpp"
#include "models/economy/economy_plan.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

using economy_detail::levels_at;

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
  const auto events =
      plan_->levers->occurrences(place(step, workspace), plan_->shocks, w.noises.data(), lane);
  for (std::size_t i = 0; i < events.size(); ++i)
    if (events[i] && !(plan_->scenario.events[i].value.at_most_once && recorder.has_happened(i)))
      recorder.add(PathRecorder::EventStep{step, i, *events[i]});
  for (std::size_t sector = 0; sector < plan_->scenario.sectors.size(); ++sector)
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          constexpr auto description = Model::describe();
          PathRecorder::SectorStep record{step, sector, {}, {}, {}, 0.0};
          for (const NoiseInfo& noise : description.noises) {
            if (!takes_noise<Model>(spec.fixed, noise)) continue;
            record.noises.push_back(
                plan_->shocks.column(w.noises.data(), plan_->shocks.index(sector, noise.name), step)[lane]);
          }
          for (std::size_t k = 0; k < description.states.size(); ++k)
            record.states.push_back(w.state(sector, k)[lane]);
          for (std::size_t cause = 0; cause < n_causes; ++cause)
            if (const double* column = w.terms[cause][sector])
              record.terms.emplace_back(static_cast<Cause>(cause), column[lane]);
          alignas(lane_alignment) std::array<double, block_paths> room;
          const ColumnPlace levels(room.data(), plan_->scenario.simulation.arithmetic);
          levels_at(levels, w.total[sector], w.base[sector]);
          record.output = levels[lane];
          recorder.add(std::move(record));
        },
        plan_->scenario.sectors[sector].value.growth);
}

}  // namespace secondcurve

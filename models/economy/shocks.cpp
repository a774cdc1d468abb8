#include "models/economy/shocks.hpp"

#include <algorithm>
#include <utility>

#include "models/growth/model_traits.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

Shocks::Shocks(const Scenario& scenario, Streams& streams)
    : n_steps_(scenario.simulation.grid().n_steps()),
      steps_per_year_(static_cast<std::size_t>(scenario.simulation.steps_per_year)),
      arithmetic_(scenario.simulation.arithmetic) {
  for (std::size_t i = 0; i < scenario.sectors.size(); ++i)
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          for (const NoiseInfo& each : Model::describe().noises) {
            if (!takes_noise<Model>(spec.fixed, each)) continue;
            const std::string owner = shared_owner<Model>(spec.fixed, each);
            add_noise(i, each, owner.empty() ? "sectors." + scenario.sectors[i].name : owner, streams);
          }
        },
        scenario.sectors[i].value.growth);
  const auto add = [&](std::string name, NoiseKind kind) {
    return add_stream(std::move(name), streams, kind);
  };
  for (const auto& [name, dependence] : scenario.dependence)
    mixings_.emplace_back(scenario, name, dependence, members_of(scenario, name), add);
  for (const auto& [name, event] : scenario.events) {
    add_stream(event_stream(name, "occurrence"), streams, NoiseKind::uniform);
    if (drawn_impact(event) != nullptr) add_stream(event_stream(name, "impact"), streams, NoiseKind::uniform);
  }
}

std::size_t Shocks::add_stream(std::string name, Streams& streams, NoiseKind kind, NoiseTime time) {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i].name == name) return i;
  const DrawKind draws = kind == NoiseKind::normal ? DrawKind::normal : DrawKind::uniform;
  const std::size_t n_draws = time == NoiseTime::every_year ? n_steps_ / steps_per_year_ : n_steps_;
  const std::size_t place =
      time == NoiseTime::once ? streams.add_once(name, draws) : streams.add(name, draws, n_draws);
  const Arithmetic precision = kind == NoiseKind::normal ? arithmetic_ : Arithmetic::double_precision;
  streams_.push_back({std::move(name), time, place, precision});
  return streams_.size() - 1;
}

void Shocks::add_noise(std::size_t sector, const NoiseInfo& info, const std::string& owner,
                       Streams& streams) {
  const std::string name(info.name);
  noises_.push_back({sector, name, add_stream(owner + "/" + name, streams, info.kind, info.time)});
}

std::size_t Shocks::find(std::size_t sector, std::string_view noise) const {
  for (const SectorNoise& each : noises_)
    if (each.sector == sector && each.noise == noise) return each.stream;
  return streams_.size();
}

std::vector<NoiseMixing::Member> Shocks::members_of(const Scenario& scenario, std::string_view noise) const {
  std::vector<NoiseMixing::Member> members;
  for (const SectorNoise& each : noises_)
    if (each.noise == noise && has_shocks(scenario.sectors[each.sector].value.growth, noise))
      members.push_back({each.sector, each.stream});
  return members;
}

std::size_t Shocks::index(std::size_t sector, std::string_view noise) const {
  const std::size_t found = find(sector, noise);
  SC_ENSURE(found < streams_.size());
  return found;
}

std::size_t Shocks::event_index(std::string_view stream) const {
  std::size_t i = 0;
  while (i < streams_.size() && streams_[i].name != stream) ++i;
  SC_ENSURE(i < streams_.size());
  return i;
}

void Shocks::fill_once(const Sampler::Block& block, double* buffer) const {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i].time == NoiseTime::once)
      block.fill(streams_[i].place, 0, buffer + i * draws_per_fill * lane_pitch);
}

void Shocks::fill(const Sampler::Block& block, std::size_t step, double* buffer) const {
  const bool starts_year = step % steps_per_year_ == 0;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const NoiseTime time = streams_[i].time;
    if (time == NoiseTime::once || (time == NoiseTime::every_year && !starts_year)) continue;
    const std::size_t number = draw_of(i, step);
    if (number % draws_per_fill == 0)
      block.fill(streams_[i].place, number / draws_per_fill, buffer + i * draws_per_fill * lane_pitch);
  }
  if (step % draws_per_fill != 0) return;
  for (const NoiseMixing& mixing : mixings_) mixing.mix(buffer, std::min(draws_per_fill, n_steps_ - step));
}

}  // namespace secondcurve

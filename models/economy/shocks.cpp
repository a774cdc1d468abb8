#include "models/economy/shocks.hpp"

#include <utility>

namespace secondcurve {

Shocks::Shocks(const Scenario& scenario, const Noise& noise)
    : steps_per_year_(static_cast<std::size_t>(scenario.simulation.steps_per_year)) {
  for (std::size_t i = 0; i < scenario.sectors.size(); ++i)
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          for (const NoiseInfo& each : Model::describe().noises) {
            std::string owner;
            if constexpr (requires { Model::shared_owner(spec.fixed); })
              if (each.shared) owner = Model::shared_owner(spec.fixed);
            add_noise(i, each, owner.empty() ? "sectors." + scenario.sectors[i].name : owner, noise);
          }
        },
        scenario.sectors[i].value.growth);
  const auto add = [&](std::string name, NoiseKind kind) { return add_stream(std::move(name), noise, kind); };
  for (const auto& [name, dependence] : scenario.dependence)
    mixings_.emplace_back(scenario, name, dependence, members_of(scenario, name), add);
  for (const auto& [name, event] : scenario.events) {
    add_stream(event_stream(name, "occurrence"), noise, NoiseKind::uniform);
    if (drawn_impact(event) != nullptr) add_stream(event_stream(name, "impact"), noise, NoiseKind::uniform);
  }
}

std::size_t Shocks::add_stream(std::string name, const Noise& noise, NoiseKind kind, NoiseTime time) {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i].name == name) return i;
  const StreamKey key = noise.stream(name);
  streams_.push_back({std::move(name), key, kind, time});
  return streams_.size() - 1;
}

void Shocks::add_noise(std::size_t sector, const NoiseInfo& info, const std::string& owner,
                       const Noise& noise) {
  const std::string name(info.name);
  noises_.push_back({sector, name, add_stream(owner + "/" + name, noise, info.kind, info.time)});
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

std::vector<std::string> Shocks::stream_names() const {
  std::vector<std::string> names;
  for (const Stream& stream : streams_) names.push_back(stream.name);
  return names;
}

void Shocks::draw(const Stream& stream, std::uint64_t first_path, std::size_t quad, double* out) const {
  if (stream.kind == NoiseKind::normal)
    fill_normals(stream.key, first_path, static_cast<std::uint32_t>(quad), out);
  else
    fill_uniforms(stream.key, first_path, static_cast<std::uint32_t>(quad), out);
}

void Shocks::fill_once(std::uint64_t first_path, double* buffer) const {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i].time == NoiseTime::once)
      draw(streams_[i], first_path, 0, buffer + i * draws_per_fill * lane_pitch);
}

void Shocks::fill(std::uint64_t first_path, std::size_t step, double* buffer) const {
  const bool starts_year = step % steps_per_year_ == 0;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const NoiseTime time = streams_[i].time;
    if (time == NoiseTime::once || (time == NoiseTime::every_year && !starts_year)) continue;
    const std::size_t number = draw_of(i, step);
    if (number % draws_per_fill == 0)
      draw(streams_[i], first_path, number / draws_per_fill, buffer + i * draws_per_fill * lane_pitch);
  }
  if (step % draws_per_fill != 0) return;
  for (const NoiseMixing& mixing : mixings_) mixing.mix(buffer);
}

}  // namespace secondcurve

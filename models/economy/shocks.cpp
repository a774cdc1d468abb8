#include "models/economy/shocks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "engine/block/ops.hpp"
#include "models/economy/lower_factor.hpp"

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
  for (const auto& [name, dependence] : scenario.dependence) {
    if (!dependence.loadings.empty()) add_loadings(scenario, name, dependence, noise);
    if (!dependence.correlation_matrix.empty()) add_correlation(scenario, name, dependence);
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

std::size_t Shocks::index(std::size_t sector, std::string_view noise) const {
  const std::size_t found = find(sector, noise);
  SC_ENSURE(found < streams_.size());
  return found;
}

void Shocks::add_loadings(const Scenario& scenario, const std::string& name, const Dependence& dependence,
                          const Noise& noise) {
  std::map<std::string, std::size_t> factors;
  for (const auto& [sector, loadings] : dependence.loadings) {
    const std::size_t target = find(index_of(scenario.sectors, sector), name);
    if (target == streams_.size()) continue;  // its model has no such noise
    double squares = 0.0;
    for (const auto& loading : loadings) squares += loading.second * loading.second;
    Mix mix{target, {{std::sqrt(std::max(1.0 - squares, 0.0)), target}}};
    for (const auto& [factor, loading] : loadings) {
      const auto [place, added] = factors.try_emplace(factor, 0);
      if (added) place->second = add_stream("factors." + name + "." + factor + "/value", noise);
      mix.terms.emplace_back(loading, place->second);
    }
    mixes_.push_back(std::move(mix));
  }
}

void Shocks::add_correlation(const Scenario& scenario, const std::string& name,
                             const Dependence& dependence) {
  // Factored in its own order of rows, so that a sector appended to it changes no other shock.
  std::vector<std::size_t> rows;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < dependence.correlation_sectors.size(); ++i) {
    const std::size_t target = find(index_of(scenario.sectors, dependence.correlation_sectors[i]), name);
    if (target == streams_.size()) continue;
    rows.push_back(target);
    kept.push_back(i);
  }
  const std::vector<std::vector<double>> lower =
      lower_factor(dependence.correlation_matrix, dependence.correlation_sectors.size(), kept);
  // Row i needs the raw noises 0 to i: done from the last row up, the columns can be mixed in place.
  for (std::size_t i = rows.size(); i-- > 0;) {
    Mix mix{rows[i], {}};
    for (std::size_t j = 0; j <= i; ++j) mix.terms.emplace_back(lower[i][j], rows[j]);
    mixes_.push_back(std::move(mix));
  }
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
  std::vector<Term> terms;
  for (const Mix& mix : mixes_) {
    for (std::size_t each = 0; each < draws_per_fill; ++each) {
      terms.clear();
      for (const auto& [coefficient, source] : mix.terms)
        terms.push_back({coefficient, column(buffer, source, each)});
      affine(buffer + (mix.target * draws_per_fill + each) * lane_pitch, 0.0, terms);
    }
  }
}

}  // namespace secondcurve

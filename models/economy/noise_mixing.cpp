#include "models/economy/noise_mixing.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/random/law_map.hpp"
#include "models/economy/lower_factor.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
/// The stream of a sector's draws, if its model takes the noise.
std::optional<std::size_t> stream_of(std::span<const NoiseMixing::Member> members, std::size_t sector) {
  for (const NoiseMixing::Member& member : members)
    if (member.sector == sector) return member.stream;
  return std::nullopt;
}
}  // namespace

NoiseMixing::NoiseMixing(const Scenario& scenario, const std::string& noise, const Dependence& dependence,
                         std::span<const Member> members, const AddStream& add_stream)
    : arithmetic_(scenario.simulation.arithmetic) {
  if (!dependence.loadings.empty()) add_loadings(scenario, noise, dependence, members, add_stream);
  if (!dependence.correlation_matrix.empty()) add_correlation(scenario, dependence, members);
  if (dependence.has_student_copula()) {
    degrees_ = *dependence.degrees_of_freedom;
    for (int part = 1; part <= (degrees_ + 1) / 2; ++part)
      mixing_.push_back(add_stream(fmt::format("dependence.{}/mixing_{}", noise, part), NoiseKind::uniform));
    for (const Member& member : members) members_.push_back(member.stream);
  }
  add_margins(scenario, dependence, members);
}

void NoiseMixing::add_loadings(const Scenario& scenario, const std::string& noise,
                               const Dependence& dependence, std::span<const Member> members,
                               const AddStream& add_stream) {
  std::map<std::string, std::size_t> factors;
  for (const auto& [sector, loadings] : dependence.loadings) {
    const auto target = stream_of(members, index_of(scenario.sectors, sector));
    if (!target) continue;
    double squares = 0.0;
    for (const auto& loading : loadings) squares += loading.second * loading.second;
    Mix mix{*target, {{std::sqrt(std::max(1.0 - squares, 0.0)), *target}}};
    for (const auto& [factor, loading] : loadings) {
      const auto [place, added] = factors.try_emplace(factor, 0);
      if (added) place->second = add_stream("factors." + noise + "." + factor + "/value", NoiseKind::normal);
      mix.terms.emplace_back(loading, place->second);
    }
    mixes_.push_back(std::move(mix));
  }
}

void NoiseMixing::add_correlation(const Scenario& scenario, const Dependence& dependence,
                                  std::span<const Member> members) {
  // Factored in its own order of rows, so that a sector appended to it changes no other shock.
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < dependence.correlation_sectors.size(); ++i) {
    const auto target = stream_of(members, index_of(scenario.sectors, dependence.correlation_sectors[i]));
    if (!target) continue;
    rows_.push_back(*target);
    kept.push_back(i);
  }
  for (const std::vector<double>& row :
       lower_factor(dependence.correlation_matrix, dependence.correlation_sectors.size(), kept))
    lower_.insert(lower_.end(), row.begin(), row.end());
}

void NoiseMixing::add_margins(const Scenario& scenario, const Dependence& dependence,
                              std::span<const Member> members) {
  const double from = degrees_ > 0 ? degrees_ : normal_law;
  std::map<double, std::size_t> known;
  for (const auto& [sector, stream] : members) {
    const std::string& name = scenario.sectors[sector].name;
    const auto heavy = std::find_if(dependence.heavy_tails.begin(), dependence.heavy_tails.end(),
                                    [&](const auto& each) { return each.first == name; });
    const double to = heavy == dependence.heavy_tails.end() ? normal_law : heavy->second;
    if (to == from) {
      if (std::isfinite(to)) margins_.push_back({stream, unit_variance_factor(to), std::nullopt});
      continue;
    }
    const auto [place, is_new] = known.try_emplace(to, maps_.size());
    if (is_new) maps_.push_back(law_map(from, to));
    margins_.push_back({stream, 1.0, place->second});
  }
}

void NoiseMixing::draw_scale(double* draws, std::size_t draw) const {
  std::vector<Term> parts;
  for (std::size_t i = 0; i < mixing_.size(); ++i) {
    double* part = column(draws, mixing_[i], draw);
    const bool is_pair = 2 * (i + 1) <= static_cast<std::size_t>(degrees_);
    if (is_pair)
      logarithm(part, part);
    else
      normal_quantile(part, part);
    parts.push_back({is_pair ? Operand(-2.0) : Operand(part), part});
  }
  double* scale = column(draws, mixing_.front(), draw);
  affine(scale, 0.0, parts);
  divide(scale, static_cast<double>(degrees_), scale);
  square_root(scale, scale);
}

void NoiseMixing::mix(double* draws, std::size_t n_needed) const {
  std::vector<Term> terms;
  std::vector<ColumnPlace> rows(rows_.size());
  // One draw after the other: its columns stay in the nearest cache.
  for (std::size_t draw = 0; draw < n_needed; ++draw) {
    for (const Mix& mix : mixes_) {
      terms.clear();
      for (const auto& [coefficient, source] : mix.terms)
        terms.push_back({coefficient, normals(draws, source, draw)});
      affine(normals(draws, mix.target, draw), 0.0, terms);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = normals(draws, rows_[i], draw);
    multiply_lower(rows, lower_);
    if (degrees_ > 0) {
      draw_scale(draws, draw);
      for (const std::size_t stream : members_) {
        const ColumnPlace shock = normals(draws, stream, draw);
        multiply(shock, shock, column(draws, mixing_.front(), draw));
      }
    }
    for (const Margin& margin : margins_) {
      const ColumnPlace shock = normals(draws, margin.stream, draw);
      if (margin.map)
        apply(shock, shock, maps_[*margin.map]);
      else
        multiply(shock, shock, margin.factor);
    }
  }
}

}  // namespace secondcurve

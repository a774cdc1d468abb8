#include "models/economy/parameter_copula.hpp"

#include <algorithm>
#include <cmath>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "models/economy/lower_factor.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

ParameterCopula::ParameterCopula(const Scenario& scenario, std::span<const std::string> keys) {
  Places places;
  for (std::size_t i = 0; i < keys.size(); ++i) places.emplace(keys[i], i);
  for (const auto& [name, entry] : scenario.parameter_correlation) {
    if (entry.matrix.names.empty())
      add_loadings(entry, places);
    else
      add_matrix(entry, places);
  }
}

std::size_t ParameterCopula::factor(const std::string& name) {
  const std::string stream = "parameter_factors." + name + "/value";
  const auto found = std::find(factor_streams_.begin(), factor_streams_.end(), stream);
  const auto place = static_cast<std::size_t>(found - factor_streams_.begin());
  if (found == factor_streams_.end()) factor_streams_.push_back(stream);
  return place;
}

void ParameterCopula::add_loadings(const ParameterCorrelation& entry, const Places& places) {
  double squares = 0.0;
  for (const auto& loading : entry.loadings) squares += loading.second * loading.second;
  const double own = std::sqrt(std::max(1.0 - squares, 0.0));
  for (const std::string& key : entry.governed) {
    const auto place = places.find(key);
    if (place == places.end()) continue;
    Mix mix{place->second, {{own, place->second}}, {}};
    for (const auto& [name, loading] : entry.loadings) mix.factors.emplace_back(loading, factor(name));
    mixes_.push_back(std::move(mix));
  }
}

void ParameterCopula::add_matrix(const ParameterCorrelation& entry, const Places& places) {
  // Factored in its own order of rows, so that a key appended to it changes no other draw.
  std::vector<std::size_t> rows, kept;
  for (std::size_t i = 0; i < entry.matrix.names.size(); ++i) {
    const std::string& key = entry.matrix.names[i];
    const auto place = places.find(key);
    const bool is_governed =
        std::find(entry.governed.begin(), entry.governed.end(), key) != entry.governed.end();
    if (place == places.end() || !is_governed) continue;
    rows.push_back(place->second);
    kept.push_back(i);
  }
  const std::vector<std::vector<double>> lower =
      lower_factor(entry.matrix.values, entry.matrix.names.size(), kept);
  // Row i needs the raw scores 0 to i: done from the last row up, the columns can be mixed in place.
  for (std::size_t i = rows.size(); i-- > 0;) {
    Mix mix{rows[i], {}, {}};
    for (std::size_t j = 0; j <= i; ++j) mix.draws.emplace_back(lower[i][j], rows[j]);
    mixes_.push_back(std::move(mix));
  }
}

void ParameterCopula::mix(double* uniforms, double* factors) const {
  constexpr double least = 0x1p-53;  // where 52-bit uniforms end: a sum of normals may reach further
  const auto draw = [uniforms](std::size_t index) { return uniforms + index * lane_pitch; };
  for (std::size_t i = 0; i < factor_streams_.size(); ++i)
    normal_quantile(factors + i * lane_pitch, factors + i * lane_pitch);
  for (const Mix& each : mixes_) normal_quantile(draw(each.target), draw(each.target));
  std::vector<Term> terms;
  for (const Mix& each : mixes_) {
    terms.clear();
    for (const auto& [coefficient, index] : each.draws) terms.push_back({coefficient, draw(index)});
    for (const auto& [coefficient, index] : each.factors)
      terms.push_back({coefficient, factors + index * lane_pitch});
    affine(draw(each.target), 0.0, terms);
  }
  for (const Mix& each : mixes_) {
    double* column = draw(each.target);
    normal_cdf(column, column);
    maximum(column, column, least);
    minimum(column, column, 1.0 - least);
  }
}

}  // namespace secondcurve

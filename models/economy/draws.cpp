#include "models/economy/draws.hpp"

#include <utility>
#include <variant>

#include "engine/core/column_buffer.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
/// One number per year, the base year first.
std::vector<double> by_year(const Schedule& schedule, const TimeGrid& grid) {
  std::vector<double> values;
  for (std::size_t year = 0; year < grid.n_years(); ++year)
    values.push_back(schedule.at(grid.base_year() + static_cast<int>(year)));
  return values;
}
}  // namespace

Draws::Draws(const Scenario& scenario, Streams& streams)
    : scenario_(scenario), grid_(scenario.simulation.grid()), all_streams_(streams) {}

BoundQuantity Draws::bind(const Quantity& quantity, std::string_view unit) {
  if (const double* value = std::get_if<double>(&quantity.value)) return *value;
  if (const Schedule* schedule = std::get_if<Schedule>(&quantity.value))
    return BoundQuantity(by_year(*schedule, grid_));
  if (const Distribution* distribution = std::get_if<Distribution>(&quantity.value))
    return bind(quantity.key, "parameters/" + quantity.key, unit, *distribution);
  const std::string& name = std::get<ParameterReference>(quantity.value).name;
  const Quantity& shared = *find_entry(scenario_.parameters, name);
  const Distribution* distribution = std::get_if<Distribution>(&shared.value);
  if (distribution == nullptr) return bind(shared, unit);
  return bind("parameters." + name, "parameters/" + name, unit, *distribution);
}

BoundQuantity Draws::bind(const std::string& key, const std::string& stream, std::string_view unit,
                          const Distribution& distribution) {
  const auto [place, is_new] = bound_.try_emplace(key, 0);
  if (is_new) place->second = add(key, stream, std::string(unit), distribution);
  return BoundQuantity::drawn(place->second);
}

std::size_t Draws::add(std::string key, const std::string& stream, std::string unit,
                       const Distribution& distribution) {
  draws_.push_back({all_streams_.add(stream, DrawKind::parameter), distribution});
  keys_.push_back(std::move(key));
  streams_.push_back(stream);
  units_.push_back(std::move(unit));
  return draws_.size() - 1;
}

void Draws::correlate() {
  copula_ = ParameterCopula(scenario_, keys_);
  for (const std::string& stream : copula_.factor_streams())
    factors_.push_back(all_streams_.add(stream, DrawKind::parameter));
}

void Draws::draw_uniforms(const Sampler::Block& block, double* draws, double* factors) const {
  for (std::size_t i = 0; i < draws_.size(); ++i)
    block.fill_parameter(draws_[i].stream, draws + i * lane_pitch);
  for (std::size_t i = 0; i < factors_.size(); ++i)
    block.fill_parameter(factors_[i], factors + i * lane_pitch);
}

void Draws::fill(const Sampler::Block& block, double* out) const {
  ColumnBuffer factors(factors_.size());
  draw_uniforms(block, out, factors.data());
  copula_.mix(out, factors.data());
  for (std::size_t i = 0; i < draws_.size(); ++i)
    draws_[i].distribution.quantile(out + i * lane_pitch, out + i * lane_pitch);
}

}  // namespace secondcurve

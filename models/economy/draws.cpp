#include "models/economy/draws.hpp"

#include <utility>
#include <variant>

#include "models/economy/column_buffer.hpp"

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

Draws::Draws(const Scenario& scenario, const Noise& noise)
    : scenario_(scenario), grid_(scenario.simulation.grid()), noise_(noise) {}

BoundQuantity Draws::bind(const Quantity& quantity, std::string_view unit) {
  if (const double* value = std::get_if<double>(&quantity.value)) return *value;
  if (const Schedule* schedule = std::get_if<Schedule>(&quantity.value))
    return BoundQuantity(by_year(*schedule, grid_));
  if (const Distribution* distribution = std::get_if<Distribution>(&quantity.value))
    return BoundQuantity::drawn(
        add(quantity.key, "parameters/" + quantity.key, std::string(unit), *distribution));
  const std::string& name = std::get<ParameterReference>(quantity.value).name;
  const Quantity& shared = *find_entry(scenario_.parameters, name);
  const Distribution* distribution = std::get_if<Distribution>(&shared.value);
  if (distribution == nullptr) return bind(shared, unit);
  const auto [place, is_new] = shared_.try_emplace(name, 0);
  if (is_new)
    place->second = add("parameters." + name, "parameters/" + name, std::string(unit), *distribution);
  return BoundQuantity::drawn(place->second);
}

std::size_t Draws::add(std::string key, const std::string& stream, std::string unit,
                       const Distribution& distribution) {
  draws_.push_back({noise_.stream(stream), distribution});
  keys_.push_back(std::move(key));
  streams_.push_back(stream);
  units_.push_back(std::move(unit));
  return draws_.size() - 1;
}

void Draws::correlate() {
  copula_ = ParameterCopula(scenario_, keys_);
  for (const std::string& stream : copula_.factor_streams()) factors_.push_back(noise_.stream(stream));
}

void Draws::draw_uniforms(std::uint64_t first_path, double* draws, double* factors) const {
  for (std::size_t i = 0; i < draws_.size(); ++i)
    fill_uniforms_52(draws_[i].stream, first_path, draws + i * lane_pitch);
  for (std::size_t i = 0; i < factors_.size(); ++i)
    fill_uniforms_52(factors_[i], first_path, factors + i * lane_pitch);
}

void Draws::fill(std::uint64_t first_path, double* out) const {
  ColumnBuffer factors(factors_.size());
  draw_uniforms(first_path, out, factors.data());
  copula_.mix(out, factors.data());
  for (std::size_t i = 0; i < draws_.size(); ++i)
    draws_[i].distribution.quantile(out + i * lane_pitch, out + i * lane_pitch);
}

}  // namespace secondcurve

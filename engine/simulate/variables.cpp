#include "engine/simulate/variables.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/block/ops.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
constexpr std::size_t undefined = std::numeric_limits<std::size_t>::max();

/// Whether all sectors of a series are in another, so that its share is at most a ratio of weights.
bool is_within(const Series& part, const Series& whole) {
  const auto weight_in_whole = [&](const std::string& sector) {
    for (const auto& [name, weight] : whole.sum)
      if (name == sector) return weight;
    return 0.0;
  };
  return std::all_of(part.sum.begin(), part.sum.end(), [&](const auto& term) {
    return term.second == 0.0 || weight_in_whole(term.first) > 0.0;
  });
}

/// The order below which a variable of a series has moments, in a year after the base year.
/// @param whole the series that it is part of, or null.
double order_of(const Scenario& scenario, ReportedVariable variable, const Series& series,
                const Series* whole) {
  constexpr double all = infinity;
  const double own = tail_degrees(scenario, series);
  if (variable == ReportedVariable::log_output) return own;
  if (variable != ReportedVariable::share && own < all) return 0.0;
  if (whole == nullptr || is_within(series, *whole)) return all;  // a share is bounded
  return std::min(own, tail_degrees(scenario, *whole)) < all ? 0.0 : all;
}
}  // namespace

Cells::Cells(const Scenario& scenario)
    : n_series_(scenario.series.size()), n_years_(scenario.simulation.grid().n_years()) {
  for (const auto& entry : scenario.series) {
    const std::size_t whole = index_of(scenario.series, entry.value.part_of);
    whole_.push_back(entry.value.part_of.empty() ? std::nullopt : std::optional(whole));
  }
  index_.assign(reported_variables.size() * n_series_ * n_years_, undefined);
  for (const VariableInfo& info : reported_variables)
    for (std::size_t series = 0; series < n_series_; ++series) add(scenario, info, series);
}

void Cells::add(const Scenario& scenario, const VariableInfo& info, std::size_t series) {
  const Series& own = scenario.series[series].value;
  if (info.needs_whole && !whole_[series]) return;
  if (info.needs_heavy_tails && std::isinf(tail_degrees(scenario, own))) return;
  const Series* whole = whole_[series] ? &scenario.series[*whole_[series]].value : nullptr;
  const double order = order_of(scenario, info.variable, own, info.needs_whole ? whole : nullptr);
  for (std::size_t year = info.in_base_year ? 0 : 1; year < n_years_; ++year) {
    index_[(static_cast<std::size_t>(info.variable) * n_series_ + series) * n_years_ + year] = cells_.size();
    cells_.push_back({info.variable, series, year});
    moment_order_.push_back(year == 0 ? infinity : order);
  }
}

bool Cells::has(ReportedVariable variable) const {
  return std::any_of(cells_.begin(), cells_.end(),
                     [&](const Cell& cell) { return cell.variable == variable; });
}

std::optional<std::size_t> Cells::find(ReportedVariable variable, std::size_t series,
                                       std::size_t year) const {
  const std::size_t cell =
      index_[(static_cast<std::size_t>(variable) * n_series_ + series) * n_years_ + year];
  return cell == undefined ? std::nullopt : std::optional(cell);
}

void Cells::visit(const BlockView& block, const Visitor& visit) const {
  const LivePaths live(block);
  alignas(lane_alignment) std::array<double, block_paths> work;
  for (std::size_t index = 0; index < cells_.size(); ++index) {
    const auto& [variable, series, year] = cells_[index];
    const double* now = live.output(series, year);
    const double* values = work.data();
    switch (variable) {
      case ReportedVariable::output:
        values = now;
        break;
      case ReportedVariable::growth:
        divide(work.data(), now, live.output(series, year - 1));
        subtract(work.data(), work.data(), 1.0);
        break;
      case ReportedVariable::average_growth:
        divide(work.data(), now, live.output(series, 0));
        logarithm(work.data(), work.data());
        divide(work.data(), work.data(), static_cast<double>(year));
        exponential_minus_one(work.data(), work.data());
        break;
      case ReportedVariable::share:
        divide(work.data(), now, live.output(*whole_[series], year));
        break;
      case ReportedVariable::contribution:
        subtract(work.data(), now, live.output(series, year - 1));
        divide(work.data(), work.data(), live.output(*whole_[series], year - 1));
        break;
      case ReportedVariable::log_output:
        logarithm(work.data(), now);
        break;
    }
    visit(index, values, live.n());
  }
}

LivePaths::LivePaths(const BlockView& block) : block_(block), n_(block.n_paths() - block.n_failed()) {
  if (n_ == block_paths) return;
  // Lanes past the last live path are computed with and never counted.
  packed_.assign(block.n_series() * block.n_years() * lane_pitch + lane_pitch, 1.0);
  const auto address = reinterpret_cast<std::uintptr_t>(packed_.data());
  skipped_ = (lane_alignment - address % lane_alignment) % lane_alignment / sizeof(double);
  std::array<std::uint8_t, block_paths> failed{};
  for (std::size_t path = 0; path < block.n_paths(); ++path) failed[path] = block.failed(path) ? 1 : 0;
  for (std::size_t series = 0; series < block.n_series(); ++series)
    for (std::size_t year = 0; year < block.n_years(); ++year)
      compact(block.output(series, year), failed.data(), block.n_paths(),
              packed_.data() + place(series, year));
}

const double* LivePaths::output(std::size_t series, std::size_t year) const {
  return packed_.empty() ? block_.output(series, year) : packed_.data() + place(series, year);
}

}  // namespace secondcurve

#include "engine/simulate/variables.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/block/ops.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/simulate/pairing.hpp"
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

/// Writes the average growth of a series since the base year [path].
void average_growth(double* out, const LivePaths& paths, std::size_t series, std::size_t year) {
  divide(out, paths.output(series, year), paths.output(series, 0));
  logarithm(out, out);
  divide(out, out, static_cast<double>(year));
  exponential_minus_one(out, out);
}
}  // namespace

Cells::Cells(const Scenario& scenario, const Pairing* pairing)
    : n_series_(scenario.series.size()),
      n_years_(scenario.simulation.grid().n_years()),
      has_baseline_(pairing != nullptr) {
  for (const auto& entry : scenario.series) {
    const std::size_t whole = index_of(scenario.series, entry.value.part_of);
    whole_.push_back(entry.value.part_of.empty() ? std::nullopt : std::optional(whole));
  }
  in_baseline_.resize(n_series_);
  const std::vector<ReportedVariable>& chosen = scenario.output.variables;
  index_.assign(reported_variables.size() * n_series_ * n_years_, undefined);
  for (const VariableInfo& info : reported_variables) {
    if (info.needs_baseline && pairing == nullptr) continue;
    if (std::find(chosen.begin(), chosen.end(), info.variable) != chosen.end())
      for (std::size_t series = 0; series < n_series_; ++series) add(scenario, info, series, pairing);
    if (!info.needs_baseline) n_own_ = cells_.size();
  }
}

void Cells::add(const Scenario& scenario, const VariableInfo& info, std::size_t series,
                const Pairing* pairing) {
  const Series& own = scenario.series[series].value;
  if (info.needs_whole && !whole_[series]) return;
  if (info.needs_heavy_tails && std::isinf(tail_degrees(scenario, own))) return;
  const Series* whole = whole_[series] ? &scenario.series[*whole_[series]].value : nullptr;
  double order = order_of(scenario, info.variable, own, info.needs_whole ? whole : nullptr);
  std::size_t n_years = n_years_;
  if (info.needs_baseline) {
    const auto& partner = pairing->partners[series];
    if (!partner) return;
    in_baseline_[series] = partner->series;
    order = partner->moment_order;
    n_years = pairing->n_years;
  }
  for (std::size_t year = info.in_base_year ? 0 : 1; year < n_years; ++year) {
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

void Cells::visit(const BlockView& block, const PairedPaths* pairs, const Visitor& visit) const {
  const LivePaths live(block);
  alignas(lane_alignment) std::array<double, block_paths> work;
  for (std::size_t index = 0; index < n_own_; ++index)
    visit(index, own_values(cells_[index], live, work.data()), live.n());
  for (std::size_t index = n_own_; index < cells_.size() && pairs != nullptr; ++index)
    visit(index, paired_values(cells_[index], *pairs, work.data()), pairs->n());
}

ColumnView Cells::own_values(const Cell& cell, const LivePaths& paths, double* work) const {
  const auto& [variable, series, year] = cell;
  const ColumnView now = paths.output(series, year);
  switch (variable) {
    case ReportedVariable::growth:
      divide(work, now, paths.output(series, year - 1));
      subtract(work, work, 1.0);
      return work;
    case ReportedVariable::average_growth:
      average_growth(work, paths, series, year);
      return work;
    case ReportedVariable::share:
      divide(work, now, paths.output(*whole_[series], year));
      return work;
    case ReportedVariable::contribution:
      subtract(work, now, paths.output(series, year - 1));
      divide(work, work, paths.output(*whole_[series], year - 1));
      return work;
    case ReportedVariable::log_output:
      logarithm(work, now);
      return work;
    default:
      return now;
  }
}

ColumnView Cells::paired_values(const Cell& cell, const PairedPaths& pairs, double* work) const {
  const std::size_t partner = *in_baseline_[cell.series];
  if (cell.variable == ReportedVariable::average_growth_difference) {
    alignas(lane_alignment) std::array<double, block_paths> other;
    average_growth(work, pairs.own(), cell.series, cell.year);
    average_growth(other.data(), pairs.baseline(), partner, cell.year);
    subtract(work, work, other.data());
    return work;
  }
  const ColumnView own = pairs.own().output(cell.series, cell.year);
  const ColumnView other = pairs.baseline().output(partner, cell.year);
  if (cell.variable == ReportedVariable::difference) {
    subtract(work, own, other);
  } else {
    divide(work, own, other);
    subtract(work, work, 1.0);
  }
  return work;
}

namespace {
LivePaths::Flags failed_in(const BlockView& block) {
  LivePaths::Flags failed{};
  if (block.n_failed() == 0) return failed;
  for (std::size_t path = 0; path < block.n_paths(); ++path) failed[path] = block.failed(path) ? 1 : 0;
  return failed;
}

std::size_t n_in_both(const BlockView& a, const BlockView& b) { return std::min(a.n_paths(), b.n_paths()); }

/// Those of the paths of both that failed in either.
LivePaths::Flags failed_in_either(const BlockView& a, const BlockView& b) {
  LivePaths::Flags failed{};
  for (std::size_t path = 0; path < n_in_both(a, b); ++path)
    failed[path] = a.failed(path) || b.failed(path) ? 1 : 0;
  return failed;
}
}  // namespace

LivePaths::LivePaths(const BlockView& block) : LivePaths(block, block.n_paths(), failed_in(block)) {}

LivePaths::LivePaths(const BlockView& block, std::size_t n_paths, const Flags& left_out)
    : block_(block),
      n_(static_cast<std::size_t>(
          std::count(left_out.begin(), left_out.begin() + static_cast<std::ptrdiff_t>(n_paths), 0))) {
  if (n_ == block_paths) return;
  // Lanes past the last live path are computed with and never counted.
  packed_.resize(block.n_series() * block.n_years() * lane_pitch + lane_pitch);
  const auto address = reinterpret_cast<std::uintptr_t>(packed_.data());
  skipped_ = (lane_alignment - address % lane_alignment) % lane_alignment / sizeof(double);
  for (std::size_t series = 0; series < block.n_series(); ++series)
    for (std::size_t year = 0; year < block.n_years(); ++year) {
      broadcast(place(series, year), 1.0);
      compact(block.output(series, year), left_out.data(), n_paths, place(series, year));
    }
}

ColumnView LivePaths::output(std::size_t series, std::size_t year) const {
  if (packed_.empty()) return block_.output(series, year);
  return {packed_.data() + first_of(series, year), block_.precision(year)};
}

PairedPaths::PairedPaths(const BlockView& own, const BlockView& baseline)
    : PairedPaths(own, baseline, failed_in_either(own, baseline)) {}

PairedPaths::PairedPaths(const BlockView& own, const BlockView& baseline, const LivePaths::Flags& left_out)
    : own_(own, n_in_both(own, baseline), left_out),
      baseline_(baseline, n_in_both(own, baseline), left_out) {}

}  // namespace secondcurve

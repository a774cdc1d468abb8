#include "engine/stats/quantiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <type_traits>
#include <utility>

#include "engine/block/histogram.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/column.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve {
namespace {

/// Reading a bracket costs about 1/500 of keeping and selecting from as many values (measured), so two
/// brackets are read as one where less than this share of the values lies between them.
constexpr std::uint64_t join_share = 512;

std::vector<std::uint64_t> wanted_ranks(const std::vector<QuantileRanks>& wanted) {
  std::vector<std::uint64_t> ranks;
  for (const QuantileRanks& r : wanted) {
    ranks.insert(ranks.end(), {r.below, r.above});
    if (r.lower) ranks.push_back(*r.lower);
    if (r.upper) ranks.push_back(*r.upper);
  }
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  return ranks;
}

/// Bins, one by one or several together, and how many values are in each.
struct Parts {
  std::vector<std::uint32_t> counts;
  std::vector<std::uint32_t> first_bins;  ///< one more, at the end

  void add(std::span<const std::uint32_t> bins) {
    counts.push_back(std::accumulate(bins.begin(), bins.end(), std::uint32_t{0}));
    first_bins.push_back(first_bins.back() + static_cast<std::uint32_t>(bins.size()));
  }
};

/// The bins of some ranges one by one, and those before, between and after them together, for there only
/// their number is known; all one by one where there are no ranges.
Parts parts_of(std::span<const std::uint32_t> counts, std::span<const BinRange> ranges) {
  Parts parts{{}, {0}};
  const BinRange all{0, static_cast<std::uint32_t>(counts.size())};
  for (const auto& [first, end] : ranges.empty() ? std::span(&all, 1) : ranges) {
    if (const std::uint32_t next = parts.first_bins.back(); next < first)
      parts.add(counts.subspan(next, first - next));
    for (std::uint32_t bin = first; bin < end; ++bin) parts.add(counts.subspan(bin, 1));
  }
  if (const std::uint32_t next = parts.first_bins.back(); next < counts.size())
    parts.add(counts.subspan(next));
  return parts;
}

void expect_count(std::uint64_t seen, std::uint64_t expected) {
  if (seen != expected) throw ContractViolation("quantiles: a later pass saw other values than the first");
}

}  // namespace

template <class FirstKey>
void QuantileSearch::open_brackets(Cell& cell, std::span<const std::uint32_t> counts, const Bracket& whole,
                                   const FirstKey& first_key, std::uint64_t join_gap) {
  std::uint64_t below = whole.n_below;
  std::size_t part = 0, end_part = 0;  // end_part: one past the last part of the newest bracket
  for (std::size_t rank = whole.first_rank; rank < whole.end_rank; ++rank) {
    while (below + counts[part] <= cell.ranks[rank]) below += counts[part++];
    const bool first = rank == whole.first_rank;
    Bracket* newest = first ? nullptr : &cell.brackets.back();
    const bool same_part = !first && end_part == part + 1;
    if (same_part || (!first && below - (newest->n_below + newest->n_values) < join_gap)) {
      newest->n_values = below + counts[part] - newest->n_below;
      newest->end_rank = rank + 1;
    } else {
      cell.brackets.push_back({first_key(part), 0, below, counts[part], rank, rank + 1});
      newest = &cell.brackets.back();
    }
    if (!same_part) newest->end_key = first_key(part + 1);
    end_part = part + 1;
  }
}

void QuantileSearch::close_single_values(Cell& cell) {
  std::erase_if(cell.brackets, [&cell](const Bracket& bracket) {
    if (bracket.end_key - bracket.first_key != 1) return false;
    std::fill(cell.order_statistics.begin() + static_cast<std::ptrdiff_t>(bracket.first_rank),
              cell.order_statistics.begin() + static_cast<std::ptrdiff_t>(bracket.end_rank),
              keyed_value(bracket.first_key));
    return true;
  });
}

QuantileSearch::QuantileSearch(const Accumulator& first_pass, std::vector<double> probabilities,
                               const KeptRanges* ranges, std::size_t memory_bound)
    : probabilities_(std::move(probabilities)),
      ranges_(ranges),
      memory_bound_(memory_bound),
      cells_(first_pass.n_cells()) {
  const double interval_reach = first_pass.design().interval_reach();
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    Cell& cell = cells_[i];
    cell.n = first_pass.count(i);
    if (cell.n == 0) continue;
    for (std::size_t k = 0; k < probabilities_.size(); ++k)
      cell.wanted.push_back(
          quantile_ranks(probabilities_[k], cell.n, interval_reach, first_pass.design_effect(i, k)));
    cell.ranks = wanted_ranks(cell.wanted);
    cell.order_statistics.resize(cell.ranks.size(), not_a_number);
    const BinScale& bins = first_pass.bins(i);
    const Parts parts =
        parts_of(first_pass.counts(i), ranges == nullptr ? std::span<const BinRange>() : ranges->of(i));
    const auto first_key = [&](std::size_t part) { return first_key_of_bin(bins, parts.first_bins[part]); };
    const Bracket everything{.n_values = cell.n, .end_rank = cell.ranks.size()};
    const std::uint64_t join_gap = bins.is_atom() ? 0 : cell.n / join_share + 1;
    open_brackets(cell, parts.counts, everything, first_key, join_gap);
    close_single_values(cell);
  }
  plan_pass();
}

void QuantileSearch::plan_pass() {
  std::vector<std::vector<QuantileBrackets::Keys>> by_cell;
  n_values_open_ = 0;
  for (const Cell& cell : cells_) {
    auto& keys = by_cell.emplace_back();
    for (const Bracket& bracket : cell.brackets) {
      keys.push_back(bracket.keys());
      n_values_open_ += bracket.n_values;
    }
  }
  brackets_ = QuantileBrackets(by_cell, n_values_open_ > memory_bound_ / sizeof(double));
}

void QuantileSearch::finish_cell(std::size_t cell, std::span<const QuantileCollector> collectors) {
  SC_EXPECT(cell < cells_.size());
  if (narrows()) {
    finish_narrowing(cell, collectors);
  } else {
    finish_keeping(cell, collectors);
  }
}

template <class T>
void QuantileSearch::select(Cell& cell, const Bracket& bracket, std::span<const T> values) {
  expect_count(values.size(), bracket.n_values);
  // In even bins first, so that a rank is looked for among the few values of one.
  constexpr std::uint32_t n_bins = 256;
  constexpr auto precision =
      std::is_same_v<T, float> ? Arithmetic::single_precision : Arithmetic::double_precision;
  double low = keyed_value(bracket.first_key), high = keyed_value(bracket.end_key);
  if (std::isinf(low)) low = *std::min_element(values.begin(), values.end());
  if (std::isinf(high)) high = *std::max_element(values.begin(), values.end());
  const bool has_width = low < high && std::isfinite(high - low);
  const BinScale bins =
      has_width ? even_bins(low, high, n_bins, precision) : BinScale{.precision = precision};
  std::array<std::uint32_t, n_bins + 2> up_to{};  // the end of a bin, among the values in order
  count_in_bins(bins, values.data(), values.size(), up_to.data());
  std::partial_sum(up_to.begin(), up_to.end(), up_to.begin());
  std::vector<T> of_bin(values.size());
  std::uint32_t bin = n_bins + 2, first = 0;  // bin: whose values are there, from place `first` on
  for (std::size_t rank = bracket.first_rank; rank < bracket.end_rank; ++rank) {
    const auto place = static_cast<std::uint32_t>(cell.ranks[rank] - bracket.n_below);
    const auto wanted =
        static_cast<std::uint32_t>(std::upper_bound(up_to.begin(), up_to.end(), place) - up_to.begin());
    if (wanted != bin) {
      bin = wanted;
      first = bin == 0 ? 0 : up_to[bin - 1];
      keep_between(values.data(), values.size(),
                   {keyed_value(first_key_of_bin(bins, bin)), keyed_value(first_key_of_bin(bins, bin + 1))},
                   of_bin.data());
    }
    const auto found = of_bin.begin() + (place - first);
    std::nth_element(of_bin.begin(), found, of_bin.begin() + (up_to[bin] - first));
    cell.order_statistics[rank] = *found + 0.0;  // -0 becomes +0
  }
}

template <class T>
void QuantileSearch::finish_kept_in(std::size_t index, std::span<const KeptValues> kept) {
  Cell& cell = cells_[index];
  std::vector<T> values;
  for (std::size_t b = 0; b < cell.brackets.size(); ++b) {
    const Bracket& bracket = cell.brackets[b];
    values.resize(bracket.n_values + KeptValues::most_at_once);
    std::size_t n = 0;
    for (const KeptValues& each : kept)
      each.visit(index, [&](ColumnView x, std::size_t n_more) {
        if (n > bracket.n_values) return;  // and is not what is expected
        n += keep_between(x, n_more, brackets_.of(index)[b], values.data() + n);
      });
    select(cell, bracket, std::span<const T>(values.data(), n));
  }
  cell.brackets.clear();
}

void QuantileSearch::finish_kept(std::size_t index, std::span<const KeptValues> kept) {
  SC_EXPECT(ranges_ != nullptr);
  const std::vector<Bracket>& brackets = cells_[index].brackets;
  const auto is_kept = [&](const Bracket& bracket) {
    return ranges_->hold(index, bracket.first_key, bracket.end_key);
  };
  if (brackets.empty() || !std::all_of(brackets.begin(), brackets.end(), is_kept)) return;
  if (ranges_->precision(index) == Arithmetic::single_precision)
    finish_kept_in<float>(index, kept);
  else
    finish_kept_in<double>(index, kept);
}

void QuantileSearch::finish_keeping(std::size_t index, std::span<const QuantileCollector> collectors) {
  Cell& cell = cells_[index];
  std::vector<double> values;
  for (std::size_t b = 0; b < cell.brackets.size(); ++b) {
    const Bracket& bracket = cell.brackets[b];
    values.clear();
    for (const QuantileCollector& collector : collectors) {
      const std::vector<double>& kept = collector.kept_[brackets_.index_of(index, b)];
      values.insert(values.end(), kept.begin(), kept.end());
    }
    select(cell, bracket, std::span<const double>(values));
  }
  cell.brackets.clear();
}

void QuantileSearch::finish_narrowing(std::size_t index, std::span<const QuantileCollector> collectors) {
  Cell& cell = cells_[index];
  const std::vector<Bracket> brackets = std::exchange(cell.brackets, {});
  for (std::size_t b = 0; b < brackets.size(); ++b) {
    const Bracket& bracket = brackets[b];
    std::array<std::uint32_t, QuantileBrackets::n_parts> counts{};
    std::uint64_t n_seen = 0;
    for (const QuantileCollector& collector : collectors) {
      const std::uint32_t* seen = collector.counts_.data() + brackets_.index_of(index, b) * counts.size();
      for (std::size_t part = 0; part < counts.size(); ++part) {
        counts[part] += seen[part];
        n_seen += seen[part];
      }
    }
    expect_count(n_seen, bracket.n_values);
    const auto first_key = [&bracket, shift = bracket.keys().shift()](std::size_t part) {
      const std::uint64_t last_part = (bracket.end_key - bracket.first_key - 1) >> shift;
      return part > last_part ? bracket.end_key : bracket.first_key + (std::uint64_t{part} << shift);
    };
    open_brackets(cell, counts, bracket, first_key, 0);
  }
  close_single_values(cell);
}

void QuantileSearch::end_pass() { plan_pass(); }

QuantileEstimate QuantileSearch::estimate(std::size_t index, std::size_t probability_index) const {
  SC_EXPECT(done());
  const Cell& cell = cells_[index];
  if (cell.n == 0) return {not_a_number, not_a_number, not_a_number};
  const auto order_statistic = [&cell](std::uint64_t rank) {
    const auto found = std::lower_bound(cell.ranks.begin(), cell.ranks.end(), rank);
    return cell.order_statistics[static_cast<std::size_t>(found - cell.ranks.begin())];
  };
  const QuantileRanks& ranks = cell.wanted[probability_index];
  return {.value = interpolate(order_statistic(ranks.below), order_statistic(ranks.above), ranks.fraction),
          .lower = ranks.lower ? order_statistic(*ranks.lower) : not_a_number,
          .upper = ranks.upper ? order_statistic(*ranks.upper) : not_a_number};
}

}  // namespace secondcurve

#include "engine/stats/kept_values.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/contract.hpp"

namespace secondcurve {
namespace {

/// How far a quantile of the stream so far may be from that of the whole stream, in standard errors of their
/// difference.
constexpr double most_errors = 4.5;

/// Of a value [bytes].
std::size_t size_of(Arithmetic precision) {
  return precision == Arithmetic::single_precision ? sizeof(float) : sizeof(double);
}

/// What threads have counted in a bin of a cell.
std::uint64_t n_in_bin(std::span<const Accumulator* const> so_far, std::size_t cell, std::uint32_t bin) {
  std::uint64_t n = 0;
  for (const Accumulator* thread : so_far) n += thread->counts(cell)[bin];
  return n;
}

}  // namespace

double KeptRanges::expected_values(std::size_t n_quantiles, std::uint64_t n_values) {
  const auto n = static_cast<double>(n_values), first = 4096.0;
  return std::min(n, first + 8.0 * std::sqrt(n) * static_cast<double>(n_quantiles));
}

double KeptRanges::expected_bytes(std::size_t n_cells, std::size_t n_quantiles, std::uint64_t n_values) {
  return sizeof(double) * expected_values(n_quantiles, n_values) * static_cast<double>(n_cells);
}

KeptRanges::KeptRanges(std::span<const CellScale> scales, std::vector<double> probabilities,
                       std::uint64_t n_values, std::size_t memory_bound)
    : probabilities_(std::move(probabilities)),
      n_values_(static_cast<double>(n_values)),
      memory_bound_(memory_bound),
      expected_values_(expected_values(probabilities_.size(), n_values)),
      keeps_(expected_bytes(scales.size(), probabilities_.size(), n_values) <=
             static_cast<double>(memory_bound)) {
  for (const CellScale& scale : scales) cells_.push_back({{}, scale.bins});
  if (!keeps_ || probabilities_.empty()) return;
  for (Cell& cell : cells_) {
    if (cell.bins.is_atom()) continue;  // one value, which is known without keeping it
    cell.ranges.push_back({0, static_cast<std::uint32_t>(cell.bins.n_counts())});
    cell.left_behind.assign(2, 0);
  }
}

bool KeptRanges::hold(std::size_t cell, std::uint64_t first_key, std::uint64_t end_key) const {
  const Cell& own = cells_[cell];
  return keeps_ && std::any_of(own.ranges.begin(), own.ranges.end(), [&](const BinRange& range) {
           return first_key_of_bin(own.bins, range.first) <= first_key &&
                  end_key <= first_key_of_bin(own.bins, range.end);
         });
}

std::vector<KeptRanges::Segment> KeptRanges::segments_of(std::size_t index, const Cell& cell,
                                                         std::span<const Accumulator* const> so_far) {
  std::vector<Segment> segments;
  const auto add_gap = [&](std::size_t place, std::uint32_t end) {
    const std::uint32_t first = segments.empty() ? 0 : segments.back().end;
    if (first < end)
      segments.push_back({first, end, false, cell.left_behind[place] + n_in_bin(so_far, index, end - 1)});
  };
  for (std::size_t k = 0; k < cell.ranges.size(); ++k) {
    add_gap(k, cell.ranges[k].first);
    for (std::uint32_t bin = cell.ranges[k].first; bin < cell.ranges[k].end; ++bin)
      segments.push_back({bin, bin + 1, true, n_in_bin(so_far, index, bin)});
  }
  add_gap(cell.ranges.size(), static_cast<std::uint32_t>(cell.bins.n_counts()));
  return segments;
}

void KeptRanges::leave_around_quantiles(std::vector<Segment>& segments, double n,
                                        const SampleDesign& design) const {
  // Values that belong together may all lie on one side.
  const auto most_effect = static_cast<double>(design.group_size());
  // With e the standard error of a quantile of n of N values, its difference from that of all has
  // e sqrt(1 - n/N), and that of all e sqrt(n/N).
  const double done = std::min(n / n_values_, 1.0);
  const double reach = most_errors * std::sqrt(1.0 - done) + design.interval_reach() * std::sqrt(done);
  std::vector<double> rising = probabilities_;
  std::sort(rising.begin(), rising.end());
  auto segment = segments.begin(), unseen = segments.begin();  // unseen: after all that are around a quantile
  std::uint64_t below = 0;                                     // values below `segment`
  for (const double p : rising) {
    const double away = reach * std::sqrt(most_effect * n * p * (1.0 - p)) + 8.0 * most_effect;
    const double low = n * p - away;
    const auto most_below = static_cast<std::uint64_t>(std::max(low, 0.0)),
               high = static_cast<std::uint64_t>(n * p + away);
    if (low >= 0.0)
      for (; segment + 1 != segments.end() && below + segment->n_values <= most_below; ++segment) {
        below += segment->n_values;
        if (segment >= unseen) segment->is_in_range = false;
      }
    std::uint64_t up_to = below;
    auto end = segment;
    do up_to += (end++)->n_values;
    while (end != segments.end() && up_to <= high);
    unseen = std::max(unseen, end);
  }
  for (; unseen != segments.end(); ++unseen) unseen->is_in_range = false;
}

void KeptRanges::check_bound(std::uint64_t n_kept) {
  if (n_kept * sizeof(double) > memory_bound_) keeps_ = false;
}

void KeptRanges::narrow(std::size_t index, std::span<const Accumulator* const> so_far) {
  SC_EXPECT(index < cells_.size() && !so_far.empty());
  Cell& cell = cells_[index];
  if (cell.ranges.empty()) return;
  std::uint64_t n = 0;
  for (const Accumulator* thread : so_far) n += thread->count(index);
  if (n == 0) return;
  std::vector<Segment> segments = segments_of(index, cell, so_far);
  leave_around_quantiles(segments, static_cast<double>(n), so_far.front()->design());
  // Where no quantile is in range any more the ranges stay, for none would mean that all values are counted.
  if (std::none_of(segments.begin(), segments.end(),
                   [](const Segment& segment) { return segment.is_in_range; }))
    return;
  cell.ranges.clear();
  cell.left_behind.assign(1, 0);
  for (auto segment = segments.begin(); segment != segments.end(); ++segment) {
    if (!segment->is_in_range) {
      const bool is_last = segment + 1 == segments.end() || (segment + 1)->is_in_range;
      cell.left_behind.back() +=
          segment->n_values - (is_last ? n_in_bin(so_far, index, segment->end - 1) : 0);
    } else if (!cell.ranges.empty() && cell.ranges.back().end == segment->first) {
      cell.ranges.back().end = segment->end;
    } else {
      cell.ranges.push_back({segment->first, segment->end});
      cell.left_behind.push_back(0);
    }
  }
}

KeptValues::KeptValues(const KeptRanges& ranges, std::size_t n_threads, Room room) {
  for (std::size_t cell = 0; cell < ranges.n_cells(); ++cell) {
    cells_.push_back({ranges.precision(cell), {}});
    cells_.back().parts.emplace_back();
  }
  if (room == Room::growing) return;
  const auto part = static_cast<std::size_t>(ranges.expected_values() / static_cast<double>(n_threads));
  const auto bytes_of = [&](std::size_t cell) {
    if (ranges.of(cell).empty()) return std::size_t{0};
    return (part + 1) / 2 * 2 * size_of(ranges.precision(cell));
  };
  std::size_t n_bytes = 0;
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) n_bytes += bytes_of(cell);
  if (n_bytes == 0) return;
  common_ = detail::make_large_buffer(n_bytes);
  std::byte* next = common_.get();
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    if (bytes_of(cell) == 0) continue;
    cells_[cell].parts.front().begin = next;
    cells_[cell].parts.front().capacity = part;
    next += bytes_of(cell);
  }
}

ColumnPlace KeptValues::new_room(Cell& cell, std::size_t n) {
  constexpr std::size_t least = 4096;
  const std::size_t capacity = std::max(n, least);
  auto own = std::make_unique_for_overwrite<std::byte[]>(capacity * size_of(cell.precision));
  std::byte* const begin = own.get();
  cell.parts.push_back({begin, 0, capacity, std::move(own)});
  return cell.parts.back().at(0, cell.precision);
}

void KeptValues::close() {
  for (Cell& cell : cells_) {
    cell.parts.clear();
    cell.parts.emplace_back();
  }
  common_.reset();
  scratch_.emplace(1);
}

std::uint64_t KeptValues::size() const {
  std::uint64_t n = 0;
  for (const Cell& cell : cells_)
    for (const Part& part : cell.parts) n += part.size;
  return n;
}

}  // namespace secondcurve

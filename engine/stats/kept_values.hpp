#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/block/histogram.hpp"
#include "engine/core/column.hpp"
#include "engine/core/column_buffer.hpp"
#include "engine/core/large_buffer.hpp"
#include "engine/stats/accumulator.hpp"
#include "engine/stats/bins.hpp"

namespace secondcurve {

/// Which values a first pass over a stream keeps, cell by cell, because the quantiles of the whole stream
/// will be among them: at first all, then those around where the quantiles of the stream so far are. Ranges
/// are whole bins of the histograms and only ever shrink. So a cell has kept every value of a bin that is in
/// range at the end, and knows how many are between ranges; where a wanted value is not in range, which is
/// rare, a second pass finds it.
class KeptRanges final {
 public:
  /// Bytes of kept values of all cells that are worth a pass less; their room may take some more.
  static constexpr std::size_t default_memory_bound = std::size_t{256} << 20;

  /// How many values are kept of a cell in a stream of n_values, about: the first 4,096 and, as measured,
  /// 8 sqrt(n_values) for each quantile of a smooth distribution.
  static double expected_values(std::size_t n_quantiles, std::uint64_t n_values);
  /// Bytes that the kept values of all cells take, about; floats are counted as doubles, here and where bytes
  /// are held against a bound.
  static double expected_bytes(std::size_t n_cells, std::size_t n_quantiles, std::uint64_t n_values);

  /// @param scales of the cells. @param probabilities of the quantiles that will be asked for.
  /// @param n_values of each cell, about: nothing is kept where they would take more than the bound.
  KeptRanges(std::span<const CellScale> scales, std::vector<double> probabilities, std::uint64_t n_values,
             std::size_t memory_bound = default_memory_bound);

  std::size_t n_cells() const { return cells_.size(); }
  /// How many values are kept of each cell that has any, about.
  double expected_values() const { return expected_values_; }
  /// Of the values of a cell.
  Arithmetic precision(std::size_t cell) const { return cells_[cell].bins.precision; }
  /// Whether anything is kept.
  bool keeps() const { return keeps_; }
  /// The bins of a cell whose values are counted in their bins and kept, while any are to be, rising; none
  /// where all values are counted in their bins and none is kept.
  std::span<const BinRange> of(std::size_t cell) const { return cells_[cell].ranges; }
  /// Whether all values of an interval of keys have been kept, see ordered_key.
  bool hold(std::size_t cell, std::uint64_t first_key, std::uint64_t end_key) const;
  /// Has nothing kept any more where the values kept have passed the bound.
  /// @param n_kept values of all cells by all threads.
  void check_bound(std::uint64_t n_kept);
  /// Shrinks the ranges of a cell, by the histograms of the stream so far. Cells may be narrowed side by
  /// side.
  /// @param so_far what each thread has counted, at least one.
  void narrow(std::size_t cell, std::span<const Accumulator* const> so_far);

 private:
  struct Cell {
    std::vector<BinRange> ranges;  ///< rising
    BinScale bins;
    /// Values counted so far in the bins before each range, and after the last, without those in the last of
    /// these bins: all further ones are counted there, so that the others need not be read again.
    std::vector<std::uint64_t> left_behind{};
  };
  /// A bin of a range, or all bins between two ranges.
  struct Segment {
    std::uint32_t first, end;  ///< bins
    bool is_in_range;
    std::uint64_t n_values;
  };
  /// What threads have counted of a cell.
  static std::vector<Segment> segments_of(std::size_t index, const Cell& cell,
                                          std::span<const Accumulator* const> so_far);
  /// Leaves in range those segments in which the quantiles of the whole stream and the ends of their
  /// intervals will be, by those of the n values so far.
  void leave_around_quantiles(std::vector<Segment>& segments, double n, const SampleDesign& design) const;

  std::vector<double> probabilities_;
  double n_values_;  ///< of the whole stream, about
  std::size_t memory_bound_;
  double expected_values_;
  std::vector<Cell> cells_;
  bool keeps_;
};

/// What one thread has kept.
class KeptValues final {
 public:
  /// Whether there is room for this thread's part of the values expected, in large pages, or room grows as
  /// values come.
  enum class Room { expected, growing };
  /// Values that `visit` shows at once, at most.
  static constexpr std::size_t most_at_once = 8 * block_paths;

  KeptValues(const KeptRanges& ranges, std::size_t n_threads, Room room);

  /// Room for n further values of a cell, null where n is 0; after `close` for at most `block_paths`.
  ColumnPlace room(std::size_t cell, std::size_t n) {
    if (n == 0) return {};
    Cell& own = cells_[cell];
    if (scratch_) return {scratch_->data(), own.precision};
    if (Part& last = own.parts.back(); last.capacity - last.size >= n)
      return last.at(last.size, own.precision);
    return new_room(own, n);
  }
  /// Keeps the first n values that have been written there, but for after `close`.
  void keep(std::size_t cell, std::size_t n) {
    if (!scratch_) cells_[cell].parts.back().size += n;
  }
  /// Calls `visit(values, n)` for the values kept of a cell, some at a time and in any order, with those that
  /// are in range no more.
  template <class Visitor>
  void visit(std::size_t cell, Visitor&& visit) const {
    for (const Part& part : cells_[cell].parts)
      for (std::size_t first = 0; first < part.size; first += most_at_once)
        visit(ColumnView(part.at(first, cells_[cell].precision)), std::min(most_at_once, part.size - first));
  }
  /// Gives back what has been kept, and keeps nothing any more.
  void close();
  /// How many are kept of all cells.
  std::uint64_t size() const;

 private:
  /// Room for some values of a cell.
  struct Part {
    std::byte* begin = nullptr;
    std::size_t size = 0, capacity = 0;
    std::unique_ptr<std::byte[]> own{};  ///< null where it is in the common room

    ColumnPlace at(std::size_t index, Arithmetic precision) const {
      if (precision == Arithmetic::single_precision) return reinterpret_cast<float*>(begin) + index;
      return reinterpret_cast<double*>(begin) + index;
    }
  };
  struct Cell {
    Arithmetic precision;
    std::vector<Part> parts;  ///< at least one
  };
  static ColumnPlace new_room(Cell& cell, std::size_t n);

  detail::LargeBuffer common_;  ///< room for the values expected of all cells
  std::vector<Cell> cells_;
  std::optional<ColumnBuffer> scratch_;  ///< after `close`: room that is the same for all cells
};

}  // namespace secondcurve

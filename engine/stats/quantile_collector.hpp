#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/block/reduce.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// Where one pass of a QuantileSearch looks: of each cell, the intervals of values that hold wanted order
/// statistics. Who shows it a part of the stream needs to know no more of the search.
class QuantileBrackets final {
 public:
  /// An interval of values, as keys (see ordered_key): [first, end), first < end.
  struct Keys {
    std::uint64_t first = 0;
    std::uint64_t end = 0;

    /// A part of the interval, when it is narrowed, has 2^shift keys.
    int shift() const;
    friend bool operator==(const Keys&, const Keys&) = default;
  };
  /// Into how many parts a bracket is narrowed, at most.
  static constexpr std::size_t n_parts = 256;

  QuantileBrackets() = default;
  /// @param by_cell rising in each. @param narrows whether values are not kept but counted in parts.
  QuantileBrackets(std::span<const std::vector<Keys>> by_cell, bool narrows);
  /// Reads what was saved. Throws DamagedBytes where it cannot be.
  explicit QuantileBrackets(ByteReader& in);
  void save(ByteWriter& out) const;

  std::size_t n_cells() const { return first_.empty() ? 0 : first_.size() - 1; }
  /// Brackets of all cells.
  std::size_t size() const { return keys_.size(); }
  bool narrows() const { return narrows_; }
  /// The brackets of a cell.
  std::span<const Interval> of(std::size_t cell) const {
    return std::span(intervals_).subspan(first_[cell], first_[cell + 1] - first_[cell]);
  }
  /// The place of a cell's bracket among those of all cells.
  std::size_t index_of(std::size_t cell, std::size_t bracket) const { return first_[cell] + bracket; }
  const Keys& keys(std::size_t index) const { return keys_[index]; }

  friend bool operator==(const QuantileBrackets& a, const QuantileBrackets& b) {
    return a.first_ == b.first_ && a.keys_ == b.keys_ && a.narrows_ == b.narrows_;
  }

 private:
  std::vector<std::size_t> first_;  ///< of a cell, among the brackets of all cells; one more at the end
  std::vector<Keys> keys_;
  std::vector<Interval> intervals_;  ///< the same as values
  bool narrows_ = false;
};

/// What one thread has seen in a pass of a QuantileSearch.
class QuantileCollector final {
 public:
  /// @param brackets must outlive the collector.
  explicit QuantileCollector(const QuantileBrackets& brackets);

  /// Shows finite values [n] of a cell.
  void add(std::size_t cell, ColumnView x, std::size_t n);

  /// Writes what collectors of the same brackets have seen: the same bytes whoever has seen which values.
  static void save(std::span<const QuantileCollector> collectors, ByteWriter& out);
  /// Adds what collectors of the same brackets have saved. Throws DamagedBytes where it cannot be.
  void merge(ByteReader& in);

 private:
  friend class QuantileSearch;

  const QuantileBrackets* brackets_;
  std::vector<std::vector<double>> kept_;  ///< [bracket], when values are kept
  std::vector<std::uint32_t> counts_;      ///< [bracket, n_parts], when brackets narrow
};

}  // namespace secondcurve

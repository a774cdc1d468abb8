#include "engine/stats/quantile_collector.hpp"

#include <algorithm>
#include <array>

#include "engine/core/byte_stream.hpp"
#include "engine/core/column.hpp"
#include "engine/core/contract.hpp"
#include "engine/stats/bins.hpp"

namespace secondcurve {

int QuantileBrackets::Keys::shift() const {
  int shift = 0;
  while (((end - first - 1) >> shift) >= n_parts) ++shift;
  return shift;
}

QuantileBrackets::QuantileBrackets(std::span<const std::vector<Keys>> by_cell, bool narrows)
    : narrows_(narrows) {
  for (const std::vector<Keys>& cell : by_cell) {
    first_.push_back(keys_.size());
    keys_.insert(keys_.end(), cell.begin(), cell.end());
  }
  first_.push_back(keys_.size());
  for (const Keys& keys : keys_) intervals_.push_back({keyed_value(keys.first), keyed_value(keys.end)});
}

QuantileBrackets::QuantileBrackets(ByteReader& in) {
  const std::uint8_t narrows = in.read_u8();
  if (narrows > 1) throw DamagedBytes("a mark of brackets is neither yes nor no");
  std::vector<std::vector<Keys>> by_cell(in.read_count(sizeof(std::uint64_t)));
  for (std::vector<Keys>& cell : by_cell) {
    cell.resize(in.read_count(sizeof(Keys)));
    std::uint64_t before = 0;
    for (Keys& keys : cell) {
      keys = {in.read_u64(), in.read_u64()};
      if (keys.first < before || keys.end <= keys.first) throw DamagedBytes("brackets do not rise");
      before = keys.end;
    }
  }
  *this = QuantileBrackets(by_cell, narrows == 1);
}

void QuantileBrackets::save(ByteWriter& out) const {
  out.write_u8(narrows_ ? 1 : 0);
  out.write_u64(n_cells());
  for (std::size_t cell = 0; cell < n_cells(); ++cell) {
    out.write_u64(of(cell).size());
    for (std::size_t i = first_[cell]; i < first_[cell + 1]; ++i) {
      out.write_u64(keys_[i].first);
      out.write_u64(keys_[i].end);
    }
  }
}

QuantileCollector::QuantileCollector(const QuantileBrackets& brackets) : brackets_(&brackets) {
  if (brackets.narrows()) {
    counts_.resize(brackets.size() * QuantileBrackets::n_parts);
  } else {
    kept_.resize(brackets.size());
  }
}

void QuantileCollector::add(std::size_t cell, ColumnView column, std::size_t n) {
  SC_EXPECT(cell < brackets_->n_cells());
  const std::span<const Interval> intervals = brackets_->of(cell);
  if (intervals.empty()) return;
  const Widened values(column, n);
  const double* const x = values.data();
  std::array<InsideValue, block_paths> inside;
  for (std::size_t begin = 0; begin < n; begin += block_paths) {
    const std::size_t n_inside =
        keep_inside(x + begin, std::min(block_paths, n - begin), intervals, inside.data());
    for (std::size_t i = 0; i < n_inside; ++i) {
      const auto [value, bracket] = inside[i];
      const std::size_t index = brackets_->index_of(cell, bracket);
      if (!brackets_->narrows()) {
        kept_[index].push_back(value + 0.0);  // -0 becomes +0
        continue;
      }
      const QuantileBrackets::Keys& keys = brackets_->keys(index);
      ++counts_[index * QuantileBrackets::n_parts + ((ordered_key(value) - keys.first) >> keys.shift())];
    }
  }
}

void QuantileCollector::save(std::span<const QuantileCollector> collectors, ByteWriter& out) {
  if (collectors.empty()) return;
  const QuantileBrackets& brackets = *collectors.front().brackets_;
  if (brackets.narrows()) {
    std::vector<std::uint32_t> counts(brackets.size() * QuantileBrackets::n_parts);
    for (const QuantileCollector& collector : collectors)
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += collector.counts_[i];
    out.write_all(counts);
    return;
  }
  std::vector<double> values;
  for (std::size_t bracket = 0; bracket < brackets.size(); ++bracket) {
    values.clear();
    for (const QuantileCollector& collector : collectors)
      values.insert(values.end(), collector.kept_[bracket].begin(), collector.kept_[bracket].end());
    std::sort(values.begin(), values.end());
    out.write_u64(values.size());
    out.write_all(values);
  }
}

void QuantileCollector::merge(ByteReader& in) {
  if (brackets_->narrows()) {
    std::vector<std::uint32_t> counts(counts_.size());
    in.read_all(counts);
    for (std::size_t i = 0; i < counts.size(); ++i) counts_[i] += counts[i];
    return;
  }
  for (std::size_t bracket = 0; bracket < brackets_->size(); ++bracket) {
    std::vector<double>& kept = kept_[bracket];
    const std::size_t n_before = kept.size();
    kept.resize(n_before + in.read_count(sizeof(double)));
    in.read_all(std::span(kept).subspan(n_before));
    const QuantileBrackets::Keys& keys = brackets_->keys(bracket);
    for (std::size_t i = n_before; i < kept.size(); ++i)
      if (const std::uint64_t key = ordered_key(kept[i]); !(key >= keys.first && key < keys.end))
        throw DamagedBytes("a value kept is not in its bracket");
  }
}

}  // namespace secondcurve

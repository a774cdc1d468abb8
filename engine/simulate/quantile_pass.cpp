#include "engine/simulate/quantile_pass.hpp"

#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/digest.hpp"

namespace secondcurve {

std::string digest_of(const QuantileBrackets& brackets) {
  ByteWriter all;
  brackets.save(all);
  return digest_of(all.bytes());
}

QuantilePass::QuantilePass(BlockSource& source, const QuantileBrackets& brackets)
    : source_(source), brackets_(brackets), collectors_(source.n_slots(), QuantileCollector(brackets)) {}

void QuantilePass::collect(BlockRange blocks, std::span<BlockSink* const> sinks, const RunControl& control) {
  if (collect_until_cancelled(blocks, sinks, control) < blocks.end) throw Interrupted();
}

std::uint64_t QuantilePass::collect_until_cancelled(BlockRange blocks, std::span<BlockSink* const> sinks,
                                                    const RunControl& control) {
  const auto collect = [&](std::size_t slot, const BlockView& view, const PairedPaths* pairs) {
    source_.cells().visit(view, pairs, [&](std::size_t cell, ColumnView x, std::size_t n) {
      collectors_[slot].add(cell, x, n);
    });
    for (BlockSink* sink : sinks) sink->take(view);
  };
  return source_.visit_until_cancelled(blocks, control, collect);
}

void QuantilePass::save(ByteWriter& out) const {
  out.write_text(digest_of(brackets_));
  QuantileCollector::save(collectors_, out);
}

void QuantilePass::merge(ByteReader& in) {
  if (in.read_text() != digest_of(brackets_)) throw DamagedBytes("it is of other brackets");
  collectors_.front().merge(in);
}

void QuantilePass::finish(QuantileSearch& search) const {
  run_indices(source_.cells().size(), source_.silent(),
              [&](std::size_t cell) { search.finish_cell(cell, collectors_); });
  search.end_pass();
}

}  // namespace secondcurve

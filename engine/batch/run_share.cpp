#include "engine/batch/run_share.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/result_parts.hpp"
#include "engine/batch/run_to_file.hpp"
#include "engine/batch/shard.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/simulate/quantile_pass.hpp"

namespace secondcurve {

Bytes RunStart::bytes() const {
  ByteWriter out;
  out.write_u64(files.size());
  for (const SourceFile& file : files) {
    out.write_text(file.name);
    out.write_text(file.text);
  }
  out.write_u64(overrides.size());
  for (const std::string& each : overrides) out.write_text(each);
  out.write_text(fingerprint);
  out.write_text(folder);
  out.write_u32(threads);
  return out.bytes();
}

RunStart RunStart::from(const Bytes& bytes) {
  ByteReader in(bytes);
  RunStart start;
  for (std::uint64_t n = in.read_u64(); n > 0; --n) {
    SourceFile& file = start.files.emplace_back();
    file.name = in.read_text();
    file.text = in.read_text();
  }
  for (std::uint64_t n = in.read_u64(); n > 0; --n) start.overrides.push_back(in.read_text());
  start.fingerprint = in.read_text();
  start.folder = in.read_text();
  start.threads = in.read_u32();
  return start;
}

Bytes PassOrder::bytes() const {
  ByteWriter out;
  out.write_u64(blocks.first);
  out.write_u64(blocks.end);
  out.write_u64(n_paths);
  out.write_u8(keeps_cube ? 1 : 0);
  return out.bytes();
}

PassOrder PassOrder::from(const Bytes& bytes) {
  ByteReader in(bytes);
  PassOrder order;
  order.blocks.first = in.read_u64();
  order.blocks.end = in.read_u64();
  order.n_paths = in.read_u64();
  order.keeps_cube = in.read_u8() != 0;
  return order;
}

BlockRange share_of(std::size_t rank, std::size_t n_processes, BlockRange blocks) {
  const BlockRange own = Shard{rank + 1, n_processes}.blocks(blocks.end - blocks.first);
  return {blocks.first + own.first, blocks.first + own.end};
}

std::string part_path(const std::string& folder, std::size_t rank) {
  return fmt::format("{}/part-{}.h5", folder, rank + 1);
}

RunShare::RunShare(TeamSteps& steps, const LoadedScenario& loaded, const Economy& economy, std::string folder)
    : steps_(steps),
      loaded_(loaded),
      folder_(std::move(folder)),
      source_(economy, steps.control()),
      first_(source_, FirstPass::Values::left) {}

void RunShare::merge() {
  steps_.reduce([&](ByteWriter& out) { first_.save(out); }, [&](ByteReader& in) { first_.merge(in); });
  if (rank() > 0) first_.clear();
}

void RunShare::count(const PassOrder& order) {
  steps_.take([&] {
    simulate(order,
             [&](BlockRange blocks, std::span<BlockSink* const> sinks) { first_.count(blocks, sinks); });
  });
  merge();
}

void RunShare::collect(const PassOrder& order, const QuantileBrackets& brackets, QuantileSearch* search) {
  source_.stop_after(order.n_paths);
  std::optional<QuantilePass> pass;
  steps_.take([&] {
    pass.emplace(source_, brackets);
    simulate(order, [&](BlockRange blocks, std::span<BlockSink* const> sinks) {
      pass->collect(blocks, sinks, source_.control());
    });
  });
  steps_.reduce([&](ByteWriter& out) { pass->save(out); }, [&](ByteReader& in) { pass->merge(in); });
  if (search != nullptr) pass->finish(*search);
}

void RunShare::simulate(const PassOrder& order, const Pass& pass) {
  const BlockRange blocks = share_of(rank(), steps_.team().size(), order.blocks);
  if (blocks.first == blocks.end) return;
  if (!order.keeps_cube) return pass(blocks, {});
  ResultWriter writer(part_path(folder_, rank()), Overwrite::refuse, FileKind::shard);
  WrittenResult ignored;
  write_root(writer, loaded_, order.n_paths, {}, ignored);
  std::vector<BlockSink*> sinks;
  for (const CubeSpec& cube :
       write_cube_groups(writer, source_.economy(), order.n_paths, paths_of(blocks, order.n_paths)))
    sinks.push_back(&writer.add_cube(cube));
  pass(blocks, sinks);
  writer.commit();
}

}  // namespace secondcurve

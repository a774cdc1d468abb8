#include "engine/batch/run_share.hpp"

#include <utility>

#include "engine/batch/result_parts.hpp"
#include "engine/batch/run_state.hpp"
#include "engine/batch/run_to_file.hpp"
#include "engine/batch/shard.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/output/result_writer.hpp"

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
  in.expect_end();
  return start;
}

Bytes PassOrder::bytes() const {
  ByteWriter out;
  write_ranges(out, blocks);
  out.write_u64(n_paths);
  out.write_u8(keeps_cube ? 1 : 0);
  out.write_u8(may_end_early ? 1 : 0);
  return out.bytes();
}

PassOrder PassOrder::from(const Bytes& bytes) {
  ByteReader in(bytes);
  PassOrder order;
  order.blocks = read_ranges(in);
  order.n_paths = in.read_u64();
  order.keeps_cube = in.read_u8() != 0;
  order.may_end_early = in.read_u8() != 0;
  in.expect_end();
  return order;
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

BlockRanges RunShare::count(const PassOrder& order) {
  BlockRanges done = make(
      order, [&](BlockRange blocks, Sinks sinks) { return first_.count_until_cancelled(blocks, sinks); },
      [&](ByteWriter& out) { first_.save(out); }, [&](ByteReader& in) { first_.merge(in); });
  if (rank() > 0) first_.clear();
  return done;
}

BlockRanges RunShare::collect(const PassOrder& order, QuantilePass& pass) {
  const auto collect = [&](BlockRange blocks, Sinks sinks) {
    return pass.collect_until_cancelled(blocks, sinks, source_.control());
  };
  return make(
      order, collect, [&](ByteWriter& out) { pass.save(out); }, [&](ByteReader& in) { pass.merge(in); });
}

BlockRanges RunShare::show(const PassOrder& order) {
  const auto show = [&](BlockRange blocks, Sinks sinks) {
    return source_.visit_until_cancelled(blocks, source_.control(),
                                         [&](std::size_t, const BlockView& view, const PairedPaths*) {
                                           for (BlockSink* sink : sinks) sink->take(view);
                                         });
  };
  return make(
      order, show, [](ByteWriter&) {}, [](ByteReader&) {});
}

BlockRanges RunShare::make(const PassOrder& order, const Pass& pass, const Save& save, const Merge& merge) {
  BlockRanges done;
  const auto share = [&] {
    for (const BlockRange& blocks : share_of(rank(), steps_.team().size(), order.blocks)) {
      const std::uint64_t end = simulate(blocks, order, pass);
      if (blocks.first < end) done.push_back({blocks.first, end});
      if (end < blocks.end) return;
    }
  };
  if (order.may_end_early)
    steps_.take_until_stopped(share);
  else
    steps_.take(share);
  steps_.reduce(
      [&](ByteWriter& out) {
        write_ranges(out, done);
        save(out);
      },
      [&](ByteReader& in) {
        const BlockRanges others = read_ranges(in);
        done.insert(done.end(), others.begin(), others.end());
        merge(in);
      });
  return done;
}

std::uint64_t RunShare::simulate(BlockRange blocks, const PassOrder& order, const Pass& pass) {
  if (!order.keeps_cube) return pass(blocks, {});
  ResultWriter writer(part_path(folder_, blocks.first), Overwrite::replace, FileKind::shard);
  WrittenResult ignored;
  write_root(writer, loaded_, order.n_paths, {}, ignored);
  std::vector<BlockSink*> sinks;
  for (const CubeSpec& cube :
       write_cube_groups(writer, source_.economy(), order.n_paths, paths_of(blocks, order.n_paths)))
    sinks.push_back(&writer.add_cube(cube));
  const std::uint64_t end = pass(blocks, sinks);
  if (end == blocks.first || (end < blocks.end && !order.may_end_early)) return end;
  writer.end_cubes_at(paths_of({blocks.first, end}, order.n_paths).end);
  writer.commit();
  return end;
}

}  // namespace secondcurve

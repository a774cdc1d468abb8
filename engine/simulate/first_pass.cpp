#include "engine/simulate/first_pass.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/byte_stream.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/digest.hpp"
#include "engine/simulate/failures.hpp"

namespace secondcurve {

namespace {

std::optional<StopPlan> stop_plan(const BlockSource& source) {
  if (!source.scenario().simulation.stop_when) return std::nullopt;
  return std::optional<StopPlan>(std::in_place, source.scenario(), source.cells());
}

Pilot run_pilot(BlockSource& source, const StopPlan* stop) {
  const BlockRange blocks{0, std::min(PilotValues::most_blocks, source.all().end)};
  PilotValues values(blocks.end, source.cells().size());
  std::vector<Failures> failures(blocks.end);
  source.visit(blocks, source.silent(), [&](std::size_t, const BlockView& view, const PairedPaths* pairs) {
    failures[view.block()].add(view);
    values.take(view, pairs, source.cells(), source.targets());
  });
  Failures all;
  for (const Failures& each : failures) all.merge(each);
  check_failures(source.economy(), all, source.n_paths());
  return values.pilot(source.scenario(), source.cells(), source.design(), stop, source.silent());
}

/// After which block it is judged anew which values are worth keeping. A look takes about as long as two
/// blocks, threads together, so early on there are fewer.
std::uint64_t end_of_round(std::uint64_t first_block) {
  const std::uint64_t n_more = first_block < 256 ? first_block : first_block / 4;
  return std::max(PilotValues::most_blocks, first_block + n_more);
}

void write(ByteWriter& out, const MomentScale& scale) {
  out.write_f64(scale.pivot);
  for (const int exponent : scale.unit_exponent) out.write_u32(static_cast<std::uint32_t>(exponent));
}

void write(ByteWriter& out, const CellScale& scale) {
  write(out, scale.moments);
  out.write_f64(scale.bins.low);
  out.write_f64(scale.bins.bins_per_unit);
  out.write_u32(scale.bins.n_bins);
  out.write_u8(scale.bins.is_single() ? 1 : 0);
  out.write_all(scale.thresholds);
}

}  // namespace

FirstPass::FirstPass(BlockSource& source, Values values)
    : source_(source),
      stop_(stop_plan(source)),
      pilot_(run_pilot(source, stop_ ? &*stop_ : nullptr)),
      workers_(source.n_slots()),
      values_(values),
      ranges_(pilot_.scales, source.scenario().output.quantiles, source.n_paths(),
              values == Values::kept ? KeptRanges::default_memory_bound : 0) {
  // With a rule to stop nobody knows how long the run will be.
  const auto room = stop_ ? KeptValues::Room::growing : KeptValues::Room::expected;
  for (std::size_t slot = 0; slot < source.n_slots(); ++slot)
    kept_.emplace_back(ranges_, source.n_slots(), room);
}

Tallies FirstPass::no_tallies() const {
  const SampleDesign& design = source_.design();
  return {Accumulator(pilot_.scales, design),
          TargetCounter(source_.targets(), pilot_.margins, design),
          AccountSums(source_.economy()),
          ModelShareSums(source_.economy(), pilot_.mixtures),
          ProgrammeSums(source_.economy()),
          {},
          source_.pairing() != nullptr ? ImprovementCounter(*source_.pairing(), design)
                                       : ImprovementCounter(design),
          Accumulator(pilot_.watched, design)};
}

void FirstPass::count(BlockRange blocks, std::span<BlockSink* const> sinks) {
  if (count_until_cancelled(blocks, sinks) < blocks.end) throw Interrupted();
}

std::uint64_t FirstPass::count_until_cancelled(BlockRange blocks, std::span<BlockSink* const> sinks) {
  while (blocks.first < blocks.end) {
    const std::uint64_t end = ranges_.keeps() ? std::min(blocks.end, end_of_round(blocks.first)) : blocks.end;
    const std::uint64_t counted = count_round({blocks.first, end}, sinks);
    if (counted < end) return counted;
    if (ranges_.keeps()) narrow_ranges();
    blocks.first = end;
  }
  return blocks.end;
}

std::uint64_t FirstPass::count_round(BlockRange blocks, std::span<BlockSink* const> sinks) {
  const auto count = [&](std::size_t slot, const BlockView& view, const PairedPaths* pairs) {
    if (!workers_[slot]) workers_[slot] = no_tallies();
    Tallies& worker = *workers_[slot];
    const std::uint64_t block = view.block();
    worker.failures.add(view);
    if (pairs != nullptr) worker.improvements.add(*pairs);
    source_.cells().visit(view, pairs, [&](std::size_t cell, ColumnView x, std::size_t n) {
      const std::span<const BinRange> ranges = ranges_.of(cell);
      const ColumnPlace room = ranges.empty() ? ColumnPlace() : kept_[slot].room(cell, n);
      const std::size_t n_kept = worker.statistics.add(cell, x, n, block, ranges, room);
      if (!ranges.empty()) kept_[slot].keep(cell, n_kept);
      if (stop_ && stop_->watches(cell)) worker.watched.add(0, Widened(x, n).data(), n, block);
    });
    if (source_.targets().size() > 0) worker.targets.add(LivePaths(view));
    worker.accounts.add(view);
    worker.models.add(view);
    worker.programmes.add(view);
    for (BlockSink* sink : sinks) sink->take(view);
  };
  return source_.visit_until_cancelled(blocks, source_.control(), count);
}

void FirstPass::narrow_ranges() {
  std::uint64_t n_kept = 0;
  for (const KeptValues& kept : kept_) n_kept += kept.size();
  ranges_.check_bound(n_kept);
  if (!ranges_.keeps()) {
    for (KeptValues& kept : kept_) kept.close();
    return;
  }
  std::vector<const Accumulator*> so_far;
  for (const auto& worker : workers_)
    if (worker) so_far.push_back(&worker->statistics);
  run_indices(source_.cells().size(), source_.silent(),
              [&](std::size_t cell) { ranges_.narrow(cell, so_far); });
}

Tallies& FirstPass::fold() {
  if (!workers_.front()) workers_.front() = no_tallies();
  for (auto worker = workers_.begin() + 1; worker != workers_.end(); ++worker) {
    if (!*worker) continue;
    workers_.front()->merge(**worker);
    worker->reset();
  }
  return *workers_.front();
}

std::string FirstPass::mark() const {
  ByteWriter all;
  for (const CellScale& scale : pilot_.scales) write(all, scale);
  for (const std::vector<double>& margins : pilot_.margins) all.write_all(margins);
  for (const MomentScale& scale : pilot_.mixtures) write(all, scale);
  for (const CellScale& scale : pilot_.watched) write(all, scale);
  return digest_of(all.bytes());
}

void FirstPass::save(ByteWriter& out) {
  SC_EXPECT(values_ == Values::left);
  out.write_text(mark());
  fold().save(out);
}

void FirstPass::merge(ByteReader& in) {
  SC_EXPECT(values_ == Values::left);
  if (in.read_text() != mark())
    throw DamagedBytes(
        "the first paths there are not those of this run to the last digit (a processor without FMA?)");
  Tallies others = no_tallies();
  others.load(in);
  fold().merge(others);
}

void FirstPass::clear() { workers_.assign(workers_.size(), std::nullopt); }

Stopping FirstPass::look(std::uint64_t n_paths) const {
  Failures failures;
  Accumulator watched(pilot_.watched, source_.design());
  TargetCounter targets(source_.targets(), pilot_.margins, source_.design());
  for (const auto& worker : workers_) {
    if (!worker) continue;
    failures.merge(worker->failures);
    watched.merge(worker->watched);
    targets.merge(worker->targets);
  }
  const Scenario& scenario = source_.scenario();
  check_failures(source_.economy(), failures, scenario.simulation.paths);
  Stopping stopping =
      stop_->outcome(stop_->target() ? precision_of_share(targets.share(*stop_->target()), source_.design())
                                     : stop_->precision(watched));
  if (!are_allowed(scenario, failures, n_paths)) stopping.met = false;
  return stopping;
}

const Tallies& FirstPass::total() {
  const Tallies& all = fold();
  check_failures(source_.economy(), all.failures, source_.n_paths());
  return all;
}

QuantileSearch FirstPass::search() {
  QuantileSearch search(fold().statistics, source_.scenario().output.quantiles, &ranges_);
  run_indices(source_.cells().size(), source_.silent(),
              [&](std::size_t cell) { search.finish_kept(cell, kept_); });
  search.end_pass();
  kept_.clear();
  return search;
}

}  // namespace secondcurve

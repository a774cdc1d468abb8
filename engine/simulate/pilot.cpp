#include "engine/simulate/pilot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/simulate/model_shares.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

PilotValues::PilotValues(std::uint64_t n_blocks, std::size_t n_cells)
    : blocks_(static_cast<std::size_t>(n_blocks)),
      values_(detail::make_large_buffer(blocks_.size() * n_cells * block_paths * sizeof(double))) {
  for (Block& block : blocks_) {
    block.n_values.resize(n_cells);
    block.precision.resize(n_cells);
  }
}

void PilotValues::take(const BlockView& view, const PairedPaths* pairs, const Cells& cells,
                       const TargetPlan& targets) {
  const auto index = static_cast<std::size_t>(view.block());
  Block& block = blocks_[index];
  cells.visit(view, pairs, [&](std::size_t cell, ColumnView x, std::size_t count) {
    std::copy_n(Widened(x, count).data(), count, values(cell, index));
    block.n_values[cell] = count;
    block.precision[cell] = x.precision();
  });
  block.levels = mixture_outputs(view);
  const LivePaths live(view);
  alignas(lane_alignment) std::array<double, block_paths> margin;
  block.margins.resize(targets.size());
  for (std::size_t target = 0; target < targets.size(); ++target) {
    if (!targets[target].all_of.empty()) continue;
    targets.margins(target, targets[target].year, live, margin.data());
    block.margins[target].assign(margin.begin(), margin.begin() + static_cast<std::ptrdiff_t>(live.n()));
  }
}

std::vector<double> PilotValues::joined_values(std::size_t cell) const {
  std::vector<double> all;
  all.reserve(blocks_.size() * block_paths);
  for (std::size_t block = 0; block < blocks_.size(); ++block)
    all.insert(all.end(), values(cell, block), values(cell, block) + blocks_[block].n_values[cell]);
  return all;
}

std::vector<double> PilotValues::joined(std::vector<std::vector<double>> Block::*what,
                                        std::size_t index) const {
  std::vector<double> all;
  for (const Block& block : blocks_)
    all.insert(all.end(), (block.*what)[index].begin(), (block.*what)[index].end());
  return all;
}

double PilotValues::size_behind(const Cells& cells, std::size_t cell) const {
  const auto& [variable, series, year] = cells.all()[cell];
  if (variable == ReportedVariable::relative_difference ||
      variable == ReportedVariable::average_growth_difference)
    return 1.0;
  if (variable != ReportedVariable::difference) return 0.0;
  const std::size_t output = cells.find(ReportedVariable::output, series, year).value();
  for (std::size_t block = 0; block < blocks_.size(); ++block)
    if (blocks_[block].n_values[output] > 0) return std::abs(*values(output, block));
  return 0.0;
}

Pilot PilotValues::pilot(const Scenario& scenario, const Cells& cells, const SampleDesign& design,
                         const StopPlan* stop, const RunControl& control) const {
  Pilot pilot;
  pilot.scales.resize(cells.size());
  run_indices(cells.size(), control, [&](std::size_t cell) {
    pilot.scales[cell] =
        scale_from_pilot(joined_values(cell), scenario.simulation.paths, design, scenario.output.quantiles,
                         size_behind(cells, cell), blocks_.front().precision[cell]);
  });
  for (std::size_t target = 0; target < scenario.targets.size(); ++target)
    pilot.margins.push_back(joined(&Block::margins, target));
  for (std::size_t cell = 0; cell < blocks_.front().levels.size(); ++cell)
    pilot.mixtures.push_back(moment_scale(joined(&Block::levels, cell)));
  if (stop != nullptr && stop->cell())
    pilot.watched.push_back(
        stop->scale(joined_values(*stop->cell()), design, size_behind(cells, *stop->cell())));
  return pilot;
}

}  // namespace secondcurve

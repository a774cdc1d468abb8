#include "engine/simulate/block_source.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/simulate/design.hpp"

namespace secondcurve {

namespace {

Economy::Workspace& workspace_of(const Economy& economy, std::optional<Economy::Workspace>& workspace) {
  if (!workspace) workspace.emplace(economy);
  return *workspace;
}

}  // namespace

std::uint64_t blocks_of(std::uint64_t n_paths) { return (n_paths + block_paths - 1) / block_paths; }

BlockSource::BlockSource(const Economy& economy, const RunControl& control, const Baseline* baseline)
    : economy_(economy),
      control_(control),
      baseline_(baseline),
      pairing_(baseline == nullptr ? std::nullopt : std::optional(pairing_of(economy, baseline->economy()))),
      cells_(economy.scenario(), pairing()),
      targets_(economy.scenario()),
      design_(design_of(economy.scenario().simulation)),
      n_paths_(economy.scenario().simulation.paths),
      workspaces_(thread_count(control)),
      baseline_workspaces_(thread_count(control)) {}

RunControl BlockSource::silent() const {
  RunControl control = control_;
  control.progress = nullptr;
  return control;
}

std::uint64_t BlockSource::n_in_both(std::uint64_t n_paths) const {
  return baseline_ == nullptr ? n_paths : std::min(n_paths, baseline_->n_paths());
}

BlockView BlockSource::simulate(std::size_t slot, std::uint64_t block) {
  const std::uint64_t left = n_paths_ - block * block_paths;
  return economy_.simulate(block, static_cast<std::size_t>(std::min<std::uint64_t>(left, block_paths)),
                           workspace_of(economy_, workspaces_[slot]));
}

void BlockSource::visit(BlockRange blocks, const RunControl& control, const Visitor& visitor) {
  if (visit_until_cancelled(blocks, control, visitor) < blocks.end) throw Interrupted();
}

std::uint64_t BlockSource::visit_until_cancelled(BlockRange blocks, const RunControl& control,
                                                 const Visitor& visitor) {
  return run_blocks_until_cancelled(
      blocks.first, blocks.end, control, [&](std::size_t slot, std::uint64_t block) {
        const BlockView view = simulate(slot, block);
        if (baseline_ == nullptr || block >= baseline_->n_blocks()) {
          visitor(slot, view, nullptr);
          return;
        }
        Economy::Workspace* workspace =
            baseline_->is_kept() ? nullptr : &workspace_of(baseline_->economy(), baseline_workspaces_[slot]);
        const PairedPaths pairs(view, baseline_->block(block, workspace));
        visitor(slot, view, &pairs);
      });
}

}  // namespace secondcurve

#include "engine/simulate/baseline.hpp"

#include <algorithm>

#include "engine/core/contract.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

Baseline::Baseline(const Economy& economy, std::uint64_t n_paths, const RunControl& control,
                   std::size_t most_bytes)
    : economy_(economy),
      n_paths_(n_paths),
      kept_(n_blocks(), economy.n_series() * economy.scenario().simulation.grid().n_years(), most_bytes) {
  SC_EXPECT(n_paths > 0);
  if (!is_kept()) return;
  std::vector<Economy::Workspace> workspaces;
  for (std::size_t slot = 0; slot < thread_count(control); ++slot) workspaces.emplace_back(economy);
  run_blocks(0, n_blocks(), control,
             [&](std::size_t slot, std::uint64_t block) { kept_.keep(simulate(block, workspaces[slot])); });
}

BlockView Baseline::block(std::uint64_t block, Economy::Workspace* workspace) const {
  SC_EXPECT(block < n_blocks() && (is_kept() || workspace != nullptr));
  const auto kept = kept_.find(block);
  return kept ? *kept : simulate(block, *workspace);
}

BlockView Baseline::simulate(std::uint64_t block, Economy::Workspace& workspace) const {
  const std::uint64_t left = n_paths_ - block * block_paths;
  return economy_.simulate(block, static_cast<std::size_t>(std::min<std::uint64_t>(left, block_paths)),
                           workspace);
}

}  // namespace secondcurve

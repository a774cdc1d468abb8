#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/core/column_buffer.hpp"

namespace secondcurve {

/// Outputs of blocks from the first pass over a run, so that later ones need not simulate them again. Kept
/// where those of the whole run fit into a bound; longer runs simulate twice, in memory that does not grow
/// with the number of paths. Either way the numbers are the same.
class KeptOutputs final {
 public:
  static constexpr std::size_t most_bytes = std::size_t{192} << 20;  ///< the bound, if no other is given

  /// @param n_columns of outputs of a block: series times years.
  KeptOutputs(std::uint64_t n_blocks, std::size_t n_columns, std::size_t bound = most_bytes) {
    if (n_blocks <= bound / (n_columns * lane_pitch * sizeof(double)))
      blocks_.resize(static_cast<std::size_t>(n_blocks));
  }

  /// Whether blocks are kept.
  bool keeps() const { return !blocks_.empty(); }

  /// Keeps a block, if blocks are kept. Blocks may come from many threads, each block from one.
  void keep(const BlockView& view) {
    if (blocks_.empty()) return;
    const std::size_t n_columns = view.n_series() * view.n_years();
    Block& kept = blocks_[static_cast<std::size_t>(view.block())].emplace(n_columns);
    std::copy_n(view.outputs().data(), n_columns * lane_pitch, kept.outputs.data());
    for (std::size_t path = 0; path < view.n_paths(); ++path) kept.failed[path] = view.failed(path) ? 1 : 0;
    kept.n_paths = view.n_paths();
    kept.n_years = view.n_years();
    kept.n_failed = view.n_failed();
    kept.arithmetic = view.arithmetic();
  }

  /// The outputs of a block, without parameters and the like; empty where it was not kept.
  std::optional<BlockView> find(std::uint64_t block) const {
    if (block >= blocks_.size() || !blocks_[static_cast<std::size_t>(block)]) return std::nullopt;
    const Block& kept = *blocks_[static_cast<std::size_t>(block)];
    return BlockView(block, kept.n_paths, kept.n_years, kept.outputs.span(), {}, kept.failed.data(),
                     kept.n_failed, {}, {}, {}, kept.arithmetic);
  }

 private:
  struct Block {
    explicit Block(std::size_t n_columns) : outputs(n_columns) {}
    ColumnBuffer outputs;
    std::array<std::uint8_t, block_paths> failed{};
    std::size_t n_paths = 0, n_years = 0, n_failed = 0;
    Arithmetic arithmetic = Arithmetic::double_precision;
  };
  std::vector<std::optional<Block>> blocks_;  ///< none where they do not fit
};

}  // namespace secondcurve

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/block/power_sums.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/block.hpp"

namespace secondcurve {

/// Sums columns of a block over its paths that belong to the run and did not fail.
class LiveSum final {
 public:
  explicit LiveSum(const BlockView& block)
      : n_paths_(block.n_paths()), n_live_(block.n_paths() - block.n_failed()) {
    for (std::size_t path = 0; path < n_paths_; ++path) failed_[path] = block.failed(path) ? 1 : 0;
  }

  /// The sum over a column [path].
  double sum(const double* column) {
    if (n_live_ == n_paths_) return power_sums(column, n_live_, 0.0)[0];
    compact(column, failed_.data(), n_paths_, live_.data());
    return power_sums(live_.data(), n_live_, 0.0)[0];
  }

 private:
  std::size_t n_paths_;
  std::size_t n_live_;
  std::array<std::uint8_t, block_paths> failed_{};
  std::array<double, block_paths> live_{};
};

}  // namespace secondcurve

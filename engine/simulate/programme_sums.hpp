#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/simulate/result.hpp"
#include "engine/stats/integer_sum.hpp"
#include "models/economy/economy.hpp"

namespace secondcurve {

/// Means over paths of what programmes add and spend. One per thread; merging has no order.
class ProgrammeSums final {
 public:
  explicit ProgrammeSums(const Economy& economy);

  void add(const BlockView& block);
  void merge(const ProgrammeSums& other);

  /// What each programme adds and spends; empty where none pays into a sector.
  std::vector<ProgrammeResult> results(const Economy& economy) const;

 private:
  const IntegerSum& sum(std::size_t figure, std::size_t year) const {
    return sums_[(year - 1) * n_figures_ + figure];
  }

  std::size_t n_figures_;
  std::size_t n_years_;
  std::uint64_t n_ = 0;
  std::vector<IntegerSum> sums_;  ///< [year after the first][figure]
};

}  // namespace secondcurve

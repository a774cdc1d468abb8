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

  /// Adds the paths of a block that belong to the run and did not fail.
  void add(const BlockView& block);
  /// Adds the sums of other blocks of the same economy.
  void merge(const ProgrammeSums& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  /// What each programme adds and spends; empty where none pays into a sector.
  std::vector<ProgrammeResult> results(const Economy& economy) const;
  /// Whether a mean in those is NaN, since its sum left its range.
  bool overflowed() const;

 private:
  /// The sum of a figure over paths [unit of account]. @param year 1 is the first after the base year.
  const IntegerSum& sum(std::size_t figure, std::size_t year) const {
    return sums_[(year - 1) * n_figures_ + figure];
  }

  std::size_t n_figures_;
  std::size_t n_years_;
  std::uint64_t n_ = 0;
  std::vector<IntegerSum> sums_;  ///< [year after the first][figure]
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/simulate/result.hpp"
#include "engine/stats/integer_sum.hpp"
#include "models/economy/economy.hpp"

namespace secondcurve {

/// Means over paths of growth by cause. One per thread; merging has no order.
class AccountSums final {
 public:
  explicit AccountSums(const Economy& economy);

  /// Adds the paths of a block that belong to the run and did not fail.
  void add(const BlockView& block);
  /// Adds the sums of other blocks of the same economy.
  void merge(const AccountSums& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  /// Mean log growth of a term in a year [1]; NaN without paths, and where its sum left its range.
  /// @param year 1 is the first after the base year.
  double growth(std::size_t term, std::size_t year) const { return mean(term, year, 0); }
  /// Mean change of the sector's output by the term in a year, unit of account.
  double change(std::size_t term, std::size_t year) const { return mean(term, year, 1); }
  /// Whether the mean log growth or change of a term reads as NaN, since a sum left its range.
  bool growth_overflowed(std::size_t term) const { return overflowed(term, 0); }
  bool change_overflowed(std::size_t term) const { return overflowed(term, 1); }

 private:
  std::size_t place(std::size_t term, std::size_t year, std::size_t kind) const {
    return (term * (n_years_ - 1) + year - 1) * 2 + kind;
  }
  double mean(std::size_t term, std::size_t year, std::size_t kind) const;
  bool overflowed(std::size_t term, std::size_t kind) const;

  std::size_t n_terms_;
  std::size_t n_years_;
  std::uint64_t n_ = 0;
  std::vector<IntegerSum> sums_;  ///< [term][year][log growth, change]
};

/// Growth of each term by year, with NaN where a mean does not exist.
std::vector<GrowthTerm> growth_terms(const Economy& economy, const AccountSums& sums);

/// Whether a mean in those is NaN although it exists: its sum left its range.
bool overflowed(const Economy& economy, const AccountSums& sums);

}  // namespace secondcurve

#include "engine/simulate/account_sums.hpp"

#include <cmath>
#include <utility>

#include "engine/core/byte_stream.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/simulate/live_sum.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
/// Units of the sums: far below what shows in a mean, far from the end of 128 bits. A block's log growth may
/// reach 2^14, its change 2^24 times the base.
constexpr int growth_unit = -80;
constexpr int change_unit_below_base = -70;

int change_unit(const Scenario& scenario, std::size_t sector) {
  return std::ilogb(published_output(scenario, sector)) + change_unit_below_base;
}

/// Whether the mean change of a sector's output exists.
bool has_mean_change(const Scenario& scenario, std::size_t sector) {
  return std::isinf(tail_degrees(scenario, scenario.sectors[sector].name));
}
}  // namespace

AccountSums::AccountSums(const Economy& economy)
    : n_terms_(economy.account_terms().size()), n_years_(economy.scenario().simulation.grid().n_years()) {
  for (const Terms::Term& term : economy.account_terms())
    for (std::size_t year = 1; year < n_years_; ++year) {
      sums_.emplace_back(growth_unit);
      sums_.emplace_back(change_unit(economy.scenario(), term.sector));
    }
}

void AccountSums::add(const BlockView& block) {
  n_ += block.n_paths() - block.n_failed();
  LiveSum live(block);
  for (std::size_t term = 0; term < n_terms_; ++term)
    for (std::size_t year = 1; year < n_years_; ++year) {
      sums_[place(term, year, 0)].add(live.sum(block.growth_by_cause(term, year)));
      sums_[place(term, year, 1)].add(live.sum(block.change_by_cause(term, year)));
    }
}

void AccountSums::merge(const AccountSums& other) {
  n_ += other.n_;
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].merge(other.sums_[i]);
}

void AccountSums::save(ByteWriter& out) const {
  out.write_u64(n_);
  for (const IntegerSum& sum : sums_) sum.save(out);
}

void AccountSums::load(ByteReader& in) {
  n_ = in.read_u64();
  for (IntegerSum& sum : sums_) sum.load(in);
}

double AccountSums::mean(std::size_t term, std::size_t year, std::size_t kind) const {
  if (n_ == 0) return not_a_number;
  return sums_[place(term, year, kind)].value() / static_cast<double>(n_);
}

bool AccountSums::overflowed(std::size_t term, std::size_t kind) const {
  for (std::size_t year = 1; year < n_years_; ++year)
    if (sums_[place(term, year, kind)].overflowed()) return true;
  return false;
}

std::vector<GrowthTerm> growth_terms(const Economy& economy, const AccountSums& sums) {
  const Scenario& scenario = economy.scenario();
  const std::size_t n_years = scenario.simulation.grid().n_years();
  std::vector<GrowthTerm> terms;
  for (const auto& [sector, cause] : economy.account_terms()) {
    GrowthTerm term{sector, cause, {not_a_number}, {not_a_number}};
    for (std::size_t year = 1; year < n_years; ++year) {
      term.growth.push_back(sums.growth(terms.size(), year));
      term.change.push_back(has_mean_change(scenario, sector) ? sums.change(terms.size(), year)
                                                              : not_a_number);
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

bool overflowed(const Economy& economy, const AccountSums& sums) {
  const std::vector<Terms::Term>& terms = economy.account_terms();
  for (std::size_t term = 0; term < terms.size(); ++term) {
    if (sums.growth_overflowed(term)) return true;
    if (has_mean_change(economy.scenario(), terms[term].sector) && sums.change_overflowed(term)) return true;
  }
  return false;
}

}  // namespace secondcurve

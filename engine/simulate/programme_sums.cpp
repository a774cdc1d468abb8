#include "engine/simulate/programme_sums.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/byte_stream.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/simulate/live_sum.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Unit of the sums: far below what shows in a mean. A block's sum may reach 2^34 times the largest base.
int sum_unit(const Scenario& scenario) {
  constexpr int below_base = -60;
  double largest = 0.0;
  for (std::size_t sector = 0; sector < scenario.sectors.size(); ++sector)
    largest = std::max(largest, published_output(scenario, sector));
  return std::ilogb(largest) + below_base;
}

/// Fills in the ratios of a programme: what it has added over all years so far to what it has spent by then.
void add_ratios(ProgrammeResult& programme) {
  double added = 0.0;
  for (std::size_t year = 0; year < programme.output.size(); ++year) {
    added += programme.output[year];
    const auto per = [added](double spent) { return spent > 0.0 ? added / spent : not_a_number; };
    programme.output_per_spent.push_back(per(programme.spent[year]));
    programme.output_per_spent_in_all.push_back(per(programme.spent_in_all[year]));
  }
}

}  // namespace

ProgrammeSums::ProgrammeSums(const Economy& economy)
    : n_figures_(economy.programme_figures().size()),
      n_years_(economy.scenario().simulation.grid().n_years()),
      sums_(n_figures_ * (n_years_ - 1), IntegerSum(sum_unit(economy.scenario()))) {}

void ProgrammeSums::add(const BlockView& block) {
  if (n_figures_ == 0) return;
  n_ += block.n_paths() - block.n_failed();
  LiveSum live(block);
  for (std::size_t year = 1; year < n_years_; ++year)
    for (std::size_t figure = 0; figure < n_figures_; ++figure)
      sums_[(year - 1) * n_figures_ + figure].add(live.sum(block.programme_figure(figure, year)));
}

void ProgrammeSums::merge(const ProgrammeSums& other) {
  n_ += other.n_;
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].merge(other.sums_[i]);
}

void ProgrammeSums::save(ByteWriter& out) const {
  out.write_u64(n_);
  for (const IntegerSum& sum : sums_) sum.save(out);
}

void ProgrammeSums::load(ByteReader& in) {
  n_ = in.read_u64();
  for (IntegerSum& sum : sums_) sum.load(in);
}

bool ProgrammeSums::overflowed() const {
  return std::any_of(sums_.begin(), sums_.end(), [](const IntegerSum& sum) { return sum.overflowed(); });
}

std::vector<ProgrammeResult> ProgrammeSums::results(const Economy& economy) const {
  std::vector<ProgrammeResult> programmes;
  if (n_figures_ == 0) return programmes;
  const std::vector<double> nothing(n_years_, 0.0);
  for (std::size_t k = 0; k < economy.scenario().programmes.size(); ++k)
    programmes.push_back(
        {nothing, nothing, nothing, {}, {}, std::vector(economy.scenario().sectors.size(), nothing)});
  for (std::size_t figure = 0; figure < n_figures_; ++figure) {
    const ProgrammeFigure& what = economy.programme_figures()[figure];
    ProgrammeResult& programme = programmes[what.programme];
    for (std::size_t year = 1; year < n_years_; ++year) {
      const double mean = sum(figure, year).value() / static_cast<double>(n_);
      if (what.kind == ProgrammeFigure::Kind::spent) programme.spent[year] = mean;
      if (what.kind == ProgrammeFigure::Kind::spent_in_all) programme.spent_in_all[year] = mean;
      if (what.kind != ProgrammeFigure::Kind::output) continue;
      programme.output[year] += mean;
      programme.output_by_sector[what.sector][year] = mean;
    }
  }
  for (ProgrammeResult& programme : programmes) add_ratios(programme);
  return programmes;
}

}  // namespace secondcurve

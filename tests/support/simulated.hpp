#pragma once

#include <cstdint>
#include <cstring>
#include <mutex>
#include <string_view>
#include <vector>

#include "engine/simulate/simulate.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/economy_paths.hpp"

namespace secondcurve::test {

/// Simulates without sinks.
inline Result simulate_on(const Economy& economy, int threads) {
  return simulate(economy, {}, {.threads = threads, .cancelled = nullptr, .progress = {}});
}
inline Result simulate_on(const Scenario& scenario, int threads) {
  const Economy economy(scenario);
  return simulate_on(economy, threads);
}

/// Simulates without sinks beside a baseline of so many paths, whose outputs are in memory or not.
inline Result simulate_beside(const Economy& economy, const Economy& baseline, std::uint64_t n_baseline_paths,
                              int threads, std::size_t most_bytes = KeptOutputs::most_bytes) {
  const RunControl control{.threads = threads, .cancelled = nullptr, .progress = {}};
  const Baseline made(baseline, n_baseline_paths, control, most_bytes);
  return simulate(economy, {}, control, &made);
}
/// The same beside all paths of the baseline.
inline Result simulate_beside(const Scenario& scenario, const Scenario& baseline, int threads) {
  const Economy economy(scenario), other(baseline);
  return simulate_beside(economy, other, baseline.simulation.paths, threads);
}

/// Every number of a result as bits, in a fixed order, so that two results can be compared.
inline std::vector<std::uint64_t> bits_of(const Result& result) {
  std::vector<std::uint64_t> bits{result.n_paths, result.n_failed};
  const auto add = [&](std::initializer_list<double> numbers) {
    for (double x : numbers) bits.push_back(bits_of(x));
  };
  for (const Moments& m : result.moments) {
    bits.push_back(m.n);
    add({m.mean, m.mean_se, m.sd, m.sd_se, m.skewness, m.skewness_se});
  }
  for (const ProgrammeResult& programme : result.programmes)
    for (std::size_t year = 0; year < programme.output.size(); ++year)
      add({programme.output[year], programme.spent[year], programme.spent_in_all[year]});
  for (const VarianceSplit& split : result.splits)
    add({split.between, split.within, split.share, split.share_se});
  for (const auto& cell : result.quantiles)
    for (const QuantileEstimate& q : cell) add({q.value, q.lower, q.upper});
  for (const TargetResult& target : result.targets) {
    add({target.probability.value, target.probability.se, target.probability.lower, target.probability.upper,
         target.shortfall.mean, target.shortfall.se});
    for (double share : target.first_reached) add({share});
  }
  for (const ModelShare& share : result.model_shares)
    for (std::size_t year = 0; year < share.value.size(); ++year) add({share.value[year], share.se[year]});
  if (!result.pairs) return bits;
  bits.push_back(result.pairs->n_pairs);
  for (const auto& series : result.pairs->improvement)
    for (const Probability& p : series) add({p.value, p.se, p.lower, p.upper});
  return bits;
}

/// The result of one variable of a series in a year.
class Reported final {
 public:
  Reported(const Scenario& scenario, const Result& result)
      : scenario_(scenario),
        result_(result),
        cells_(scenario, result.pairs ? &result.pairs->pairing : nullptr) {}

  const Moments& moments(ReportedVariable variable, std::string_view series, std::size_t year) const {
    return result_.moments.at(cell(variable, series, year));
  }
  const std::vector<QuantileEstimate>& quantiles(ReportedVariable variable, std::string_view series,
                                                 std::size_t year) const {
    return result_.quantiles.at(cell(variable, series, year));
  }
  const Probability& improvement(std::string_view series, std::size_t year) const {
    return result_.pairs.value().improvement.at(index_of(scenario_.series, series)).at(year);
  }
  const TargetResult& target(std::string_view name) const {
    return result_.targets.at(index_of(scenario_.targets, name));
  }

 private:
  std::size_t cell(ReportedVariable variable, std::string_view series, std::size_t year) const {
    return cells_.find(variable, index_of(scenario_.series, series), year).value();
  }

  const Scenario& scenario_;
  const Result& result_;
  Cells cells_;
};

}  // namespace secondcurve::test

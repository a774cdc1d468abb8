#include "engine/simulate/target_counter.hpp"

#include <cmath>

#include "engine/block/ops.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

TargetPlan::TargetPlan(const Scenario& scenario) : n_years_(scenario.simulation.grid().n_years()) {
  for (const auto& [name, target] : scenario.targets) {
    Condition condition;
    for (const std::string& part : target.all_of)
      condition.all_of.push_back(index_of(scenario.targets, part));
    if (target.all_of.empty()) {
      condition.series = index_of(scenario.series, target.series);
      condition.year = static_cast<std::size_t>(*target.year - scenario.simulation.base_year);
      condition.at_most = target.at_most.has_value();
      condition.unbounded =
          condition.at_most && std::isfinite(tail_degrees(scenario, scenario.series[condition.series].value));
      condition.level = target.at_least ? *target.at_least : target.at_most.value_or(0.0);
      if (target.average_growth_at_least)
        condition.log_growth = logarithm_one_plus(*target.average_growth_at_least);
    }
    conditions_.push_back(std::move(condition));
  }
}

void TargetPlan::margins(std::size_t target, std::size_t year, const LivePaths& paths, double* out) const {
  const Condition& condition = conditions_[target];
  const ColumnView now = paths.output(condition.series, year);
  if (condition.log_growth) {
    const double factor = exponential(*condition.log_growth * static_cast<double>(year));
    multiply(out, paths.output(condition.series, 0), factor);
    subtract(out, now, out);
  } else if (condition.at_most) {
    subtract(out, condition.level, now);
  } else {
    subtract(out, now, condition.level);
  }
}

TargetCounter::TargetCounter(const TargetPlan& plan, const std::vector<std::vector<double>>& pilot,
                             const SampleDesign& design)
    : plan_(&plan),
      design_(design),
      n_(design.n_replicates(), 0),
      reached_(design, plan.size()),
      first_(plan.size(), std::vector<std::uint64_t>(plan.n_years(), 0)) {
  for (std::size_t target = 0; target < plan.size(); ++target)
    shortfall_.push_back(plan[target].all_of.empty()
                             ? std::optional(ShortfallSums(0.0, pilot[target], design))
                             : std::nullopt);
}

void TargetCounter::add(const LivePaths& paths) {
  const std::size_t n = paths.n();
  n_[design_.replicate_of(paths.block())] += n;
  alignas(lane_alignment) std::array<double, block_paths> margin;
  std::vector<std::vector<Flags>> met(plan_->size(), std::vector<Flags>(plan_->n_years()));
  for (std::size_t target = 0; target < plan_->size(); ++target) {
    const TargetPlan::Condition& condition = (*plan_)[target];
    if (!condition.all_of.empty()) continue;
    for (std::size_t year = 0; year < plan_->n_years(); ++year) {
      plan_->margins(target, year, paths, margin.data());
      const bool judged = !(condition.log_growth && year == 0);  // no growth in the base year
      for (std::size_t path = 0; path < n; ++path)
        met[target][year][path] = judged && margin[path] >= 0.0 ? 1 : 0;
      if (year == condition.year) shortfall_[target]->add(margin.data(), n, paths.block());
    }
    count(paths, target, met[target], met[target][condition.year]);
  }
  for (std::size_t target = 0; target < plan_->size(); ++target) {
    const TargetPlan::Condition& condition = (*plan_)[target];
    if (condition.all_of.empty()) continue;
    Flags reached;
    reached.fill(1);
    for (Flags& year : met[target]) year.fill(1);
    for (const std::size_t part : condition.all_of)
      for (std::size_t path = 0; path < n; ++path) {
        reached[path] &= met[part][(*plan_)[part].year][path];
        for (std::size_t year = 0; year < plan_->n_years(); ++year)
          met[target][year][path] &= met[part][year][path];
      }
    count(paths, target, met[target], reached);
  }
}

void TargetCounter::count(const LivePaths& paths, std::size_t target, const std::vector<Flags>& met,
                          const Flags& reached) {
  std::uint64_t hits = 0;
  for (std::size_t path = 0; path < paths.n(); ++path) {
    hits += reached[path];
    for (std::size_t year = 0; year < met.size(); ++year)
      if (met[year][path] != 0) {
        ++first_[target][year];
        break;
      }
  }
  const std::size_t size = design_.group_size();
  reached_.add(
      paths.block(), target, hits,
      size == 1 ? 0 : count_joint_hits(paths.n(), size, [&](std::size_t i) { return reached[i] != 0; }));
}

void TargetCounter::merge(const TargetCounter& other) {
  for (std::size_t r = 0; r < n_.size(); ++r) n_[r] += other.n_[r];
  reached_.merge(other.reached_);
  for (std::size_t target = 0; target < plan_->size(); ++target) {
    for (std::size_t year = 0; year < plan_->n_years(); ++year)
      first_[target][year] += other.first_[target][year];
    if (shortfall_[target]) shortfall_[target]->merge(*other.shortfall_[target]);
  }
}

void TargetCounter::save(ByteWriter& out) const {
  out.write_all(n_);
  reached_.save(out);
  for (const auto& by_year : first_) out.write_all(by_year);
  for (const auto& shortfall : shortfall_)
    if (shortfall) shortfall->save(out);
}

void TargetCounter::load(ByteReader& in) {
  in.read_all(n_);
  reached_.load(in);
  for (auto& by_year : first_) in.read_all(by_year);
  for (auto& shortfall : shortfall_)
    if (shortfall) shortfall->load(in);
}

TargetResult TargetCounter::result(std::size_t target) const {
  TargetResult result;
  const Share share = this->share(target);
  result.probability = estimate_probability(share, design_.interval_reach());
  const bool has_shortfall = shortfall_[target] && !(*plan_)[target].unbounded;
  result.shortfall = has_shortfall ? shortfall_[target]->shortfall() : Shortfall{not_a_number, not_a_number};
  for (const std::uint64_t count : first_[target])
    result.first_reached.push_back(share.n == 0 ? not_a_number
                                                : static_cast<double>(count) / static_cast<double>(share.n));
  return result;
}

}  // namespace secondcurve

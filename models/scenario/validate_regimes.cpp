#include "models/scenario/validate_regimes.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/config/text.hpp"
#include "models/growth/markov_chain.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// The chain of one sector, checked key by key.
class ChainValidator final {
 public:
  ChainValidator(std::string key, RegimeSwitching::Params& params, int steps_per_year, const Checks& checks)
      : key_(std::move(key)),
        p_(params),
        names_(names_of(params.regimes)),
        steps_per_year_(steps_per_year),
        checks_(checks) {}

  /// Whether the chain is sound; then the parameters hold what follows from it.
  bool check() {
    if (names_.size() < 2 || names_.size() > RegimeSwitching::most_regimes)
      return fail(key_ + ".regimes", "has " + counted(names_.size(), "regime"),
                  fmt::format("2 to {}", RegimeSwitching::most_regimes));
    const bool by_matrix = !p_.transition.empty();
    if (!(by_matrix ? is_transition() : are_durations())) return false;
    if (!p_.chain.empty() && !is_entry_name(p_.chain))
      return fail(key_ + ".chain", fmt::format("= \"{}\": is no name", p_.chain),
                  "a small letter, then small letters, digits and underscores");
    p_.derived = by_matrix ? chain_of(p_.transition, {}) : chain_of(durations(), next_, {});
    return has_step() && has_start();
  }

 private:
  bool fail(const std::string& key, std::string problem, std::string allowed = "") const {
    checks_.error(key, std::move(problem), std::move(allowed));
    return false;
  }

  std::vector<double> durations() const {
    std::vector<double> all;
    for (const auto& [name, regime] : p_.regimes) all.push_back(*regime.mean_duration);
    return all;
  }

  /// Makes probabilities add up to one to the last digit; fails where they do not but for rounding.
  bool add_up(const std::string& key, std::vector<double>& row) const {
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    if (!adds_up_to_one(sum))
      return fail(key, fmt::format("adds up to {:.7g}", sum), "probabilities that add up to 1");
    for (double& each : row) each /= sum;
    return true;
  }

  bool is_transition() {
    for (const auto& [name, regime] : p_.regimes)
      if (regime.mean_duration || !regime.next.empty())
        return fail(
            key_ + ".regimes." + name + (regime.mean_duration ? ".mean_duration" : ".next"),
            "stands beside transition",
            "transition, or mean_duration of each regime; transition = [] takes an inherited one back");
    const std::string key = key_ + ".transition";
    if (p_.transition.size() != names_.size())
      return fail(key, "has " + counted(p_.transition.size(), "row"),
                  fmt::format("one for each of the {} regimes, in their order: {}", names_.size(),
                              join(names_, ", ")));
    bool good = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      std::vector<double>& row = p_.transition[i];
      const std::string place = fmt::format("{}[{}]", key, i);
      if (row.size() != names_.size())
        good =
            fail(place, "has " + counted(row.size(), "number"),
                 fmt::format("the probabilities, after a year of {}, of: {}", names_[i], join(names_, ", ")));
      else
        good = add_up(place, row) && good;
    }
    return good;
  }

  bool are_durations() {
    next_.assign(names_.size(), std::vector<double>(names_.size()));
    bool good = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Regime& regime = p_.regimes[i].value;
      const std::string key = key_ + ".regimes." + names_[i];
      if (!regime.mean_duration)
        good = fail(key, "has no mean_duration",
                    "mean_duration of each regime, or the annual probabilities as transition");
      else
        good = has_next(key + ".next", i, regime.next) && good;
    }
    return good;
  }

  /// Reads where regime `from` goes.
  bool has_next(const std::string& key, std::size_t from, const Weights& next) {
    if (next.empty() && names_.size() == 2) {
      next_[from][1 - from] = 1.0;
      return true;
    }
    if (next.empty())
      return fail(key, "has no next",
                  "with more than two regimes: those that may follow, such as { slack = 0.7, bust = 0.3 }");
    for (const auto& [name, share] : next) {
      const auto place = std::find(names_.begin(), names_.end(), name);
      if (name == names_[from])
        return fail(key + "." + name, "is the regime itself", "regimes that follow it");
      if (place == names_.end()) return unknown_regime(key + "." + name, name);
      next_[from][static_cast<std::size_t>(place - names_.begin())] = share;
    }
    return add_up(key, next_[from]);
  }

  bool unknown_regime(const std::string& key, const std::string& name) const {
    checks_.error(key, fmt::format("\"{}\" is no regime", name), "known: " + join(names_, ", "),
                  did_you_mean(name, names_));
    return false;
  }

  /// Whether there is a transition matrix for the steps of the run.
  bool has_step() const {
    if (!p_.derived.over(1.0 / steps_per_year_).empty()) return true;
    std::vector<int> allowed;
    for (std::size_t i = 0; i < RegimeChain::divisions.size(); ++i)
      if (!p_.derived.per_step[i].empty()) allowed.push_back(RegimeChain::divisions[i]);
    return fail(key_ + ".transition",
                fmt::format("is not {} equal steps of any chain: the matrix has no root that holds "
                            "probabilities only",
                            steps_per_year_),
                fmt::format("simulation.steps_per_year = {}; or mean_duration of each regime instead, which "
                            "allows any",
                            fmt::join(allowed, " or ")));
  }

  /// Finds the distribution of the regime of the base year.
  bool has_start() {
    const std::string key = key_ + ".initial_regime";
    if (p_.initial_regime.empty()) {
      const auto kept = ergodic_distribution(p_.derived.per_step.front());
      if (!kept)
        return fail(key, "has no initial_regime",
                    "one regime by name: some regimes never meet, so there is no single long-run "
                    "distribution to draw it from");
      p_.derived.initial = *kept;
      return true;
    }
    const auto place = std::find(names_.begin(), names_.end(), p_.initial_regime);
    if (place == names_.end()) return unknown_regime(key, p_.initial_regime);
    p_.derived.initial.assign(names_.size(), 0.0);
    p_.derived.initial[static_cast<std::size_t>(place - names_.begin())] = 1.0;
    return true;
  }

  std::string key_;
  RegimeSwitching::Params& p_;
  std::vector<std::string> names_;
  int steps_per_year_;
  const Checks& checks_;
  TransitionMatrix next_;
};

}  // namespace

void validate_regimes(Scenario& scenario, const Checks& checks) {
  if (!checks.sound("simulation")) return;
  std::map<std::string, std::pair<std::string, RegimeChain>> chains;  // by name: the first sector, its chain
  const auto check = [&](const std::string& sector, const std::string& key, RegimeSwitching::Params& params) {
    if (!checks.sound(key)) return;
    if (!ChainValidator(key, params, scenario.simulation.steps_per_year, checks).check()) return;
    if (params.chain.empty()) return;
    const auto [first, added] = chains.try_emplace(params.chain, sector, params.derived);
    if (!added && first->second.second != params.derived)
      checks.error(key + ".chain",
                   fmt::format("= \"{}\": sector {} names it, too, and its regimes move otherwise",
                               params.chain, first->second.first),
                   "sectors of one chain need as many regimes, the same probabilities and the same "
                   "initial_regime");
  };
  for (NamedEntry<Sector>& sector : scenario.sectors)
    for_each_use<RegimeSwitching>(
        sector.value.growth, "sectors." + sector.name + ".growth",
        [&](const std::string& key, RegimeSwitching::Params& params) { check(sector.name, key, params); });
}

}  // namespace secondcurve

#include "models/scenario/validate.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "models/scenario/correlation.hpp"
#include "models/scenario/references.hpp"
#include "models/scenario/validate_targets.hpp"

namespace secondcurve {

namespace {

/// The account that a series of `account` may sum: those it includes, or itself.
std::vector<std::string> included_accounts(const Scenario& s, const std::string& account) {
  const AccountDefinition* definition = find_entry(s.accounts, account);
  if (definition == nullptr || definition->includes.empty()) return {account};
  return definition->includes;
}

double weight_in(const Series& series, std::string_view sector) {
  for (const auto& [name, weight] : series.sum)
    if (name == sector) return weight;
  return 0.0;
}

class Validator final {
 public:
  Validator(Scenario& scenario, const Node& root, Reading& reading)
      : s_(scenario), root_(root), reading_(reading) {}

  void run() {
    simulation();
    entries_exist();
    for (const auto& entry : s_.accounts) account(entry.name, entry.value);
    for (auto& entry : s_.sectors) sector(entry.name, entry.value);
    for (auto& entry : s_.series) series(entry.name, entry.value);
    for (const auto& entry : s_.sectors) residual(entry.name, entry.value);
    for (auto& entry : s_.dependence) dependence(entry.name, entry.value);
    validate_targets(s_, root_, reading_);
    output();
  }

 private:
  const Node& at(const std::string& path) const { return node_at(root_, path); }

  void simulation() {
    const Simulation& run = s_.simulation;
    if (run.steps_per_year != 1 && run.steps_per_year != 2 && run.steps_per_year != 4 &&
        run.steps_per_year != 12)
      reading_.error(at("simulation.steps_per_year"),
                     fmt::format("= {}: is no division of the year", run.steps_per_year),
                     "must be 1, 2, 4 or 12");
    if (run.end_year <= run.base_year)
      reading_.error(at("simulation.end_year"),
                     fmt::format("= {}: must be after the base year {}", run.end_year, run.base_year));
    else if (run.end_year - run.base_year > 200)
      reading_.error(
          at("simulation.end_year"),
          fmt::format("= {}: must be at most 200 years after the base year {}", run.end_year, run.base_year));
  }

  void entries_exist() {
    if (s_.sectors.empty()) reading_.error(at("sectors"), "has no sector", "at least one [sectors.NAME]");
    if (s_.series.empty()) reading_.error(at("series"), "has no series", "at least one [series.NAME]");
  }

  void check_account(const std::string& path, const std::string& account) {
    if (find_entry(s_.accounts, account) == nullptr)
      unknown_name(at(path), account, "account", names_of(s_.accounts), reading_);
  }

  void account(const std::string& name, const AccountDefinition& account) {
    const std::string path = "accounts." + name + ".includes";
    for (std::size_t i = 0; i < account.includes.size(); ++i)
      if (find_entry(s_.accounts, account.includes[i]) == nullptr)
        unknown_name(at(path).children()[i], account.includes[i], "account", names_of(s_.accounts), reading_);
  }

  /// Whether both accounts exist; where not, that is the error to report, and no other that follows from it.
  bool comparable(const std::string& a, const std::string& b) const {
    return find_entry(s_.accounts, a) != nullptr && find_entry(s_.accounts, b) != nullptr;
  }

  void sector(const std::string& name, Sector& sector) {
    const std::string path = "sectors." + name;
    if (sector.title.empty()) sector.title = name;
    check_account(path + ".account", sector.account);
    const BaseLevel& base = sector.base;
    if (base.year && *base.year != s_.simulation.base_year)
      reading_.error(at(path + ".base.year"),
                     fmt::format("= {}: must be the base year {}", *base.year, s_.simulation.base_year));
    if (base.residual_of.empty() && !base.value)
      reading_.error(at(path + ".base"), "has no value",
                     "a level such as { value = 225, sd = 15 }, or { residual_of = ..., total = ... }");
    if (base.residual_of.empty() && base.total)
      reading_.error(at(path + ".base.total"), "has no residual_of beside it",
                     "total belongs to residual_of");
    if (!base.residual_of.empty() && !base.total)
      reading_.error(at(path + ".base"), "has no total", "the published total of the series in residual_of");
    if (!base.residual_of.empty() && base.sd > 0.0)
      reading_.error(at(path + ".base.sd"), "cannot stand beside residual_of",
                     "a residual takes its uncertainty from the other sectors");
  }

  void series(const std::string& name, Series& series) {
    const std::string path = "series." + name;
    if (series.title.empty()) series.title = name;
    check_account(path + ".account", series.account);
    if (series.sum.empty()) reading_.error(at(path + ".sum"), "sums nothing", "such as { automobiles = 1 }");
    const std::vector<std::string> allowed = included_accounts(s_, series.account);
    for (const auto& [member, weight] : series.sum) {
      const Sector* sector = find_entry(s_.sectors, member);
      const Node& node = at(path + ".sum." + member);
      if (sector == nullptr)
        unknown_name(node, member, "sector", names_of(s_.sectors), reading_);
      else if (comparable(sector->account, series.account) &&
               std::find(allowed.begin(), allowed.end(), sector->account) == allowed.end())
        reading_.error(node,
                       fmt::format("sector of account \"{}\" in a series of account \"{}\"", sector->account,
                                   series.account),
                       "may sum sectors of: " + join(allowed, ", "),
                       "Figures of different accounts are never mixed");
    }
    if (!series.part_of.empty()) part_of(name, series);
  }

  void part_of(const std::string& name, const Series& series) {
    const Node& node = at("series." + name + ".part_of");
    const Series* whole = find_entry(s_.series, series.part_of);
    if (series.part_of == name)
      return reading_.error(node, fmt::format("= \"{}\": is the series itself", name), "another series");
    if (whole == nullptr)
      return unknown_name(node, series.part_of, "series", names_of(s_.series, name), reading_);
    if (whole->account != series.account && comparable(whole->account, series.account))
      return reading_.error(node, fmt::format("\"{}\" is of account \"{}\"", series.part_of, whole->account),
                            fmt::format("must be of account \"{}\"", series.account));
    std::set<std::string> above{name};
    for (const Series* next = &series; next != nullptr; next = find_entry(s_.series, next->part_of)) {
      if (next->part_of == name)
        return reading_.error(node, fmt::format("= \"{}\": is itself part of {}", series.part_of, name),
                              "no series is part of its own part");
      if (!above.insert(next->part_of).second) return;  // a circle further up, reported where it is
    }
  }

  /// A residual must be of a series that holds the sector, be the only one of it, and be positive.
  void residual(const std::string& name, const Sector& sector) {
    const BaseLevel& base = sector.base;
    if (base.residual_of.empty() || !base.total) return;
    const std::string path = "sectors." + name + ".base";
    const Series* series = find_entry(s_.series, base.residual_of);
    if (series == nullptr)
      return unknown_name(at(path + ".residual_of"), base.residual_of, "series", names_of(s_.series),
                          reading_);
    const double own = weight_in(*series, name);
    if (!(own > 0.0))
      return reading_.error(at(path + ".residual_of"),
                            fmt::format("series \"{}\" does not contain {}", base.residual_of, name));
    double others = 0.0;
    for (const auto& [member, weight] : series->sum) {
      const Sector* other = find_entry(s_.sectors, member);
      if (member == name || other == nullptr) continue;
      if (!other->base.residual_of.empty())
        return reading_.error(at(path + ".residual_of"),
                              fmt::format("sector {} of the same series is a residual, too", member),
                              "one residual a series");
      others += weight * other->base.value.value_or(0.0);
    }
    const double left = (*base.total - others) / own;
    if (!(left > 0.0))
      return reading_.error(at(path + ".total"),
                            fmt::format("= {:g}: the other sectors of {} already add up to {:g}", *base.total,
                                        base.residual_of, others),
                            "must leave something for " + name);
    if (base.value && std::abs(*base.value - left) > 1e-3 * left)
      reading_.error(at(path + ".value"),
                     fmt::format("= {:g}: total {:g} less the other sectors' {:g} leaves {:g}", *base.value,
                                 *base.total, others, left),
                     "must agree with what is left", "Correct it or leave it out");
  }

  std::vector<std::string> noise_names() const {
    std::set<std::string> names;
    for (const auto& entry : s_.sectors)
      std::visit(
          [&]<class Model>(const GrowthSpec<Model>&) {
            for (const NoiseInfo& noise : Model::describe().noises) names.emplace(noise.name);
          },
          entry.value.growth);
    return {names.begin(), names.end()};
  }

  void dependence(const std::string& noise, Dependence& dependence) {
    const std::string path = "dependence." + noise;
    const std::vector<std::string> known = noise_names();
    if (std::find(known.begin(), known.end(), noise) == known.end())
      return unknown_name(at(path), noise, "noise of a growth model in use", known, reading_);
    for (const auto& [sector, loadings] : dependence.loadings) {
      const Node& node = at(path + ".loadings." + sector);
      if (find_entry(s_.sectors, sector) == nullptr)
        unknown_name(node, sector, "sector", names_of(s_.sectors), reading_);
      double squares = 0.0;
      for (const auto& [factor, loading] : loadings) {
        if (!is_entry_name(factor))
          check_entry_name(at(path + ".loadings." + sector + "." + factor), reading_);
        squares += loading * loading;
      }
      if (squares > 1.0)
        reading_.error_at(node.children().back().key_position(), node.key(),
                          fmt::format("squares of the loadings add up to {:.4g}", squares),
                          "at most 1: they are shares of the variance");
    }
    if (!dependence.correlation.empty())
      read_correlation(at(path + ".correlation"), names_of(s_.sectors), dependence, reading_);
  }

  void output() {
    const OutputChoice& output = s_.output;
    if (output.quantiles.empty())
      reading_.error(at("output.quantiles"), "is empty", "such as [0.05, 0.5, 0.95]");
    for (std::size_t i = 1; i < output.quantiles.size(); ++i)
      if (output.quantiles[i] <= output.quantiles[i - 1]) {
        reading_.error(at("output.quantiles"),
                       fmt::format("{} follows {}", output.quantiles[i], output.quantiles[i - 1]),
                       "must rise");
        break;
      }
    for (std::size_t i = 0; i < output.cube.size(); ++i)
      if (output.cube[i] != "output" || i > 0)
        reading_.error(at("output.cube"), fmt::format("\"{}\" cannot be kept in full", output.cube[i]),
                       "allowed: [\"output\"] or []");
  }

  Scenario& s_;
  const Node& root_;
  Reading& reading_;
};

}  // namespace

void validate(Scenario& scenario, const Node& root, Reading& reading) {
  Validator(scenario, root, reading).run();
}

}  // namespace secondcurve

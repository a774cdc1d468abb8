#include "models/scenario/validate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/core/labelled.hpp"
#include "models/scenario/adjustments.hpp"
#include "models/scenario/checks.hpp"
#include "models/scenario/level_range.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/validate_dependence.hpp"
#include "models/scenario/validate_growth.hpp"
#include "models/scenario/validate_histories.hpp"
#include "models/scenario/validate_investment.hpp"
#include "models/scenario/validate_levers.hpp"
#include "models/scenario/validate_links.hpp"
#include "models/scenario/validate_measures.hpp"
#include "models/scenario/validate_mixtures.hpp"
#include "models/scenario/validate_parameter_correlation.hpp"
#include "models/scenario/validate_parameters.hpp"
#include "models/scenario/validate_regimes.hpp"
#include "models/scenario/validate_simulation.hpp"
#include "models/scenario/validate_stop_rule.hpp"
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

/// Entries without a title have their name for one.
template <class T>
void name_untitled(Named<T>& entries) {
  for (NamedEntry<T>& entry : entries)
    if (entry.value.title.empty()) entry.value.title = entry.name;
}

class Validator final {
 public:
  Validator(Scenario& scenario, const Node& root, Reading& reading)
      : s_(scenario), root_(root), checks_(root, reading) {}

  void run() {
    validate_simulation(s_.simulation, checks_);
    unit();
    entries_exist();
    for (const auto& entry : s_.accounts) account(entry.name, entry.value);
    name_untitled(s_.sectors);
    name_untitled(s_.series);
    name_untitled(s_.measures);
    name_untitled(s_.programmes);
    for (const auto& entry : s_.sectors) sector(entry.name, entry.value);
    for (const auto& entry : s_.series) series(entry.name, entry.value);
    for (const auto& entry : s_.sectors) residual(entry.name, entry.value);
    validate_measures(s_, checks_);
    validate_series_histories(s_, checks_);
    validate_adjustments(s_.adjustments, root_, checks_);
    validate_parameters(s_, checks_);
    validate_parameter_correlation(s_, root_, checks_);
    validate_mixtures(s_, checks_);
    validate_growth(s_, checks_);
    validate_regimes(s_, checks_);
    validate_histories(s_, checks_);
    validate_levers(s_, checks_);
    validate_investment(s_, checks_);
    validate_links(s_, checks_);
    validate_dependence(s_, root_, checks_);
    validate_targets(s_, root_, checks_);
    output();
    validate_stop_rule(s_, checks_);
  }

 private:
  void unit() {
    if (s_.account.currency.empty() && checks_.sound("account.currency"))
      checks_.error("account.currency", "is empty", "a unit such as bn CNY");
    if (s_.account.prices.empty() && checks_.sound("account.prices"))
      checks_.error("account.prices", "is empty", "a price basis such as constant 2025");
    if (reads_as_time(s_.account.currency))
      checks_.error("account.currency",
                    fmt::format("= \"{}\": notebooks would read levels as times", s_.account.currency),
                    "a unit such as bn CNY");
  }

  void entries_exist() {
    if (s_.sectors.empty() && checks_.sound("sectors"))
      checks_.error("sectors", "has no sector", "at least one [sectors.NAME]");
    if (s_.series.empty() && checks_.sound("series"))
      checks_.error("series", "has no series", "at least one [series.NAME]");
  }

  void check_account(const std::string& path, const std::string& account) {
    if (find_entry(s_.accounts, account) == nullptr)
      checks_.unknown_name(path, account, "accounts", "account", names_of(s_.accounts));
  }

  void account(const std::string& name, const AccountDefinition& account) {
    const std::string path = "accounts." + name + ".includes";
    for (std::size_t i = 0; i < account.includes.size(); ++i)
      if (find_entry(s_.accounts, account.includes[i]) == nullptr)
        checks_.unknown_name(fmt::format("{}[{}]", path, i), account.includes[i], "accounts", "account",
                             names_of(s_.accounts));
  }

  /// Whether both accounts exist; where not, that is the error to report, and no other that follows from it.
  bool comparable(const std::string& a, const std::string& b) const {
    return find_entry(s_.accounts, a) != nullptr && find_entry(s_.accounts, b) != nullptr;
  }

  /// Whether it is known which accounts a series of this one may sum.
  bool knows_included(const std::string& account) const {
    return checks_.sound("accounts." + account + ".includes");
  }

  void sector(const std::string& name, const Sector& sector) {
    const std::string path = "sectors." + name;
    check_account(path + ".account", sector.account);
    const BaseLevel& base = sector.base;
    if (base.year && *base.year != s_.simulation.base_year && checks_.sound("simulation.base_year"))
      checks_.error(path + ".base.year",
                    fmt::format("= {}: must be the base year {}", *base.year, s_.simulation.base_year));
    if (checks_.sound(path + ".base.residual_of")) base_form(path + ".base", base);
    base_range(path + ".base.value", base.value);
    base_range(path + ".base.total", base.total);
  }

  /// A base that single precision has no room for; double precision has room for any that can be meant.
  void base_range(const std::string& key, std::optional<double> base) {
    if (!base || s_.simulation.arithmetic == Arithmetic::double_precision) return;
    const auto [least, most] = range_of_levels(s_.simulation.arithmetic);
    if (*base >= least && *base <= most) return;
    checks_.error(key, fmt::format("= {:g}: is outside the range of single precision", *base),
                  fmt::format("from {:g} to {:g}", least, most),
                  "Another unit, or simulation.arithmetic = \"double\", has room");
  }

  /// A level, or a residual with its total.
  void base_form(const std::string& path, const BaseLevel& base) {
    const bool is_residual = !base.residual_of.empty();
    if (!is_residual && !base.value && checks_.sound(path))
      checks_.error(path + ".value", "has no value",
                    "a level such as { value = 225, sd = 15 }, or { residual_of = ..., total = ... }");
    if (!is_residual && base.total)
      checks_.error(path + ".total", "has no residual_of beside it", "total belongs to residual_of");
    if (is_residual && !base.total && checks_.sound(path + ".total"))
      checks_.error(path + ".total", "has no total", "the published total of the series in residual_of");
    if (is_residual && base.sd > 0.0)
      checks_.error(path + ".sd", "cannot stand beside residual_of",
                    "a residual takes its uncertainty from the other sectors");
  }

  void series(const std::string& name, const Series& series) {
    const std::string path = "series." + name;
    check_account(path + ".account", series.account);
    const bool sums_nothing = std::all_of(series.sum.begin(), series.sum.end(),
                                          [](const auto& term) { return term.second == 0.0; });
    if (sums_nothing && checks_.sound(path + ".sum"))
      checks_.error(path + ".sum", "sums nothing", "such as { automobiles = 1 }");
    const std::vector<std::string> allowed = included_accounts(s_, series.account);
    for (const auto& [member, weight] : series.sum) {
      const Sector* sector = find_entry(s_.sectors, member);
      const std::string key = path + ".sum." + member;
      if (weight > 0.0 && weight < 1e-15)
        checks_.error(key, fmt::format("= {}: is too small", weight), "0, or from 1e-15 to 1e15");
      if (sector == nullptr)
        checks_.unknown_name(key, member, "sectors", "sector", names_of(s_.sectors));
      else if (comparable(sector->account, series.account) && knows_included(series.account) &&
               std::find(allowed.begin(), allowed.end(), sector->account) == allowed.end())
        checks_.error(key,
                      fmt::format("sector of account \"{}\" in a series of account \"{}\"", sector->account,
                                  series.account),
                      "may sum sectors of: " + join(allowed, ", "),
                      "Figures of different accounts are never mixed");
    }
    if (!series.part_of.empty()) part_of(name, series);
  }

  void part_of(const std::string& name, const Series& series) {
    const std::string key = "series." + name + ".part_of";
    const Series* whole = find_entry(s_.series, series.part_of);
    if (series.part_of == name)
      return checks_.error(key, fmt::format("= \"{}\": is the series itself", name), "another series");
    if (whole == nullptr)
      return checks_.unknown_name(key, series.part_of, "series", "series", names_of(s_.series, name));
    if (whole->account != series.account && comparable(whole->account, series.account))
      return checks_.error(key, fmt::format("\"{}\" is of account \"{}\"", series.part_of, whole->account),
                           fmt::format("must be of account \"{}\"", series.account));
    std::set<std::string> above{name};
    for (const Series* next = &series; next != nullptr; next = find_entry(s_.series, next->part_of)) {
      if (next->part_of == name)
        return checks_.error(key, fmt::format("= \"{}\": is itself part of {}", series.part_of, name),
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
      return checks_.unknown_name(path + ".residual_of", base.residual_of, "series", "series",
                                  names_of(s_.series));
    if (!checks_.sound("series." + base.residual_of + ".sum")) return;
    const double own = weight_in(*series, name);
    if (!(own > 0.0))
      return checks_.error(path + ".residual_of",
                           fmt::format("series \"{}\" does not contain {}", base.residual_of, name));
    double others = 0.0;
    for (const auto& [member, weight] : series->sum) {
      const Sector* other = find_entry(s_.sectors, member);
      if (member == name || other == nullptr) continue;
      if (!other->base.residual_of.empty())
        return checks_.error(path + ".residual_of",
                             fmt::format("sector {} of the same series is a residual, too", member),
                             "one residual a series");
      if (!checks_.sound("sectors." + member + ".base")) return;
      others += weight * other->base.value.value_or(0.0);
    }
    const double left = (*base.total - others) / own;
    if (!(left > 0.0))
      return checks_.error(path + ".total",
                           fmt::format("= {:g}: the other sectors of {} already add up to {:g}", *base.total,
                                       base.residual_of, others),
                           "must leave something for " + name);
    if (base.value && std::abs(*base.value - left) > 1e-3 * left)
      checks_.error(path + ".value",
                    fmt::format("= {:g}: total {:g} less the other sectors' {:g} leaves {:g}", *base.value,
                                *base.total, others, left),
                    "must agree with what is left", "Correct it or leave it out");
  }

  void output() {
    const OutputChoice& output = s_.output;
    const std::vector<double>& quantiles = output.quantiles;
    if (quantiles.empty() && checks_.sound("output.quantiles"))
      checks_.error("output.quantiles", "is empty", "such as [0.05, 0.5, 0.95]");
    for (std::size_t i = 1; i < quantiles.size() && checks_.sound("output.quantiles"); ++i)
      if (quantiles[i] <= quantiles[i - 1])
        checks_.error("output.quantiles", fmt::format("{} follows {}", quantiles[i], quantiles[i - 1]),
                      "must rise");
    const std::vector<ReportedVariable>& variables = output.variables;
    const auto summarises = [&](ReportedVariable variable) {
      return std::find(variables.begin(), variables.end(), variable) != variables.end();
    };
    if (!summarises(ReportedVariable::output) && checks_.sound("output.variables"))
      checks_.error("output.variables", "lacks \"output\"", "such as [\"output\", \"growth\"]");
    const std::optional<StopRule>& rule = s_.simulation.stop_when;
    if (rule && rule->statistic == StopStatistic::mean_difference &&
        !summarises(ReportedVariable::difference))
      checks_.error("output.variables", "lacks \"difference\"",
                    "needed by simulation.stop_when.statistic = \"mean_difference\"");
    for (std::size_t i = 0; i < output.cube.size(); ++i)
      if (output.cube[i] != "output" || i > 0)
        checks_.error(fmt::format("output.cube[{}]", i),
                      fmt::format("\"{}\" cannot be kept in full", output.cube[i]),
                      "allowed: [\"output\"] or []");
  }

  Scenario& s_;
  const Node& root_;
  Checks checks_;
};

}  // namespace

void validate(Scenario& scenario, const Node& root, Reading& reading) {
  Validator(scenario, root, reading).run();
}

}  // namespace secondcurve

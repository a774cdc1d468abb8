#include "models/scenario/validate_stop_rule.hpp"

#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

const std::string table = "simulation.stop_when";

class StopRuleValidator final {
 public:
  StopRuleValidator(const Scenario& scenario, const Checks& checks)
      : s_(scenario), rule_(*scenario.simulation.stop_when), checks_(checks) {}

  void run() const {
    if (!rule_.target.empty())
      target();
    else if (!rule_.series.empty())
      series();
  }

 private:
  void target() const {
    if (find_entry(s_.targets, rule_.target) == nullptr)
      checks_.unknown_name(table + ".target", rule_.target, "targets", "target", names_of(s_.targets));
    for (const std::string_view key : StopRule::series_keys)
      if (const std::string full = fmt::format("{}.{}", table, key); checks_.written(full))
        checks_.error(full, "cannot stand beside target", "the target says it");
  }

  void series() const {
    const bool is_known = find_entry(s_.series, rule_.series) != nullptr;
    if (!is_known && find_entry(s_.sectors, rule_.series) != nullptr)
      checks_.error(table + ".series", fmt::format("\"{}\" is a sector, not a series", rule_.series),
                    "a series that sums it; known: " + join(names_of(s_.series), ", "));
    else if (!is_known)
      checks_.unknown_name(table + ".series", rule_.series, "series", "series", names_of(s_.series));
    year();
    if (!rule_.statistic && !rule_.quantile && checks_.sound(table))
      checks_.error(table + ".statistic", "has no statistic", "statistic = \"mean\", or quantile = 0.05");
    // Which series have heavy tails can be told of a sound scenario alone.
    if (!rule_.statistic || checks_.reading().failed()) return;
    if (std::isfinite(tail_degrees(s_, *find_entry(s_.series, rule_.series))))
      checks_.error(table + ".statistic", fmt::format("{} has heavy tails, and so no mean", rule_.series),
                    "a quantile, such as quantile = 0.5");
  }

  void year() const {
    const std::string key = table + ".year";
    const Simulation& run = s_.simulation;
    if (!rule_.year) {
      if (checks_.sound(key)) checks_.error(key, "has no year", "the year of the level");
    } else if (checks_.sound("simulation.base_year") && checks_.sound("simulation.end_year") &&
               (*rule_.year <= run.base_year || *rule_.year > run.end_year)) {
      checks_.error(key, fmt::format("= {}: is not simulated", *rule_.year),
                    fmt::format("from {} to {}", run.base_year + 1, run.end_year));
    }
  }

  const Scenario& s_;
  const StopRule& rule_;
  const Checks& checks_;
};

}  // namespace

void validate_stop_rule(Scenario& scenario, const Checks& checks) {
  std::optional<StopRule>& rule = scenario.simulation.stop_when;
  if (!rule) return;
  if (!rule->enabled) return rule.reset();
  StopRuleValidator(scenario, checks).run();
}

}  // namespace secondcurve

#include "engine/report/same_basis.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve {

namespace {

std::string difference(std::string_view what, const std::string& own, const std::string& other) {
  return fmt::format("{} is \"{}\" in one and \"{}\" in the other", what, other, own);
}

/// The first account of the same name that means something else; empty where there is none.
std::string other_account(const Scenario& scenario, const Scenario& baseline) {
  for (const auto& [name, account] : scenario.accounts) {
    const AccountDefinition* other = find_entry(baseline.accounts, name);
    if (other != nullptr && (other->definition != account.definition || other->includes != account.includes))
      return fmt::format("accounts.{} is defined otherwise", name);
  }
  return {};
}

/// The first names of the series of a scenario.
std::string names_of_series(const Scenario& scenario) {
  constexpr std::size_t most = 4;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, scenario.series.size()); ++i)
    names.push_back(scenario.series[i].name);
  const std::size_t n_more = scenario.series.size() - names.size();
  return join(names, ", ") + (n_more > 0 ? fmt::format(" and {} more", n_more) : "");
}

}  // namespace

std::string nothing_in_common(const Scenario& scenario, const Scenario& baseline) {
  for (const auto& [name, series] : scenario.series)
    if (find_entry(baseline.series, name) != nullptr) return {};
  return fmt::format("they have no series of the same name (one has {}; the other {})",
                     names_of_series(baseline), names_of_series(scenario));
}

std::string why_not_together(const Scenario& scenario, const Scenario& baseline) {
  if (const std::string reason = nothing_in_common(scenario, baseline); !reason.empty()) return reason;
  if (scenario.account.currency != baseline.account.currency)
    return difference("account.currency", scenario.account.currency, baseline.account.currency);
  if (scenario.account.prices != baseline.account.prices)
    return difference("account.prices", scenario.account.prices, baseline.account.prices);
  if (std::string reason = other_account(scenario, baseline); !reason.empty()) return reason;
  for (const auto& [name, series] : scenario.series) {
    const Series* other = find_entry(baseline.series, name);
    if (other != nullptr && other->account != series.account)
      return difference("series." + name + ".account", series.account, other->account);
  }
  return {};
}

}  // namespace secondcurve

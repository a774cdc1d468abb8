#include "engine/report/same_basis.hpp"

#include <string_view>

#include <fmt/format.h>

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

}  // namespace

std::string why_not_together(const Scenario& scenario, const Scenario& baseline) {
  if (scenario.account.currency != baseline.account.currency)
    return difference("account.currency", scenario.account.currency, baseline.account.currency);
  if (scenario.account.prices != baseline.account.prices)
    return difference("account.prices", scenario.account.prices, baseline.account.prices);
  if (std::string reason = other_account(scenario, baseline); !reason.empty()) return reason;
  bool is_any_common = false;
  for (const auto& [name, series] : scenario.series) {
    const Series* other = find_entry(baseline.series, name);
    if (other == nullptr) continue;
    is_any_common = true;
    if (other->account != series.account)
      return difference("series." + name + ".account", series.account, other->account);
  }
  return is_any_common ? "" : "they have no series of the same name";
}

}  // namespace secondcurve

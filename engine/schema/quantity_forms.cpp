#include "engine/schema/quantity_forms.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace secondcurve {

bool is_value_key(std::string_view name) {
  return std::find(value_keys.begin(), value_keys.end(), name) != value_keys.end();
}

bool is_kept_name(std::string_view name) {
  return std::find(kept_names.begin(), kept_names.end(), name) != kept_names.end();
}

std::string usage(const DistributionForm& form) {
  const std::string numbers = fmt::format("{}", fmt::join(form.numbers(), ", "));
  switch (form.style) {
    case DistributionStyle::list:
      return fmt::format("{} = [{}]", form.name, numbers);
    case DistributionStyle::pairs:
      return fmt::format("{} = [[{}], ...]", form.name, numbers);
    case DistributionStyle::shares:
      break;
  }
  return fmt::format("{} = {{ {} = ... }}", form.name, fmt::join(form.numbers(), " = ..., "));
}

std::string quantity_usage() {
  std::vector<std::string_view> others;
  for (std::size_t i = 1; i < distribution_forms.size(); ++i) others.push_back(distribution_forms[i].name);
  return fmt::format(
      "a number, {{ {} = ... }}, a distribution ({{ {} }}, {}), {{ {} = ... }}, {{ 2026 = ... }} or {{ {} = "
      "..., "
      "{} = ... }}",
      number_keys::value, usage(distribution_forms.front()), fmt::join(others, ", "), number_keys::parameter,
      number_keys::csv, number_keys::column);
}

}  // namespace secondcurve

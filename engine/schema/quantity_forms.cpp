#include "engine/schema/quantity_forms.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace secondcurve {

std::string usage(const DistributionForm& form) {
  return fmt::format("{} = [{}]", form.name, fmt::join(form.numbers(), ", "));
}

std::string quantity_usage() {
  std::vector<std::string_view> others;
  for (std::size_t i = 1; i < distribution_forms.size(); ++i) others.push_back(distribution_forms[i].name);
  return fmt::format(
      "a number, {{ {} = ... }}, a distribution ({{ {} }}, {}), {{ 2026 = ... }} or {{ {} = ..., {} = ... }}",
      number_keys::value, usage(distribution_forms.front()), fmt::join(others, ", "), number_keys::csv,
      number_keys::column);
}

}  // namespace secondcurve

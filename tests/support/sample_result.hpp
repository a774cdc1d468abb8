#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/special_numbers.hpp"
#include "engine/output/result_view.hpp"

namespace secondcurve {

inline constexpr double undefined = not_a_number;

inline Variable numbers_of(std::string name, std::vector<double> values) {
  return {std::move(name), {}, std::move(values), {}};
}
inline Variable texts_of(std::string name, std::vector<std::string> values) {
  return {std::move(name), {}, std::move(values), {}};
}

/// Coordinates of two series of different accounts in 2025 and 2026, and one target.
inline Group sample_root() {
  Group root;
  root.variables = {
      texts_of("series", {"cars", "data"}),           texts_of("title", {"Automobiles", "Data"}),
      texts_of("title_zh", {"汽车", "数据"}),         texts_of("group", {"pillar", ""}),
      texts_of("account", {"factories", "services"}), texts_of("target", {"cars_120"}),
      texts_of("target_title", {"Cars at 120"}),      texts_of("target_unit", {"bn CNY"}),
      texts_of("measure", {"output", "output"}),      texts_of("unit", {"bn CNY", "bn CNY"}),
      numbers_of("quantile", {0.05, 0.5, 0.95}),      texts_of("prices", {"constant 2025", "constant 2025"})};
  root.variables.push_back({"year", {"year"}, std::vector<std::int32_t>{2025, 2026}, {}});
  root.attributes = {{"title", std::string("A test")},
                     {"currency", std::string("bn CNY")},
                     {"prices", std::string("constant 2025")},
                     {"seed_text", std::string("18446744073709551615")},
                     {"run_fingerprint", std::string("0123")},
                     {"account_factories", std::string("Factories. Output of plants.")}};
  return root;
}

/// Statistics of those: cars 100 to 110 (of 5% to 95%: 104.4 to 4,761), data 9.46 to 8.
inline Group sample_summary() {
  Group summary{"summary", {}, {}, {}};
  summary.variables = {
      numbers_of("output_mean", {100, 111, 9.46, 8.1}),
      numbers_of("output_mean_se", {0, 0.5, 0, 0.05}),
      numbers_of("output_sd", {0, 5, 0, 0.5}),
      numbers_of("output_sd_se", {0, 0.1, 0, 0.01}),
      numbers_of("output_quantile", {100, 100, 100, 104.4, 110, 4761, 9.46, 9.46, 9.46, 7, 8, 9}),
      numbers_of("growth_mean", {undefined, 0.11, undefined, -0.15}),
      numbers_of("growth_mean_se", {undefined, 0.005, undefined, 0.005}),
      numbers_of("growth_sd", {undefined, 0.05, undefined, 0.05}),
      numbers_of("growth_sd_se", {undefined, 0.001, undefined, 0.001}),
      numbers_of("growth_quantile", {undefined, undefined, undefined, 0.044, 0.1, 46.61, undefined, undefined,
                                     undefined, -0.26, -0.154, -0.05}),
      numbers_of("average_growth_quantile", {undefined, undefined, undefined, 0.044, 0.1, 46.61, undefined,
                                             undefined, undefined, -0.26, -0.154, -0.05}),
      numbers_of("target_probability", {0.123}),
      numbers_of("target_probability_se", {0.0104}),
      numbers_of("target_shortfall", {12.34})};
  summary.variables.push_back({"paths", {"scenario"}, std::vector<std::int64_t>{1000}, {}});
  summary.variables.push_back({"paths_failed", {"scenario"}, std::vector<std::int64_t>{0}, {}});
  return summary;
}

inline ResultView sample_view() { return {"sample.h5", sample_root(), sample_summary()}; }

/// The variable of a group, to be changed.
inline Variable& variable_of(Group& group, const std::string& name) {
  for (Variable& variable : group.variables)
    if (variable.name == name) return variable;
  return group.variables.emplace_back(numbers_of(name, {}));
}

/// The group without one of its variables.
inline Group without(Group group, const std::string& name) {
  std::erase_if(group.variables, [&](const Variable& variable) { return variable.name == name; });
  return group;
}

}  // namespace secondcurve

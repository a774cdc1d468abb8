#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/files.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::test {

/// The tables that every scenario needs: 2025 to 2030, 1000 paths, one account.
inline constexpr std::string_view scenario_head = R"(
[scenario]
title = "A test"
[simulation]
base_year = 2025
end_year = 2030
paths = 1000
seed = 20260101
[account]
prices = "constant 2025"
[accounts.output]
title = "Output"
definition = "Gross output of invented industries."
)";

/// Loads a scenario from the text that follows the head.
/// @param overrides as after --set: "simulation.paths=513".
/// @param files texts that the config names, by path.
inline Scenario scenario_of(const std::string& text, const std::vector<std::string>& overrides = {},
                            std::map<std::string, std::string> files = {}) {
  files["test.toml"] = std::string(scenario_head) + text;
  return load_scenario("test.toml", overrides, MemoryFiles(std::move(files))).scenario;
}

/// `[sectors.NAME]`. @param base and @param growth as in a config: "100", "model = \"path\", growth = 0.1".
inline std::string sector(const std::string& name, const std::string& base, const std::string& growth) {
  return "[sectors." + name + "]\naccount = \"output\"\nbase = " + base + "\ngrowth = { " + growth + " }\n";
}

/// `[series.NAME]`. @param sum as in a config: "a = 1, b = 0.5"; @param part_of may be empty.
inline std::string series(const std::string& name, const std::string& sum, const std::string& part_of = "") {
  const std::string whole = part_of.empty() ? "" : "part_of = \"" + part_of + "\"\n";
  return "[series." + name + "]\naccount = \"output\"\n" + whole + "sum = { " + sum + " }\n";
}

/// A scenario of one sector, 100 in the base year, and a series of it.
inline std::string one_sector(const std::string& growth, const std::string& base = "100") {
  return sector("industry", base, growth) + series("industry", "industry = 1");
}

}  // namespace secondcurve::test

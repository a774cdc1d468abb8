#pragma once

#include <string>
#include <vector>

#include "tests/support/scenario_text.hpp"

namespace secondcurve::test {

using Settings = std::vector<std::string>;

/// Two sectors of uncertain growth, a part, a whole and a target. @param growth of chips, its median.
inline std::string city(const std::string& growth) {
  return sector("chips", "{ value = 225, sd = 15 }",
                "model = \"geometric_brownian\", median_growth = { normal = [" + growth +
                    ", 0.02] }, volatility = 0.1") +
         sector("cars", "700", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07") +
         series("chips", "chips = 1", "all") + series("all", "chips = 1, cars = 1") +
         "[targets.high]\nseries = \"all\"\nyear = 2027\nat_least = 1000\n";
}

/// Two scenarios that differ in one assumption.
inline Scenario slow(const Settings& settings = {}) { return scenario_of(city("0.06"), settings); }
inline Scenario fast(const Settings& settings = {}) { return scenario_of(city("0.07"), settings); }

}  // namespace secondcurve::test

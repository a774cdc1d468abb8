#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"
#include "models/scenario/correlation.hpp"

namespace secondcurve {

/// `[parameter_correlation.NAME]`: uncertain numbers whose draws move together (Gaussian copula).
struct ParameterCorrelation {
  std::vector<std::string> keys;
  Weights loadings;
  std::string correlation;
  bool repair = false;

  CorrelationMatrix matrix;           ///< read from the file
  std::vector<std::string> governed;  ///< full keys of the uncertain numbers that no later entry governs

  static constexpr std::string_view doc =
      "Uncertain numbers whose draws move together (Gaussian copula): loadings on common factors for some "
      "keys, "
      "or a correlation matrix. Their own distributions stay what they are. A key that several entries name "
      "follows the last of them.";
  static auto fields() {
    return std::tuple{
        field("keys", &ParameterCorrelation::keys,
              {.doc =
                   "the uncertain numbers: their keys, such as \"sectors.cars.growth.long_run_growth\", "
                   "\"parameters.NAME\" or \"sectors.cars.base\"; a \"*\" between dots stands for any name"}),
        field("loadings", &ParameterCorrelation::loadings,
              {.unit = "1",
               .range = correlation_range,
               .doc = "loading of each of them on each common factor",
               .presence = Presence::one_of,
               .group = "form"}),
        field("correlation", &ParameterCorrelation::correlation,
              {.doc =
                   "CSV file with a correlation matrix of the normal scores, keys as header and first column",
               .presence = Presence::one_of,
               .group = "form"}),
        field("repair", &ParameterCorrelation::repair,
              {.doc = "takes the nearest correlation matrix where that of the file cannot hold",
               .default_text = "false"}),
    };
  }
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/schema/model_description.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// All that is said of a growth model, without its C++ type.
struct ModelInfo {
  std::string name;  ///< as in `model = "..."`
  std::string title;
  std::string summary;
  std::string equation;  ///< LaTeX
  std::string step;      ///< "exact for any step" or the order of convergence
  std::string source;
  std::vector<KeyInfo> keys;
  std::vector<StateInfo> states;
  std::vector<NoiseInfo> noises;
};

template <class Fields, std::size_t n_states, std::size_t n_noises>
ModelInfo model_info(const ModelDescription<Fields, n_states, n_noises>& d) {
  return {.name = std::string(d.name),
          .title = std::string(d.title),
          .summary = std::string(d.summary),
          .equation = std::string(d.equation),
          .step = std::string(d.step),
          .source = std::string(d.source),
          .keys = key_infos(d.fields),
          .states = {d.states.begin(), d.states.end()},
          .noises = {d.noises.begin(), d.noises.end()}};
}

}  // namespace secondcurve

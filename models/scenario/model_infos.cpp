#include "models/scenario/model_infos.hpp"

#include <type_traits>

#include "models/scenario/growth_spec.hpp"

namespace secondcurve {

std::vector<ModelInfo> model_infos() {
  std::vector<ModelInfo> infos;
  for_each_model(
      [&]<class Model>(std::type_identity<Model>) { infos.push_back(model_info(Model::describe())); });
  return infos;
}

}  // namespace secondcurve

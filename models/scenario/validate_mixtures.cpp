#include "models/scenario/validate_mixtures.hpp"

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "models/growth/model_traits.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

using Components = Named<GrowthMixture::Component>;

/// How far weights may be from adding up to one: 1/3 is written with some digits.
constexpr double rounding_of_weights = 1e-6;

void check_weights(const std::string& key, Components& components, const Checks& checks) {
  if (components.size() < 2)
    return checks.error(key,
                        fmt::format("has {} component{}", components.size(), components.empty() ? "s" : ""),
                        "at least 2, such as { fast = { weight = 0.4, model = ... }, slow = { ... } }",
                        components.empty() ? "" : "Or its model alone, without a mixture");
  double sum = 0.0;
  for (const auto& [name, component] : components) sum += component.weight;
  if (!(std::abs(sum - 1.0) <= rounding_of_weights))
    return checks.error(key, fmt::format("has weights that add up to {:.7g}", sum),
                        "weights of the components that add up to 1");
  for (auto& [name, component] : components) component.weight /= sum;
}

/// Components share the noises of equal name, so these must be drawn under one name.
void check_owners(const std::string& key, const Components& components, const Checks& checks) {
  std::map<std::string, std::pair<std::string, std::string>> owners;  // by noise: owner, component
  const auto called = [](const std::string& owner) {
    return owner.empty() ? std::string("the sector's own") : owner;
  };
  for (const auto& entry : components)
    entry.value.model.visit([&]<class Model>(std::type_identity<Model>, const auto& params) {
      for (const NoiseInfo& noise : Model::describe().noises) {
        const std::string owner = shared_owner<Model>(params, noise);
        const auto [first, added] =
            owners.try_emplace(std::string(noise.name), std::pair(owner, std::string(entry.name)));
        if (!added && first->second.first != owner)
          checks.error(key + "." + entry.name,
                       fmt::format("draws its {} from {}, component {} from {}", noise.name, called(owner),
                                   first->second.second, called(first->second.first)),
                       "components of a mixture share their draws: the same chain or history");
      }
    });
}

}  // namespace

void validate_mixtures(Scenario& scenario, const Checks& checks) {
  for (auto& [name, sector] : scenario.sectors) {
    auto* mixture = std::get_if<GrowthSpec<GrowthMixture>>(&sector.growth);
    const std::string key = "sectors." + name + ".growth";
    if (mixture == nullptr || !checks.sound(key)) continue;
    check_weights(key + ".components", mixture->fixed.components, checks);
    check_owners(key + ".components", mixture->fixed.components, checks);
  }
}

}  // namespace secondcurve

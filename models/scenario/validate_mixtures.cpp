#include "models/scenario/validate_mixtures.hpp"

#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "models/growth/model_traits.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

using Components = Named<GrowthMixture::Component>;

void check_weights(const std::string& key, Components& components, const Checks& checks) {
  if (components.size() < 2)
    return checks.error(key,
                        fmt::format("has {} component{}", components.size(), components.empty() ? "s" : ""),
                        "at least 2, such as { fast = { weight = 0.4, model = ... }, slow = { ... } }",
                        components.empty() ? "" : "Or its model alone, without a mixture");
  double sum = 0.0;
  for (const auto& [name, component] : components) sum += component.weight;
  if (!adds_up_to_one(sum))
    return checks.error(key, fmt::format("has weights that add up to {:.7g}", sum),
                        "weights of the components that add up to 1");
  for (auto& [name, component] : components) component.weight /= sum;
}

/// Components share the draws of equal name, so those of one model must take them from one chain or history.
/// @param name of the key that says which, a member of the model's parameters.
template <class Model>
void check_owners(const std::string& key, const Components& components, std::string_view name,
                  std::string Model::Params::*member, const Checks& checks) {
  const auto text = [&](const std::string& owner) {
    return owner.empty() ? fmt::format("no {}", name) : fmt::format("{} = \"{}\"", name, owner);
  };
  const NamedEntry<GrowthMixture::Component>* first = nullptr;
  const std::string* owner = nullptr;  // that of the first
  for (const auto& entry : components) {
    const auto* params = std::get_if<typename Model::Params>(&entry.value.model.params);
    if (params == nullptr) continue;
    const std::string& own = params->*member;
    if (first == nullptr) {
      first = &entry;
      owner = &own;
    } else if (own != *owner) {
      checks.error(fmt::format("{}.{}.{}", key, entry.name, name),
                   fmt::format("{}: component {} has {}",
                               own.empty() ? "has " + text(own) : fmt::format("= \"{}\"", own), first->name,
                               text(*owner)),
                   fmt::format("the same {}: components of a mixture share their draws", name));
    }
  }
}

}  // namespace

void validate_mixtures(Scenario& scenario, const Checks& checks) {
  for (auto& [name, sector] : scenario.sectors) {
    auto* mixture = std::get_if<GrowthSpec<GrowthMixture>>(&sector.growth);
    const std::string key = "sectors." + name + ".growth";
    if (mixture == nullptr || !checks.sound(key)) continue;
    check_weights(key + ".components", mixture->fixed.components, checks);
    check_owners<RegimeSwitching>(key + ".components", mixture->fixed.components, "chain",
                                  &RegimeSwitching::Params::chain, checks);
    check_owners<HistoricalBootstrap>(key + ".components", mixture->fixed.components, "history",
                                      &HistoricalBootstrap::Params::history, checks);
  }
}

}  // namespace secondcurve

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "engine/schema/model_description.hpp"
#include "models/growth/model_traits.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// The noise that picks the component of a path.
inline constexpr std::string_view component_noise = "component";

/// The coefficients, and what is expected, of one model among others.
template <class Model>
struct CoefficientsOf {
  typename Model::Coefficients value;
};
template <class Model>
struct ExpectedOf {
  ExpectationOf<Model> value;
};

namespace detail {
/// The place of a noise in a model's description; the number of its noises where it has none of that name.
template <class Model>
constexpr std::size_t noise_index(std::string_view name) {
  constexpr auto noises = Model::describe().noises;
  std::size_t i = 0;
  while (i < noises.size() && noises[i].name != name) ++i;
  return i;
}

/// Whether growth with these parameters takes a noise of that name.
template <class Model>
bool takes(const typename Model::Params& params, std::string_view name) {
  constexpr auto noises = Model::describe().noises;
  const std::size_t i = noise_index<Model>(name);
  return i < noises.size() && takes_noise<Model>(params, noises[i]);
}

/// Noises under construction.
template <std::size_t most>
struct NoiseList {
  std::array<NoiseInfo, most> all{};
  std::size_t n = 0;

  constexpr void add(const NoiseInfo& noise) {
    for (std::size_t i = 0; i < n; ++i)
      if (all[i].name == noise.name) return;
    all[n] = noise;
    all[n].doc = "as in the models that take it";
    ++n;
  }
  template <std::size_t n_more>
  constexpr void add_all(const std::array<NoiseInfo, n_more>& more) {
    for (std::size_t i = 0; i < n_more; ++i) add(more[i]);
  }
};

template <class... Models>
constexpr auto list_noises() {
  NoiseList<(Models::describe().noises.size() + ... + 1)> list;
  (list.add_all(Models::describe().noises), ...);
  list.all[list.n] = {.name = component_noise,
                      .kind = NoiseKind::uniform,
                      .doc = "picks the component that a path follows",
                      .time = NoiseTime::once};
  ++list.n;
  return list;
}

/// The noises of all models, each name once, then that of the component.
template <class... Models>
constexpr auto union_of_noises() {
  constexpr auto list = list_noises<Models...>();
  std::array<NoiseInfo, list.n> noises{};
  for (std::size_t i = 0; i < list.n; ++i) noises[i] = list.all[i];
  return noises;
}
}  // namespace detail

/// Where a mixture keeps the states and noises of its components. Each path needs the states of one component
/// only, so components share columns: growth, which component it is, then the inner states of its model. The
/// noises are those of all models, each name once, then `component`.
template <class... Models>
struct MixtureLayout {
  static constexpr std::size_t most_states = std::max({Models::describe().states.size()...});
  static constexpr std::size_t n_states = most_states + 1;
  /// The column of a model's state.
  static constexpr std::size_t place(std::size_t state) { return state == 0 ? 0 : state + 1; }

  static constexpr std::array<StateInfo, n_states> states() {
    constexpr std::array<std::string_view, 8> inner{"inner_1", "inner_2", "inner_3", "inner_4",
                                                    "inner_5", "inner_6", "inner_7", "inner_8"};
    static_assert(most_states <= inner.size() + 1);
    std::array<StateInfo, n_states> all{StateInfo{"growth", "1"}, StateInfo{"component", "1"}};
    for (std::size_t i = 2; i < n_states; ++i) all[i] = {inner[i - 2], "as in its model"};
    return all;
  }

  static constexpr auto noises = detail::union_of_noises<Models...>();
  static constexpr std::size_t component_index = noises.size() - 1;

  /// The noises of a model among those of the mixture. @param z null where there are none.
  template <class Model>
  static auto noises_of(NoiseBlock z) {
    constexpr auto own = Model::describe().noises;
    std::array<ColumnView, own.size()> picked{};
    if (z == nullptr) return picked;
    for (std::size_t k = 0; k < own.size(); ++k)
      for (std::size_t i = 0; i < noises.size(); ++i)
        if (noises[i].name == own[k].name) picked[k] = z[i];
    return picked;
  }

  /// Whether models that take noises of equal name mean the same by them.
  static constexpr bool agree() {
    bool good = true;
    const auto check = [&](const auto& all) {
      for (const NoiseInfo& own : all)
        for (const NoiseInfo& noise : noises)
          if (own.name == noise.name)
            good = good && own.kind == noise.kind && own.time == noise.time && own.shared == noise.shared;
    };
    (check(Models::describe().noises), ...);
    return good;
  }
};

}  // namespace secondcurve

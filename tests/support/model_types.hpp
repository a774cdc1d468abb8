#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "tests/support/model_examples.hpp"

namespace secondcurve::test {

/// A tuple of models as a list for typed tests.
template <class Models>
struct ModelTypes;
template <class... Models>
struct ModelTypes<std::tuple<Models...>> {
  using type = testing::Types<Models...>;
};

/// Models of normal noises with exact moments: their log growth is a linear function of the noises.
template <class Model>
concept LinearGaussian = HasMoments<Model> && all_normal<Model>();

/// Some models of a tuple, as a tuple.
template <class Models>
struct Only;
template <class... Models>
struct Only<std::tuple<Models...>> {
  using WithMoments = decltype(std::tuple_cat(
      std::declval<std::conditional_t<HasMoments<Models>, std::tuple<Models>, std::tuple<>>>()...));
  using Linear = decltype(std::tuple_cat(
      std::declval<std::conditional_t<LinearGaussian<Models>, std::tuple<Models>, std::tuple<>>>()...));
};

}  // namespace secondcurve::test

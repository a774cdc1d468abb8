#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/schema/field.hpp"

namespace secondcurve {

/// What kind of draw a noise is.
enum class NoiseKind { normal, uniform };
template <>
struct EnumNames<NoiseKind> {
  static constexpr std::array<std::string_view, 2> names{"normal", "uniform"};
};

/// How often a noise is drawn.
enum class NoiseTime {
  every_step,
  every_year,  ///< the same value in all steps of a year
  once,        ///< one value per path, known when the model starts
};

/// A noise that a model asks for, by name. The name is part of the address of its draws.
struct NoiseInfo {
  std::string_view name;  ///< "output", "growth_rate", ...
  NoiseKind kind = NoiseKind::normal;
  std::string_view doc = "";
  NoiseTime time = NoiseTime::every_step;
  /// Drawn under the name that the model gives by `shared_owner(params)`, such as "chains.C", so that
  /// sectors that name the same owner share it. Under the sector's own name where that is empty.
  bool shared = false;
};

/// A column of state that a model keeps per path. The first is always the log growth since the base year.
struct StateInfo {
  std::string_view name;
  std::string_view unit;
};

/// All that is said of a growth model, once. `fields` is a tuple of Field over its Params.
template <class Fields, std::size_t n_states, std::size_t n_noises>
struct ModelDescription {
  std::string_view name;  ///< as in `model = "..."`
  std::string_view title;
  std::string_view summary;   ///< what it is for, in plain words
  std::string_view equation;  ///< LaTeX
  std::string_view step;      ///< "exact for any step" or the order of convergence
  std::string_view source;    ///< book or paper with section
  std::array<StateInfo, n_states> states;
  std::array<NoiseInfo, n_noises> noises;
  Fields fields;
  /// Keys of the growth table as a config says them, without `model`; one example a line. For tests and
  /// benchmarks of a model whose parameters cannot be made from its fields one by one; together they give
  /// every key.
  std::string_view examples = "";
};

}  // namespace secondcurve

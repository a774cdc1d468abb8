#pragma once

#include <string>
#include <utility>

#include "engine/schema/model_description.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

// What a growth model may say of itself beside its description, with what holds where it does not.

/// Whether growth with these parameters takes a noise of its model's description: a model says so by
/// `takes_noise(params, name)`.
template <class Model>
bool takes_noise(const typename Model::Params& params, const NoiseInfo& noise) {
  if constexpr (requires { Model::takes_noise(params, noise.name); })
    return Model::takes_noise(params, noise.name);
  else
    return true;
}

/// The owner of a noise that several sectors may share, such as "chains.C", which a model gives by
/// `shared_owner(params)`, or by `shared_owner(params, name)` where noises may have several; empty where it
/// is the sector's own.
template <class Model>
std::string shared_owner(const typename Model::Params& params, const NoiseInfo& noise) {
  if (!noise.shared) return {};
  if constexpr (requires { Model::shared_owner(params, noise.name); })
    return Model::shared_owner(params, noise.name);
  else if constexpr (requires { Model::shared_owner(params); })
    return Model::shared_owner(params);
  else
    return {};
}

/// Whether the output of the base year enters the coefficients: `uses_base(params)`.
template <class Model>
bool uses_base(const typename Model::Params& params) {
  if constexpr (requires { Model::uses_base(params); })
    return Model::uses_base(params);
  else
    return false;
}

/// Whether a step reads the growth of the core over the step before: `uses_core_growth(params)`.
template <class Model>
bool uses_core_growth(const typename Model::Params& params) {
  if constexpr (requires { Model::uses_core_growth(params); })
    return Model::uses_core_growth(params);
  else
    return false;
}

/// Whether a model builds the sector's capital, so that it says what extra capital adds:
/// `capital_effect(coefficients, states, extra)`.
template <class Model>
concept BuildsCapital = requires {
  &Model::capital_effect;
};

/// What is wrong with parameters that are each in range: `problem(params, context)`.
template <class Model>
Problem problem_of(const typename Model::Params& params, const StepContext& context) {
  if constexpr (requires { Model::problem(params, context); })
    return Model::problem(params, context);
  else
    return {};
}

/// Whether noises that are drawn once decide what growth is expected, so that it differs by path even where
/// parameters do not.
template <class Model>
inline constexpr bool expects_by_path = requires(const typename Model::Params& params,
                                                 const StepContext& context, NoiseBlock once) {
  Model::expect(params, context, once);
};

/// What a model expects of its own growth before the first step: the states of `trend`.
/// @param once the noises that are drawn once; null for what is expected before they are known.
template <class Model>
auto expectation(const typename Model::Params& params, const StepContext& context,
                 [[maybe_unused]] NoiseBlock once = nullptr) {
  if constexpr (expects_by_path<Model>)
    return Model::expect(params, context, once);
  else if constexpr (requires { Model::expect(params, context); })
    return Model::expect(params, context);
  else
    return Model::start(params, context, nullptr);
}
template <class Model>
using ExpectationOf =
    decltype(expectation<Model>(std::declval<typename Model::Params>(), std::declval<StepContext>()));

/// Whether a model knows exact moments of its log growth, by `log_moments(params, years)` or, where they
/// depend on the length of the steps, too, by `log_moments(params, years, dt)`.
template <class Model>
concept HasMoments = requires(const typename Model::Params& p) {
  Model::log_moments(p, 1.0);
}
|| requires(const typename Model::Params& p) { Model::log_moments(p, 1.0, 1.0); };

/// Whether they are known with these parameters: `has_log_moments(params)` where that depends on them.
template <class Model>
bool knows_moments(const typename Model::Params& params) {
  if constexpr (requires { Model::has_log_moments(params); })
    return Model::has_log_moments(params);
  else
    return HasMoments<Model>;
}

/// The exact moments of a model's log growth after `years` in steps of `dt`, for parameters that are one
/// number each.
template <HasMoments Model>
LogMoments moments_of(const typename Model::Params& params, double years, [[maybe_unused]] double dt) {
  if constexpr (requires { Model::log_moments(params, years, dt); })
    return Model::log_moments(params, years, dt);
  else
    return Model::log_moments(params, years);
}

}  // namespace secondcurve

#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "models/growth/step_context.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::test {

/// One block of a growth model, stepped by hand: states and the noises of the next step.
template <class Model>
struct ModelBlock {
  static constexpr std::size_t n_states = Model::describe().states.size();
  static constexpr std::size_t n_noises = Model::describe().noises.size();

  std::array<Lanes, n_states> states;
  std::array<Lanes, n_noises> noises{};

  explicit ModelBlock(const std::array<Column, n_states>& start) {
    for (std::size_t k = 0; k < n_states; ++k)
      for (std::size_t path = 0; path < block_paths; ++path) states[k][path] = start[k].at(path);
  }

  void step(const typename Model::Coefficients& coefficients, const Step& place = {}) {
    std::array<double*, n_states> state;
    std::array<const double*, n_noises> noise;
    for (std::size_t k = 0; k < n_states; ++k) state[k] = states[k].data();
    for (std::size_t k = 0; k < n_noises; ++k) noise[k] = noises[k].data();
    Model::step(place, coefficients, state.data(), noise.data());
  }

  void set_noise(std::size_t noise, double value) { noises[noise].values.fill(value); }
};

/// The log growth after `n_steps` steps with every noise held at `z`.
template <class Model>
double log_growth_after(const typename Model::Params& params, int n_steps, double dt, double z = 0.0,
                        double base = 100.0) {
  const StepContext context{dt, base};
  const auto coefficients = Model::prepare(params, context);
  ModelBlock<Model> block(Model::start(params, context, nullptr));
  for (std::size_t k = 0; k < block.n_noises; ++k) block.set_noise(k, z);
  for (int i = 0; i < n_steps; ++i) block.step(coefficients);
  return block.states[0][0];
}

/// What a linear model makes of its noises: mean and covariance of its states after equal steps, from the
/// response to one unit of each noise in each step.
template <class Model>
struct LinearResponse {
  static constexpr std::size_t n_states = ModelBlock<Model>::n_states;
  std::array<double, n_states> mean{};
  std::array<std::array<double, n_states>, n_states> covariance{};

  /// @param n_steps with the noises of a step fewer than block_paths in all.
  LinearResponse(const typename Model::Params& params, std::size_t n_steps, double dt) {
    const StepContext context{dt, 100.0};
    const auto coefficients = Model::prepare(params, context);
    ModelBlock<Model> block(Model::start(params, context, nullptr));
    for (std::size_t step = 0; step < n_steps; ++step) {
      // Path 0 has no noise; path 1 + step * n_noises + k has one unit of noise k in that step.
      for (std::size_t k = 0; k < block.n_noises; ++k) {
        block.set_noise(k, 0.0);
        block.noises[k].values.at(1 + step * block.n_noises + k) = 1.0;
      }
      block.step(coefficients);
    }
    for (std::size_t a = 0; a < n_states; ++a) {
      mean[a] = block.states[a][0];
      for (std::size_t b = 0; b < n_states; ++b)
        for (std::size_t path = 1; path <= n_steps * block.n_noises; ++path)
          covariance[a][b] +=
              (block.states[a][path] - block.states[a][0]) * (block.states[b][path] - block.states[b][0]);
    }
  }
};

}  // namespace secondcurve::test

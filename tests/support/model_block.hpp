#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/model_traits.hpp"
#include "models/growth/step_context.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::test {

/// Draws a noise of a block of paths. @param number of the draw: 0 of the one that is drawn once.
inline Lanes draw_noise(const NoiseInfo& noise, const StreamKey& stream, std::uint64_t first_path,
                        std::size_t number) {
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> drawn;
  const auto quad = static_cast<std::uint32_t>(number / 4);
  if (noise.kind == NoiseKind::normal)
    fill_normals(stream, first_path, quad, drawn.data());
  else
    fill_uniforms(stream, first_path, quad, drawn.data());
  Lanes lanes;
  for (std::size_t path = 0; path < block_paths; ++path) lanes[path] = drawn[number % 4 * lane_pitch + path];
  return lanes;
}

/// The base year of all tests, and that of scenario_text.hpp. @param base output in it.
inline StepContext in_2025(double dt, double base = 100.0) { return {dt, base, 2025}; }

/// One block of a growth model, stepped by hand: states and the noises of the next step.
template <class Model>
struct ModelBlock {
  static constexpr auto description = Model::describe();
  static constexpr std::size_t n_states = description.states.size();
  static constexpr std::size_t n_noises = description.noises.size();
  using Noises = std::array<Lanes, n_noises>;

  Noises noises;
  std::array<Lanes, n_states> states;

  /// A block in the base year. @param given noises of the first step; those drawn once enter the start.
  ModelBlock(const typename Model::Params& params, const StepContext& context, const Noises& given = {})
      : noises(given),
        steps_per_year_(static_cast<std::size_t>(std::max(std::lround(1.0 / context.dt), 1L))) {
    const auto start = Model::start(params, context, noises_at(true).data());
    for (std::size_t k = 0; k < n_states; ++k)
      for (std::size_t path = 0; path < block_paths; ++path) states[k][path] = start[k].at(path);
  }

  void step(const typename Model::Coefficients& coefficients) {
    std::array<double*, n_states> state;
    for (std::size_t k = 0; k < n_states; ++k) state[k] = states[k].data();
    const Lanes before = states[0];
    const Step place{index_, index_ % steps_per_year_ == 0, index_ == 0 ? nullptr : growth_.data()};
    Model::step(place, coefficients, state.data(), noises_at(false).data());
    for (std::size_t path = 0; path < block_paths; ++path) growth_[path] = states[0][path] - before[path];
    ++index_;
  }

  void set_noise(std::size_t noise, double value) { noises[noise].values.fill(value); }

  /// Draws the noises of the next step as the program does.
  void draw(const std::array<StreamKey, n_noises>& streams, std::uint64_t first_path) {
    for (std::size_t k = 0; k < n_noises; ++k) {
      if (description.noises[k].time == NoiseTime::once) continue;
      const bool yearly = description.noises[k].time == NoiseTime::every_year;
      noises[k] = draw_noise(description.noises[k], streams[k], first_path,
                             yearly ? index_ / steps_per_year_ : index_);
    }
  }

 private:
  /// Those that are drawn once, or the others; the rest are null.
  std::array<ColumnView, n_noises> noises_at(bool once) const {
    std::array<ColumnView, n_noises> z{};
    for (std::size_t k = 0; k < n_noises; ++k)
      if ((description.noises[k].time == NoiseTime::once) == once) z[k] = noises[k].data();
    return z;
  }

  std::size_t steps_per_year_;
  std::size_t index_ = 0;
  Lanes growth_{};
};

/// The noises that a block starts with, drawn as the program does.
template <class Model>
typename ModelBlock<Model>::Noises first_noises(
    const std::array<StreamKey, ModelBlock<Model>::n_noises>& streams, std::uint64_t first_path) {
  typename ModelBlock<Model>::Noises noises;
  for (std::size_t k = 0; k < noises.size(); ++k)
    noises[k] = draw_noise(ModelBlock<Model>::description.noises[k], streams[k], first_path, 0);
  return noises;
}

/// What a model expects of its own growth, before the first step: the states of its trend.
template <class Model>
auto expectation_of(const typename Model::Params& params, const StepContext& context) {
  return expectation<Model>(params, context);
}

/// The log growth after `n_steps` steps with every noise held at `z`.
template <class Model>
double log_growth_after(const typename Model::Params& params, int n_steps, double dt, double z = 0.0,
                        double base = 100.0) {
  const StepContext context = in_2025(dt, base);
  const auto coefficients = Model::prepare(params, context);
  typename ModelBlock<Model>::Noises noises;
  for (Lanes& each : noises) each.values.fill(z);
  ModelBlock<Model> block(params, context, noises);
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
    const StepContext context = in_2025(dt);
    const auto coefficients = Model::prepare(params, context);
    ModelBlock<Model> block(params, context);
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

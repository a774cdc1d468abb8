// The step of each growth model of models/registry.hpp, one thread, parameters from its description: a new
// model is timed by being listed. "per_path": every parameter is a column with one value per path, as where
// it is uncertain.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/check.hpp"
#include "engine/block/philox.hpp"
#include "models/scenario/growth_spec.hpp"
#include "tests/support/model_examples.hpp"

namespace secondcurve::bench {
namespace {

/// Five years in quarters; then a block begins again.
constexpr std::size_t n_steps = 20;
constexpr double dt = 0.25;

/// One block of a growth model: its states, and the noises of all its steps.
template <class Model>
class ModelBlock final {
 public:
  using Params = typename Model::Params;
  static constexpr std::size_t n_states = Model::describe().states.size();
  static constexpr std::size_t n_noises = Model::describe().noises.size();

  explicit ModelBlock(const Params& params)
      : coefficients_(Model::prepare(params, {dt, 100.0})),
        initial_(Model::start(params, {dt, 100.0}, nullptr)) {}

  /// Draws the noises of a block of paths.
  void draw(std::uint64_t block) {
    for (std::size_t k = 0; k < n_noises; ++k)
      for (std::size_t quad = 0; quad < n_steps / 4; ++quad)
        fill_normals(StreamKey(k), block * block_paths, static_cast<std::uint32_t>(quad),
                     noises_.data() + (k * n_steps + 4 * quad) * lane_pitch);
  }

  void silence() { noises_.fill(0.0); }

  /// Starts anew and takes all the steps.
  void run() {
    std::array<double*, n_states> states;
    for (std::size_t k = 0; k < n_states; ++k) {
      states[k] = states_.data() + k * lane_pitch;
      for (std::size_t path = 0; path < block_paths; ++path) states[k][path] = initial_[k].at(path);
    }
    for (std::size_t step = 0; step < n_steps; ++step) {
      std::array<const double*, n_noises> z;
      for (std::size_t k = 0; k < n_noises; ++k) z[k] = noises_.data() + (k * n_steps + step) * lane_pitch;
      Model::step(Step{}, coefficients_, states.data(), z.data());
    }
  }

  double growth(std::size_t path) const { return states_[path]; }

  /// Growth that the model expects by its trend.
  double expected() const {
    auto states = initial_;
    for (std::size_t step = 0; step < n_steps; ++step) Model::trend(coefficients_, states);
    return states[0].at(0);
  }

 private:
  typename Model::Coefficients coefficients_;
  std::array<Column, n_states> initial_;
  alignas(lane_alignment) std::array<double, n_states * lane_pitch> states_{};
  alignas(lane_alignment) std::array<double, n_noises * n_steps * lane_pitch> noises_{};
};

/// Whether the mean of simulated growth is that of the model's closed form, within six standard errors.
template <class Model>
bool has_its_mean(ModelBlock<Model>& block, const typename Model::Params& params) {
  constexpr std::uint64_t n_blocks = 16;
  const LogMoments exact = Model::log_moments(params, n_steps * dt);
  double sum = 0.0;
  for (std::uint64_t i = 0; i < n_blocks; ++i) {
    block.draw(i);
    block.run();
    for (std::size_t path = 0; path < block_paths; ++path) sum += block.growth(path);
  }
  constexpr double n = n_blocks * block_paths;
  return close(sum / n, exact.mean, 6.0 * std::sqrt(exact.variance / n));
}

template <class Model>
void model_step(benchmark::State& state, const typename Model::Params& given, bool per_path) {
  auto params = given;
  if (per_path)
    test::for_each_given<Model>(params, [](const auto&, Column& column) {
      const double value = column.value();
      column = Column::per_path();
      std::fill_n(column.lanes(), block_paths, value);
    });
  const auto block = std::make_unique<ModelBlock<Model>>(params);
  block->silence();
  block->run();
  require(state, close(block->growth(0), block->expected(), 1e-12), "the path without noise is wrong");
  if constexpr (requires { Model::log_moments(given, 1.0); })
    require(state, has_its_mean(*block, given), "the mean is not that of the closed form");
  block->draw(0);
  for (auto _ : state) {
    block->run();
    benchmark::DoNotOptimize(block->growth(17));
    benchmark::ClobberMemory();
  }
  count_path_steps(state, n_steps * block_paths);
}

/// The choices that an example makes, as "/level"; empty for a model without choices.
template <class Model>
std::string choices_of(const typename Model::Params& params) {
  std::string text;
  constexpr auto description = Model::describe();
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    if constexpr (!test::is_column_member<Member>) text += "/" + std::string(name_of(params.*f.member));
  });
  return text;
}

/// One case, and one per path, for every model and every combination of choices that its examples make.
[[maybe_unused]] const bool registered = [] {
  for_each_model([]<class Model>(std::type_identity<Model>) {
    std::vector<std::string> names;
    for (const auto& example : test::examples_of<Model>()) {
      const std::string name =
          "model_step/" + std::string(Model::describe().name) + choices_of<Model>(example.params);
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      names.push_back(name);
      for (const bool per_path : {false, true})
        benchmark::RegisterBenchmark((name + (per_path ? "/per_path" : "")).c_str(),
                                     [params = example.params, per_path](benchmark::State& s) {
                                       model_step<Model>(s, params, per_path);
                                     });
    }
  });
  return true;
}();

}  // namespace
}  // namespace secondcurve::bench

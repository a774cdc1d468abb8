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
#include "bench/machine_limits.hpp"
#include "engine/block/philox.hpp"
#include "models/economy/model_group.hpp"
#include "models/scenario/growth_spec.hpp"
#include "tests/support/model_examples.hpp"

namespace secondcurve::bench {
namespace {

/// Five years in quarters; then a block begins again.
constexpr std::size_t n_steps = 20;
const StepContext context{0.25, 100.0, 2025};

/// One block of a growth model: its states, and the noises of all its steps.
template <class Model>
class ModelBlock final {
 public:
  using Params = typename Model::Params;
  static constexpr std::size_t n_states = Model::describe().states.size();
  static constexpr std::size_t n_noises = Model::describe().noises.size();
  /// Those that are drawn anew at each step.
  static constexpr std::size_t n_step_noises = [] {
    std::size_t n = 0;
    for (const NoiseInfo& noise : Model::describe().noises) n += noise.time == NoiseTime::once ? 0 : 1;
    return n;
  }();

  explicit ModelBlock(const Params& params)
      : params_(params), coefficients_(Model::prepare(params, context)) {}

  /// Draws the noises of a block of paths.
  void draw(std::uint64_t block) {
    for (std::size_t k = 0; k < n_noises; ++k)
      for (std::size_t quad = 0; quad < n_steps / 4; ++quad) {
        const auto fill = noise_infos[k].kind == NoiseKind::normal ? fill_normals : fill_uniforms;
        fill(StreamKey(k), block * block_paths, static_cast<std::uint32_t>(quad), column(k, 4 * quad));
      }
  }

  void silence() { noises_.fill(0.0); }

  /// Starts anew and takes all the steps.
  void run() {
    std::array<double*, n_states> states;
    const auto initial = Model::start(params_, context, noises_of(0, true).data());
    for (std::size_t k = 0; k < n_states; ++k) {
      states[k] = states_.data() + k * lane_pitch;
      for (std::size_t path = 0; path < block_paths; ++path) states[k][path] = initial[k].at(path);
    }
    for (std::size_t step = 0; step < n_steps; ++step)
      Model::step(Step{step, step % 4 == 0, nullptr}, coefficients_, states.data(),
                  noises_of(step, false).data());
  }

  double growth(std::size_t path) const { return states_[path]; }

  /// Growth that the model expects by its trend.
  double expected() const {
    auto states = expectation<Model>(params_, context);
    double growth = 0.0;
    for (std::size_t step = 0; step < n_steps; ++step) growth += Model::trend(coefficients_, states).at(0);
    return growth;
  }

 private:
  static constexpr auto noise_infos = Model::describe().noises;

  double* column(std::size_t noise, std::size_t step) {
    return noises_.data() + (noise * n_steps + step) * lane_pitch;
  }
  /// Those that are drawn once, or the others; the rest are null.
  std::array<ColumnView, n_noises> noises_of(std::size_t step, bool once) {
    std::array<ColumnView, n_noises> z{};
    for (std::size_t k = 0; k < n_noises; ++k)
      if ((noise_infos[k].time == NoiseTime::once) == once) z[k] = column(k, step);
    return z;
  }

  Params params_;
  typename Model::Coefficients coefficients_;
  alignas(lane_alignment) std::array<double, n_states * lane_pitch> states_{};
  alignas(lane_alignment) std::array<double, n_noises * n_steps * lane_pitch> noises_{};
};

/// Whether the mean of simulated growth is that of the model's closed form, within six standard errors.
template <class Model>
bool has_its_mean(ModelBlock<Model>& block, const typename Model::Params& params) {
  constexpr std::uint64_t n_blocks = 16;
  const LogMoments exact = moments_of<Model>(params, n_steps * context.dt, context.dt);
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
    test::for_each_given<Model>(params, [](const auto&, const auto&, Column& column) {
      const double value = column.value();
      column = Column::per_path();
      std::fill_n(column.lanes(), block_paths, value);
    });
  const auto block = std::make_unique<ModelBlock<Model>>(params);
  block->silence();
  block->run();
  if (test::all_normal<Model>())
    require(state, close(block->growth(0), block->expected(), 1e-12), "the path without noise is wrong");
  if constexpr (HasMoments<Model>)
    if (knows_moments<Model>(given))
      require(state, has_its_mean(*block, given), "the mean is not that of the closed form");
  block->draw(0);
  for (auto _ : state) {
    block->run();
    benchmark::DoNotOptimize(block->growth(17));
    benchmark::ClobberMemory();
  }
  count_path_steps(state, n_steps * block_paths);
  // At the least a step reads its states and noises, and writes its states.
  constexpr std::size_t bytes = n_steps * block_paths * sizeof(double);
  constexpr std::size_t n_states = ModelBlock<Model>::n_states, n_noises = ModelBlock<Model>::n_step_noises;
  count_of_limit(state, cache_seconds((n_states + n_noises) * bytes, n_states * bytes), "cache");
}

/// What tells an example from others, as "/level" by its choices; empty for a model without choices.
template <class Model>
std::string choices_of(const test::ModelExample<Model>& example) {
  constexpr auto description = Model::describe();
  if (!description.examples.empty()) return "/" + example.label.substr(example.label.rfind(' ') + 1);
  std::string text;
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    if constexpr (std::is_enum_v<Member>) text += "/" + std::string(name_of(example.params.*f.member));
  });
  return text;
}

/// One case, and one per path, for every model and every combination of choices that its examples make.
[[maybe_unused]] const bool registered = [] {
  for_each_model([]<class Model>(std::type_identity<Model>) {
    std::vector<std::string> names;
    for (const auto& example : test::examples_of<Model>()) {
      const std::string name =
          "model_step/" + std::string(Model::describe().name) + choices_of<Model>(example);
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

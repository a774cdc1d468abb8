#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/block/ops.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_choice.hpp"
#include "engine/schema/model_description.hpp"
#include "engine/schema/type_info.hpp"
#include "models/growth/draw_category.hpp"
#include "models/growth/mixture_layout.hpp"
#include "models/growth/model_traits.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Several models of one industry, when nobody knows which is right: each path follows one of them.
///
///     P(component = k) = w_k,   x = x_k
///
/// The component is drawn once for each path; then the path is one of that model, with the noises that it
/// would have by itself. Components share the noises of equal name, so nothing else depends on which one is
/// drawn. Source: J. A. Hoeting, D. Madigan, A. E. Raftery and C. T. Volinsky, Bayesian Model Averaging: A
/// Tutorial, Statistical Science 14 (1999) 382 (doi:10.1214/ss/1009212519), eqs. 1, 4 and 5.
template <class... Models>
class Mixture final {
  using Layout = MixtureLayout<Models...>;

 public:
  /// One model with its weight.
  struct Component {
    double weight = 0.0;         ///< probability [1]
    ModelKeys<Models...> model;  ///< with its parameters

    static constexpr std::string_view doc = "One of the models, with its weight.";
    static constexpr auto fields() {
      return std::tuple{
          field("weight", &Component::weight,
                {.unit = "1",
                 .range = share_range,
                 .doc = "probability that a path follows this model; the weights add up to 1",
                 .presence = Presence::required}),
          field(
              "model", &Component::model,
              {.doc = "the model, any but a mixture; its keys stand beside", .presence = Presence::required}),
      };
    }
  };
  struct Params {
    Named<Component> components;
  };
  struct Coefficients {
    std::vector<double> weights;
    std::vector<std::variant<CoefficientsOf<Models>...>> parts;
  };
  /// What components expect, and which of them a path follows; not yet known where `is_drawn` is false.
  struct Expected {
    std::vector<std::variant<ExpectedOf<Models>...>> parts;
    Column component;
    bool is_drawn = false;
  };

  static constexpr auto describe();

  /// Those that pick the component and that any component takes.
  static bool takes_noise(const Params& p, std::string_view noise) {
    return noise == component_noise || any_component(p, [&]<class Model>(const auto& params) {
             return detail::takes<Model>(params, noise);
           });
  }
  /// Of a noise that components share they have the same owner: the checks of the scenario see to that.
  static std::string shared_owner(const Params& p, std::string_view noise) {
    std::string owner;
    any_component(p, [&]<class Model>(const auto& params) {
      if (!detail::takes<Model>(params, noise)) return false;
      owner = secondcurve::shared_owner<Model>(params,
                                               Model::describe().noises[detail::noise_index<Model>(noise)]);
      return true;
    });
    return owner;
  }
  /// Whether the coefficients of any component depend on the output of the base year.
  static bool uses_base(const Params& p) {
    return any_component(
        p, []<class Model>(const auto& params) { return secondcurve::uses_base<Model>(params); });
  }
  /// Whether any component asks for the core's growth over the step before.
  static bool uses_core_growth(const Params& p) {
    return any_component(
        p, []<class Model>(const auto& params) { return secondcurve::uses_core_growth<Model>(params); });
  }

  /// The coefficients of every component, each of the whole sector's base: a path follows one.
  static Coefficients prepare(const Params& p, const StepContext& s) {
    Coefficients c;
    for (const auto& [name, component] : p.components) {
      c.weights.push_back(component.weight);
      visit(component, [&]<class Model>(const auto& params) {
        c.parts.push_back(CoefficientsOf<Model>{Model::prepare(params, s)});
      });
    }
    return c;
  }

  /// z: component, and those noises of its models that are drawn once [path].
  static std::array<Column, Layout::n_states> start(const Params& p, const StepContext& s, NoiseBlock z) {
    std::array<Column, Layout::n_states> states;
    states[1] = draw_component(p, z);
    for (std::size_t k = 0; k < p.components.size(); ++k)
      visit(p.components[k].value, [&]<class Model>(const auto& params) {
        const auto own = Model::start(params, s, Layout::template noises_of<Model>(z).data());
        for (std::size_t j = 1; j < own.size(); ++j)
          states[1 + j] = of_component(states[1], k, own[j], states[1 + j]);
      });
    return states;
  }

  /// Steps every component and keeps, on each path, what its own has made of it. Where another one is
  /// followed a model is given states of zero. states: growth, component, inner states of the component's
  /// model [path]; z: as in `noises`.
  static void step(const Step& place, const Coefficients& c, StateBlock states, NoiseBlock z) {
    alignas(lane_alignment) double apart[block_paths];  // squared distance from the component that is stepped
    alignas(lane_alignment) double own[Layout::n_states][lane_pitch];
    for (std::size_t k = 0; k < c.parts.size(); ++k) {
      if (c.weights[k] == 0.0) continue;
      subtract(apart, states[1], static_cast<double>(k));
      multiply(apart, apart, apart);
      std::visit(
          [&]<class Model>(const CoefficientsOf<Model>& part) {
            constexpr std::size_t n = Model::describe().states.size();
            std::array<double*, n> inner;
            for (std::size_t j = 0; j < n; ++j) {
              inner[j] = own[j];
              select_less(own[j], apart, is_own, states[Layout::place(j)], 0.0);
            }
            Model::step(place, part.value, inner.data(), Layout::template noises_of<Model>(z).data());
            for (std::size_t j = 0; j < n; ++j)
              select_less(states[Layout::place(j)], apart, is_own, own[j], states[Layout::place(j)]);
          },
          c.parts[k]);
    }
  }

  /// @param once component [path], null where it is not drawn yet: then the trend is the mean over
  /// components.
  static Expected expect(const Params& p, const StepContext& s, NoiseBlock once) {
    Expected expected;
    expected.is_drawn = once != nullptr;
    if (expected.is_drawn) expected.component = draw_component(p, once);
    for (const auto& [name, component] : p.components)
      visit(component, [&]<class Model>(const auto& params) {
        const auto z = Layout::template noises_of<Model>(once);
        expected.parts.push_back(
            ExpectedOf<Model>{expectation<Model>(params, s, expected.is_drawn ? z.data() : nullptr)});
      });
    return expected;
  }
  /// The trend of the component that a path follows.
  static Column trend(const Coefficients& c, Expected& expected) {
    Column mean;
    for (std::size_t k = 0; k < c.parts.size(); ++k) {
      if (c.weights[k] == 0.0) continue;
      std::visit(
          [&]<class Model>(const CoefficientsOf<Model>& part) {
            const Column own = Model::trend(part.value, std::get<ExpectedOf<Model>>(expected.parts[k]).value);
            mean = expected.is_drawn ? of_component(expected.component, k, own, mean)
                                     : mean + c.weights[k] * own;
          },
          c.parts[k]);
    }
    return mean;
  }

  /// Whether every component knows the exact moments of its log growth.
  static bool has_log_moments(const Params& p) {
    return !any_component(p, []<class Model>(const auto& params) { return !knows_moments<Model>(params); });
  }
  /// Exact moments of the log growth where every component knows its own, by the law of total variance; else
  /// not numbers.
  static LogMoments log_moments(const Params& p, double years, double dt) {
    LogMoments sums;  // of the mean and of the square
    for (const NamedEntry<Component>& each : p.components)
      visit(each.value, [&]<class Model>(const auto& params) {
        if constexpr (HasMoments<Model>) {
          const LogMoments own = moments_of<Model>(params, years, dt);
          sums.mean += each.value.weight * own.mean;
          sums.variance += each.value.weight * (own.variance + own.mean * own.mean);
        } else {
          sums.mean = not_a_number;
        }
      });
    return {sums.mean, sums.variance - sums.mean * sums.mean};
  }

 private:
  static constexpr double is_own = 0.25;  ///< above the squared distance of a component from itself

  /// Calls `visitor.operator()<Model>(params)` for the model of a component.
  template <class Visitor>
  static decltype(auto) visit(const Component& component, Visitor&& visitor) {
    return component.model.visit(
        [&]<class Model>(std::type_identity<Model>, const auto& params) -> decltype(auto) {
          return visitor.template operator()<Model>(params);
        });
  }
  /// Whether `is.operator()<Model>(params)` holds for any component, asked in their order.
  template <class Predicate>
  static bool any_component(const Params& p, Predicate&& is) {
    return std::any_of(p.components.begin(), p.components.end(),
                       [&](const NamedEntry<Component>& each) { return visit(each.value, is); });
  }

  /// The component of each path, counted from 0.
  static Column draw_component(const Params& p, NoiseBlock z) {
    std::vector<double> weights;
    for (const NamedEntry<Component>& each : p.components) weights.push_back(each.value.weight);
    return draw_category(weights, z[Layout::component_index].doubles());
  }

  /// `own` on the paths of component k, `others` on those of the components before it.
  static Column of_component(const Column& component, std::size_t k, const Column& own,
                             const Column& others) {
    return select_less(component, static_cast<double>(k) - 0.5, others, own);
  }
};

template <class... Models>
constexpr auto Mixture<Models...>::describe() {
  static_assert(MixtureLayout<Models...>::agree());
  constexpr auto fields = std::tuple{
      field("components", &Params::components,
            {.doc = "two or more models by name, { fast = { weight = 0.4, model = \"logistic\", ... }, ... }",
             .presence = Presence::required}),
  };
  return ModelDescription<decltype(fields), MixtureLayout<Models...>::n_states,
                          MixtureLayout<Models...>::noises.size()>{
      .name = "mixture",
      .title = "Mixture of models",
      .summary = "Several models of one industry, when nobody knows which is right: each path follows one.",
      .equation = R"(\ln Y(t) = \ln Y_k(t), \quad P(\text{component} = k) = w_k)",
      .step = "as that of each component's model",
      .source =
          "Hoeting, Madigan, Raftery and Volinsky (1999), Bayesian Model Averaging: A Tutorial, "
          "Statistical Science 14, 382",
      .states = MixtureLayout<Models...>::states(),
      .noises = MixtureLayout<Models...>::noises,
      .fields = fields,
      .examples =
          R"(components = { reverting = { weight = 0.4, model = "mean_reverting", initial_growth = 0.09, )"
          R"(long_run_growth = 0.03, half_life = 2, growth_volatility = 0.02, volatility = 0.05, )"
          R"(shock_correlation = 0.3 }, steady = { weight = 0.35, model = "geometric_brownian", )"
          R"(median_growth = 0.06, volatility = 0.08 }, projected = { weight = 0.25, model = "path", )"
          R"(growth = 0.04, spread = 0.05 } })"
          "\n"
          R"(components = { takes_off = { weight = 0.3, model = "second_curve", first = { model = "logistic", )"
          R"(rate = 0.3, capacity = 1.6, volatility = 0.08 }, second = { share = 0.2, capacity = 1.5, )"
          R"(takeover_years = 14, volatility = 0.1 } }, cyclical = { weight = 0.4, model = "regime_switching", )"
          R"(regimes = { good = { growth = 0.09, volatility = 0.03 }, bad = { growth = -0.02, volatility = )"
          R"(0.08 } }, transition = [[0.85, 0.15], [0.3, 0.7]] }, shaken = { weight = 0.3, model = )"
          R"("jump_diffusion", mean_growth = 0.06, volatility = 0.04, jump_rate = 0.8, jump_mean = -0.1, )"
          R"(jump_volatility = 0.05 } })"
          "\n"
          R"(components = { saturating = { weight = 0.25, model = "logistic", takeover_years = 12, )"
          R"(capacity_level = 350, volatility = 0.08, noise = "logit" }, as_before = { weight = 0.25, model = )"
          R"("historical_bootstrap", history = "example" }, estimated = { weight = 0.25, model = )"
          R"("autoregressive", initial_growth = 0.08, long_run_growth = 0.05, persistence = 0.5, volatility = )"
          R"(0.03 }, by_factors = { weight = 0.25, model = "production_function", capital = { )"
          R"(output_elasticity = 0.4, capital_output_ratio = 2, depreciation = 0.08, investment_rate = 0.25 }, )"
          R"(labour = { output_elasticity = 0.5, growth = 0.01 }, research = { elasticity = 0.1, )"
          R"(stock_output_ratio = 0.3, depreciation = 0.15, intensity = 0.03 }, productivity = { initial_growth )"
          R"(= 0.03, long_run_growth = 0.02, half_life = 3, growth_sd = 0.01, volatility = 0.04, )"
          R"(shock_correlation = 0.3 } } })"};
}

}  // namespace secondcurve

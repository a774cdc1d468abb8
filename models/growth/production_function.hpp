// Long: five tables of parameters, each described beside the model that uses it.
#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <tuple>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_description.hpp"
#include "models/growth/mean_reverting.hpp"
#include "models/growth/step_context.hpp"

namespace secondcurve {

/// Output made from productivity A, capital K, labour L and a stock of research S, all relative to the base
/// year (normalised CES, with Cobb-Douglas as its limit):
///
///     Y/Y0 = A (S/S0)^gamma [pi (K/K0)^rho + (1-pi) (L/L0)^rho]^(nu/rho)
///     pi = alpha / (alpha + beta),   nu = alpha + beta,   rho = (s - 1) / s
///
/// with s the elasticity of substitution; at s = 1, `(K/K0)^alpha (L/L0)^beta`. Stocks by perpetual
/// inventory: fed at the yearly rate I, `K' = q K + (1 - q) I / d` with `q = (1 - d)^dt`, where I is a given
/// amount or a share of output at the start of the step, and `K0 = v Y0`. ln A grows as `mean_reverting`
/// does. Exact for any step where amounts are given; of order 1 where shares of output are. Sources: R. M.
/// Solow, Q. J. Econ. 70 (1956) 65 (doi:10.2307/1884513); Z. Griliches, Bell J. Econ. 10 (1979) 92
/// (doi:10.2307/3003321); R. Klump and O. de La Grandville, Am. Econ. Rev. 90 (2000) 282
/// (doi:10.1257/aer.90.1.282).
class ProductionFunction final {
 public:
  /// Capital K.
  struct Capital {
    Column output_elasticity;               ///< alpha [1]
    Column capital_output_ratio;            ///< v: capital per yearly output in the base year [year]
    Column depreciation;                    ///< d, effective annual [1/year]
    std::optional<Column> investment_rate;  ///< share of output that is invested [1]
    std::optional<Column> investment;       ///< yearly amount, in the unit of account

    static constexpr std::string_view doc = "Capital.";
    static constexpr auto fields();
  };
  /// Labour L.
  struct Labour {
    Column output_elasticity;  ///< beta [1]
    Column growth;             ///< effective annual [1/year]

    static constexpr std::string_view doc = "Labour.";
    static constexpr auto fields();
  };
  /// The stock of research S.
  struct Research {
    Column elasticity;                ///< gamma [1]
    Column stock_output_ratio;        ///< S0 per yearly output in the base year [year]
    Column depreciation = 0.15;       ///< effective annual [1/year]
    std::optional<Column> intensity;  ///< share of output that is spent on research [1]
    std::optional<Column> spending;   ///< yearly amount, in the unit of account

    static constexpr std::string_view doc = "The stock of research.";
    static constexpr auto fields();
  };
  struct Params {
    Capital capital;
    Labour labour;
    Research research;
    MeanReverting::Params productivity;
    Column elasticity_of_substitution = 1.0;  ///< s [1]

    static constexpr auto fields();
  };

  /// A stock relative to the base year: `stock' = kept stock + from_output Y/Y0 + added`.
  struct Stock {
    Column kept, from_output, added;  ///< [1]
  };
  struct Coefficients {
    MeanReverting::Coefficients productivity;
    Stock capital, research;
    bool has_research = false;
    Column labour_shift;                              ///< log growth per step [1]
    Column capital_elasticity, labour_elasticity;     ///< alpha, beta [1]
    Column research_elasticity;                       ///< gamma [1]
    Column substitution;                              ///< rho [1]
    Column capital_weight, labour_weight, ces_scale;  ///< pi, 1 - pi, nu / rho [1]
  };

  /// With shares of output invested, even the path without noise depends on the length of the steps.
  static constexpr bool path_depends_on_step = true;

  static constexpr auto describe();

  /// Amounts of money are judged against the base, which may vary over paths.
  static bool uses_base(const Params& p) { return p.capital.investment || p.research.spending; }

  static Coefficients prepare(const Params& p, const StepContext& s) {
    const Column alpha = p.capital.output_elasticity, beta = p.labour.output_elasticity;
    const Column rho = (p.elasticity_of_substitution - 1.0) / p.elasticity_of_substitution;
    Coefficients c;
    c.productivity = MeanReverting::prepare(p.productivity, s);
    c.capital = stock(p.capital.depreciation, p.capital.capital_output_ratio, p.capital.investment_rate,
                      p.capital.investment, s);
    c.has_research = p.research.intensity || p.research.spending;
    if (c.has_research)
      c.research = stock(p.research.depreciation, p.research.stock_output_ratio, p.research.intensity,
                         p.research.spending, s);
    c.labour_shift = log_growth(p.labour.growth) * s.dt;
    c.capital_elasticity = alpha;
    c.labour_elasticity = beta;
    c.research_elasticity = p.research.elasticity;
    c.substitution = rho;
    c.capital_weight = alpha / (alpha + beta);
    c.labour_weight = 1.0 - c.capital_weight;
    c.ces_scale = (alpha + beta) / rho;
    return c;
  }

  static std::array<Column, 6> start(const Params& p, const StepContext& s, NoiseBlock) {
    const auto productivity = MeanReverting::start(p.productivity, s, nullptr);
    return {0.0, productivity[0], productivity[1], 1.0, 0.0, 1.0};
  }

  /// states: growth, productivity, productivity_rate, capital, labour, research [path]; z: output,
  /// growth_rate [path].
  static void step(const Step& place, const Coefficients& c, StateBlock states, NoiseBlock z) {
    double* productivity[] = {states[1], states[2]};
    double* growth = states[0];
    alignas(lane_alignment) double work[block_paths];
    exponential(work, growth);
    step_stock(c.capital, work, states[3]);
    if (c.has_research) step_stock(c.research, work, states[5]);
    affine(states[4], c.labour_shift, {{1.0, states[4]}});
    MeanReverting::step(place, c.productivity, productivity, z);
    logarithm(work, states[3]);
    factor_growth(c, work, states[4], growth);
    add(growth, growth, states[1]);
    if (!c.has_research) return;
    logarithm(work, states[5]);
    multiply_add(growth, work, c.research_elasticity, growth);
  }

  /// What extra capital would add to the log level beside the model's own: `ln F(K + E) / F(K)`.
  /// @param extra E / K0 on entry, the effect on exit [path].
  static void capital_effect(const Coefficients& c, const double* const* states, double* extra) {
    alignas(lane_alignment) double own[block_paths];
    add(extra, states[3], extra);
    logarithm(extra, extra);
    factor_growth(c, extra, states[4], extra);
    logarithm(own, states[3]);
    factor_growth(c, own, states[4], own);
    subtract(extra, extra, own);
  }

  /// The growth of the path with its noises at zero (there is no closed form for the mean).
  static Column trend(const Coefficients& c, std::array<Column, 6>& expected) {
    const Column before = expected[0], level = exp(before);
    std::array<Column, 2> productivity{expected[1], expected[2]};
    MeanReverting::trend(c.productivity, productivity);
    expected[1] = productivity[0];
    expected[2] = productivity[1];
    expected[3] = c.capital.kept * expected[3] + c.capital.from_output * level + c.capital.added;
    expected[4] = expected[4] + c.labour_shift;
    expected[0] = expected[1] + factor_growth(c, log(expected[3]), expected[4]);
    if (c.has_research) {
      expected[5] = c.research.kept * expected[5] + c.research.from_output * level + c.research.added;
      expected[0] = expected[0] + c.research_elasticity * log(expected[5]);
    }
    return expected[0] - before;
  }

 private:
  /// The rule of perpetual inventory for a stock of `ratio` times the base. Of `rate` and `amount` one is
  /// given.
  static Stock stock(const Column& depreciation, const Column& ratio, const std::optional<Column>& rate,
                     const std::optional<Column>& amount, const StepContext& s) {
    const Column log_kept = log1p(-depreciation) * s.dt;
    const Column gain = -expm1(log_kept) / (depreciation * ratio);
    return {.kept = exp(log_kept),
            .from_output = rate ? gain * *rate : Column(),
            .added = amount ? gain * *amount / s.base : Column()};
  }

  /// @param level Y/Y0 at the start of the step.
  static void step_stock(const Stock& rule, const double* level, double* stock) {
    affine(stock, rule.added, {{rule.kept, stock}, {rule.from_output, level}});
  }

  /// The log of the bracket: what capital and labour make. @param capital, labour logs relative to the base
  /// year [path]; @param out may be either.
  static void factor_growth(const Coefficients& c, const double* capital, const double* labour, double* out) {
    alignas(lane_alignment) double simple[block_paths];
    alignas(lane_alignment) double work[block_paths];
    multiply(simple, labour, c.labour_elasticity);
    multiply_add(simple, capital, c.capital_elasticity, simple);
    if (!c.substitution.varies() && c.substitution.value() == 0.0) return add(out, simple, 0.0);
    multiply(work, labour, c.substitution);
    exponential_minus_one(work, work);
    multiply(work, work, c.labour_weight);
    multiply(out, capital, c.substitution);
    exponential_minus_one(out, out);
    multiply_add(out, out, c.capital_weight, work);
    logarithm_one_plus(out, out);
    multiply(out, out, c.ces_scale);
    // Paths on which s is 1 have no rho to divide by.
    select_less(work, c.substitution, 0.0, out, simple);
    select_less(out, 0.0, c.substitution, out, work);
  }

  static Column factor_growth(const Coefficients& c, const Column& capital, const Column& labour) {
    const Column simple = c.capital_elasticity * capital + c.labour_elasticity * labour;
    const Column ces = c.ces_scale * log1p(c.capital_weight * expm1(c.substitution * capital) +
                                           c.labour_weight * expm1(c.substitution * labour));
    return select_less(0.0, c.substitution, ces, select_less(c.substitution, 0.0, ces, simple));
  }
};

constexpr auto ProductionFunction::Capital::fields() {
  return std::tuple{
      field("output_elasticity", &Capital::output_elasticity,
            {.unit = "1",
             .range = {.low = 0.0, .high = 1.0, .low_open = true},
             .doc = "alpha: percent of output that one percent of capital adds in the base year",
             .presence = Presence::required,
             .scheduled = false}),
      field("capital_output_ratio", &Capital::capital_output_ratio,
            {.unit = "year",
             .range = positive,
             .doc = "v: capital of the base year as a multiple of a year's output",
             .presence = Presence::required,
             .scheduled = false}),
      field("depreciation", &Capital::depreciation,
            {.unit = "1/year",
             .range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
             .doc = "d: part of the capital that is gone after a year",
             .presence = Presence::required}),
      field("investment_rate", &Capital::investment_rate,
            {.unit = "1",
             .range = not_negative,
             .doc = "investment as a share of output",
             .presence = Presence::one_of,
             .group = "investment"}),
      field("investment", &Capital::investment,
            {.unit = "account",
             .range = not_negative,
             .doc = "investment a year as an amount; as a number the same in all years",
             .presence = Presence::one_of,
             .group = "investment",
             .amount = true}),
  };
}

constexpr auto ProductionFunction::Labour::fields() {
  return std::tuple{
      field("output_elasticity", &Labour::output_elasticity,
            {.unit = "1",
             .range = {.low = 0.0, .high = 1.0, .low_open = true},
             .doc = "beta: percent of output that one percent of labour adds in the base year",
             .presence = Presence::required,
             .scheduled = false}),
      field("growth", &Labour::growth,
            {.unit = "1/year",
             .range = growth_range,
             .doc = "growth of labour, effective annual",
             .presence = Presence::required}),
  };
}

constexpr auto ProductionFunction::Research::fields() {
  return std::tuple{
      field("elasticity", &Research::elasticity,
            {.unit = "1",
             .range = {.low = 0.0, .high = 1.0},
             .doc = "gamma: percent of output that one percent of the stock of research adds",
             .presence = Presence::required,
             .scheduled = false}),
      field("stock_output_ratio", &Research::stock_output_ratio,
            {.unit = "year",
             .range = positive,
             .doc = "stock of research in the base year as a multiple of a year's output",
             .presence = Presence::required,
             .scheduled = false}),
      field("depreciation", &Research::depreciation,
            {.unit = "1/year",
             .range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
             .doc = "part of the stock that is out of date after a year",
             .default_text = "0.15"}),
      field("intensity", &Research::intensity,
            {.unit = "1",
             .range = not_negative,
             .doc = "research spending as a share of output",
             .presence = Presence::one_of,
             .group = "research"}),
      field("spending", &Research::spending,
            {.unit = "account",
             .range = not_negative,
             .doc = "research spending a year as an amount; as a number the same in all years",
             .presence = Presence::one_of,
             .group = "research",
             .amount = true}),
  };
}

constexpr auto ProductionFunction::Params::fields() {
  return std::tuple{
      field("capital", &Params::capital,
            {.doc = "capital, which investment builds and depreciation wears away",
             .presence = Presence::required}),
      field("labour", &Params::labour, {.doc = "labour", .presence = Presence::required}),
      field("research", &Params::research,
            {.doc = "a stock of research; left out, research has no part in it"}),
      field("productivity", &Params::productivity,
            {.doc = "total factor productivity: its growth, with the keys of mean_reverting",
             .presence = Presence::required}),
      field("elasticity_of_substitution", &Params::elasticity_of_substitution,
            {.unit = "1",
             .range = {.low = 0.05, .high = 20.0},
             .doc = "s: how easily capital and labour replace each other; 1 is Cobb-Douglas",
             .default_text = "1",
             .scheduled = false}),
  };
}

constexpr auto ProductionFunction::describe() {
  return ModelDescription<decltype(Params::fields()), 6, 2>{
      .name = "production_function",
      .title = "Production function",
      .summary = "Output from capital, labour, research and productivity: what investment buys.",
      .equation =
          R"(\frac{Y}{Y_0} = A \left(\frac{S}{S_0}\right)^{\gamma} \left[\pi \left(\frac{K}{K_0}\right)^{\rho} )"
          R"(+ (1 - \pi) \left(\frac{L}{L_0}\right)^{\rho}\right]^{\nu/\rho}, \quad )"
          R"(\pi = \frac{\alpha}{\alpha+\beta}, \quad \nu = \alpha + \beta, \quad \rho = \frac{s-1}{s})",
      .step =
          "exact for any step where investment and research are amounts; of order 1 where they are shares "
          "of output",
      .source =
          "Solow (1956), Q. J. Econ. 70, 65; Griliches (1979), Bell J. Econ. 10, 92; Klump and de La "
          "Grandville (2000), Am. Econ. Rev. 90, 282",
      .states = {StateInfo{"growth", "1"}, StateInfo{"productivity", "1"},
                 StateInfo{"productivity_rate", "1/year"}, StateInfo{"capital", "1"},
                 StateInfo{"labour", "1"}, StateInfo{"research", "1"}},
      .noises = {NoiseInfo{"output", NoiseKind::normal, "noise of ln A that is not explained by growth_rate"},
                 NoiseInfo{"growth_rate", NoiseKind::normal, "noise of the growth rate of A"}},
      .fields = Params::fields(),
      .examples =
          R"(capital = { output_elasticity = 0.4, capital_output_ratio = 1.2, depreciation = 0.1, )"
          R"(investment_rate = 0.16 }, labour = { output_elasticity = 0.55, growth = -0.01 }, )"
          R"(research = { elasticity = 0.1, stock_output_ratio = 0.3, depreciation = 0.15, intensity = 0.06 }, )"
          R"(productivity = { initial_growth = 0.03, long_run_growth = 0.01, half_life = 2, )"
          R"(growth_volatility = 0.02, volatility = 0.05, shock_correlation = 0.3 }, )"
          R"(elasticity_of_substitution = 1)"
          "\n"
          R"(capital = { output_elasticity = 0.4, capital_output_ratio = 1.2, depreciation = 0.1, )"
          R"(investment = 18 }, labour = { output_elasticity = 0.55, growth = -0.01 }, )"
          R"(research = { elasticity = 0.1, stock_output_ratio = 0.3, depreciation = 0.15, spending = 7 }, )"
          R"(productivity = { initial_growth = 0.03, long_run_growth = 0.01, growth_sd = 0.02, volatility = 0.05 )"
          R"(}, elasticity_of_substitution = 0.7)"
          "\n"
          R"(capital = { output_elasticity = 0.4, capital_output_ratio = 1.2, depreciation = 0.1, )"
          R"(investment_rate = 0.16 }, labour = { output_elasticity = 0.55, growth = 0.01 }, )"
          R"(productivity = { initial_growth = 0.03, long_run_growth = 0.01, volatility = 0.05 }, )"
          R"(elasticity_of_substitution = 1.5)"};
}

}  // namespace secondcurve

// Whole runs without files, and the economy's part of them. Rates count path-steps: one path of one sector
// over one step. "threads:0" is all that the machine has.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/check.hpp"
#include "bench/machine_limits.hpp"
#include "bench/scenarios.hpp"
#include "engine/simulate/simulate.hpp"

namespace secondcurve::bench {
namespace {

constexpr std::uint64_t n_paths = 100'000;
constexpr std::uint64_t n_checked_blocks = 64;

std::size_t path_steps(const Scenario& s, std::size_t paths) {
  return paths * s.sectors.size() * s.simulation.grid().n_steps();
}

/// Outputs [series][path] in a year of the first paths, as the economy gives them.
std::vector<std::vector<double>> outputs(const Economy& economy, std::size_t year, std::uint64_t paths) {
  Economy::Workspace workspace(economy);
  std::vector<std::vector<double>> values(economy.scenario().series.size());
  for (std::uint64_t first = 0; first < paths; first += block_paths) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(block_paths, paths - first));
    const BlockView block = economy.simulate(first / block_paths, n, workspace);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Widened output(block.output(i, year), n);
      values[i].insert(values[i].end(), output.data(), output.data() + n);
    }
  }
  return values;
}

/// Log growth [series][path] from the base year to the last, of the paths of the first blocks.
std::vector<std::vector<double>> log_growths(const Economy& economy) {
  const std::uint64_t paths = n_checked_blocks * block_paths;
  const std::size_t last_year = economy.scenario().simulation.grid().n_years() - 1;
  std::vector<std::vector<double>> growths = outputs(economy, last_year, paths);
  const std::vector<std::vector<double>> base = outputs(economy, 0, paths);
  for (std::size_t i = 0; i < growths.size(); ++i)
    for (std::size_t p = 0; p < growths[i].size(); ++p) growths[i][p] = std::log(growths[i][p] / base[i][p]);
  return growths;
}

double mean_of(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

double covariance_of(const std::vector<double>& x, const std::vector<double>& y) {
  const double mean_x = mean_of(x), mean_y = mean_of(y);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean_x) * (y[i] - mean_y);
  return sum / static_cast<double>(x.size() - 1);
}

/// Mean log growth by the model's closed form, averaged over the shares 1/2n, 3/2n, ... of its uncertain
/// parameter (exact to 1e-6 of its spread with n = 1000). NaN for a model without a closed form and where
/// several parameters are uncertain or one varies by year.
double closed_form_growth(const Growth& growth, double years) {
  return std::visit(
      [&]<class Model>(const GrowthSpec<Model>& spec) {
        constexpr int n = 1000;
        double sum = 0.0;
        if constexpr (requires { Model::log_moments(spec.fixed, years); }) {
          for (int i = 0; i < n; ++i) {
            int n_uncertain = 0;
            const auto params = bind(spec, [&](const Quantity& quantity) -> Column {
              if (const auto* value = std::get_if<double>(&quantity.value)) return *value;
              const auto* distribution = std::get_if<Distribution>(&quantity.value);
              if (distribution == nullptr) return std::nan("");
              ++n_uncertain;
              return distribution->quantile((i + 0.5) / n);
            });
            sum += n_uncertain > 1 ? std::nan("") : Model::log_moments(params, years).mean;
          }
        } else {
          sum = std::nan("");
        }
        return sum / n;
      },
      growth);
}

/// Checks, within six standard errors, the mean log growth of each series that is one sector with a closed
/// form. Returns how many there were; none where one is wrong.
int n_right_growths(const Economy& economy) {
  const Scenario& s = economy.scenario();
  const double years = s.simulation.end_year - s.simulation.base_year;
  const std::vector<std::vector<double>> log_growth = log_growths(economy);
  int n_right = 0;
  for (std::size_t i = 0; i < s.series.size(); ++i) {
    const Weights& sum = s.series[i].value.sum;
    if (sum.size() != 1) continue;
    const double exact = closed_form_growth(find_entry(s.sectors, sum.front().first)->growth, years);
    if (std::isnan(exact)) continue;
    const std::vector<double>& growths = log_growth[i];
    const double error = std::sqrt(covariance_of(growths, growths) / static_cast<double>(growths.size()));
    if (!close(mean_of(growths), exact, 6.0 * error)) return 0;
    ++n_right;
  }
  return n_right;
}

/// The same sectors, which grow as their models say: what closed forms are of.
Scenario without_levers(Scenario s) {
  s.programmes.clear();
  s.adoption.clear();
  s.policies.clear();
  s.events.clear();
  s.links.reset();
  for (auto& [name, sector] : s.sectors) {
    sector.investment.reset();
    sector.research.reset();
  }
  return s;
}

/// Draws, growth, levers and series of one block, one thread.
void economy_block(benchmark::State& state, LoadedScenario (*load)(std::uint64_t)) {
  LoadedScenario loaded = load(n_paths);
  require(state, n_right_growths(Economy(without_levers(loaded.scenario))) >= 5,
          "mean log growth is not that of the closed form");
  const Economy economy(std::move(loaded.scenario));
  Economy::Workspace workspace(economy);
  std::uint64_t block = 0;
  economy.simulate(block++, block_paths, workspace);  // memory is touched for the first time
  for (auto _ : state) benchmark::DoNotOptimize(economy.simulate(block++, block_paths, workspace).n_failed());
  const std::size_t n_path_steps = path_steps(economy.scenario(), block_paths);
  count_path_steps(state, n_path_steps);
  // At the least a path-step takes one normal.
  count_of_limit(state, normal_seconds(n_path_steps), "normals");
}
BENCHMARK_CAPTURE(economy_block, shanghai_baseline, &shanghai_baseline)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(economy_block, reference_job, &reference_job)->Unit(benchmark::kMicrosecond);

/// Whether mean and quantiles of a series in the last year are those of the outputs of its paths.
bool summarises(const Economy& economy, const Result& result, std::size_t series,
                std::vector<double> values) {
  const Scenario& s = economy.scenario();
  const std::size_t last_year = s.simulation.grid().n_years() - 1;
  const std::size_t cell = *Cells(s).find(ReportedVariable::output, series, last_year);
  if (!close(result.moments[cell].mean / mean_of(values), 1.0, 1e-12)) return false;
  std::sort(values.begin(), values.end());
  for (std::size_t k = 0; k < s.output.quantiles.size(); ++k) {
    const QuantileRanks ranks = quantile_ranks(s.output.quantiles[k], values.size());
    const double exact = interpolate(values[ranks.below], values[ranks.above], ranks.fraction);
    if (result.quantiles[cell][k].value != exact) return false;
  }
  return true;
}

/// Empty where a run of the baseline is right.
std::string problem_of_baseline() {
  const Economy economy(shanghai_baseline(n_paths).scenario);
  const Result result = simulate(economy, {}, {});
  const Scenario& s = economy.scenario();
  if (result.n_failed > 0) return "paths failed";
  for (const auto& [name, sector] : s.sectors) {
    if (sector.base.residual_of.empty()) continue;
    const std::size_t whole = index_of(s.series, sector.base.residual_of);
    const Moments& base = result.moments[*Cells(s).find(ReportedVariable::output, whole, 0)];
    if (!close(base.mean, *sector.base.total, 1e-9) || base.sd > 1e-9)
      return "the published total is not kept";
  }
  const std::vector<std::vector<double>> output =
      outputs(economy, s.simulation.grid().n_years() - 1, s.simulation.paths);
  for (std::size_t series = 0; series < s.series.size(); ++series)
    if (!summarises(economy, result, series, output[series])) return "statistics are not those of the paths";
  return "";
}

/// Empty where a run of the reference job is right: mean and quantiles of every sector and year within six
/// standard errors of the lognormal law, and the correlation of two sectors.
std::string problem_of_reference() {
  const Economy economy(reference_job(n_paths).scenario);
  const Result result = simulate(economy, {}, {});
  const Scenario& s = economy.scenario();
  const Cells cells(s);
  for (std::size_t i = 0; i < s.sectors.size(); ++i)
    for (std::size_t year = 1; year < s.simulation.grid().n_years(); ++year) {
      const auto& spec = std::get<GrowthSpec<GeometricBrownian>>(s.sectors[i].value.growth);
      const auto params = bind(spec, [](const Quantity& q) { return Column(std::get<double>(q.value)); });
      const LogMoments law = GeometricBrownian::log_moments(params, static_cast<double>(year));
      const double base = *s.sectors[i].value.base.value;
      const std::size_t cell = *cells.find(ReportedVariable::output, i, year);
      const Moments& moments = result.moments[cell];
      if (!close(moments.mean, base * std::exp(law.mean + law.variance / 2), 6.0 * moments.mean_se))
        return "a mean is not that of the closed form";
      for (std::size_t k = 0; k < s.output.quantiles.size(); ++k) {
        const double z = normal_quantile(s.output.quantiles[k]);
        const QuantileEstimate& q = result.quantiles[cell][k];
        const double error = (q.upper - q.lower) / (2.0 * 1.96);
        if (!close(q.value, base * std::exp(law.mean + z * std::sqrt(law.variance)), 6.0 * error))
          return "a quantile is not that of the closed form";
      }
    }
  const std::vector<std::vector<double>> log_growth = log_growths(economy);
  const std::vector<double>&x = log_growth.front(), &y = log_growth.back();
  const double correlation = covariance_of(x, y) / std::sqrt(covariance_of(x, x) * covariance_of(y, y));
  const double error =
      (1.0 - reference_correlation * reference_correlation) / std::sqrt(static_cast<double>(x.size()));
  return close(correlation, reference_correlation, 6.0 * error) ? "" : "sectors are not correlated as asked";
}

void run(benchmark::State& state, LoadedScenario loaded, const std::string& problem) {
  require(state, problem.empty(), problem.c_str());
  const Economy economy(std::move(loaded.scenario));
  RunControl control;
  control.threads = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(simulate(economy, {}, control));
  const std::size_t n_path_steps = path_steps(economy.scenario(), n_paths);
  count_path_steps(state, n_path_steps);
  // At the least one pass draws a normal for each path-step, and has powers and ranges of each value of each
  // cell.
  const std::size_t n_values = n_paths * Cells(economy.scenario()).size();
  const double seconds = normal_seconds(n_path_steps) + operation_seconds(n_values, 23);
  count_of_limit(state, seconds / static_cast<double>(thread_count(control)), "normals and statistics");
}

/// The baseline as the program runs it, but for files: no cube.
void run_shanghai_baseline(benchmark::State& state) {
  static const std::string problem = problem_of_baseline();
  run(state, shanghai_baseline(n_paths), problem);
}
BENCHMARK(run_shanghai_baseline)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

/// What levers and uncertain parameters cost.
void run_baseline_without_levers(benchmark::State& state) {
  static const std::string problem = problem_of_baseline();
  LoadedScenario loaded = shanghai_baseline(n_paths);
  loaded.scenario = without_levers(std::move(loaded.scenario));
  run(state, std::move(loaded), problem);
}
BENCHMARK(run_baseline_without_levers)
    ->ArgName("threads")
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

/// What exact quantiles cost beside moments and histograms.
void run_reference_job_without_quantiles(benchmark::State& state) {
  static const std::string problem = problem_of_reference();
  LoadedScenario loaded = reference_job(n_paths);
  loaded.scenario.output.quantiles.clear();
  run(state, std::move(loaded), problem);
}
BENCHMARK(run_reference_job_without_quantiles)
    ->ArgName("threads")
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

void run_reference_job(benchmark::State& state) {
  static const std::string problem = problem_of_reference();
  run(state, reference_job(n_paths), problem);
}
BENCHMARK(run_reference_job)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace secondcurve::bench

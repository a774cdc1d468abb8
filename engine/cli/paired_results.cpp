#include "engine/cli/paired_results.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/cli/one_scenario.hpp"
#include "engine/cli/reported_results.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/pairing.hpp"
#include "engine/simulate/simulate.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve::cli {

namespace {

/// The fingerprint of the baseline that a scenario's file has differences from; empty where it has none.
std::string digest_of_baseline(const ReportedScenario& scenario) {
  if (!scenario.result.has_numbers("improvement_probability")) return {};
  if (std::string digest = first_text(scenario.provenance, "baseline_digest"); !digest.empty()) return digest;
  const std::string name = scenario.result.attribute("baseline");
  if (name.empty()) return {};
  const ResultFile file(scenario.file);
  return first_text(file.group("provenance", scenario_number(file, scenario.file, name)), "digest");
}

/// Why the program cannot draw again what a result was made from; empty where it can.
std::string other_draws(const ReportedScenario& scenario) {
  const std::string version = first_text(scenario.provenance, "version");
  if (has_draws_of(version)) return {};
  return fmt::format("{} was made by version {}, whose draws are not those of this version {}",
                     text_of(scenario), version, build_info().version);
}

/// The first scenario, to be simulated once for all comparisons, if any needs it.
class SimulatedBaseline final {
 public:
  SimulatedBaseline(const ReportedScenario& scenario, const RunManner& manner)
      : scenario_(scenario), manner_(manner) {}

  const Economy& economy() {
    if (!economy_) economy_ = std::make_unique<Economy>(scenario_.loaded.scenario);
    return *economy_;
  }

  /// A scenario beside it. Only where why_unpaired is empty.
  ResultView beside(const ReportedScenario& scenario, const Economy& own) {
    if (!baseline_)
      baseline_ = with_progress(manner_, text_of(scenario_), economy().scenario(), n_blocks(),
                                [&](const RunControl& control) {
                                  return std::make_unique<Baseline>(economy(), n_paths(), control);
                                });
    return with_progress(manner_, text_of(scenario), own.scenario(), n_progress_blocks(own.scenario()),
                         [&](const RunControl& control) {
                           return view_of(scenario.loaded, simulate(own, {}, control, baseline_.get()));
                         });
  }

 private:
  std::uint64_t n_paths() const { return static_cast<std::uint64_t>(scenario_.result.count("paths")); }
  std::uint64_t n_blocks() const { return (n_paths() - 1) / block_paths + 1; }

  const ReportedScenario& scenario_;
  const RunManner& manner_;
  std::unique_ptr<Economy> economy_;
  std::unique_ptr<Baseline> baseline_;
};

/// A scenario set against the first.
void compare(const ReportedScenario& scenario, const ReportedScenario& first, SimulatedBaseline& baseline,
             ReportedComparison& comparison) {
  comparison.notes = pair_series(scenario.loaded.scenario, first.loaded.scenario).notes;
  for (const ReportedScenario* each : {&first, &scenario})
    if (std::string reason = other_draws(*each); !reason.empty()) {
      comparison.notes.insert(comparison.notes.begin(), std::move(reason));
      return;
    }
  const Economy economy(scenario.loaded.scenario);
  if (std::string reason = why_unpaired(economy, baseline.economy()); !reason.empty()) {
    comparison.notes.insert(comparison.notes.begin(), std::move(reason));
    return;
  }
  comparison.paired = baseline.beside(scenario, economy);
}

}  // namespace

std::vector<ReportedComparison> compare_with_first(const std::vector<ReportedScenario>& scenarios,
                                                   const RunManner& manner) {
  std::vector<ReportedComparison> comparisons;
  SimulatedBaseline baseline(scenarios.front(), manner);
  const std::string digest = scenarios.front().result.attribute("run_fingerprint");
  for (std::size_t i = 1; i < scenarios.size(); ++i) {
    ReportedComparison& comparison =
        comparisons.emplace_back(ReportedComparison{.scenario = i, .baseline = 0});
    if (!digest.empty() && digest_of_baseline(scenarios[i]) == digest) {
      comparison.paired = scenarios[i].result;
      comparison.notes = pair_series(scenarios[i].loaded.scenario, scenarios.front().loaded.scenario).notes;
    } else {
      compare(scenarios[i], scenarios.front(), baseline, comparison);
    }
    if (comparison.paired && !comparison.paired->has_variable("difference"))
      comparison.notes.emplace_back(
          "its config's output.variables leaves differences out, so only probabilities are there");
  }
  return comparisons;
}

}  // namespace secondcurve::cli

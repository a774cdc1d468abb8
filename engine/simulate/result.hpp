#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/simulate/pairing.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/moments.hpp"
#include "engine/stats/probability.hpp"
#include "engine/stats/quantile_ranks.hpp"
#include "models/economy/terms.hpp"

namespace secondcurve {

/// What is known of one target.
struct TargetResult {
  Probability probability;
  Shortfall shortfall;                ///< unit of account; NaN for joint targets
  std::vector<double> first_reached;  ///< [year]: share of paths that first meet the condition in that year
};

/// Mean growth of one sector in each year by one cause.
struct GrowthTerm {
  std::size_t sector = 0;
  Cause cause = Cause::intrinsic;
  std::vector<double> growth;  ///< log growth of the year [year], NaN in the base year
  std::vector<double> change;  ///< of output in the year, unit of account [year], NaN in the base year
};

/// How much of the variance of a sector's output the choice of its growth model explains: the variance of the
/// means given the model, over the variance. NaN in the base year and where there is no variance.
struct ModelShare {
  std::size_t sector = 0;
  std::vector<double> value;  ///< [year]
  std::vector<double> se;     ///< standard error [year]; NaN where paths are not independent
};

/// What a programme adds and spends in each year, means over paths, unit of account but for ratios [year].
/// Nothing in the base year.
struct ProgrammeResult {
  std::vector<double> output;                   ///< added to the output of the year, all sectors
  std::vector<double> spent;                    ///< public money since the base year
  std::vector<double> spent_in_all;             ///< the same with the private money that joined it
  std::vector<double> output_per_spent;         ///< added in all years so far per public yuan; NaN before any
  std::vector<double> output_per_spent_in_all;  ///< likewise per yuan, public or private
  std::vector<std::vector<double>> output_by_sector;  ///< [sector][year]
};

/// How a run with `simulation.stop_when` ended.
struct Stopping {
  std::string rule;                ///< what was asked, in words
  bool met = false;                ///< whether the paths sufficed
  std::uint64_t n_paths_most = 0;  ///< `simulation.paths`
  double asked = 0.0;              ///< standard error, or share of the quantity
  double reached = 0.0;            ///< likewise; infinite where it is not known
  /// About how many paths would do, where they did not suffice and it can be told.
  std::optional<std::uint64_t> n_paths_needed;
  std::string note;  ///< all of this in a sentence
};

/// What is known of a scenario beside its baseline, but for the statistics of the differences, which are
/// cells like others.
struct PairedResult {
  std::string baseline;       ///< its title
  Pairing pairing;            ///< with the baseline's series
  std::uint64_t n_pairs = 0;  ///< paths that both have and that failed in neither
  /// Share of pairs on which the series is above the baseline's [series][year]; NaN where there is no
  /// difference.
  std::vector<std::vector<Probability>> improvement;
};

/// The statistics of a run. Everything is a function of the scenario; nothing of the machine.
struct Result {
  std::uint64_t n_paths = 0;
  std::uint64_t n_failed = 0;
  std::vector<Moments> moments;                          ///< [cell]
  std::vector<VarianceSplit> splits;                     ///< [cell]; empty where inner is 1
  std::vector<std::vector<QuantileEstimate>> quantiles;  ///< [cell][probability]
  std::vector<TargetResult> targets;                     ///< [target]
  std::vector<GrowthTerm> growth_terms;                  ///< empty where all growth is the models' own
  std::vector<ModelShare> model_shares;                  ///< of the sectors whose growth is a mixture
  std::vector<ProgrammeResult> programmes;               ///< empty where none pays into a sector
  std::optional<Stopping> stopping;                      ///< where the scenario has a rule to stop
  std::optional<PairedResult> pairs;                     ///< where the run has a baseline
  std::vector<std::string> notes;                        ///< what a reader must know, in words
};

}  // namespace secondcurve

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/simulate/result.hpp"
#include "engine/simulate/variables.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// The targets of a scenario, with names resolved to places.
class TargetPlan final {
 public:
  struct Condition {
    std::size_t series = 0;
    std::size_t year = 0;  ///< index of the year in which it is judged
    bool at_most = false;
    bool unbounded = false;            ///< the amount above has no mean: the series has heavy tails
    double level = 0.0;                ///< unit of account; unused where growth is judged
    std::optional<double> log_growth;  ///< ln(1+g) of average_growth_at_least
    std::vector<std::size_t> all_of;   ///< of a joint target; the rest is unused
  };

  explicit TargetPlan(const Scenario& scenario);

  std::size_t size() const { return conditions_.size(); }
  std::size_t n_years() const { return n_years_; }
  const Condition& operator[](std::size_t target) const { return conditions_[target]; }
  /// Writes by how much each path meets the target's condition in a year: not negative where it is met, in
  /// the unit of account [path]. Not for joint targets.
  void margins(std::size_t target, std::size_t year, const LivePaths& paths, double* out) const;

 private:
  std::vector<Condition> conditions_;
  std::size_t n_years_;
};

/// Counts paths that meet targets. One per thread; merging has no order.
class TargetCounter final {
 public:
  /// @param pilot margins of the pilot's paths in the target's year [target]; sets the units of the
  /// shortfall.
  TargetCounter(const TargetPlan& plan, const std::vector<std::vector<double>>& pilot,
                const SampleDesign& design);

  void add(const LivePaths& paths);
  void merge(const TargetCounter& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be
  TargetResult result(std::size_t target) const;
  /// The share of paths that meet a target.
  Share share(std::size_t target) const { return reached_.share(target, n_); }

 private:
  using Flags = std::array<std::uint8_t, block_paths>;

  void count(const LivePaths& paths, std::size_t target, const std::vector<Flags>& met, const Flags& reached);

  const TargetPlan* plan_;
  SampleDesign design_;
  std::vector<std::uint64_t> n_;                         ///< [replicate]
  ShareCounts reached_;                                  ///< of each target
  std::vector<std::vector<std::uint64_t>> first_;        ///< [target][year]
  std::vector<std::optional<ShortfallSums>> shortfall_;  ///< [target], none for joint targets
};

}  // namespace secondcurve

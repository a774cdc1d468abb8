#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/simulate/result.hpp"
#include "engine/stats/moments.hpp"
#include "engine/stats/sample_design.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Outputs of the sectors whose growth is a mixture, on the paths that did not fail [mixture, year after the
/// first][path].
std::vector<std::vector<double>> mixture_outputs(const BlockView& block);

/// Moments of the output of sectors whose growth is a mixture of models, by the model that a path follows.
/// One per thread; merging has no order.
class ModelShareSums final {
 public:
  /// @param scales of what `mixture_outputs` lists, in its order.
  ModelShareSums(const Economy& economy, const std::vector<MomentScale>& scales);

  /// Adds the paths of a block that belong to the run and did not fail.
  void add(const BlockView& block);
  /// Adds the sums of other blocks of the same economy.
  void merge(const ModelShareSums& other);
  void save(ByteWriter& out) const;  ///< what has been added
  void load(ByteReader& in);         ///< of one of the same making; throws DamagedBytes where it cannot be

  /// What the models explain: the correlation ratio, with its standard error by the delta method where paths
  /// are independent. Source: A. Saltelli et al., Global Sensitivity Analysis, Wiley 2008, sec. 1.2.5.
  std::vector<ModelShare> shares(const Scenario& scenario, const SampleDesign& design) const;
  /// Whether a share in those, or its error, is NaN although it exists, since a sum left its range.
  bool overflowed(const Scenario& scenario) const;

 private:
  /// The sums of one mixture in one year, by component. @param year 1 is the first after the base year.
  const MomentSums* sums(std::size_t mixture, std::size_t year) const {
    return sums_.data() + first_[mixture] + (year - 1) * n_components_[mixture];
  }

  std::size_t n_years_;
  std::vector<std::size_t> sectors_;       ///< [mixture]
  std::vector<std::size_t> n_components_;  ///< [mixture]
  std::vector<std::size_t> first_;         ///< place of a mixture among the sums
  std::vector<MomentSums> sums_;           ///< [mixture][year after the first][component]
};

}  // namespace secondcurve

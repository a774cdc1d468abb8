#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/core/column_buffer.hpp"
#include "models/economy/draws.hpp"

namespace secondcurve {

struct Scenario;

/// Sectors with their weights in a series.
using WeightedSectors = std::vector<std::pair<double, std::size_t>>;

/// Resolves the names of a weighted sum to places of sectors.
WeightedSectors resolve(const Scenario& scenario, const Weights& weights);

/// Output of a sector in the base year, unit of account.
struct BaseOutput {
  double value = 0.0;   ///< at the published figures
  bool varies = false;  ///< over paths
};

/// Outputs of the base year: known, drawn, or what is left of a published total.
class BaseOutputs final {
 public:
  /// Adds a draw for every base value that is uncertain.
  BaseOutputs(const Scenario& scenario, Draws& draws);

  BaseOutput operator[](std::size_t sector) const;

  /// The outputs of a block's paths by sector. A residual that is not positive becomes not a number, so
  /// that its path counts as failed.
  /// @param parameters the drawn values; @param out one column per sector, replaced.
  void fill(const ColumnBuffer& parameters, std::vector<Column>& out) const;

 private:
  struct Residual {
    double total = 0.0;
    double own_weight = 1.0;
    WeightedSectors others;
  };
  struct Sector {
    double value = 0.0;               ///< at the published figures
    std::optional<std::size_t> draw;  ///< lognormal, one per path
    std::optional<Residual> residual;
  };

  bool varies(const Sector& sector) const;

  std::vector<Sector> sectors_;
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/economy/column_buffer.hpp"
#include "models/economy/shocks.hpp"

namespace secondcurve::test {

/// The shocks of a scenario's sectors by name, block by block.
class ShockColumns final {
 public:
  ShockColumns(const Scenario& scenario, std::uint64_t seed)
      : scenario_(scenario), shocks_(scenario, Noise(seed)) {}

  /// The shocks of a sector in a step [path].
  std::vector<double> values(const std::string& sector, const std::string& noise, std::size_t step,
                             std::uint64_t first_path = 0) const {
    ColumnBuffer buffer(shocks_.buffer_size() / lane_pitch);
    for (std::size_t each = step - step % Shocks::draws_per_fill; each <= step; ++each)
      shocks_.fill(first_path, each, buffer.data());
    const double* column =
        shocks_.column(buffer.data(), shocks_.index(index_of(scenario_.sectors, sector), noise), step);
    return {column, column + block_paths};
  }

 private:
  const Scenario& scenario_;
  Shocks shocks_;
};

}  // namespace secondcurve::test

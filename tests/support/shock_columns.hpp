#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/column_buffer.hpp"
#include "engine/random/sampler.hpp"
#include "models/economy/shocks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::test {

/// The shocks of a scenario's sectors by name, block by block.
class ShockColumns final {
 public:
  ShockColumns(const Scenario& scenario, std::uint64_t seed)
      : scenario_(scenario), shocks_(scenario, streams_), sampler_(Sampling::pseudo, seed, 1, streams_) {}

  /// The shocks of a sector in a step [path]. @param first_path a multiple of block_paths.
  std::vector<double> values(const std::string& sector, const std::string& noise, std::size_t step,
                             std::uint64_t first_path = 0) const {
    ColumnBuffer buffer(shocks_.buffer_size() / lane_pitch);
    Sampler::Block draws(sampler_);
    draws.start(first_path / block_paths);
    for (std::size_t each = step - step % Shocks::draws_per_fill; each <= step; ++each)
      shocks_.fill(draws, each, buffer.data());
    const ColumnView column =
        shocks_.column(buffer.data(), shocks_.index(index_of(scenario_.sectors, sector), noise), step);
    return {column.doubles(), column.doubles() + block_paths};
  }

  std::vector<std::string> stream_names() const {
    std::vector<std::string> names;
    for (const Streams::Stream& stream : streams_.all()) names.push_back(stream.name);
    return names;
  }

 private:
  const Scenario& scenario_;
  Streams streams_;
  Shocks shocks_;
  Sampler sampler_;
};

}  // namespace secondcurve::test

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/core/column.hpp"
#include "engine/random/noise.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// The normal noises of all sectors, four steps at a time: draws by name, then dependence.
class Shocks final {
 public:
  /// Steps that one call of `fill` serves: a Philox block holds four words.
  static constexpr std::size_t steps_per_fill = 4;

  Shocks(const Scenario& scenario, const Noise& noise);

  /// Place of a sector's noise among the columns.
  std::size_t index(std::size_t sector, std::string_view noise) const;

  /// Names of the streams in use, for the check that no two share an address.
  std::vector<std::string> stream_names() const;

  /// Doubles that `fill` needs.
  std::size_t buffer_size() const { return streams_.size() * steps_per_fill * lane_pitch; }

  /// Draws the noises of steps 4 `quad` to 4 `quad` + 3 and mixes them by their dependence.
  void fill(std::uint64_t first_path, std::uint32_t quad, double* buffer) const;

  /// Values of a noise in one of the four steps [path].
  const double* column(const double* buffer, std::size_t index, std::size_t step_of_quad) const {
    return buffer + (index * steps_per_fill + step_of_quad) * lane_pitch;
  }

 private:
  struct Stream {
    std::string name;
    StreamKey key;
  };
  struct SectorNoise {
    std::size_t sector;
    std::string noise;
  };
  /// One mixed noise: column `target` becomes sum of coefficient times column `source`.
  struct Mix {
    std::size_t target;
    std::vector<std::pair<double, std::size_t>> terms;
  };

  std::size_t add_stream(std::string name, const Noise& noise);
  void add_loadings(const Scenario& scenario, const std::string& name, const Dependence& dependence,
                    const Noise& noise);
  void add_correlation(const Scenario& scenario, const std::string& name, const Dependence& dependence);
  /// Place of a sector's noise, or the number of noises where its model has none of that name.
  std::size_t find(std::size_t sector, std::string_view noise) const;

  std::vector<SectorNoise> noises_;  ///< the first streams, in their order
  std::vector<Stream> streams_;      ///< sector noises, then common factors
  std::vector<Mix> mixes_;           ///< in the order in which they may be done in place
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/core/column.hpp"
#include "engine/random/noise.hpp"
#include "engine/schema/model_description.hpp"
#include "models/economy/noise_mixing.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// The noises of all sectors: draws by name, then dependence of the normal ones. And the uniforms of events.
/// Draws come four at a time.
class Shocks final {
 public:
  /// Draws of a stream that stand in the buffer at once: a Philox block holds four words.
  static constexpr std::size_t draws_per_fill = NoiseMixing::n_draws;

  Shocks(const Scenario& scenario, const Noise& noise);

  /// The stream of a sector's noise: its place among the columns.
  std::size_t index(std::size_t sector, std::string_view noise) const;
  /// The place of an event's stream, by its name.
  std::size_t event_index(std::string_view stream) const;

  /// Names of the streams in use, for the check that no two share an address.
  std::vector<std::string> stream_names() const;

  /// Doubles that `fill` needs.
  std::size_t buffer_size() const { return streams_.size() * draws_per_fill * lane_pitch; }

  /// Draws the noises that are drawn once per path.
  void fill_once(std::uint64_t first_path, double* buffer) const;
  /// Draws what a step needs and the buffer does not hold yet. For every step of a block in turn.
  void fill(std::uint64_t first_path, std::size_t step, double* buffer) const;

  /// When a noise is drawn.
  NoiseTime time(std::size_t index) const { return streams_[index].time; }
  /// Values of a noise in a step [path]; of one that is drawn once, in any step.
  const double* column(const double* buffer, std::size_t index, std::size_t step) const {
    return buffer + (index * draws_per_fill + draw_of(index, step) % draws_per_fill) * lane_pitch;
  }

 private:
  struct Stream {
    std::string name;
    StreamKey key;
    NoiseKind kind;
    NoiseTime time;
  };
  struct SectorNoise {
    std::size_t sector;
    std::string noise;
    std::size_t stream;
  };
  /// Adds a stream, or finds the one of that name.
  std::size_t add_stream(std::string name, const Noise& noise, NoiseKind kind = NoiseKind::normal,
                         NoiseTime time = NoiseTime::every_step);
  void add_noise(std::size_t sector, const NoiseInfo& info, const std::string& owner, const Noise& noise);
  void draw(const Stream& stream, std::uint64_t first_path, std::size_t quad, double* out) const;
  /// Number of a stream's draw in a step.
  std::size_t draw_of(std::size_t index, std::size_t step) const {
    if (streams_[index].time == NoiseTime::once) return 0;
    return streams_[index].time == NoiseTime::every_year ? step / steps_per_year_ : step;
  }
  /// The sectors whose models take the normal shocks of a noise in every step.
  std::vector<NoiseMixing::Member> members_of(const Scenario& scenario, std::string_view noise) const;
  /// The stream of a sector's noise, or the number of streams where its model has none of that name.
  std::size_t find(std::size_t sector, std::string_view noise) const;

  std::size_t steps_per_year_;
  std::vector<SectorNoise> noises_;
  std::vector<Stream> streams_;  ///< sector noises, then common factors and parts of copulas, then events
  std::vector<NoiseMixing> mixings_;
};

}  // namespace secondcurve

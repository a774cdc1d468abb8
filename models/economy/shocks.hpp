#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/random/sampler.hpp"
#include "engine/schema/model_description.hpp"
#include "models/economy/noise_mixing.hpp"

namespace secondcurve {

struct Scenario;

/// The noises of all sectors: draws by name, then dependence of the normal ones. And the uniforms of events.
/// Draws come four at a time.
class Shocks final {
 public:
  /// Draws of a stream that stand in the buffer at once: a Philox block holds four words.
  static constexpr std::size_t draws_per_fill = NoiseMixing::n_draws;

  /// Adds their streams to those of the run.
  Shocks(const Scenario& scenario, Streams& streams);

  /// The stream of a sector's noise: its place among the columns.
  std::size_t index(std::size_t sector, std::string_view noise) const;
  /// The place of an event's stream, by its name.
  std::size_t event_index(std::string_view stream) const;

  /// Doubles that `fill` needs.
  std::size_t buffer_size() const { return streams_.size() * draws_per_fill * lane_pitch; }

  /// Draws the noises that are drawn once per path.
  void fill_once(const Sampler::Block& block, double* buffer) const;
  /// Draws what a step needs and the buffer does not hold yet. For every step of a block in turn.
  void fill(const Sampler::Block& block, std::size_t step, double* buffer) const;

  /// When a noise is drawn.
  NoiseTime time(std::size_t index) const { return streams_[index].time; }
  /// Values of a noise in a step [path]; of one that is drawn once, in any step. Normals have the precision
  /// of the run, uniforms are doubles.
  ColumnView column(const double* buffer, std::size_t index, std::size_t step) const {
    const double* room =
        buffer + (index * draws_per_fill + draw_of(index, step) % draws_per_fill) * lane_pitch;
    if (streams_[index].precision == Arithmetic::single_precision)
      return reinterpret_cast<const float*>(room);
    return room;
  }

 private:
  struct Stream {
    std::string name;
    NoiseTime time;
    std::size_t place;  ///< among all streams of the run
    Arithmetic precision;
  };
  struct SectorNoise {
    std::size_t sector;
    std::string noise;
    std::size_t stream;
  };
  /// Adds a stream, or finds the one of that name.
  std::size_t add_stream(std::string name, Streams& streams, NoiseKind kind = NoiseKind::normal,
                         NoiseTime time = NoiseTime::every_step);
  void add_noise(std::size_t sector, const NoiseInfo& info, const std::string& owner, Streams& streams);
  /// Number of a stream's draw in a step.
  std::size_t draw_of(std::size_t index, std::size_t step) const {
    if (streams_[index].time == NoiseTime::once) return 0;
    return streams_[index].time == NoiseTime::every_year ? step / steps_per_year_ : step;
  }
  /// The sectors whose models take the normal shocks of a noise in every step.
  std::vector<NoiseMixing::Member> members_of(const Scenario& scenario, std::string_view noise) const;
  /// The stream of a sector's noise, or the number of streams where its model has none of that name.
  std::size_t find(std::size_t sector, std::string_view noise) const;

  std::size_t n_steps_;
  std::size_t steps_per_year_;
  Arithmetic arithmetic_;  ///< of normals
  std::vector<SectorNoise> noises_;
  std::vector<Stream> streams_;  ///< sector noises, then common factors and parts of copulas, then events
  std::vector<NoiseMixing> mixings_;
};

}  // namespace secondcurve

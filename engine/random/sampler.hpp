#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/block/sobol.hpp"
#include "engine/core/arithmetic.hpp"
#include "engine/core/column_buffer.hpp"
#include "engine/random/brownian_bridge.hpp"

namespace secondcurve {

/// How the paths of a run are drawn.
enum class Sampling {
  pseudo,      ///< each path on its own
  antithetic,  ///< in mirrored pairs
  sobol        ///< as points of scrambled Sobol sequences, several replicates side by side
};

/// What a stream of draws holds.
enum class DrawKind {
  parameter,  ///< a single uniform of 52 bits
  normal,
  uniform
};

/// The streams of draws that a run asks for, in the order of its config.
class Streams final {
 public:
  struct Stream {
    std::string name;
    DrawKind kind;
    std::size_t n_draws;  ///< per path
    bool once = false;    ///< drawn when a path starts: paths of a group have the same

    friend bool operator==(const Stream&, const Stream&) = default;
  };

  /// Adds a stream and returns its place. @param name `owner/purpose`, as "sectors.automobiles/output".
  std::size_t add(std::string name, DrawKind kind, std::size_t n_draws = 1);
  /// The same for one draw that a path starts with, as a parameter.
  std::size_t add_once(std::string name, DrawKind kind);

  const std::vector<Stream>& all() const { return all_; }
  /// Whether a path starts with any draw.
  bool any_once() const;

 private:
  std::vector<Stream> all_;
};

/// All random draws of a run, a function of (seed, stream name, path, draw number): they depend neither on
/// threads nor on the order in which blocks are drawn.
///
/// Draw d of a stream for path p is
///   - pseudo: draw d of Philox for path p, see engine/block/philox.hpp;
///   - antithetic: that of path p div 2; mirrored where p is odd: -z for a normal z, 1 - u for a uniform u;
///   - sobol: block b is in replicate r = b mod R and holds the points 256 (b div R) + 0 ... 255 of it. A
///     coordinate is scrambled with the four draws 4 dimension + 0 ... 3 of the stream "simulation/scramble"
///     for path r, and becomes a normal by the inverse of its distribution. Dimensions are dealt in this
///     order: parameters; other streams of a single draw; normals, which fix the random walk of their stream
///     as a Brownian bridge, by level of the bridge and then by stream; uniforms by draw number and then by
///     stream. What is left past the last dimension is drawn by Philox: normals as part of the bridge.
/// Sobol draws depend on the list of streams, too: another list deals other dimensions.
///
/// Pseudo-random paths may come in groups: path p then starts with the draws that path p div inner has alone,
/// and has all later ones for itself.
class Sampler final {
 public:
  /// The draws of one block: one per thread.
  class Block;

  /// @param replicates R, of Sobol sampling only; 1 to block_paths.
  /// @param inner paths of a group, a divisor of block_paths; 1 for other than pseudo-random paths.
  /// @param arithmetic of normals; those of Sobol points are rounded to it at last.
  /// Throws ConfigError if two streams have the same name or hash (require_distinct_streams).
  Sampler(Sampling sampling, std::uint64_t seed, std::size_t replicates, const Streams& streams,
          std::size_t inner = 1, Arithmetic arithmetic = Arithmetic::double_precision);

  Sampling sampling() const { return sampling_; }
  /// All streams, in the order in which they were added.
  const std::vector<Streams::Stream>& streams() const { return streams_; }
  /// The precision of a stream's draws: uniforms are always doubles.
  Arithmetic precision(std::size_t stream) const {
    return streams_[stream].kind == DrawKind::normal ? arithmetic_ : Arithmetic::double_precision;
  }
  /// Draws of a path that found no dimension left, of Sobol sampling.
  std::size_t n_draws_past_sobol() const;

 private:
  /// One dimension of the Sobol sequence.
  struct Dimension {
    ReversedDirections directions;
    std::vector<ScrambleKey> keys;  ///< [replicate]
  };
  static constexpr std::size_t no_dimension = static_cast<std::size_t>(-1);

  void deal_dimensions(const StreamKey& scrambles);

  Sampling sampling_;
  std::size_t replicates_;
  std::size_t inner_;
  Arithmetic arithmetic_;
  std::vector<Streams::Stream> streams_;
  std::vector<StreamKey> keys_;  ///< [stream]
  // The rest is of Sobol sampling only.
  std::vector<Dimension> dimensions_;
  std::vector<std::vector<std::size_t>> dimension_;  ///< [stream][draw], no_dimension past the last one
  std::vector<BrownianBridge> bridges_;              ///< [stream], used where it holds normals
  std::vector<std::size_t> first_walk_;              ///< [stream] first column of its walk
  std::size_t n_walk_columns_ = 0;
};

class Sampler::Block final {
 public:
  /// @param sampler must outlive the block.
  explicit Block(const Sampler& sampler);

  /// Moves on to a block of paths.
  void start(std::uint64_t block);

  /// The uniforms of a parameter [path].
  void fill_parameter(std::size_t stream, double* out) const;
  /// Draws 4 quad to 4 quad + 3 of a stream of normals or uniforms: columns at `lane_pitch`, of
  /// `precision(stream)`. Those beyond the stream's last hold nothing of meaning.
  void fill(std::size_t stream, std::size_t quad, double* out) const;

 private:
  void walk(std::size_t stream);
  void fill_dimension(std::size_t dimension, double* out) const;
  void fill_philox(std::size_t stream, std::size_t quad, double* out, Arithmetic precision) const;
  /// Gives the draws of a block of groups to the paths of this block [path].
  template <class Number>
  void give_to_groups(Number* column) const;
  void fill_sobol(std::size_t stream, std::size_t quad, double* out) const;

  const Sampler& sampler_;
  std::uint64_t block_ = 0;
  ColumnBuffer walks_;  ///< normals by step [stream][draw], of Sobol sampling only
};

}  // namespace secondcurve

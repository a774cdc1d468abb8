#include "engine/random/sampler.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "engine/block/ops.hpp"
#include "engine/core/contract.hpp"
#include "engine/random/noise.hpp"
#include "engine/random/sobol.hpp"

namespace secondcurve {
namespace {

constexpr std::size_t draws_per_quad = 4;
constexpr const char* scramble_stream = "simulation/scramble";

/// Room for the four columns of a quad.
template <class T>
struct alignas(lane_alignment) QuadColumns {
  std::array<T, draws_per_quad * lane_pitch> values;
  T* column(std::size_t index) { return values.data() + index * lane_pitch; }
};

/// Gives each of half a block's paths to a pair: as it is, and mirrored as `constant - x`.
template <class Number>
void pair_up(const Number* half, Number constant, Number* out) {
  std::array<Number, block_paths / 2> own;
  std::copy_n(half, own.size(), own.begin());
  for (std::size_t i = 0; i < own.size(); ++i) {
    out[2 * i] = own[i];
    out[2 * i + 1] = constant - own[i];
  }
}

/// The keys of a dimension's scrambles, one per replicate.
std::vector<ScrambleKey> scramble_keys(const StreamKey& stream, std::size_t dimension,
                                       std::size_t n_replicates) {
  QuadColumns<std::uint32_t> words;
  fill_words(stream, 0, static_cast<std::uint32_t>(dimension), words.values.data());
  std::vector<ScrambleKey> keys(n_replicates);
  for (std::size_t r = 0; r < n_replicates; ++r)
    for (std::size_t j = 0; j < draws_per_quad; ++j) keys[r][j] = words.column(j)[r];
  return keys;
}

}  // namespace

std::size_t Streams::add(std::string name, DrawKind kind, std::size_t n_draws) {
  SC_EXPECT(kind != DrawKind::parameter || n_draws == 1);
  all_.push_back({std::move(name), kind, n_draws, kind == DrawKind::parameter});
  return all_.size() - 1;
}

std::size_t Streams::add_once(std::string name, DrawKind kind) {
  all_.push_back({std::move(name), kind, 1, true});
  return all_.size() - 1;
}

bool Streams::any_once() const {
  return std::any_of(all_.begin(), all_.end(), [](const Stream& stream) { return stream.once; });
}

Sampler::Sampler(Sampling sampling, std::uint64_t seed, std::size_t replicates, const Streams& streams,
                 std::size_t inner, Arithmetic arithmetic)
    : sampling_(sampling),
      replicates_(replicates),
      inner_(inner),
      arithmetic_(arithmetic),
      streams_(streams.all()) {
  SC_EXPECT(replicates >= 1 && replicates <= block_paths);
  SC_EXPECT(inner >= 1 && block_paths % inner == 0 && (inner == 1 || sampling == Sampling::pseudo));
  std::vector<std::string> names;
  for (const Streams::Stream& stream : streams_) {
    names.push_back(stream.name);
    keys_.push_back(Noise(seed).stream(stream.name));
  }
  if (sampling == Sampling::sobol) names.emplace_back(scramble_stream);
  require_distinct_streams(names);
  if (sampling == Sampling::sobol) deal_dimensions(Noise(seed).stream(scramble_stream));
}

void Sampler::deal_dimensions(const StreamKey& scrambles) {
  std::size_t most_draws = 0;
  for (const Streams::Stream& stream : streams_) {
    most_draws = std::max(most_draws, stream.n_draws);
    dimension_.emplace_back(stream.n_draws, no_dimension);
    first_walk_.push_back(n_walk_columns_);
    if (stream.kind == DrawKind::normal) n_walk_columns_ += stream.n_draws;
    bridges_.emplace_back(stream.kind == DrawKind::normal ? stream.n_draws : 1);
  }
  const auto deal = [&](std::size_t stream, std::size_t draw) {
    const std::size_t dimension = dimensions_.size();
    if (dimension == n_sobol_dimensions) return;
    dimension_[stream][draw] = dimension;
    dimensions_.push_back({sobol_directions(dimension), scramble_keys(scrambles, dimension, replicates_)});
  };
  const auto for_each_stream = [&](const auto& visit) {
    for (std::size_t i = 0; i < streams_.size(); ++i) visit(i, streams_[i]);
  };
  for_each_stream([&](std::size_t i, const Streams::Stream& stream) {
    if (stream.kind == DrawKind::parameter) deal(i, 0);
  });
  for_each_stream([&](std::size_t i, const Streams::Stream& stream) {
    if (stream.kind != DrawKind::parameter && stream.n_draws == 1) deal(i, 0);
  });
  for (std::size_t level = 0; level < most_draws; ++level)
    for_each_stream([&](std::size_t i, const Streams::Stream& stream) {
      if (stream.kind != DrawKind::normal || stream.n_draws == 1) return;
      for (std::size_t k = 0; k < stream.n_draws; ++k)
        if (bridges_[i].points()[k].level == level) deal(i, k);
    });
  for (std::size_t draw = 0; draw < most_draws; ++draw)
    for_each_stream([&](std::size_t i, const Streams::Stream& stream) {
      if (stream.kind == DrawKind::uniform && stream.n_draws > 1 && draw < stream.n_draws) deal(i, draw);
    });
}

std::size_t Sampler::n_draws_past_sobol() const {
  std::size_t n = 0;
  for (const std::vector<std::size_t>& of_stream : dimension_)
    n += static_cast<std::size_t>(std::count(of_stream.begin(), of_stream.end(), no_dimension));
  return n;
}

Sampler::Block::Block(const Sampler& sampler) : sampler_(sampler), walks_(sampler.n_walk_columns_) {}

void Sampler::Block::start(std::uint64_t block) {
  block_ = block;
  if (sampler_.sampling_ != Sampling::sobol) return;
  for (std::size_t i = 0; i < sampler_.streams_.size(); ++i)
    if (sampler_.streams_[i].kind == DrawKind::normal) walk(i);
}

void Sampler::Block::walk(std::size_t stream) {
  const BrownianBridge& bridge = sampler_.bridges_[stream];
  double* walk = walks_.column(sampler_.first_walk_[stream]);
  alignas(lane_alignment) std::array<double, block_paths> z;
  QuadColumns<double> quad;
  for (std::size_t k = 0; k < bridge.points().size(); ++k) {
    const std::size_t dimension = sampler_.dimension_[stream][k];
    if (dimension != no_dimension) {
      fill_dimension(dimension, z.data());
      normal_quantile(z.data(), z.data());
      bridge.fix(k, z.data(), walk);
    } else {
      fill_philox(stream, k / draws_per_quad, quad.values.data(), Arithmetic::double_precision);
      bridge.fix(k, quad.column(k % draws_per_quad), walk);
    }
  }
  bridge.to_steps(walk);
}

void Sampler::Block::fill_dimension(std::size_t dimension, double* out) const {
  const std::size_t n_replicates = sampler_.replicates_;
  const Dimension& d = sampler_.dimensions_[dimension];
  const auto first_point = static_cast<std::uint32_t>(block_ / n_replicates * block_paths);
  fill_scrambled_sobol(d.directions, d.keys[block_ % n_replicates], first_point, out);
}

void Sampler::Block::fill_parameter(std::size_t stream, double* out) const {
  SC_EXPECT(sampler_.streams_[stream].kind == DrawKind::parameter);
  const StreamKey& key = sampler_.keys_[stream];
  if (sampler_.sampling_ == Sampling::antithetic) {
    fill_uniforms_52(key, block_ / 2 * block_paths, out);
    pair_up(out + block_ % 2 * (block_paths / 2), 1.0, out);
  } else if (sampler_.sampling_ == Sampling::sobol && sampler_.dimension_[stream][0] != no_dimension) {
    fill_dimension(sampler_.dimension_[stream][0], out);
  } else {
    fill_uniforms_52(key, block_ / sampler_.inner_ * block_paths, out);
    give_to_groups(out);
  }
}

template <class Number>
void Sampler::Block::give_to_groups(Number* column) const {
  const std::size_t inner = sampler_.inner_;
  if (inner == 1) return;
  std::array<Number, block_paths> own;
  std::copy_n(column, block_paths, own.begin());
  const std::size_t first = static_cast<std::size_t>(block_ % inner) * (block_paths / inner);
  for (std::size_t path = 0; path < block_paths; ++path) column[path] = own[first + path / inner];
}

void Sampler::Block::fill(std::size_t stream, std::size_t quad, double* out) const {
  SC_EXPECT(sampler_.streams_[stream].kind != DrawKind::parameter);
  if (sampler_.sampling_ == Sampling::sobol) {
    fill_sobol(stream, quad, out);
    return;
  }
  const Arithmetic precision = sampler_.precision(stream);
  fill_philox(stream, quad, out, precision);
  const auto give_out = [&]<class Number>(Number* column, bool is_first) {
    if (is_first && sampler_.streams_[stream].once) give_to_groups(column);
    if (sampler_.sampling_ != Sampling::antithetic) return;
    const Number constant = sampler_.streams_[stream].kind == DrawKind::normal ? 0 : 1;
    pair_up(column + block_ % 2 * (block_paths / 2), constant, column);
  };
  for (std::size_t j = 0; j < draws_per_quad; ++j) {
    const ColumnPlace column(out + j * lane_pitch, precision);
    if (column.is_single())
      give_out(column.floats(), j == 0);
    else
      give_out(column.doubles(), j == 0);
  }
}

void Sampler::Block::fill_philox(std::size_t stream, std::size_t quad, double* out,
                                 Arithmetic precision) const {
  const Streams::Stream& drawn = sampler_.streams_[stream];
  const std::uint64_t block = sampler_.sampling_ == Sampling::antithetic ? block_ / 2
                              : drawn.once                               ? block_ / sampler_.inner_
                                                                         : block_;
  const StreamKey& key = sampler_.keys_[stream];
  const std::uint64_t first_path = block * block_paths;
  const auto number = static_cast<std::uint32_t>(quad);
  if (drawn.kind != DrawKind::normal)
    fill_uniforms(key, first_path, number, out);
  else if (precision == Arithmetic::single_precision)
    fill_single_normals(key, first_path, number, ColumnPlace(out, precision).floats());
  else
    fill_normals(key, first_path, number, out);
}

void Sampler::Block::fill_sobol(std::size_t stream, std::size_t quad, double* out) const {
  const std::span<const std::size_t> dimensions = sampler_.dimension_[stream];
  const std::size_t first = quad * draws_per_quad;
  const std::size_t n = std::min(draws_per_quad, dimensions.size() - first);
  if (sampler_.streams_[stream].kind == DrawKind::normal) {
    const Arithmetic precision = sampler_.precision(stream);
    for (std::size_t j = 0; j < draws_per_quad; ++j) {
      const ColumnPlace column(out + j * lane_pitch, precision);
      assign(column, j < n ? Operand(walks_.column(sampler_.first_walk_[stream] + first + j)) : Operand(0.0));
    }
    return;
  }
  const auto drawn = dimensions.subspan(first, n);
  if (n < draws_per_quad || std::count(drawn.begin(), drawn.end(), no_dimension) != 0)
    fill_philox(stream, quad, out, Arithmetic::double_precision);
  for (std::size_t j = 0; j < n; ++j)
    if (drawn[j] != no_dimension) fill_dimension(drawn[j], out + j * lane_pitch);
}

}  // namespace secondcurve

#include "engine/batch/design.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/block/philox.hpp"
#include "engine/block/sobol.hpp"
#include "engine/core/contract.hpp"
#include "engine/random/distribution.hpp"
#include "engine/random/noise.hpp"
#include "engine/random/sobol.hpp"
#include "models/economy/lower_factor.hpp"

namespace secondcurve {
namespace {

/// Room for the four columns of a quad of draws.
template <class T>
struct alignas(lane_alignment) QuadColumns {
  std::array<T, 4 * lane_pitch> values;
  T* column(std::size_t index) { return values.data() + index * lane_pitch; }
};

/// The place of each value among all of them in rising order, from 0; of equals the first is lower.
std::vector<std::size_t> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size()), ranks(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  for (std::size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
  return ranks;
}

std::vector<double> stratified(const StreamKey& stream, std::size_t n) {
  std::vector<double> order(n), within(n);
  alignas(lane_alignment) std::array<double, block_paths> uniforms;
  QuadColumns<double> quad;
  for (std::size_t first = 0; first < n; first += block_paths) {
    const std::size_t n_here = std::min(block_paths, n - first);
    fill_uniforms_52(stream, first, uniforms.data());
    fill_uniforms(stream, first, 0, quad.values.data());
    std::copy_n(uniforms.begin(), n_here, order.begin() + static_cast<std::ptrdiff_t>(first));
    std::copy_n(quad.column(2), n_here, within.begin() + static_cast<std::ptrdiff_t>(first));
  }
  const std::vector<std::size_t> part = ranks_of(order);
  std::vector<double> points(n);
  for (std::size_t i = 0; i < n; ++i)
    points[i] = (static_cast<double>(part[i]) + within[i]) / static_cast<double>(n);
  return points;
}

ScrambleKey scramble_key(const StreamKey& stream) {
  QuadColumns<std::uint32_t> words;
  fill_words(stream, 0, 0, words.values.data());
  return {words.column(0)[0], words.column(1)[0], words.column(2)[0], words.column(3)[0]};
}

/// The scores of van der Waerden: of rank r from 0, the normal quantile of (r + 1) / (n + 1).
std::vector<double> normal_scores(const std::vector<double>& values) {
  const Distribution normal = Distribution::normal(0.0, 1.0);
  const double n = static_cast<double>(values.size());
  const std::vector<std::size_t> ranks = ranks_of(values);
  std::vector<double> scores(values.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
    scores[i] = normal.quantile((static_cast<double>(ranks[i]) + 1.0) / (n + 1.0));
  return scores;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Solves L x = b in place of b. Golub and Van Loan, Matrix Computations (4th ed. 2013), section 3.1.1.
void solve_lower(const std::vector<std::vector<double>>& lower, std::vector<double>& b) {
  for (std::size_t i = 0; i < lower.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) b[i] -= lower[i][j] * b[j];
    b[i] /= lower[i][i];
  }
}

/// L x.
std::vector<double> times_lower(const std::vector<std::vector<double>>& lower, const std::vector<double>& x) {
  std::vector<double> result(lower.size(), 0.0);
  for (std::size_t i = 0; i < lower.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) result[i] += lower[i][j] * x[j];
  return result;
}

}  // namespace

std::vector<std::vector<std::size_t>> grid_points(std::span<const std::size_t> lengths) {
  std::size_t n_points = 1;
  for (const std::size_t length : lengths) n_points *= length;
  std::vector<std::vector<std::size_t>> points(n_points, std::vector<std::size_t>(lengths.size()));
  for (std::size_t point = 0; point < n_points; ++point) {
    std::size_t rest = point;
    for (std::size_t axis = lengths.size(); axis-- > 0;) {
      points[point][axis] = rest % lengths[axis];
      rest /= lengths[axis];
    }
  }
  return points;
}

DesignPoints latin_hypercube(std::uint64_t seed, std::span<const std::string> streams, std::size_t n) {
  SC_EXPECT(n >= 1);
  DesignPoints points;
  for (const std::string& stream : streams) points.push_back(stratified(Noise(seed).stream(stream), n));
  return points;
}

DesignPoints sobol_points(std::uint64_t seed, std::span<const std::string> streams, std::size_t n) {
  SC_EXPECT(streams.size() <= n_sobol_dimensions);
  DesignPoints points;
  alignas(lane_alignment) std::array<double, block_paths> column;
  for (std::size_t axis = 0; axis < streams.size(); ++axis) {
    const ReversedDirections directions = sobol_directions(axis);
    const ScrambleKey key = scramble_key(Noise(seed).stream(streams[axis]));
    std::vector<double>& coordinates = points.emplace_back(n);
    for (std::size_t first = 0; first < n; first += block_paths) {
      fill_scrambled_sobol(directions, key, static_cast<std::uint32_t>(first), column.data());
      std::copy_n(column.begin(), std::min(block_paths, n - first),
                  coordinates.begin() + static_cast<std::ptrdiff_t>(first));
    }
  }
  return points;
}

double score_correlation(double rank_correlation) {
  return 2.0 * std::sin(std::numbers::pi * rank_correlation / 6.0);
}

std::optional<DesignPoints> correlated_scores(const DesignPoints& points,
                                              std::span<const double> correlation) {
  constexpr double smallest_own = 1e-3;  // what a row of scores must have of its own beside those before it
  const std::size_t n_axes = points.size();
  DesignPoints scores;
  for (const std::vector<double>& axis : points) scores.push_back(normal_scores(axis));
  // T, the correlations that the scores have by chance: all axes have the same scores, of mean 0.
  std::vector<double> by_chance(n_axes * n_axes);
  for (std::size_t i = 0; i < n_axes; ++i)
    for (std::size_t j = 0; j < n_axes; ++j)
      by_chance[i * n_axes + j] =
          i == j ? 1.0 : product(scores[i], scores[j]) / product(scores[i], scores[i]);

  std::vector<std::size_t> all(n_axes);
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto p = lower_factor(correlation, n_axes, all);
  const auto q = lower_factor(by_chance, n_axes, all);
  for (const std::vector<double>& row : q)
    if (!(row.back() > smallest_own)) return std::nullopt;

  std::vector<double> point(n_axes);
  for (std::size_t i = 0; i < points.front().size(); ++i) {
    for (std::size_t axis = 0; axis < n_axes; ++axis) point[axis] = scores[axis][i];
    solve_lower(q, point);
    const std::vector<double> mixed = times_lower(p, point);
    for (std::size_t axis = 0; axis < n_axes; ++axis) scores[axis][i] = mixed[axis];
  }
  return scores;
}

DesignPoints ordered_as(const DesignPoints& points, const DesignPoints& scores) {
  DesignPoints ordered;
  for (std::size_t axis = 0; axis < points.size(); ++axis) {
    std::vector<double> rising = points[axis];
    std::sort(rising.begin(), rising.end());
    std::vector<double>& coordinates = ordered.emplace_back();
    for (const std::size_t rank : ranks_of(scores[axis])) coordinates.push_back(rising[rank]);
  }
  return ordered;
}

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/block/odd_map.hpp"
#include "engine/core/column.hpp"
#include "engine/schema/model_description.hpp"
#include "models/scenario/dependence.hpp"

namespace secondcurve {

struct Scenario;

/// Turns the independent normal draws of one noise into its shocks, `[dependence.NOISE]`: loadings or
/// correlations first, then the copula, then the tails of single sectors. Without any of them nothing is
/// done, and a gaussian copula of normal shocks is the loadings or correlations alone.
///
/// A Student t copula divides all shocks of a path and step by one number: sqrt(chi^2 / nu), with nu degrees
/// of freedom. Its chi^2 is the sum of -2 ln u_J over nu / 2 uniforms, and of a squared normal where nu is
/// odd. Source: A. J. McNeil, R. Frey, P. Embrechts, Quantitative Risk Management (2nd ed. 2015),
/// sections 7.3.1 and 15.2.1; L. Devroye, Non-Uniform Random Variate Generation (1986), section IX.3.
class NoiseMixing final {
 public:
  /// Draws of a stream that stand side by side.
  static constexpr std::size_t n_draws = 4;

  /// A sector whose model takes the noise, and the stream of its draws.
  struct Member {
    std::size_t sector;
    std::size_t stream;
  };
  /// Adds a stream that is drawn in every step; returns its place among all streams.
  using AddStream = std::function<std::size_t(std::string name, NoiseKind kind)>;

  NoiseMixing(const Scenario& scenario, const std::string& noise, const Dependence& dependence,
              std::span<const Member> members, const AddStream& add_stream);

  /// Mixes fresh draws in place [stream, n_draws, path], columns at `lane_pitch`: normals of the precision of
  /// the run.
  /// @param n_needed of the draws that stand side by side: the first ones.
  void mix(double* draws, std::size_t n_needed = n_draws) const;

 private:
  /// One shock: column `target` becomes the sum of coefficient times column `source`.
  struct Mix {
    std::size_t target;
    std::vector<std::pair<double, std::size_t>> terms;
  };
  /// The law of one stream's shocks where it is not that which the copula leaves.
  struct Margin {
    std::size_t stream;
    double factor;                   ///< where the law is the same up to its variance
    std::optional<std::size_t> map;  ///< among `maps_`, otherwise
  };

  /// A column of uniforms, or room for one of normals.
  static double* column(double* draws, std::size_t stream, std::size_t draw) {
    return draws + (stream * n_draws + draw) * lane_pitch;
  }
  ColumnPlace normals(double* draws, std::size_t stream, std::size_t draw) const {
    return {column(draws, stream, draw), arithmetic_};
  }
  void add_loadings(const Scenario& scenario, const std::string& noise, const Dependence& dependence,
                    std::span<const Member> members, const AddStream& add_stream);
  void add_correlation(const Scenario& scenario, const Dependence& dependence,
                       std::span<const Member> members);
  void add_margins(const Scenario& scenario, const Dependence& dependence, std::span<const Member> members);
  /// Writes sqrt(nu / chi^2) over the first mixing stream's draw.
  void draw_scale(double* draws, std::size_t draw) const;

  Arithmetic arithmetic_;             ///< of normals
  std::vector<Mix> mixes_;            ///< by loadings on factors
  std::vector<std::size_t> rows_;     ///< streams of correlated shocks, in the order of their matrix
  std::vector<double> lower_;         ///< its lower factor, row after row
  int degrees_ = 0;                   ///< of freedom of the copula; 0 where it is gaussian
  std::vector<std::size_t> mixing_;   ///< streams of the chi-square's parts
  std::vector<std::size_t> members_;  ///< streams that the copula acts on
  std::vector<Margin> margins_;
  std::vector<OddMap> maps_;
};

}  // namespace secondcurve

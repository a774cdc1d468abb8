#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario/parameter_correlation.hpp"

namespace secondcurve {

struct Scenario;

/// The Gaussian copula between the numbers that are drawn once per path, `[parameter_correlation]`: the
/// uniforms of those that it names become normal scores, these are mixed, and become uniforms again.
///
///     z' = sum_f b_f F_f + sqrt(1 - sum b_f^2) z     or z' = L z,     u' = Phi(z')
///
/// The others keep their uniforms to the bit.
/// Source: R. B. Nelsen, An Introduction to Copulas (2nd ed. 2006), section 2.3.
class ParameterCopula final {
 public:
  ParameterCopula() = default;
  /// @param keys of all draws, in their order; keys of the scenario that are not among them have no draw.
  ParameterCopula(const Scenario& scenario, std::span<const std::string> keys);

  /// Streams of the common factors, which are uniforms, too: "parameter_factors.F/value".
  const std::vector<std::string>& factor_streams() const { return factor_streams_; }

  /// Mixes uniforms in place. @param uniforms columns at `lane_pitch` [draw][path];
  /// @param factors the uniforms of the factors, likewise; left as normal scores.
  void mix(double* uniforms, double* factors) const;

 private:
  /// Column `target` becomes the sum of coefficient times draw and of coefficient times factor.
  struct Mix {
    std::size_t target;
    std::vector<std::pair<double, std::size_t>> draws;
    std::vector<std::pair<double, std::size_t>> factors;
  };
  /// Places of draws by key.
  using Places = std::map<std::string, std::size_t, std::less<>>;

  void add_loadings(const ParameterCorrelation& entry, const Places& places);
  void add_matrix(const ParameterCorrelation& entry, const Places& places);
  std::size_t factor(const std::string& name);

  std::vector<std::string> factor_streams_;
  std::vector<Mix> mixes_;  ///< in the order in which they may be done in place
};

}  // namespace secondcurve

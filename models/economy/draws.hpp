#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/core/bound_quantity.hpp"
#include "engine/core/time_grid.hpp"
#include "engine/random/distribution.hpp"
#include "engine/random/sampler.hpp"
#include "models/economy/parameter_copula.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

struct Scenario;

/// The quantities that are drawn once per path: uncertain parameters and base values.
class Draws final {
 public:
  /// @param scenario and @param streams must outlive the draws.
  Draws(const Scenario& scenario, Streams& streams);

  /// What blocks see of a quantity; one that is uncertain is added to the draws, once however often it is
  /// bound, and so is one of `[parameters]`. @param unit its unit; "account" stands for the unit of account.
  BoundQuantity bind(const Quantity& quantity, std::string_view unit);

  /// Adds a draw and returns its place.
  /// @param key name in the result, a config key; @param stream name of its draws.
  std::size_t add(std::string key, const std::string& stream, std::string unit,
                  const Distribution& distribution);

  /// Ties together what `[parameter_correlation]` names. Call once, when all draws are added.
  void correlate();

  std::size_t size() const { return draws_.size(); }
  const std::vector<std::string>& keys() const { return keys_; }
  const std::vector<std::string>& streams() const { return streams_; }
  /// The streams of the common factors between draws.
  const std::vector<std::string>& factor_streams() const { return copula_.factor_streams(); }
  const std::vector<std::string>& units() const { return units_; }

  /// Draws all of them for a block: columns at `lane_pitch` [draw][path].
  void fill(const Sampler::Block& block, double* out) const;

 private:
  BoundQuantity bind(const std::string& key, const std::string& stream, std::string_view unit,
                     const Distribution& distribution);

  struct Draw {
    std::size_t stream;
    Distribution distribution;
  };
  /// Uniforms of all draws and of the factors between them: columns at `lane_pitch`.
  void draw_uniforms(const Sampler::Block& block, double* draws, double* factors) const;

  const Scenario& scenario_;
  TimeGrid grid_;
  Streams& all_streams_;
  std::vector<Draw> draws_;
  std::vector<std::string> keys_;
  std::vector<std::string> streams_;
  std::vector<std::string> units_;
  std::map<std::string, std::size_t> bound_;  ///< draws of quantities by key
  ParameterCopula copula_;
  std::vector<std::size_t> factors_;  ///< streams of the common factors
};

}  // namespace secondcurve

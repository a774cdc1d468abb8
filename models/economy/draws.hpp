#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/core/bound_quantity.hpp"
#include "engine/core/time_grid.hpp"
#include "engine/random/distribution.hpp"
#include "engine/random/noise.hpp"
#include "models/economy/parameter_copula.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// The quantities that are drawn once per path: uncertain parameters and base values.
class Draws final {
 public:
  /// @param scenario must outlive the draws.
  Draws(const Scenario& scenario, const Noise& noise);

  /// What blocks see of a quantity; one that is uncertain is added to the draws, one of `[parameters]` once
  /// however often it is used. @param unit its unit; "account" stands for the unit of account.
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
  void fill(std::uint64_t first_path, double* out) const;

 private:
  struct Draw {
    StreamKey stream;
    Distribution distribution;
  };
  /// Uniforms of all draws and of the factors between them: columns at `lane_pitch`.
  void draw_uniforms(std::uint64_t first_path, double* draws, double* factors) const;

  const Scenario& scenario_;
  TimeGrid grid_;
  Noise noise_;
  std::vector<Draw> draws_;
  std::vector<std::string> keys_;
  std::vector<std::string> streams_;
  std::vector<std::string> units_;
  std::map<std::string, std::size_t> shared_;  ///< draws of `[parameters]` by name
  ParameterCopula copula_;
  std::vector<StreamKey> factors_;
};

}  // namespace secondcurve

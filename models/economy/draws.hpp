#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/core/column.hpp"
#include "engine/random/distribution.hpp"
#include "engine/random/noise.hpp"

namespace secondcurve {

/// The quantities that are drawn once per path: uncertain parameters and base values.
class Draws final {
 public:
  explicit Draws(const Noise& noise) : noise_(noise) {}

  /// Adds a draw and returns its place.
  /// @param key name in the result, a config key; @param stream name of its draws; @param unit its unit;
  /// "account" stands for the unit of account.
  std::size_t add(std::string key, const std::string& stream, std::string unit,
                  const Distribution& distribution);

  std::size_t size() const { return draws_.size(); }
  const std::vector<std::string>& keys() const { return keys_; }
  const std::vector<std::string>& streams() const { return streams_; }
  const std::vector<std::string>& units() const { return units_; }

  /// Draws all of them for a block: columns at `lane_pitch` [draw][path].
  void fill(std::uint64_t first_path, double* out) const;

 private:
  struct Draw {
    StreamKey stream;
    Distribution distribution;
  };
  Noise noise_;
  std::vector<Draw> draws_;
  std::vector<std::string> keys_;
  std::vector<std::string> streams_;
  std::vector<std::string> units_;
};

}  // namespace secondcurve

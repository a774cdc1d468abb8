#pragma once

#include <cstddef>
#include <vector>

#include "engine/block/column_math.hpp"
#include "engine/core/column.hpp"

namespace secondcurve {

/// F: the share of a spending that is working capital some time later, an Erlang distribution.
///
///     F(t) = 1 - exp(-x) sum_{j < stages} x^j / j!,   x = stages t / mean
///
/// @param mean of the gestation [year], 0 for at once; @param time t [year], 0 or more.
inline Column matured_share(const Column& mean, int stages, double time) {
  constexpr double at_once = 1e-9;  // [year]; shorter than any step, so that F is 0 or 1
  const Column x = stages * time / max(mean, at_once);
  Column term = 1.0;
  Column sum = 1.0;
  for (int j = 1; j < stages; ++j) {
    term = term * x / j;
    sum = sum + term;
  }
  return 1.0 - exp(-x) * sum;
}

/// F((k+1) dt) - F(k dt) for the steps k from 0: the share of a step's spending that matures k steps later.
inline std::vector<Column> gestation_weights(const Column& mean, int stages, double dt, std::size_t n_steps) {
  std::vector<Column> weights;
  Column before = 0.0;
  for (std::size_t k = 0; k < n_steps; ++k) {
    Column after = matured_share(mean, stages, static_cast<double>(k + 1) * dt);
    weights.push_back(after - before);
    before = std::move(after);
  }
  return weights;
}

}  // namespace secondcurve

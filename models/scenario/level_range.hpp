#pragma once

#include "engine/block/grow.hpp"
#include "engine/core/arithmetic.hpp"

namespace secondcurve {

/// Levels outside this range [unit of account] have left the range of numbers. In double precision, with
/// weights of series between 1e-15 and 1e15, the ratio of any two outputs, and so every growth rate and
/// share, is then finite. In single precision outputs may leave theirs all the same.
constexpr LevelRange range_of_levels(Arithmetic arithmetic) {
  if (arithmetic == Arithmetic::single_precision) return {1e-20, 1e20};
  return {1e-120, 1e120};
}

}  // namespace secondcurve

#pragma once

#include "engine/core/column.hpp"

namespace secondcurve {

/// The range that levels may have, its ends included.
struct LevelRange {
  double least, most;
};

/// out = base * e^growth, under the rules of ops.hpp, and not-a-number where that is outside the range. In
/// single precision e^growth has a relative error below 3e-7 (without FMA, 6e-8 |growth| more), and growth
/// outside -80 to 80 is outside the range.
/// @return whether all are inside.
bool grow(ColumnPlace out, Operand base, Operand growth, LevelRange range);

}  // namespace secondcurve

#pragma once

#include "engine/stats/moments.hpp"

namespace secondcurve {

/// The moments that exist where only those below an order do; the others are NaN. A standard error needs
/// moments of twice the order: where they do not exist, it cannot be known.
Moments existing(Moments m, double order);

/// The same of the split of a variance, which is of the second order, and its standard error of the fourth.
VarianceSplit existing(VarianceSplit split, double order);

}  // namespace secondcurve

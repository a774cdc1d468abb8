#pragma once

namespace secondcurve {

/// How finely a run computes. In single precision normal draws, levels and outputs after the base year are
/// floats, and so are the power sums of outputs over a block, their bins and what is kept of them; all else
/// is in double precision, and no draw is another.
enum class Arithmetic { double_precision, single_precision };

}  // namespace secondcurve

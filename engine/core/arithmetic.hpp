#pragma once

namespace secondcurve {

/// How finely a run computes. In single precision normal draws and the exponentials of levels are; states,
/// sums and everything else are in double precision all the same, and no draw is another.
enum class Arithmetic { double_precision, single_precision };

}  // namespace secondcurve

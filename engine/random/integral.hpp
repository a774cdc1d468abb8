#pragma once

#include <functional>
#include <span>

namespace secondcurve {

/// The integral over (0, 1) of a function that may be infinite at the ends, relative error 1e-9.
/// @param breaks where it is not smooth, rising.
double integral_of_shares(const std::function<double(double)>& f, std::span<const double> breaks = {});

}  // namespace secondcurve

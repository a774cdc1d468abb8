#pragma once

// Calls of functions that exist once per instruction set. Included by .cpp files after Highway.

#include <cstddef>

namespace secondcurve::detail {
/// The place in Highway's tables of the instruction set in use; at first 0, where Highway chooses itself.
extern std::size_t target_index;
}  // namespace secondcurve::detail

// As HWY_DYNAMIC_DISPATCH, without a call of the library for each: columns are short.
#if (HWY_TARGETS & (HWY_TARGETS - 1)) == 0
#define SC_DISPATCH(function) HWY_DYNAMIC_DISPATCH(function)
#else
#define SC_DISPATCH(function) (*HWY_DISPATCH_TABLE(function)[::secondcurve::detail::target_index])
#endif

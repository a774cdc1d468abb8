#include "engine/stats/integer_sum.hpp"

#include <algorithm>

#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve {

IntegerSum::IntegerSum(int unit_exponent)
    : units_per_one_(std::ldexp(1.0, -std::clamp(unit_exponent, -1000, 1000))),
      unit_exponent_(std::clamp(unit_exponent, -1000, 1000)) {}

void IntegerSum::merge(const IntegerSum& other) {
  SC_EXPECT(unit_exponent_ == other.unit_exponent_);
  total_ += other.total_;
  overflowed_ = overflowed_ || other.overflowed_;
}

double IntegerSum::value() const {
  if (overflowed_) return not_a_number;
  return std::ldexp(static_cast<double>(total_), unit_exponent_);
}

}  // namespace secondcurve

#include "engine/stats/integer_sum.hpp"

#include <algorithm>

#include "engine/core/byte_stream.hpp"
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

void IntegerSum::save(ByteWriter& out) const {
  out.write_u64(static_cast<std::uint64_t>(total_));
  out.write_u64(static_cast<std::uint64_t>(total_ >> 64));
  out.write_u8(overflowed_ ? 1 : 0);
}

void IntegerSum::load(ByteReader& in) {
  const std::uint64_t low = in.read_u64();
  const auto high = static_cast<std::int64_t>(in.read_u64());
  const std::uint8_t overflowed = in.read_u8();
  // 2^32 addends below 2^94 stay below 2^126, so that sums of sums stay in range, too.
  if (high < -(std::int64_t{1} << 62) || high >= std::int64_t{1} << 62 || overflowed > 1)
    throw DamagedBytes("a sum is out of its range");
  total_ = (detail::Int128{high} * (detail::Int128{1} << 64)) + low;
  overflowed_ = overflowed == 1;
}

double IntegerSum::value() const {
  if (overflowed_) return not_a_number;
  return std::ldexp(static_cast<double>(total_), unit_exponent_);
}

}  // namespace secondcurve

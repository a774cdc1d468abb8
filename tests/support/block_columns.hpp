#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/block/vector_target.hpp"
#include "engine/core/column.hpp"

namespace secondcurve::test {

/// An aligned column of doubles for tests, compared bit for bit.
struct Lanes {
  alignas(lane_alignment) std::array<double, block_paths> values{};

  double* data() { return values.data(); }
  const double* data() const { return values.data(); }
  double& operator[](std::size_t i) { return values[i]; }
  double operator[](std::size_t i) const { return values[i]; }
};

/// A column of floats in the room of a column of doubles.
inline ColumnPlace single(Lanes& room) { return {room.data(), Arithmetic::single_precision}; }

/// Bits of a double; all not-a-numbers count as one.
inline std::uint64_t bits_of(double x) {
  if (std::isnan(x)) return ~std::uint64_t{0};
  std::uint64_t bits = 0;
  std::memcpy(&bits, &x, sizeof(x));
  return bits;
}

/// A column of numbers uniform between two bounds, from a fixed seed.
inline Lanes random_lanes(double low, double high, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  Lanes x;
  for (double& v : x.values) {
    v = low + (high - low) * ((static_cast<double>(engine() >> 11) + 0.5) * 0x1p-53);
  }
  return x;
}

/// Values as floats.
inline std::vector<float> rounded(const Lanes& x) { return {x.values.begin(), x.values.end()}; }

/// Copies lanes to a Column with one value per path.
inline Column to_column(const Lanes& x) {
  Column c = Column::per_path();
  std::copy(x.values.begin(), x.values.end(), c.lanes());
  return c;
}

/// Distance in units of the last place of the exact value; 0 where both overflow alike.
inline double ulps(double computed, long double exact) {
  if (std::isnan(computed) && std::isnan(exact)) return 0.0;
  if (static_cast<long double>(computed) == exact) return 0.0;
  const int exponent = std::max(std::ilogb(exact), -1022);
  return static_cast<double>(std::fabs(static_cast<long double>(computed) - exact) /
                             std::ldexp(1.0L, exponent - 52));
}

/// Runs a check once per instruction set that the machine has, best first.
inline void for_each_target(const std::function<void()>& check) {
  for (const std::string& name : vector_targets()) {
    SCOPED_TRACE("instruction set " + name);
    restrict_vector_target(name);
    check();
    release_vector_target();
  }
}

/// Whether the instruction set in use has fused multiply-adds, and so the bits that are promised.
inline bool has_fma() { return std::string(vector_target()).rfind("AVX", 0) == 0; }

}  // namespace secondcurve::test

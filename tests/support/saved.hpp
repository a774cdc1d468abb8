#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/byte_stream.hpp"

namespace secondcurve::test {

/// The state of a thing as bytes.
template <class Thing>
std::vector<std::byte> saved(const Thing& thing) {
  ByteWriter out;
  thing.save(out);
  return out.bytes();
}

/// Saves a state, loads it into a thing of the same making, and expects the two to be equal; and expects that
/// bytes which end too soon are refused.
/// @param empty of the same making; what it holds is replaced.
template <class Thing>
void expect_loads(const Thing& thing, Thing empty) {
  ASSERT_FALSE(empty == thing);
  const std::vector<std::byte> bytes = saved(thing);
  for (const std::size_t n : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
    Thing other = empty;
    ByteReader cut{std::span(bytes).first(n)};
    EXPECT_THROW(other.load(cut), DamagedBytes) << n;
  }
  ByteReader in(bytes);

  empty.load(in);

  in.expect_end();
  EXPECT_TRUE(empty == thing);
  EXPECT_EQ(saved(empty), bytes);
}

}  // namespace secondcurve::test

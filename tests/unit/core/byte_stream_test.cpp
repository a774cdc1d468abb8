#include "engine/core/byte_stream.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace secondcurve::byte_stream_test {

TEST(ByteStream, GivesBackWhatWasWrittenInItsOrder) {
  ByteWriter out;
  out.write_u8(200);
  out.write_u32(4'000'000'000u);
  out.write_u64(std::numeric_limits<std::uint64_t>::max() - 1);
  out.write_f64(-0.1);
  out.write_text("Größe");
  out.write_text("");
  out.write_all(std::array<std::uint32_t, 2>{1, 2});
  out.write_all(std::array<double, 2>{0.5, std::numeric_limits<double>::infinity()});

  ByteReader in(out.bytes());
  std::array<std::uint32_t, 2> counts{};
  std::array<double, 2> numbers{};
  EXPECT_EQ(in.read_u8(), 200);
  EXPECT_EQ(in.read_u32(), 4'000'000'000u);
  EXPECT_EQ(in.read_u64(), std::numeric_limits<std::uint64_t>::max() - 1);
  EXPECT_EQ(in.read_f64(), -0.1);
  EXPECT_EQ(in.read_text(), "Größe");
  EXPECT_EQ(in.read_text(), "");
  in.read_all(counts);
  in.read_all(numbers);
  EXPECT_EQ(counts, (std::array<std::uint32_t, 2>{1, 2}));
  EXPECT_EQ(numbers[0], 0.5);
  EXPECT_TRUE(std::isinf(numbers[1]));
  EXPECT_NO_THROW(in.expect_end());
}

TEST(ByteStream, PutsTheLowByteFirst) {
  ByteWriter out;

  out.write_u32(0x04030201);

  ASSERT_EQ(out.bytes().size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(out.bytes()[i], std::byte(i + 1));
}

TEST(ByteStream, EndsWhereTheBytesDo) {
  ByteWriter out;
  out.write_u32(7);

  ByteReader long_number(out.bytes()), rest(out.bytes());

  EXPECT_THROW(long_number.read_u64(), DamagedBytes);
  rest.read_u8();
  EXPECT_THROW(rest.expect_end(), DamagedBytes);
}

TEST(ByteStream, BelievesNoCountThatTheBytesCannotHold) {
  ByteWriter out;
  out.write_u64(std::uint64_t{1} << 60);
  out.write_f64(1.0);

  ByteReader text(out.bytes()), numbers(out.bytes()), right(out.bytes());

  EXPECT_THROW(text.read_text(), DamagedBytes);
  EXPECT_THROW(numbers.read_count(8), DamagedBytes);
  EXPECT_EQ(right.read_u64(), std::uint64_t{1} << 60);
}

}  // namespace secondcurve::byte_stream_test

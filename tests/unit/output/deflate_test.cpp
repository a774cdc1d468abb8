#include "engine/output/deflate.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <pthread.h>
#include <zlib.h>

namespace secondcurve::detail::deflate_test {

/// Bytes that repeat every `period`, or that never do (period 0).
std::vector<std::byte> bytes(std::size_t n, std::uint64_t period) {
  std::vector<std::byte> values(n);
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < n; ++i) {
    state = period == 0 ? state * 6364136223846793005U + 1442695040888963407U : (i % period) << 56;
    values[i] = static_cast<std::byte>(state >> 56);
  }
  return values;
}

std::vector<std::byte> compress(const std::vector<std::byte>& raw) {
  std::vector<std::byte> packed(deflate_bound(raw.size()));
  packed.resize(deflate(raw, packed));
  return packed;
}

std::vector<std::byte> inflate_with_zlib(const std::vector<std::byte>& packed, std::size_t n) {
  std::vector<std::byte> raw(n);
  uLongf size = static_cast<uLongf>(n);
  const int status =
      uncompress(reinterpret_cast<Bytef*>(raw.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                 static_cast<uLong>(packed.size()));
  EXPECT_EQ(status, Z_OK);
  EXPECT_EQ(size, n);
  return raw;
}

TEST(Deflate, IsReadByZlib) {
  for (const std::size_t n : {std::size_t{1}, std::size_t{4096}, std::size_t{393216}}) {
    const std::vector<std::byte> raw = bytes(n, 100);

    const std::vector<std::byte> packed = compress(raw);

    EXPECT_EQ(inflate_with_zlib(packed, n), raw) << n << " bytes";
  }
}

TEST(Deflate, MakesRepeatingBytesFewer) {
  const std::vector<std::byte> packed = compress(bytes(100000, 100));

  EXPECT_LT(packed.size(), 2000U);
}

TEST(Deflate, HasRoomForBytesThatDoNotCompress) {
  const std::vector<std::byte> raw = bytes(393216, 0);

  const std::vector<std::byte> packed = compress(raw);

  EXPECT_EQ(inflate_with_zlib(packed, raw.size()), raw);
}

TEST(Deflate, GivesTheSameBytesAgain) {
  const std::vector<std::byte> raw = bytes(393216, 1000);

  EXPECT_EQ(compress(raw), compress(raw));
}

/// Compresses `raw` on stacks at many addresses; returns how many different results there were.
std::size_t results_over_stacks(const std::vector<std::byte>& raw) {
  constexpr std::size_t distance = std::size_t{1} << 16;  // isa-l 2.30's mistake was in these and higher bits
  constexpr std::size_t stack_size = std::size_t{1} << 20;
  constexpr std::size_t n_stacks = 8000;
  const std::size_t size = n_stacks * distance + stack_size;
  void* region =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  EXPECT_NE(region, MAP_FAILED);
  struct Work {
    const std::vector<std::byte>& raw;
    std::set<std::vector<std::byte>> results;
  } work{raw, {}};
  for (std::size_t i = 0; i < n_stacks; ++i) {
    std::byte* const stack = static_cast<std::byte*>(region) + i * distance;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack, stack_size);
    pthread_t thread{};
    const auto body = [](void* argument) -> void* {
      Work& own = *static_cast<Work*>(argument);
      own.results.insert(compress(own.raw));
      return nullptr;
    };
    EXPECT_EQ(pthread_create(&thread, &attributes, body, &work), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    madvise(stack, distance, MADV_DONTNEED);
  }
  munmap(region, size);
  return work.results.size();
}

TEST(Deflate, GivesTheSameBytesWhereverTheStackLies) {
  std::vector<std::byte> raw = bytes(4096, 0);  // a repetition at once: a match missed is another result
  std::copy(raw.begin(), raw.begin() + 2048, raw.begin() + 2048);

  EXPECT_EQ(results_over_stacks(raw), 1U);
}

TEST(Shuffle, PutsFirstBytesFirst) {
  const std::vector<std::byte> raw = bytes(8, 256);  // 0 1 2 3 | 4 5 6 7

  std::vector<std::byte> shuffled(8);
  shuffle(raw, 4, shuffled);

  const std::vector<int> order = {0, 4, 1, 5, 2, 6, 3, 7};
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(static_cast<int>(shuffled[i]), order[i]);
}

TEST(Shuffle, TransposesEightByteElements) {
  const std::vector<std::byte> raw = bytes(80, 256);

  std::vector<std::byte> shuffled(80);
  shuffle(raw, 8, shuffled);

  for (std::size_t i = 0; i < 10; ++i) {
    for (std::size_t byte = 0; byte < 8; ++byte) EXPECT_EQ(shuffled[byte * 10 + i], raw[i * 8 + byte]);
  }
}

}  // namespace secondcurve::detail::deflate_test

#include "engine/block/sobol.hpp"

#include <limits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/sobol.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/vector_math.inc"

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {

using HalfWords = hn::ScalableTag<std::uint32_t>;
using Vh = hn::Vec<HalfWords>;

HWY_INLINE Vh fill_half(std::uint32_t value) { return hn::Set(HalfWords(), value); }

/// Exchanges neighbouring groups of `bits` bits; `low` masks every other group.
template <int bits>
HWY_INLINE Vh swap_groups(Vh x, std::uint32_t low) {
  const Vh mask = fill_half(low);
  return hn::Or(hn::And(hn::ShiftRight<bits>(x), mask), hn::ShiftLeft<bits>(hn::And(x, mask)));
}

HWY_INLINE Vh reverse_bits(Vh x) {
  x = swap_groups<1>(x, 0x55555555u);
  x = swap_groups<2>(x, 0x33333333u);
  x = swap_groups<4>(x, 0x0f0f0f0fu);
  x = swap_groups<8>(x, 0x00ff00ffu);
  return hn::Or(hn::ShiftRight<16>(x), hn::ShiftLeft<16>(x));
}

/// The step of Laine and Karras: each bit changed by those below it.
HWY_INLINE Vh mix_upwards(Vh x, std::uint32_t even) { return hn::Xor(x, hn::Mul(x, fill_half(even))); }

HWY_INLINE Vh scramble(Vh x, const ScrambleKey& key) {
  x = hn::Add(hn::Mul(x, fill_half(key[0] | 1u)), fill_half(key[1]));
  x = mix_upwards(mix_upwards(x, 0x6c50b47cu), 0xb82f1e52u);
  x = hn::Add(hn::Mul(x, fill_half(key[2] | 1u)), fill_half(key[3]));
  return mix_upwards(mix_upwards(x, 0xc7afe638u), 0x8d22f6e6u);
}

void run_scrambled_sobol(const ReversedDirections& directions, const ScrambleKey& key,
                         std::uint32_t first_point, double* out) {
  const HalfWords d;
  const hn::Rebind<std::uint32_t, Words> short_half;
  alignas(lane_alignment) std::array<std::uint32_t, block_paths> words;
  words[0] = 0;
  for (std::size_t bit = 8; bit < directions.size(); ++bit)
    if ((first_point >> bit & 1u) != 0) words[0] ^= directions[bit];
  for (std::size_t bit = 0, n = 1; n < block_paths; ++bit, n *= 2)
    for (std::size_t i = 0; i < n; ++i) words[n + i] = words[i] ^ directions[bit];
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(d))
    hn::Store(reverse_bits(scramble(hn::Load(d, words.data() + i), key)), d, words.data() + i);
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(Words()))
    hn::Store(to_uniform(hn::PromoteTo(Words(), hn::Load(short_half, words.data() + i))), Doubles(), out + i);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_scrambled_sobol);
}  // namespace

void fill_scrambled_sobol(const ReversedDirections& directions, const ScrambleKey& key,
                          std::uint32_t first_point, double* out) {
  SC_EXPECT(first_point % block_paths == 0);
  SC_DISPATCH(run_scrambled_sobol)(directions, key, first_point, out);
}

}  // namespace secondcurve
#endif

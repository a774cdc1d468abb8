#include "engine/block/philox.hpp"

#include <limits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/philox.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/vector_math.inc"

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {

/// Four words per path, each in the low half of a 64-bit lane; the high halves hold no meaning.
struct Quad {
  Vw w0, w1, w2, w3;
};

HWY_INLINE Vw multiply_low_halves(Vw x, Vw factor) {
  return hn::MulEven(hn::BitCast(HalfWords(), x), hn::BitCast(HalfWords(), factor));
}
HWY_INLINE Vw swap_halves(Vw x) { return hn::BitCast(Words(), hn::Shuffle2301(hn::BitCast(HalfWords(), x))); }

HWY_INLINE Vw fill_both_halves(std::uint32_t bits) { return hn::BitCast(Words(), fill_half_bits(bits)); }

/// Philox4x32-10 on several vectors of counters at once: one chain alone waits for its multiplications.
template <std::size_t n>
HWY_INLINE void scramble(Quad (&x)[n], const std::array<std::uint32_t, 20>& keys) {
  const Vw factor0 = fill_bits(0xD2511F53u), factor1 = fill_bits(0xCD9E8D57u);
#pragma GCC unroll 10
  for (std::size_t round = 0; round < 10; ++round) {
    const Vw key0 = fill_both_halves(keys[2 * round]), key1 = fill_both_halves(keys[2 * round + 1]);
#pragma GCC unroll 8
    for (std::size_t j = 0; j < n; ++j) {
      const Vw product0 = multiply_low_halves(x[j].w0, factor0);
      const Vw product1 = multiply_low_halves(x[j].w2, factor1);
      x[j].w0 = hn::Xor3(swap_halves(product1), x[j].w1, key0);
      x[j].w2 = hn::Xor3(swap_halves(product0), x[j].w3, key1);
      x[j].w1 = product1;
      x[j].w3 = product0;
    }
  }
}

/// Vectors of neighbouring paths that are made together.
constexpr std::size_t interleave = 4;
using Quads = Quad[interleave];

/// Makes the quads of a block of paths and gives them to `store(quads, lane)`, some vectors at a time.
template <class Store>
HWY_INLINE void generate(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad,
                         const Store& store) {
  const std::size_t length = hn::Lanes(Words());
  const Vw path_high = fill_bits(first_path >> 32), draws = fill_bits(quad);
  Vw path_low = hn::Add(fill_bits(first_path & 0xffffffffu), hn::Iota(Words(), 0));  // no carry: see header
  for (std::size_t i = 0; i < block_paths; i += interleave * length) {
    Quads x;
#pragma GCC unroll 8
    for (std::size_t j = 0; j < interleave; ++j) {
      x[j] = {path_low, path_high, draws, hn::Zero(Words())};
      path_low = hn::Add(path_low, fill_bits(length));
    }
    scramble(x, stream.round_keys());
    store(x, i);
  }
}

/// Gives quads one by one to `store(quad, lane)`.
template <class Store>
HWY_INLINE auto one_by_one(const Store& store) {
  return [store](const Quads& x, std::size_t lane) {
    const std::size_t length = hn::Lanes(Words());
#pragma GCC unroll 8
    for (std::size_t j = 0; j < interleave; ++j) store(x[j], lane + j * length);
  };
}

/// sin(pi x / 2) and cos(pi x / 2), |x| <= 1/2. Polynomials: 5e-18 and 5e-17.
HWY_INLINE void sine_and_cosine(Vd x, Vd& sine, Vd& cosine) {
  static constexpr double s[] = {1.5707963267948966,     -0.64596409750624432,   0.079692626246043083,
                                 -0.0046817541323423238, 0.00016044115075243396, -3.5986433889448567e-6,
                                 5.6339385256608249e-8};
  static constexpr double c[] = {1.0,
                                 -1.2337005501361514,
                                 0.25366950789986559,
                                 -0.020863480734961076,
                                 0.00091925995015210887,
                                 -2.5200135652635974e-5,
                                 4.6553013169265331e-7};
  const Vd z = hn::Mul(x, x);
  sine = hn::Mul(x, polynomial(s, z));
  cosine = polynomial(c, z);
}

/// The same of two vectors side by side in single precision. Polynomials: 1e-8 and 3e-8.
HWY_INLINE void sine_and_cosine(const Vf (&x)[2], Vf (&sine)[2], Vf (&cosine)[2]) {
  static constexpr float s[] = {1.5707963219668167f, -0.64596347864203308f, 0.079680228068582712f,
                                -0.0046021769971020636f};
  static constexpr float c[] = {1.0f, -1.2336979539705924f, 0.25360636192116498f, -0.020426250306407902f};
  const Vf z[2] = {hn::Mul(x[0], x[0]), hn::Mul(x[1], x[1])};
  polynomial(s, z, sine);
  polynomial(c, z, cosine);
  sine[0] = hn::Mul(x[0], sine[0]);
  sine[1] = hn::Mul(x[1], sine[1]);
}

/// Two normals from two words, as the header says.
HWY_INLINE void box_muller(Vw a, Vw b, Vd& first, Vd& second) {
  const Vd r = hn::Sqrt(hn::Mul(fill(-2.0), log_of_normal(to_uniform(a))));
  // Flipping the sign bit of 30 adds 2^29: unsigned, put into the fraction of 1, then taken back with the
  // half. Exact.
  const Vw raised = hn::Xor(hn::And(hn::ShiftLeft<22>(b), fill_bits(0x000fffffffc00000ull)),
                            fill_bits(0x3ff8000000000000ull));
  const Vd x = hn::Sub(as_doubles(raised), fill(1.5 - 0x1p-31));
  Vd sine, cosine;
  sine_and_cosine(x, sine, cosine);
  const Vw sign = hn::And(hn::ShiftLeft<33>(b), fill_bits(0x8000000000000000ull));
  const Vd along = hn::Mul(as_doubles(hn::Xor(as_bits(r), sign)), cosine);
  const Vd across = hn::Mul(r, sine);
  const Vd swap = as_doubles(hn::ShiftLeft<32>(b));  // if negative
  first = hn::IfNegativeThenElse(swap, across, along);
  second = hn::IfNegativeThenElse(swap, along, across);
}

struct StoreWords {
  std::uint32_t* out;
  HWY_INLINE void put(Vw word, std::size_t place) const {
    const hn::Rebind<std::uint32_t, Words> half;
    hn::StoreU(hn::TruncateTo(half, word), half, out + place);
  }
  HWY_INLINE void operator()(const Quad& x, std::size_t lane) const {
    put(x.w0, lane);
    put(x.w1, lane + lane_pitch);
    put(x.w2, lane + 2 * lane_pitch);
    put(x.w3, lane + 3 * lane_pitch);
  }
};

struct StoreUniforms {
  double* out;
  HWY_INLINE void operator()(const Quad& x, std::size_t lane) const {
    hn::Store(to_uniform(x.w0), Doubles(), out + lane);
    hn::Store(to_uniform(x.w1), Doubles(), out + lane + lane_pitch);
    hn::Store(to_uniform(x.w2), Doubles(), out + lane + 2 * lane_pitch);
    hn::Store(to_uniform(x.w3), Doubles(), out + lane + 3 * lane_pitch);
  }
};

struct StoreNormals {
  double* out;
  HWY_INLINE void operator()(const Quad& x, std::size_t lane) const {
    Vd first, second;
    box_muller(x.w0, x.w1, first, second);
    hn::Store(first, Doubles(), out + lane);
    hn::Store(second, Doubles(), out + lane + lane_pitch);
    box_muller(x.w2, x.w3, first, second);
    hn::Store(first, Doubles(), out + lane + 2 * lane_pitch);
    hn::Store(second, Doubles(), out + lane + 3 * lane_pitch);
  }
};

/// Two normals from two words in single precision, as the header says, for two vectors side by side.
HWY_INLINE void box_muller(const Vu (&a)[2], const Vu (&b)[2], Vf (&first)[2], Vf (&second)[2]) {
  const Singles f;
  const hn::RebindToSigned<Singles> integers;
  Vf squared[2], x[2], sine[2], cosine[2];
  Vu doubled[2];
  squared_radius(a, squared);
#pragma GCC unroll 2
  for (std::size_t j = 0; j < 2; ++j) {
    doubled[j] = hn::Add(b[j], b[j]);
    const auto low_bits = hn::BitCast(integers, hn::Add(doubled[j], doubled[j]));
    x[j] = hn::MulAdd(hn::ConvertTo(f, low_bits), fill(0x1p-32f), fill(0x1p-31f));
  }
  sine_and_cosine(x, sine, cosine);
#pragma GCC unroll 2
  for (std::size_t j = 0; j < 2; ++j) {
    const Vf r = hn::Sqrt(squared[j]);
    const Vu sign = hn::And(doubled[j], fill_half_bits(0x80000000u));
    const Vf along = hn::Mul(hn::BitCast(f, hn::Xor(hn::BitCast(HalfWords(), r), sign)), cosine[j]);
    const Vf across = hn::Mul(r, sine[j]);
    const Vf swap = hn::BitCast(f, b[j]);  // if negative
    first[j] = hn::IfNegativeThenElse(swap, across, along);
    second[j] = hn::IfNegativeThenElse(swap, along, across);
  }
}

/// Normals in single precision, those of two quads at a time.
struct StoreSingleNormals {
  float* out;

  static HWY_INLINE Vu pack(Vw low, Vw high) {
    return hn::ConcatEven(HalfWords(), hn::BitCast(HalfWords(), high), hn::BitCast(HalfWords(), low));
  }
  HWY_INLINE void operator()(const Quads& x, std::size_t lane) const {
#pragma GCC unroll 4
    for (std::size_t j = 0; j < interleave; j += 2) {
      const Quad& low = x[j];
      const Quad& high = x[j + 1];
      const Vu radius[2] = {pack(low.w0, high.w0), pack(low.w2, high.w2)};
      const Vu angle[2] = {pack(low.w1, high.w1), pack(low.w3, high.w3)};
      Vf first[2], second[2];
      box_muller(radius, angle, first, second);
      float* const place = out + lane + j * hn::Lanes(Words());
      hn::Store(first[0], Singles(), place);
      hn::Store(second[0], Singles(), place + single_pitch);
      hn::Store(first[1], Singles(), place + 2 * single_pitch);
      hn::Store(second[1], Singles(), place + 3 * single_pitch);
    }
  }
};

struct StoreLongUniforms {
  double* out;
  HWY_INLINE void operator()(const Quad& x, std::size_t lane) const {
    const Vw low = hn::And(x.w1, fill_bits(0xffffffffu));
    const Vw top = hn::ShiftRight<12>(hn::Or(hn::ShiftLeft<32>(x.w0), low));
    hn::Store(hn::MulAdd(to_double(top), fill(0x1p-52), fill(0x1p-53)), Doubles(), out + lane);
  }
};

void run_words(const StreamKey& stream, std::uint64_t path, std::uint32_t quad, std::uint32_t* out) {
  generate(stream, path, quad, one_by_one(StoreWords{out}));
}
void run_uniforms(const StreamKey& stream, std::uint64_t path, std::uint32_t quad, double* out) {
  generate(stream, path, quad, one_by_one(StoreUniforms{out}));
}
void run_normals(const StreamKey& stream, std::uint64_t path, std::uint32_t quad, double* out) {
  generate(stream, path, quad, one_by_one(StoreNormals{out}));
}
void run_single_normals(const StreamKey& stream, std::uint64_t path, std::uint32_t quad, float* out) {
  generate(stream, path, quad, StoreSingleNormals{out});
}
void run_long_uniforms(const StreamKey& stream, std::uint64_t path, double* out) {
  generate(stream, path, 0, one_by_one(StoreLongUniforms{out}));
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_words);
HWY_EXPORT(run_uniforms);
HWY_EXPORT(run_normals);
HWY_EXPORT(run_single_normals);
HWY_EXPORT(run_long_uniforms);
}  // namespace

StreamKey::StreamKey(std::uint64_t key) : key_(key), round_keys_{} {
  auto first = static_cast<std::uint32_t>(key), second = static_cast<std::uint32_t>(key >> 32);
  for (std::size_t round = 0; round < 10; ++round) {
    round_keys_[2 * round] = first;
    round_keys_[2 * round + 1] = second;
    first += 0x9E3779B9u;   // the Weyl constants of Philox: golden ratio,
    second += 0xBB67AE85u;  // square root of 3 minus 1
  }
}

void fill_words(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, std::uint32_t* out) {
  SC_EXPECT(first_path % block_paths == 0);
  SC_DISPATCH(run_words)(stream, first_path, quad, out);
}

void fill_uniforms(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, double* out) {
  SC_EXPECT(first_path % block_paths == 0);
  SC_DISPATCH(run_uniforms)(stream, first_path, quad, out);
}

void fill_normals(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, double* out) {
  SC_EXPECT(first_path % block_paths == 0);
  SC_DISPATCH(run_normals)(stream, first_path, quad, out);
}

void fill_single_normals(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, float* out) {
  SC_EXPECT(first_path % block_paths == 0);
  SC_DISPATCH(run_single_normals)(stream, first_path, quad, out);
}

void fill_uniforms_52(const StreamKey& stream, std::uint64_t first_path, double* out) {
  SC_EXPECT(first_path % block_paths == 0);
  SC_DISPATCH(run_long_uniforms)(stream, first_path, out);
}

}  // namespace secondcurve
#endif

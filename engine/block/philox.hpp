#pragma once

#include <array>
#include <cstdint>

#include "engine/core/column.hpp"

namespace secondcurve {

/// The key of one stream of draws, with the ten round keys of Philox4x32-10 worked out.
class StreamKey final {
 public:
  /// @param key 64 bits; the low word is the generator's first key word.
  explicit StreamKey(std::uint64_t key);

  std::uint64_t key() const { return key_; }
  /// Key words of round r: [2 r] and [2 r + 1].
  const std::array<std::uint32_t, 20>& round_keys() const { return round_keys_; }

 private:
  std::uint64_t key_;
  std::array<std::uint32_t, 20> round_keys_;
};

// Draw d of a stream for path p is word d mod 4 of Philox4x32-10 under the stream's key at the counter
// (p mod 2^32, p div 2^32, d div 4, 0). The functions below give the four draws 4 quad .. 4 quad + 3 of
// one block of paths: draw 4 quad + j is the column at out + j * lane_pitch, 64-byte aligned.
// `first_path` is a multiple of block_paths.
// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3,
// SC '11, doi:10.1145/2063384.2063405.

/// The words themselves [4, path], same pitch as for doubles.
void fill_words(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, std::uint32_t* out);

/// Uniforms (w + 1/2) 2^-32 [4, path]: never 0 or 1.
void fill_uniforms(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, double* out);

/// Standard normals [4, path] by the transform of Box and Muller, a pair from two words a and b:
/// r = sqrt(-2 ln((a + 1/2) 2^-32)), x = (low 30 bits of b, signed, + 1/2) 2^-30, c = r cos(pi x / 2),
/// negated if bit 30 of b is set, s = r sin(pi x / 2); the pair is (c, s), swapped if bit 31 of b is set.
/// Error 1e-15 absolute; reach 6.76 standard deviations.
void fill_normals(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, double* out);
/// The same normals in single precision, in columns at `single_pitch`: error 1e-6 absolute.
void fill_single_normals(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad, float* out);

/// Uniforms of 52 bits ((w0 2^32 + w1) div 2^12 + 1/2) 2^-52 from the first two words of a stream [path]:
/// for what is drawn once per path.
void fill_uniforms_52(const StreamKey& stream, std::uint64_t first_path, double* out);

}  // namespace secondcurve

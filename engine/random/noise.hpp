#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/block/philox.hpp"

namespace secondcurve {

/// Hashes bytes by FNV-1a, 64 bits. G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, The FNV
/// Non-Cryptographic Hash Algorithm, IETF draft-eastlake-fnv, section 2.
constexpr std::uint64_t fnv1a64(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;  // offset basis
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x00000100000001b3u;  // FNV prime
  }
  return hash;
}

/// Scrambles 64 bits one to one: the finaliser of SplitMix64. G. L. Steele, D. Lea, C. H. Flood, Fast
/// splittable pseudorandom number generators, OOPSLA '14, doi:10.1145/2660193.2660195 (variant 13 of
/// D. Stafford).
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// All random draws of a run, addressed by (seed, stream name, path, draw number): nothing is drawn in
/// turn, so no draw depends on what else a run draws, on threads or on blocks.
class Noise final {
 public:
  explicit Noise(std::uint64_t seed) : seed_(seed) {}

  std::uint64_t seed() const { return seed_; }
  /// The stream of a name `owner/purpose`, as "sectors.automobiles/output": key
  /// mix(mix(seed) + fnv1a64(name)), sum mod 2^64. Draws: see engine/block/philox.hpp.
  StreamKey stream(std::string_view name) const { return StreamKey(mix(mix(seed_) + fnv1a64(name))); }

 private:
  std::uint64_t seed_;
};

/// Checks that no two streams of a run would have the same draws. Throws ConfigError if two names are equal
/// or have one hash (chance about n^2 / 2^65).
void require_distinct_streams(std::span<const std::string> names);

}  // namespace secondcurve

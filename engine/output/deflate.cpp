#include "engine/output/deflate.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#ifdef SECONDCURVE_HAVE_ISAL
#include <isa-l.h>
#else
#include <zlib.h>
#endif

#include "engine/core/contract.hpp"

namespace secondcurve::detail {

namespace {

template <std::size_t element_size>
void shuffle_elements(const std::byte* raw, std::size_t n, std::byte* shuffled) {
  for (std::size_t byte = 0; byte < element_size; ++byte) {
    for (std::size_t i = 0; i < n; ++i) shuffled[byte * n + i] = raw[i * element_size + byte];
  }
}

}  // namespace

void shuffle(std::span<const std::byte> raw, std::size_t element_size, std::span<std::byte> shuffled) {
  SC_EXPECT(element_size == 4 || element_size == 8);
  SC_EXPECT(raw.size() == shuffled.size() && raw.size() % element_size == 0);
  if (element_size == 4) {
    shuffle_elements<4>(raw.data(), raw.size() / 4, shuffled.data());
  } else {
    shuffle_elements<8>(raw.data(), raw.size() / 8, shuffled.data());
  }
}

#ifdef SECONDCURVE_HAVE_ISAL

std::string deflate_library() {
  return "isa-l " + std::to_string(ISAL_MAJOR_VERSION) + "." + std::to_string(ISAL_MINOR_VERSION) + "." +
         std::to_string(ISAL_PATCH_VERSION);
}

std::size_t deflate_bound(std::size_t n) { return n + n / 8 + 4096; }

namespace {

void compress(isal_zstream& stream, std::size_t n, std::uint16_t flush) {
  stream.avail_in = static_cast<std::uint32_t>(n);
  stream.flush = flush;
  if (isal_deflate(&stream) != COMP_OK || stream.avail_in != 0)
    throw std::runtime_error("isa-l could not compress");
}

}  // namespace

// In a stream without history the library's loop for AVX2 takes part of the stream's address for bytes to
// look up (seen in isa-l 2.30.0), so that equal bytes are at times compressed to different ones. The first
// bytes are therefore flushed alone: what follows them has a history.
std::size_t deflate(std::span<const std::byte> raw, std::span<std::byte> compressed) {
  SC_EXPECT(compressed.size() >= deflate_bound(raw.size()));
  std::vector<std::uint8_t> scratch(ISAL_DEF_LVL1_DEFAULT);
  isal_zstream stream{};  // its init leaves hist_bits, the length of the window, as it finds them
  isal_deflate_init(&stream);
  stream.gzip_flag = IGZIP_ZLIB;
  stream.level = 1;
  stream.level_buf = scratch.data();
  stream.level_buf_size = static_cast<std::uint32_t>(scratch.size());
  // The library's interface has no const; it does not write to its input.
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<std::byte*>(raw.data()));
  stream.next_out = reinterpret_cast<std::uint8_t*>(compressed.data());
  stream.avail_out = static_cast<std::uint32_t>(compressed.size());
  const std::size_t n_first = std::min<std::size_t>(raw.size(), 8);
  compress(stream, n_first, SYNC_FLUSH);
  stream.end_of_stream = 1;
  compress(stream, raw.size() - n_first, NO_FLUSH);
  return stream.total_out;
}

#else

std::string deflate_library() { return std::string("zlib ") + zlibVersion(); }

std::size_t deflate_bound(std::size_t n) { return compressBound(static_cast<uLong>(n)); }

std::size_t deflate(std::span<const std::byte> raw, std::span<std::byte> compressed) {
  SC_EXPECT(compressed.size() >= deflate_bound(raw.size()));
  uLongf size = static_cast<uLongf>(compressed.size());
  const int status = compress2(reinterpret_cast<Bytef*>(compressed.data()), &size,
                               reinterpret_cast<const Bytef*>(raw.data()), static_cast<uLong>(raw.size()), 1);
  if (status != Z_OK) throw std::runtime_error("zlib could not compress");
  return size;
}

#endif

}  // namespace secondcurve::detail

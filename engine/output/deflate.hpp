#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace secondcurve::detail {

/// Name and version of the library that compresses, such as "isa-l 2.30.0" or "zlib 1.2.13". The same
/// values compressed by another library are other bytes in the file.
std::string deflate_library();

/// Most bytes that `deflate` may write for `n` bytes.
std::size_t deflate_bound(std::size_t n);

/// Compresses to one zlib stream (RFC 1950, as HDF5's deflate filter reads it), at the fastest level.
/// @param compressed room for deflate_bound(raw.size()) bytes.
/// @return the bytes written. The same input gives the same bytes in any thread.
std::size_t deflate(std::span<const std::byte> raw, std::span<std::byte> compressed);

/// Transposes elements to planes of their first, second, ... bytes (HDF5's shuffle filter): neighbouring
/// numbers share their high bytes, which then compress.
/// @param element_size 4 or 8 [byte]; both spans have the same length, a multiple of it.
void shuffle(std::span<const std::byte> raw, std::size_t element_size, std::span<std::byte> shuffled);

}  // namespace secondcurve::detail

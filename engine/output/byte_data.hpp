#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/output/hdf5_handle.hpp"

// Bytes of our own in a file, compressed, with checksums. Both need the Hdf5Lock and throw Hdf5Failure.

namespace secondcurve::detail {

/// Writes the dataset "bytes". @param parent a group.
void write_bytes(Hdf5Id parent, std::span<const std::byte> bytes);

/// Reads them. @param file_size no file holds more than a thousand times its length [byte]; guards against
/// damaged lengths.
std::vector<std::byte> read_bytes(Hdf5Id parent, std::uint64_t file_size);

}  // namespace secondcurve::detail

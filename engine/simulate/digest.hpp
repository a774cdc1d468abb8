#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace secondcurve {

/// A fingerprint of bytes, 32 hexadecimal digits (XXH3, 128 bits): tells apart what differs by accident.
std::string digest_of(std::span<const std::byte> bytes);

}  // namespace secondcurve

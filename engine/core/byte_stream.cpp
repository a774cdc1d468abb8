#include "engine/core/byte_stream.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace secondcurve {

namespace {

/// Turns the bytes of numbers round where the machine has them the other way.
void to_little_endian(std::span<std::byte> bytes, std::size_t size) {
  if constexpr (std::endian::native == std::endian::big) {
    for (std::size_t first = 0; first < bytes.size(); first += size)
      std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(first),
                   bytes.begin() + static_cast<std::ptrdiff_t>(first + size));
  }
}

}  // namespace

template <class Number>
void ByteWriter::write_numbers(std::span<const Number> values) {
  const std::span<const std::byte> raw = std::as_bytes(values);
  const std::size_t before = bytes_.size();
  bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  to_little_endian(std::span(bytes_).subspan(before), sizeof(Number));
}

template void ByteWriter::write_numbers(std::span<const std::uint32_t>);
template void ByteWriter::write_numbers(std::span<const std::uint64_t>);
template void ByteWriter::write_numbers(std::span<const double>);

void ByteWriter::write_text(std::string_view text) {
  write_u64(text.size());
  const std::span<const std::byte> raw = std::as_bytes(std::span(text));
  bytes_.insert(bytes_.end(), raw.begin(), raw.end());
}

std::span<const std::byte> ByteReader::take(std::size_t n) {
  if (n > left_.size()) throw DamagedBytes("the data ends too soon");
  const std::span<const std::byte> taken = left_.first(n);
  left_ = left_.subspan(n);
  return taken;
}

template <class Number>
void ByteReader::read_numbers(std::span<Number> values) {
  if (values.empty()) return;
  const std::span<const std::byte> raw = take(values.size_bytes());
  std::memcpy(values.data(), raw.data(), raw.size());
  to_little_endian(std::as_writable_bytes(values), sizeof(Number));
}

template void ByteReader::read_numbers(std::span<std::uint32_t>);
template void ByteReader::read_numbers(std::span<std::uint64_t>);
template void ByteReader::read_numbers(std::span<double>);

std::size_t ByteReader::read_count(std::size_t bytes_each) {
  const std::uint64_t count = read_u64();
  if (count > left_.size() / bytes_each) throw DamagedBytes("the data ends too soon");
  return static_cast<std::size_t>(count);
}

std::string ByteReader::read_text() {
  std::string text(read_count(1), '\0');
  const std::span<const std::byte> raw = take(text.size());
  std::transform(raw.begin(), raw.end(), text.begin(), [](std::byte b) { return static_cast<char>(b); });
  return text;
}

void ByteReader::expect_end() const {
  if (!left_.empty()) throw DamagedBytes("there is more data than there should be");
}

}  // namespace secondcurve

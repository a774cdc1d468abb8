#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace secondcurve {

/// Bytes that are not what was written: too few, too many, or a value that cannot be. Whoever knows where
/// they come from says so in an error of its own.
class DamagedBytes final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Puts numbers and texts into bytes that are the same on every machine: little-endian, of fixed sizes.
class ByteWriter final {
 public:
  void write_u8(std::uint8_t value) { bytes_.push_back(std::byte{value}); }
  void write_u32(std::uint32_t value) { write_all(std::span(&value, 1)); }
  void write_u64(std::uint64_t value) { write_all(std::span(&value, 1)); }
  void write_f64(double value) { write_all(std::span(&value, 1)); }
  /// Its length, and then its bytes.
  void write_text(std::string_view text);
  /// Numbers whose count the reader knows.
  void write_all(std::span<const std::uint32_t> values) { write_numbers(values); }
  void write_all(std::span<const std::uint64_t> values) { write_numbers(values); }
  void write_all(std::span<const double> values) { write_numbers(values); }

  const std::vector<std::byte>& bytes() const& { return bytes_; }
  std::vector<std::byte> bytes() && { return std::move(bytes_); }

 private:
  template <class Number>
  void write_numbers(std::span<const Number> values);

  std::vector<std::byte> bytes_;
};

/// Reads what a ByteWriter wrote, in its order. Every call throws DamagedBytes where too little is left.
class ByteReader final {
 public:
  /// @param bytes must outlive the reader.
  explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes) {}

  std::uint8_t read_u8() { return static_cast<std::uint8_t>(take(1)[0]); }
  std::uint32_t read_u32() { return read_one<std::uint32_t>(); }
  std::uint64_t read_u64() { return read_one<std::uint64_t>(); }
  double read_f64() { return read_one<double>(); }
  std::string read_text();
  void read_all(std::span<std::uint32_t> values) { read_numbers(values); }
  void read_all(std::span<std::uint64_t> values) { read_numbers(values); }
  void read_all(std::span<double> values) { read_numbers(values); }
  /// A count of things that follow. @param bytes_each that each of them takes at least: no more are believed
  /// than can be there.
  std::size_t read_count(std::size_t bytes_each);

  /// Throws DamagedBytes unless all has been read.
  void expect_end() const;

 private:
  std::span<const std::byte> take(std::size_t n);
  template <class Number>
  void read_numbers(std::span<Number> values);
  template <class Number>
  Number read_one() {
    Number value{};
    read_numbers(std::span(&value, 1));
    return value;
  }

  std::span<const std::byte> left_;
};

}  // namespace secondcurve

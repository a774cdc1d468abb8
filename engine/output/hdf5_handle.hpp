#pragma once

#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

// The parts of HDF5 that our other headers need, without its own header.

namespace secondcurve::detail {

/// An HDF5 identifier: hid_t of HDF5 1.10 and later (checked in the source file).
using Hdf5Id = std::int64_t;

/// What HDF5 says went wrong; the caller knows the file and the operation and throws IoError.
class Hdf5Failure final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The right to call HDF5. The library has global state and its high-level part is never safe between
/// threads, so everything here holds this one lock around its calls. Also switches off the library's own
/// printing in the calling thread, and its handler at exit, which crashes after a full disk.
class Hdf5Lock final {
 public:
  Hdf5Lock();

 private:
  std::scoped_lock<std::mutex> lock_;
};

/// Throws Hdf5Failure with the library's innermost message: the system's own text ("No space left on
/// device") where there is one. Clears the library's error stack.
[[noreturn]] void throw_hdf5_failure();

/// Passes on the value of an HDF5 call that did not fail. Throws Hdf5Failure if it is negative.
template <class Value>
Value check(Value value) {
  if (value < 0) throw_hdf5_failure();
  return value;
}

class Handle;
/// How texts pass between memory and file: in pieces whose buffers cost little to clear. Those that HDF5
/// takes of its own accord are 2 MB, cleared for each variable.
Handle text_transfer();

/// An HDF5 identifier with the function that closes it. Made and closed with the Hdf5Lock held.
class Handle final {
 public:
  Handle() = default;
  /// Throws Hdf5Failure if `id` is negative, which is how HDF5 reports that it could not make it.
  Handle(Hdf5Id id, int (*closer)(Hdf5Id)) : id_(check(id)), close_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }

  Hdf5Id id() const { return id_; }
  /// Closes now and throws Hdf5Failure if that fails, as when the last bytes do not fit on the disk.
  void close() {
    if (id_ >= 0) check(close_(std::exchange(id_, -1)));
  }

 private:
  Hdf5Id id_ = -1;
  int (*close_)(Hdf5Id) = nullptr;
};

}  // namespace secondcurve::detail

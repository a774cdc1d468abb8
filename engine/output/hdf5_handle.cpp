#include "engine/output/hdf5_handle.hpp"

#include <cstdlib>
#include <type_traits>

#include <hdf5.h>

#include "engine/core/system_message.hpp"

namespace secondcurve::detail {

static_assert(std::is_same_v<hid_t, Hdf5Id>, "HDF5 1.10 or later is required");

namespace {

std::mutex& hdf5_mutex() {
  static std::mutex mutex;  // guards the library's global state
  return mutex;
}

struct ErrorText {
  std::string innermost;
  std::string system;
};

herr_t read_error(unsigned depth, const H5E_error2_t* error, void* result) {
  ErrorText& text = *static_cast<ErrorText*>(result);
  const std::string description = error->desc == nullptr ? "" : error->desc;
  if (depth == 0) text.innermost = description;
  const std::string key = "errno = ";
  const std::size_t at = description.find(key);
  if (text.system.empty() && at != std::string::npos) {
    const int number = std::atoi(description.c_str() + at + key.size());
    if (number != 0) text.system = system_message(number);
  }
  return 0;
}

}  // namespace

Hdf5Lock::Hdf5Lock() : lock_(hdf5_mutex()) {
  // H5dont_atexit counts only before the library's first call.
  static const herr_t once = H5dont_atexit();
  static_cast<void>(once);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Handle text_transfer() {
  constexpr std::size_t buffer_bytes = std::size_t{32} << 10;
  Handle properties(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
  check(H5Pset_buffer(properties.id(), buffer_bytes, nullptr, nullptr));
  return properties;
}

void throw_hdf5_failure() {
  ErrorText text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, read_error, &text);
  H5Eclear2(H5E_DEFAULT);
  if (!text.system.empty()) throw Hdf5Failure(text.system);
  throw Hdf5Failure(text.innermost.empty() ? "unknown HDF5 error" : text.innermost);
}

}  // namespace secondcurve::detail

#pragma once

#include <string>

#include "engine/core/error.hpp"
#include "engine/output/hdf5_handle.hpp"

namespace secondcurve::detail {

/// Runs HDF5 calls with the lock held and turns their failure into an IoError.
/// @param path the file; @param operation what is tried, such as "read 'summary'".
template <class Work>
auto in_hdf5(const std::string& path, const std::string& operation, Work work) {
  const Hdf5Lock lock;
  try {
    return work();
  } catch (const Hdf5Failure& failure) {
    throw IoError(path, operation, failure.what());
  }
}

}  // namespace secondcurve::detail

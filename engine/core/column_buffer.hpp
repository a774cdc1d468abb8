#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

/// A run of columns at `lane_pitch`, aligned for vectors; not initialised.
class ColumnBuffer final {
 public:
  explicit ColumnBuffer(std::size_t n_columns) : size_(n_columns * lane_pitch) {
    const std::size_t bytes = std::max<std::size_t>(size_, 1) * sizeof(double);
    data_.reset(static_cast<double*>(::operator new (bytes, std::align_val_t{lane_alignment})));
  }

  double* data() { return data_.get(); }
  const double* data() const { return data_.get(); }
  double* column(std::size_t index) { return data_.get() + index * lane_pitch; }
  const double* column(std::size_t index) const { return data_.get() + index * lane_pitch; }
  std::span<const double> span() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(double* p) const { ::operator delete (p, std::align_val_t{lane_alignment}); }
  };
  std::size_t size_;
  std::unique_ptr<double, Free> data_;
};

}  // namespace secondcurve

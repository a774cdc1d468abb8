#pragma once

#include <cstddef>

#include "engine/core/contract.hpp"

namespace secondcurve {

/// The years and steps of a run. Year index 0 is the base year; step 0 is the first after it.
class TimeGrid final {
 public:
  /// @param steps_per_year one of 1, 2, 4, 12.
  TimeGrid(int base_year, int end_year, int steps_per_year)
      : base_year_(base_year), end_year_(end_year), steps_per_year_(steps_per_year) {
    SC_EXPECT(end_year > base_year);
    SC_EXPECT(steps_per_year == 1 || steps_per_year == 2 || steps_per_year == 4 || steps_per_year == 12);
  }

  int base_year() const { return base_year_; }
  int end_year() const { return end_year_; }
  int steps_per_year() const { return steps_per_year_; }
  /// Length of a step [year].
  double dt() const { return 1.0 / steps_per_year_; }
  /// Number of years reported, the base year included.
  std::size_t n_years() const { return static_cast<std::size_t>(end_year_ - base_year_) + 1; }
  std::size_t n_steps() const { return (n_years() - 1) * static_cast<std::size_t>(steps_per_year_); }
  /// Calendar year in which a step lies.
  int year_of_step(std::size_t step) const {
    return base_year_ + 1 + static_cast<int>(step / static_cast<std::size_t>(steps_per_year_));
  }
  bool ends_year(std::size_t step) const {
    return (step + 1) % static_cast<std::size_t>(steps_per_year_) == 0;
  }
  /// Year index of a step that ends a year.
  std::size_t year_index_of_end(std::size_t step) const {
    return (step + 1) / static_cast<std::size_t>(steps_per_year_);
  }

  friend bool operator==(const TimeGrid&, const TimeGrid&) = default;

 private:
  int base_year_;
  int end_year_;
  int steps_per_year_;
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/output/result_view.hpp"

namespace secondcurve {

/// Reads labels and numbers of a result by the names of its variables and dimensions.
class FigureReader final {
 public:
  /// @param view must live as long.
  explicit FigureReader(const ResultView& view) : view_(&view) {}

  /// How many labels a dimension has; 1 for `scenario`. Throws IoError where it has none.
  std::size_t size_of(const std::string& dimension) const;

  /// A text of a coordinate, such as ("title", 3); empty where there is none. Bytes that are no UTF-8 are
  /// replaced.
  std::string text(std::string_view coordinate, std::size_t place) const;

  /// The numbers of a variable, row major; null where it holds no float64. Throws IoError where there are
  /// fewer or more than its dimensions make.
  const std::vector<double>* numbers(const Variable& variable) const;

  /// Throws IoError about a variable of the file.
  [[noreturn]] void fail(const std::string& name, const std::string& reason) const;

 private:
  const Variable* find(std::string_view name) const;

  const ResultView* view_;
};

/// What a variable says in its attribute `units`; empty where it has none.
std::string units_of(const Variable& variable);

/// What the statistic of a quantile is called: "p5" for a probability of 0.05.
std::string statistic_of_quantile(double probability);

}  // namespace secondcurve

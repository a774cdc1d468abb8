#include "engine/report/figure_reader.hpp"

#include <variant>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve {

const Variable* FigureReader::find(std::string_view name) const {
  const Variable* variable = find_variable(view_->summary(), name);
  return variable != nullptr ? variable : find_variable(view_->root(), name);
}

std::size_t FigureReader::size_of(const std::string& dimension) const {
  if (dimension == "scenario") return 1;
  const Variable* labels = find(dimension);
  if (labels == nullptr) fail(dimension, "its labels are missing");
  return std::visit([](const auto& values) { return values.size(); }, labels->data);
}

std::string FigureReader::text(std::string_view coordinate, std::size_t place) const {
  const Variable* variable = find(coordinate);
  const auto* texts = variable == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&variable->data);
  return texts != nullptr && place < texts->size() ? sound_text((*texts)[place]) : std::string();
}

const std::vector<double>* FigureReader::numbers(const Variable& variable) const {
  const auto* numbers = std::get_if<std::vector<double>>(&variable.data);
  if (numbers == nullptr) return nullptr;
  std::size_t size = 1;
  for (const std::string& dimension : variable.dimensions) size *= size_of(dimension);
  if (numbers->size() != size) fail(variable.name, "it has not as many values as its dimensions make");
  return numbers;
}

void FigureReader::fail(const std::string& name, const std::string& reason) const {
  throw IoError(view_->path(), "read " + name, reason);
}

std::string units_of(const Variable& variable) {
  return sound_text(attribute_text(variable.attributes, "units"));
}

std::string statistic_of_quantile(double probability) { return fmt::format("p{:.10g}", 100.0 * probability); }

}  // namespace secondcurve

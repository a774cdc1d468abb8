#include "engine/cli/result_view.hpp"

#include <cmath>
#include <utility>

#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace {
const Variable* lookup(const Group& group, std::string_view name) {
  for (const Variable& variable : group.variables)
    if (variable.name == name) return &variable;
  return nullptr;
}

std::string text_attribute(const Group& group, std::string_view name) {
  for (const Attribute& attribute : group.attributes)
    if (attribute.name == name)
      if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
  return {};
}
}  // namespace

ResultView::ResultView(std::string path, Group root, Group summary)
    : path_(std::move(path)), root_(std::move(root)), summary_(std::move(summary)) {
  years_ = std::get<std::vector<std::int32_t>>(find(root_, "year").data);
  probabilities_ = std::get<std::vector<double>>(find(root_, "quantile").data);
}

const Variable& ResultView::find(const Group& group, std::string_view name) const {
  if (const Variable* variable = lookup(group, name)) return *variable;
  throw IoError(path_, "read " + std::string(name), "the file has no such variable");
}

bool ResultView::has(std::string_view coordinate) const { return lookup(root_, coordinate) != nullptr; }
bool ResultView::has_statistic(std::string_view name) const { return lookup(summary_, name) != nullptr; }

const std::vector<std::string>& ResultView::texts(std::string_view coordinate) const {
  return std::get<std::vector<std::string>>(find(root_, coordinate).data);
}

const std::vector<double>& ResultView::numbers(std::string_view name) const {
  return std::get<std::vector<double>>(find(summary_, name).data);
}

std::string ResultView::attribute(std::string_view name) const { return text_attribute(root_, name); }
std::string ResultView::notes() const { return text_attribute(summary_, "notes"); }

double ResultView::value(std::string_view statistic, std::size_t series, std::size_t year) const {
  return numbers(statistic).at(series * n_years() + year);
}

double ResultView::value(std::string_view statistic, std::size_t series, std::size_t year,
                         std::size_t quantile) const {
  return numbers(statistic).at((series * n_years() + year) * probabilities_.size() + quantile);
}

double ResultView::target(std::string_view statistic, std::size_t target) const {
  return numbers(statistic).at(target);
}

double ResultView::target(std::string_view statistic, std::size_t target, std::size_t year) const {
  return numbers(statistic).at(target * n_years() + year);
}

std::int64_t ResultView::count(std::string_view name) const {
  return std::get<std::vector<std::int64_t>>(find(summary_, name).data).at(0);
}

std::size_t ResultView::nearest_quantile(double probability) const {
  std::size_t nearest = 0;
  for (std::size_t k = 1; k < probabilities_.size(); ++k)
    if (std::abs(probabilities_[k] - probability) < std::abs(probabilities_[nearest] - probability))
      nearest = k;
  return nearest;
}

}  // namespace secondcurve::cli

#include "engine/output/result_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "engine/core/error.hpp"

namespace secondcurve {

namespace {

/// Coordinates that have a text for each label of a dimension.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> texts_by_label{{
    {"title", "series"},
    {"title_zh", "series"},
    {"group", "series"},
    {"account", "series"},
    {"measure", "series"},
    {"unit", "series"},
    {"prices", "series"},
    {"part_of", "series"},
    {"target_title", "target"},
    {"target_unit", "target"},
}};

std::size_t n_values(const Variable& variable) {
  return std::visit([](const auto& values) { return values.size(); }, variable.data);
}

/// The lengths of the dimensions of groups, as far as they are known.
std::map<std::string, std::size_t> lengths_in(std::initializer_list<const Group*> groups) {
  std::map<std::string, std::size_t> lengths;
  for (const Group* group : groups) {
    for (const Dimension& dimension : group->dimensions) lengths[dimension.name] = dimension.size;
    for (const Variable& variable : group->variables)
      if (variable.dimensions.size() == 1 && variable.dimensions[0] == variable.name)
        lengths[variable.name] = n_values(variable);
  }
  return lengths;
}

/// Whether a variable has as many values as its dimensions make.
bool is_whole(const Variable& variable, const std::map<std::string, std::size_t>& lengths) {
  std::size_t n = 1;
  for (const std::string& dimension : variable.dimensions) {
    const auto length = lengths.find(dimension);
    if (length == lengths.end()) return true;  // nothing says how many
    n *= length->second;
  }
  return variable.dimensions.empty() || n_values(variable) == n;
}

}  // namespace

ResultView::ResultView(std::string path, Group root, Group summary)
    : path_(std::move(path)), root_(std::move(root)), summary_(std::move(summary)) {
  years_ = values<std::int32_t>(root_, "year");
  probabilities_ = values<double>(root_, "quantile");
  check_lengths();
}

void ResultView::check_lengths() const {
  const auto fail = [&](std::string_view name, const char* reason) {
    throw IoError(path_, "read " + std::string(name), reason);
  };
  if (years_.empty()) fail("year", "it is empty");
  if (probabilities_.empty()) fail("quantile", "it is empty");
  const std::map<std::string, std::size_t> lengths = lengths_in({&root_, &summary_});
  for (const Group* group : {&root_, &summary_})
    for (const Variable& variable : group->variables)
      if (!is_whole(variable, lengths))
        fail(variable.name, "it has not as many values as its dimensions make");
  for (const auto& [coordinate, of] : texts_by_label)
    if (has(coordinate) && has(of) && texts(coordinate).size() != texts(of).size())
      fail(coordinate, "it has not one text for each label");
}

template <class T>
const std::vector<T>& ResultView::values(const Group& group, std::string_view name) const {
  const Variable* variable = find_variable(group, name);
  if (variable == nullptr) throw IoError(path_, "read " + std::string(name), "the file has no such variable");
  if (const auto* data = std::get_if<std::vector<T>>(&variable->data)) return *data;
  throw IoError(path_, "read " + std::string(name), "it is of another type than results have");
}

double ResultView::number(std::string_view name, std::size_t index) const {
  const std::vector<double>& data = values<double>(summary_, name);
  if (index < data.size()) return data[index];
  throw IoError(path_, "read " + std::string(name), "it has fewer values than series and years need");
}

bool ResultView::has(std::string_view coordinate) const {
  return find_variable(root_, coordinate) != nullptr;
}

bool ResultView::has_variable(std::string_view variable) const {
  return find_variable(summary_, std::string(variable) + "_quantile") != nullptr;
}

const std::vector<std::string>& ResultView::texts(std::string_view coordinate) const {
  return values<std::string>(root_, coordinate);
}

std::string ResultView::attribute(std::string_view name) const {
  return attribute_text(root_.attributes, name);
}
std::string ResultView::notes() const { return attribute_text(summary_.attributes, "notes"); }

double ResultView::value(std::string_view statistic, std::size_t series, std::size_t year) const {
  return number(statistic, series * n_years() + year);
}

double ResultView::value(std::string_view statistic, std::size_t series, std::size_t year,
                         std::size_t quantile) const {
  return number(statistic, (series * n_years() + year) * probabilities_.size() + quantile);
}

double ResultView::target(std::string_view statistic, std::size_t target) const {
  return number(statistic, target);
}

bool ResultView::has_variance_split() const {
  return find_variable(summary_, "output_parameter_share") != nullptr;
}

bool ResultView::has_programmes() const { return find_variable(summary_, "programme") != nullptr; }

const std::vector<std::string>& ResultView::summary_texts(std::string_view coordinate) const {
  return values<std::string>(summary_, coordinate);
}

double ResultView::of_programme(std::string_view figure, std::size_t programme, std::size_t year) const {
  return number(figure, programme * n_years() + year);
}

bool ResultView::has_causes() const { return find_variable(summary_, "cause") != nullptr; }

const std::vector<std::string>& ResultView::causes() const { return values<std::string>(summary_, "cause"); }

double ResultView::change_by_cause(std::size_t series, std::size_t year, std::size_t cause) const {
  return number("change_by_cause", (series * n_years() + year) * causes().size() + cause);
}

bool ResultView::has_mixtures() const { return find_variable(summary_, "model_share") != nullptr; }

double ResultView::sector_value(std::string_view statistic, std::size_t sector, std::size_t year) const {
  return number(statistic, sector * n_years() + year);
}

bool ResultView::has_numbers(std::string_view statistic) const {
  const Variable* variable = find_variable(summary_, statistic);
  return variable != nullptr && std::holds_alternative<std::vector<double>>(variable->data);
}

std::int64_t ResultView::count(std::string_view name) const {
  const std::vector<std::int64_t>& counts = values<std::int64_t>(summary_, name);
  if (!counts.empty()) return counts.front();
  throw IoError(path_, "read " + std::string(name), "it is empty");
}

double ResultView::total(std::string_view name) const { return number(name, 0); }

std::string ResultView::summary_text(std::string_view name) const {
  const std::vector<std::string>& all = values<std::string>(summary_, name);
  return all.empty() ? std::string() : all.front();
}

bool ResultView::has_stopping() const { return find_variable(summary_, "stop_rule") != nullptr; }

std::size_t ResultView::nearest_quantile(double probability) const {
  std::size_t nearest = 0;
  for (std::size_t k = 1; k < probabilities_.size(); ++k)
    if (std::abs(probabilities_[k] - probability) < std::abs(probabilities_[nearest] - probability))
      nearest = k;
  return nearest;
}

bool is_same_on_every_path(const ResultView& result, std::size_t series, std::size_t year) {
  return result.has_variable("difference") && result.value("difference_mean", series, year) == 0.0 &&
         result.value("difference_sd", series, year) == 0.0;
}

}  // namespace secondcurve

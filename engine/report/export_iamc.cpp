#include "engine/report/export_iamc.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/report/text_file.hpp"

namespace secondcurve {

namespace {

using NameOf = std::pair<std::string_view, std::string_view>;

/// Variables of the result file that a series has, and what the table calls them.
constexpr std::array<NameOf, 10> series_variables{{
    {"output", "Output"},
    {"log_output", "Log output"},
    {"growth", "Growth"},
    {"average_growth", "Average growth"},
    {"share", "Share"},
    {"contribution", "Contribution to growth"},
    {"change_by_cause", "Change by cause"},
    {"difference", "Difference from baseline"},
    {"relative_difference", "Relative difference from baseline"},
    {"average_growth_difference", "Difference of average growth from baseline"},
}};

/// The same of programmes.
constexpr std::array<NameOf, 5> programme_variables{{
    {"programme_output", "Output added"},
    {"programme_spent", "Public money so far"},
    {"programme_spent_in_all", "All money so far"},
    {"programme_output_per_spent", "Output per public money"},
    {"programme_output_per_spent_in_all", "Output per money"},
}};

std::optional<std::string> name_in(std::span<const NameOf> names, const std::string& variable) {
  for (const auto& [from, to] : names)
    if (from == variable) return std::string(to);
  return std::nullopt;
}

/// The last part of a path; nothing for a statistic that is left out. Percentiles are named as in the
/// scenario databases of the IPCC's sixth assessment report: "95.0th Percentile".
std::optional<std::string> statistic_name(const std::string& statistic) {
  if (statistic == "mean") return "Mean";
  if (statistic == "mean_se") return "Standard error of mean";
  if (statistic == "sd") return "Standard deviation";
  if (statistic == "p50") return "Median";
  if (!statistic.starts_with('p') || statistic.find('_') != std::string::npos) return std::nullopt;
  const std::string percent = statistic.substr(1);
  return percent + (percent.find('.') == std::string::npos ? ".0" : "") + "th Percentile";
}

/// A part of a path, in which the character between parts may not stand.
std::string part_of_path(std::string text) {
  std::replace(text.begin(), text.end(), '|', '/');
  return text;
}

std::string text_in(const ExportTable& table, const TableRow& row, std::string_view column) {
  return cell_text(row.cells[table.column(column)]);
}

/// The names of series, made of titles.
class SeriesPaths final {
 public:
  explicit SeriesPaths(const ResultView& view) : view_(view) {
    for (std::size_t i = 0; i < view.n_series(); ++i) {
      std::string path = head(i) + title_of(i);
      const bool is_taken = std::any_of(
          view.texts("series").begin(), view.texts("series").end(), [&](const std::string& other) {
            const auto place = static_cast<std::size_t>(&other - view.texts("series").data());
            return place != i && head(place) + title_of(place) == path;
          });
      paths_.push_back(path + (is_taken ? " (" + view.texts("series")[i] + ")" : ""));
    }
  }

  /// "Manufacturing gross output|Integrated circuits", and between both the measure where it is not output.
  const std::string& of(const std::string& series) const {
    const std::vector<std::string>& names = view_.texts("series");
    return paths_.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), series) - names.begin()));
  }

 private:
  std::string head(std::size_t series) const {
    const std::string& account = view_.texts("account")[series];
    const std::string defined = view_.attribute("account_" + account);
    const std::string title = defined.substr(0, defined.find(". "));
    std::string path = part_of_path(title.empty() ? account : title) + '|';
    const std::string& measure = view_.texts("measure")[series];
    if (measure == "output") return path;
    const std::string measured = view_.attribute("measure_" + measure);
    return path + part_of_path(measured.empty() ? measure : measured) + '|';
  }

  std::string title_of(std::size_t series) const {
    const std::string& title = view_.texts("title")[series];
    return part_of_path(sound_text(title.empty() ? view_.texts("series")[series] : title));
  }

  const ResultView& view_;
  std::vector<std::string> paths_;
};

/// The path of a figure; nothing for one that the table does not have.
std::optional<std::string> path_of(const SeriesPaths& series, const ExportTable& table, const TableRow& row) {
  const auto has = [&](std::string_view column) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const TableColumn& each) { return each.name == column; });
  };
  const std::string variable = text_in(table, row, "variable");
  const std::string statistic = text_in(table, row, "statistic");
  if (has("programme")) {
    const auto name = name_in(programme_variables, variable);
    if (!name || !text_in(table, row, "sector").empty()) return std::nullopt;
    const std::string title = text_in(table, row, "programme_title");
    return "Programme|" + part_of_path(title.empty() ? text_in(table, row, "programme") : title) + '|' +
           *name;
  }
  const auto name = has("series") ? name_in(series_variables, variable) : std::nullopt;
  if (!name) return std::nullopt;
  const std::string path = *name + '|' + series.of(text_in(table, row, "series"));
  if (has("cause")) return path + '|' + part_of_path(text_in(table, row, "cause"));
  const auto last = statistic_name(statistic);
  if (!last) return std::nullopt;
  return path + '|' + *last;
}

/// The unit of a row with its price basis, as in "billion US$2010".
std::string unit_with_prices(const ExportTable& table, const TableRow& row) {
  std::string unit = text_in(table, row, "unit");
  const bool has_prices = std::any_of(table.columns.begin(), table.columns.end(),
                                      [](const TableColumn& each) { return each.name == "prices"; });
  if (!has_prices || unit == "1") return unit;
  const std::string prices = text_in(table, row, "prices");
  return prices.empty() || prices == "none" ? unit : unit + ", prices " + prices;
}

}  // namespace

IamcFile::IamcFile(std::string path, std::string region, std::vector<std::int32_t> years, Overwrite overwrite)
    : file_(std::move(path), overwrite), region_(std::move(region)), years_(std::move(years)) {
  std::vector<std::string> names{"Model", "Scenario", "Region", "Variable", "Unit"};
  for (const std::int32_t year : years_) names.push_back(std::to_string(year));
  lines_ = delimited_line(names, Separator::comma);
}

void IamcFile::add(const std::string& model, const ResultView& view, const std::vector<ExportTable>& tables) {
  const SeriesPaths series(view);
  for (const ExportTable& table : tables)
    for (const TableRow& row : table.rows) {
      if (table.years.empty()) break;
      if (const auto path = path_of(series, table, row)) add_row(model, *path, table, row);
    }
}

void IamcFile::add_row(const std::string& model, const std::string& variable, const ExportTable& table,
                       const TableRow& row) {
  std::vector<std::string> values{model, text_in(table, row, "scenario"), region_, variable,
                                  unit_with_prices(table, row)};
  for (const std::int32_t year : years_) {
    const auto found = std::find(table.years.begin(), table.years.end(), year);
    values.push_back(found == table.years.end()
                         ? ""
                         : cell_text(row.by_year[static_cast<std::size_t>(found - table.years.begin())]));
  }
  lines_ += delimited_line(values, Separator::comma);
}

void IamcFile::commit() {
  TextFile file(file_.path(), file_.temporary_path());
  file.write(lines_);
  file.close();
  file_.commit();
}

}  // namespace secondcurve

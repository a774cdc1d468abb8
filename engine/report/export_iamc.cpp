#include "engine/report/export_iamc.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/output/text_file.hpp"
#include "models/scenario/scenario.hpp"

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

/// What things are called, made of titles: where several have one title, with the name in the config.
class Paths final {
 public:
  /// @param heads what stands before the titles, of each thing; may be empty.
  Paths(const std::vector<std::string>& names, const std::vector<std::string>& titles,
        const std::vector<std::string>& heads)
      : names_(names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string title = i < titles.size() && !titles[i].empty() ? titles[i] : names[i];
      paths_.push_back((heads.empty() ? "" : heads[i]) + part_of_path(sound_text(title)));
    }
    const std::vector<std::string> alone = paths_;
    for (std::size_t i = 0; i < alone.size(); ++i)
      if (std::count(alone.begin(), alone.end(), alone[i]) > 1) paths_[i] += " (" + names[i] + ")";
  }

  std::string of(const std::string& name) const {
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (sound_text(names_[i]) == name) return paths_[i];
    return part_of_path(name);
  }

 private:
  std::vector<std::string> names_, paths_;
};

/// "Manufacturing gross output|" of each series, and after it the measure where that is not output.
std::vector<std::string> heads_of_series(const ReportedScenario& reported) {
  const Scenario& scenario = reported.loaded.scenario;
  const ResultView& view = reported.result;
  std::vector<std::string> heads;
  for (std::size_t i = 0; i < view.n_series(); ++i) {
    const std::string& name = view.texts("account")[i];
    const AccountDefinition* account = find_entry(scenario.accounts, name);
    std::string head = part_of_path(sound_text(account == nullptr ? name : account->title)) + '|';
    const std::string& measured = view.texts("measure")[i];
    const Measure* measure = find_entry(scenario.measures, measured);
    if (measured != output_measure)
      head +=
          part_of_path(sound_text(measure == nullptr || measure->title.empty() ? measured : measure->title)) +
          '|';
    heads.push_back(std::move(head));
  }
  return heads;
}

/// What the series and the programmes of a scenario are called.
struct Names {
  Paths series, programmes;
};

Names names_in(const ReportedScenario& scenario) {
  const ResultView& view = scenario.result;
  return {Paths(view.texts("series"), view.texts("title"), heads_of_series(scenario)),
          Paths(texts_of(view.summary(), "programme"), texts_of(view.summary(), "programme_title"), {})};
}

/// The path of a figure; nothing for one that the table does not have.
std::optional<std::string> path_of(const Names& names, const ExportTable& table, const TableRow& row) {
  const auto has = [&](std::string_view column) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const TableColumn& each) { return each.name == column; });
  };
  const std::string variable = text_in(table, row, "variable");
  const std::string statistic = text_in(table, row, "statistic");
  if (has("programme")) {
    const auto name = name_in(programme_variables, variable);
    if (!name || !text_in(table, row, "sector").empty()) return std::nullopt;
    return "Programme|" + names.programmes.of(text_in(table, row, "programme")) + '|' + *name;
  }
  const auto name = has("series") ? name_in(series_variables, variable) : std::nullopt;
  if (!name) return std::nullopt;
  const std::string path = *name + '|' + names.series.of(text_in(table, row, "series"));
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

void IamcFile::add(const std::string& model, const ReportedScenario& scenario,
                   const std::vector<ExportTable>& tables) {
  const Names names = names_in(scenario);
  for (const ExportTable& table : tables)
    for (const TableRow& row : table.rows) {
      if (table.years.empty()) break;
      if (const auto path = path_of(names, table, row)) add_row(model, *path, table, row);
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

void IamcFile::commit() { write_text(file_, lines_); }

}  // namespace secondcurve

#include "engine/report/export_figures.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/report/export_headline.hpp"
#include "engine/report/figure_reader.hpp"
#include "engine/report/figure_specs.hpp"

namespace secondcurve {

namespace {

/// One statistic of a variable, as it stands in the file.
struct Statistic {
  std::string name;  ///< "mean", "p5"
  const Variable* variable;
  const std::vector<double>* numbers;
  std::optional<std::size_t> quantile;
  std::vector<std::size_t> sizes;  ///< of the variable's dimensions
};

class FigureTable final {
 public:
  FigureTable(const FigureSpec& spec, const std::string& scenario, const ResultView& view)
      : spec_(spec), scenario_(scenario), view_(view), reader_(view) {
    table_ = {spec.name,    spec.sheet, spec.question, spec.doc, {{"scenario", "name of the scenario"}},
              view.years(), {}};
    for_each_label([&](const LabelColumn& label) {
      table_.columns.push_back({std::string(label.column), std::string(label.doc)});
    });
    table_.columns.insert(table_.columns.end(),
                          {{"variable", "what is measured, named as in the result file"},
                           {"statistic", "of all paths: see below"},
                           {"unit", "unit of the figures"}});
  }

  ExportTable table() && {
    for (const std::string_view variable : spec_.variables)
      if (!variable.empty()) add(std::string(variable));
    return std::move(table_);
  }

 private:
  template <class Use>
  void for_each_label(const Use& use) const {
    for (const std::string_view dimension : spec_.labels) {
      for (const LabelColumn& label : label_columns)
        if (label.dimension == dimension) use(label);
      if (dimension == cause_column.dimension) use(cause_column);
    }
  }

  std::vector<Statistic> statistics_of(const std::string& variable) const {
    std::vector<Statistic> found;
    for (const StatisticEnding& each : statistic_endings) {
      const Variable* stored = find_variable(view_.summary(), variable + std::string(each.ending));
      const std::vector<double>* numbers = stored == nullptr ? nullptr : reader_.numbers(*stored);
      if (numbers == nullptr) continue;
      std::vector<std::size_t> sizes;
      for (const std::string& dimension : stored->dimensions) sizes.push_back(reader_.size_of(dimension));
      if (!each.of_quantiles) found.push_back({std::string(each.name), stored, numbers, std::nullopt, sizes});
      for (std::size_t k = 0; each.of_quantiles && k < view_.probabilities().size(); ++k)
        found.push_back({statistic_of_quantile(view_.probabilities()[k]) + std::string(each.name), stored,
                         numbers, k, sizes});
    }
    return found;
  }

  /// The dimensions of a statistic that make rows. Throws IoError unless the others are years and, of
  /// quantiles, their probabilities.
  std::vector<std::string> row_dimensions(const Statistic& statistic) const {
    std::vector<std::string> rows;
    std::size_t n_years = 0, n_quantiles = 0;
    for (std::size_t i = 0; i < statistic.sizes.size(); ++i) {
      const std::string& dimension = statistic.variable->dimensions[i];
      if (dimension == "year" && statistic.sizes[i] == view_.n_years())
        ++n_years;
      else if (dimension == "quantile" && statistic.sizes[i] == view_.probabilities().size())
        ++n_quantiles;
      else if (dimension != "scenario")
        rows.push_back(dimension);
    }
    if (n_years != 1 || n_quantiles != (statistic.quantile ? 1U : 0U)) fail_dimensions(statistic);
    return rows;
  }

  [[noreturn]] void fail_dimensions(const Statistic& statistic) const {
    reader_.fail(statistic.variable->name, "its dimensions are not those of a result");
  }

  void add(const std::string& variable) {
    const std::vector<Statistic> statistics = statistics_of(variable);
    if (statistics.empty()) return;
    const std::vector<std::string> dimensions = row_dimensions(statistics.front());
    for (const Statistic& statistic : statistics)
      if (row_dimensions(statistic) != dimensions) fail_dimensions(statistic);
    std::vector<std::size_t> places(dimensions.size(), 0);
    bool done = std::any_of(dimensions.begin(), dimensions.end(),
                            [&](const std::string& each) { return reader_.size_of(each) == 0; });
    while (!done) {
      for (const Statistic& statistic : statistics) add_row(variable, statistic, dimensions, places);
      std::size_t last = places.size();
      while (last > 0 && ++places[last - 1] == reader_.size_of(dimensions[last - 1])) places[--last] = 0;
      done = last == 0;
    }
  }

  void add_row(const std::string& variable, const Statistic& statistic,
               const std::vector<std::string>& dimensions, const std::vector<std::size_t>& places) {
    TableRow row;
    bool is_defined = false;
    for (std::size_t year = 0; year < view_.n_years(); ++year) {
      row.by_year.push_back(number(statistic, places, year));
      is_defined = is_defined || !std::isnan(row.by_year.back());
    }
    if (!is_defined) return;
    const auto place_of = [&](std::string_view dimension) -> std::optional<std::size_t> {
      const auto found = std::find(dimensions.begin(), dimensions.end(), dimension);
      if (found == dimensions.end()) return std::nullopt;
      return places[static_cast<std::size_t>(found - dimensions.begin())];
    };
    row.cells.emplace_back(scenario_);
    for_each_label([&](const LabelColumn& label) {
      const auto place = place_of(label.dimension);
      row.cells.emplace_back(place ? reader_.text(label.coordinate, *place) : std::string());
    });
    row.cells.emplace_back(variable);
    row.cells.emplace_back(statistic.name);
    row.cells.emplace_back(unit(*statistic.variable, place_of("series"), place_of("target")));
    const bool is_fraction = std::find(fraction_variables.begin(), fraction_variables.end(), variable) !=
                                 fraction_variables.end() &&
                             !statistic.name.starts_with("skewness");
    row.kind = is_fraction ? FigureKind::fraction : FigureKind::number;
    table_.rows.push_back(std::move(row));
  }

  /// @param places by the dimensions that make rows.
  static double number(const Statistic& statistic, const std::vector<std::size_t>& places, std::size_t year) {
    const std::vector<std::string>& all = statistic.variable->dimensions;
    std::size_t index = 0, label = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string& dimension = all[i];
      const std::size_t place = dimension == "scenario"   ? 0
                                : dimension == "year"     ? year
                                : dimension == "quantile" ? statistic.quantile.value_or(0)
                                                          : places[label++];
      index = index * statistic.sizes[i] + place;
    }
    return (*statistic.numbers)[index];
  }

  /// The unit of a row, where the file says that it differs by series or target.
  std::string unit(const Variable& variable, std::optional<std::size_t> series,
                   std::optional<std::size_t> target) const {
    std::string units = units_of(variable);
    if (target && units == "as in the coordinate target_unit") return reader_.text("target_unit", *target);
    if (!series) return units;
    if (units == "as in the coordinate unit") return reader_.text("unit", *series);
    if (units == "square of the coordinate unit") return "(" + reader_.text("unit", *series) + ")^2";
    return units;
  }

  const FigureSpec& spec_;
  std::string scenario_;
  const ResultView& view_;
  FigureReader reader_;
  ExportTable table_;
};

constexpr std::string_view differences_name = "differences";

}  // namespace

ExportTable differences_table(const std::string& scenario, const std::string& baseline,
                              const ResultView& view) {
  const auto spec = std::find_if(figure_specs.begin(), figure_specs.end(),
                                 [](const FigureSpec& each) { return each.name == differences_name; });
  ExportTable table = FigureTable(*spec, scenario, view).table();
  table.columns.insert(table.columns.begin() + 1, {"baseline", "what it is set against"});
  for (TableRow& row : table.rows) row.cells.insert(row.cells.begin() + 1, baseline);
  return table;
}

std::vector<ExportTable> figure_tables(const std::string& scenario, const ResultView& view) {
  std::vector<ExportTable> tables;
  const auto add = [&](ExportTable table) {
    if (!table.rows.empty()) tables.push_back(std::move(table));
  };
  add(headline_table(scenario, view));
  for (const FigureSpec& spec : figure_specs) {
    if (std::string_view(spec.name) == "first_reached") add(targets_table(scenario, view));
    add(FigureTable(spec, scenario, view).table());
  }
  return tables;
}

}  // namespace secondcurve

#include "engine/report/export_figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/report/export_headline.hpp"
#include "engine/report/figure_reader.hpp"

namespace secondcurve {

namespace {

/// A table by year of some variables of /summary.
struct FigureSpec {
  const char* name;
  const char* sheet;
  const char* question;
  const char* doc;
  std::array<std::string_view, 2> labels;     ///< dimensions that its rows may have; "" for none
  std::array<std::string_view, 6> variables;  ///< in this order; "" for none
};

constexpr std::array<FigureSpec, 10> figure_specs{{
    {"output",
     "Output",
     "What will output be?",
     "Output of each series over the twelve months to the year's end.",
     {"series"},
     {"output", "log_output"}},
    {"growth",
     "Growth",
     "How fast does it grow?",
     "Growth over the year before, and average growth a year since the base year; 0.05 is 5%.",
     {"series"},
     {"growth", "average_growth"}},
    {"shares",
     "Shares",
     "How large a part of the whole is each series?",
     "Share of the series that it is part of, and contribution to the growth of that; 0.01 is a percentage "
     "point.",
     {"series"},
     {"share", "contribution"}},
    {"first_reached",
     "First reached",
     "When are targets met first?",
     "Share of paths on which the condition of a target first holds in the year.",
     {"target"},
     {"target_first_reached"}},
    {"change_by_cause",
     "Drivers",
     "What drives growth?",
     "Mean change of each series over the year before, by cause; the causes add up to the change of the "
     "mean.",
     {"series", "cause"},
     {"change_by_cause"}},
    {"growth_by_cause",
     "Drivers by sector",
     "What drives the growth of each sector?",
     "Mean log growth of each sector in the year, by cause; the causes add up.",
     {"sector", "cause"},
     {"growth_by_cause"}},
    {"programmes",
     "Programmes",
     "What do programmes bring?",
     "Output that each investment programme adds, and the money spent so far.",
     {"programme", "sector"},
     {"programme_output", "programme_spent", "programme_spent_in_all", "programme_output_per_spent",
      "programme_output_per_spent_in_all", "programme_output_by_sector"}},
    {"differences",
     "Differences",
     "How do scenarios differ?",
     "Differences from the baseline on the same path, that is on the same random numbers.",
     {"series"},
     {"difference", "relative_difference", "average_growth_difference", "improvement_probability"}},
    {"variance",
     "Uncertainty",
     "How much of the spread is not knowing, and how much is chance?",
     "The variance of output: what uncertain parameters make of it, and what shocks.",
     {"series"},
     {"output_variance_parameters", "output_variance_shocks", "output_parameter_share"}},
    {"model_shares",
     "Growth models",
     "How much does the choice of growth model matter?",
     "Share of the variance of a sector's output that the choice of its growth model explains.",
     {"sector"},
     {"model_share"}},
}};

constexpr std::array<std::string_view, 12> fractions{"growth",
                                                     "average_growth",
                                                     "share",
                                                     "contribution",
                                                     "relative_difference",
                                                     "average_growth_difference",
                                                     "improvement_probability",
                                                     "output_parameter_share",
                                                     "model_share",
                                                     "target_first_reached",
                                                     "growth_by_cause",
                                                     "target_probability"};

/// Endings of the names of statistics, and what they are called in the column `statistic`. A variable with no
/// such ending is the statistic "value".
struct StatisticEnding {
  std::string_view ending, name;
  bool of_quantiles = false;  ///< one for each, "p5" or "p5_lower"
};
constexpr std::array<StatisticEnding, 13> endings{{{"_mean", "mean"},
                                                   {"_mean_se", "mean_se"},
                                                   {"_sd", "sd"},
                                                   {"_sd_se", "sd_se"},
                                                   {"_skewness", "skewness"},
                                                   {"_skewness_se", "skewness_se"},
                                                   {"_quantile", "", true},
                                                   {"_quantile_lower", "_lower", true},
                                                   {"_quantile_upper", "_upper", true},
                                                   {"", "value"},
                                                   {"_se", "se"},
                                                   {"_lower", "lower"},
                                                   {"_upper", "upper"}}};

/// What columns a dimension has, and where their texts stand.
struct LabelColumn {
  std::string_view dimension, column, coordinate, doc;
};
constexpr std::array<LabelColumn, 10> label_columns{{
    {"series", "account", "account", "what is counted: see the table accounts"},
    {"series", "series", "series", "name of the series in the config"},
    {"series", "title", "title", "name that people read"},
    {"series", "prices", "prices", "price basis of its levels"},
    {"sector", "sector", "sector", "name of the sector in the config"},
    {"sector", "sector_title", "sector_title", "name that people read"},
    {"target", "target", "target", "name of the target in the config"},
    {"target", "target_title", "target_title", "name that people read"},
    {"programme", "programme", "programme", "name of the programme in the config"},
    {"programme", "programme_title", "programme_title", "name that people read"},
}};
constexpr LabelColumn cause_column{"cause", "cause", "cause", "where growth comes from"};

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
    for (const StatisticEnding& each : endings) {
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

  void add(const std::string& variable) {
    const std::vector<Statistic> statistics = statistics_of(variable);
    if (statistics.empty()) return;
    std::vector<std::string> dimensions;  // those that make rows
    for (const std::string& each : statistics.front().variable->dimensions)
      if (each != "scenario" && each != "year" && each != "quantile") dimensions.push_back(each);
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
      row.by_year.push_back(number(statistic, dimensions, places, year));
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
    const bool is_fraction = std::find(fractions.begin(), fractions.end(), variable) != fractions.end() &&
                             !statistic.name.starts_with("skewness");
    row.kind = is_fraction ? FigureKind::fraction : FigureKind::number;
    table_.rows.push_back(std::move(row));
  }

  double number(const Statistic& statistic, const std::vector<std::string>& dimensions,
                const std::vector<std::size_t>& places, std::size_t year) const {
    const std::vector<std::string>& all = statistic.variable->dimensions;
    std::size_t index = 0, label = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string& dimension = all[i];
      const std::size_t place = dimension == "scenario"   ? 0
                                : dimension == "year"     ? year
                                : dimension == "quantile" ? statistic.quantile.value_or(0)
                                                          : places.at(label++);
      index = index * statistic.sizes[i] + place;
    }
    if (label != dimensions.size())
      reader_.fail(statistic.variable->name, "its dimensions are not those of a result");
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

}  // namespace

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

#include "engine/report/export_headline.hpp"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/core/special_numbers.hpp"
#include "engine/report/figure_reader.hpp"

namespace secondcurve {

namespace {

/// A quantile of a variable; not a number where the file does not have just that quantile.
double quantile_of(const ResultView& view, const std::string& variable, std::size_t series, std::size_t year,
                   double probability) {
  constexpr double same = 1e-9;
  const std::size_t nearest = view.nearest_quantile(probability);
  if (!view.has_variable(variable) || std::abs(view.probabilities().at(nearest) - probability) > same)
    return not_a_number;
  return view.value(variable + "_quantile", series, year, nearest);
}

}  // namespace

ExportTable headline_table(const std::string& scenario, const ResultView& view) {
  ExportTable table{
      "headline",
      "Headline figures",
      "What are the headline figures?",
      "Each series: its median in the first year, and its median and band of 90% in the last.",
      {{"scenario", "name of the scenario"},
       {"account", "what is counted: see the table accounts"},
       {"series", "name of the series in the config"},
       {"title", "name that people read"},
       {"unit", "unit of its levels"},
       {"prices", "price basis of its levels"},
       {"first_year", "the base year", FigureKind::plain},
       {"first_p50", "median of output in it"},
       {"last_year", "the last year", FigureKind::plain},
       {"p5", "quantile of output in it: 5% of paths are below"},
       {"p50", "the median"},
       {"p95", "95% of paths are below"},
       {"average_growth_p5", "the same of average growth a year between both", FigureKind::fraction},
       {"average_growth_p50", "the same of average growth a year between both", FigureKind::fraction},
       {"average_growth_p95", "the same of average growth a year between both", FigureKind::fraction}},
      {},
      {}};
  const FigureReader reader(view);
  const std::size_t last = view.n_years() - 1;
  for (std::size_t series = 0; series < view.n_series(); ++series) {
    if (std::isnan(view.value("output_quantile", series, 0, 0)))
      continue;  // of another scenario in the same file
    TableRow row;
    row.cells.emplace_back(scenario);
    for (const char* label : {"account", "series", "title", "unit", "prices"})
      row.cells.emplace_back(reader.text(label, series));
    row.cells.emplace_back(static_cast<double>(view.years().front()));
    row.cells.emplace_back(quantile_of(view, "output", series, 0, 0.5));
    row.cells.emplace_back(static_cast<double>(view.years()[last]));
    for (const char* variable : {"output", "average_growth"})
      for (const double probability : {0.05, 0.5, 0.95})
        row.cells.emplace_back(quantile_of(view, variable, series, last, probability));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ExportTable targets_table(const std::string& scenario, const ResultView& view) {
  ExportTable table{
      "targets",
      "Targets",
      "Will targets be met?",
      "Probability of each target, with its Monte Carlo error, and the amount missing on average.",
      {{"scenario", "name of the scenario"},
       {"target", "name of the target in the config"},
       {"title", "name that people read"},
       {"probability", "share of paths that meet the target", FigureKind::fraction},
       {"probability_se", "its standard error", FigureKind::fraction},
       {"probability_lower", "lower end of its 95% interval", FigureKind::fraction},
       {"probability_upper", "upper end of its 95% interval", FigureKind::fraction},
       {"shortfall", "mean over all paths of the amount missing; 0 where the target is met"},
       {"shortfall_se", "its standard error"},
       {"unit", "unit of the shortfall"}},
      {},
      {}};
  const FigureReader reader(view);
  for (std::size_t target = 0; target < view.n_targets(); ++target) {
    if (std::isnan(view.target("target_probability", target)))
      continue;  // of another scenario in the same file
    std::vector<TableCell> cells{scenario, reader.text("target", target),
                                 reader.text("target_title", target)};
    for (const char* figure : {"probability", "probability_se", "probability_lower", "probability_upper",
                               "shortfall", "shortfall_se"})
      cells.emplace_back(view.target(std::string("target_") + figure, target));
    cells.emplace_back(reader.text("target_unit", target));
    table.rows.push_back({std::move(cells), {}});
  }
  return table;
}

}  // namespace secondcurve

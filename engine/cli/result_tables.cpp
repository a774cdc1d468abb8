#include "engine/cli/result_tables.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include <fmt/format.h>

#include "engine/cli/fan_column.hpp"
#include "engine/cli/figures.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"
#include "engine/simulate/variables.hpp"

namespace secondcurve::cli {

namespace {

std::string probability_name(double p) { return fmt::format("{:g}", 100.0 * p); }

/// Writes values of a variable in its unit.
struct Style {
  bool percent;
  Sign sign;

  std::string operator()(double value) const {
    return percent ? percent_text(value, sign) : level_text(value, sign);
  }
};

Style style_of(const std::string& variable) {
  if (variable == "difference") return {false, Sign::of_both};
  const bool percent = variable != "output" && variable != "log_output";
  return {percent, percent && variable != "share" ? Sign::of_both : Sign::of_losses};
}

/// What a variable is, in words.
std::string long_name_of(const std::string& variable) {
  for (const VariableInfo& info : reported_variables)
    if (name_of(info.variable) == variable) return std::string(info.long_name);
  return variable;
}

class SeriesTable final {
 public:
  SeriesTable(const ResultView& result, const TableChoice& choice)
      : r_(result),
        choice_(choice),
        style_(style_of(choice.variable)),
        name_(choice.variable + "_quantile"),
        low_(result.nearest_quantile(0.05)),
        mid_(result.nearest_quantile(0.5)),
        high_(result.nearest_quantile(0.95)),
        fan_(result, choice, name_,
             low_ == high_ ? std::vector<std::size_t>{mid_} : std::vector<std::size_t>{low_, mid_, high_}) {}

  std::string text() {
    std::string of;
    for (const std::size_t series : choice_.series) {
      if (!is_defined(series)) continue;
      const std::string same = r_.texts("account")[series] + '\n' + unit_text(series);
      if (same != of) heading(series);
      of = same;
      rows(series);
    }
    return table_.text(2) + (has_rows_ && growth_rows() ? legend() : "");
  }

 private:
  /// Shares and contributions are defined for a series that is part of another only.
  bool is_defined(std::size_t series) const {
    return std::any_of(choice_.years.begin(), choice_.years.end(),
                       [&](std::size_t year) { return std::isfinite(r_.value(name_, series, year, mid_)); });
  }

  std::string legend() const {
    return fmt::format(
        "\ngrowth: median of the growth over the year before\n"
        "a year: average growth a year since {}, its median and band\n",
        r_.years().front());
  }

  bool growth_rows() const {
    return choice_.variable == "output" && r_.has_variable("growth") && r_.has_variable("average_growth");
  }

  /// Unit and price basis of levels; other variables are rates and shares whatever the measure.
  std::string unit_text(std::size_t series) const {
    std::string unit = level_unit(r_, series);
    if (choice_.variable == "output") return unit;
    return long_name_of(choice_.variable) + (choice_.variable == "difference" ? ", " + unit : "");
  }

  void heading(std::size_t series) {
    if (!first_) table_.add_blank();
    first_ = false;
    table_.add_heading(bold(fmt::format("{} ({})", account_title(r_, series), unit_text(series))));
    std::vector<std::string> cells = year_header(r_, choice_, 2);
    if (growth_rows()) cells.push_back("a year");
    if (choice_.fan) cells.push_back(fan_.head());
    table_.add_row(std::move(cells));
  }

  std::string band(const std::string& statistic, std::size_t series, std::size_t year,
                   const Style& style) const {
    const double low = r_.value(statistic, series, year, low_);
    const double high = r_.value(statistic, series, year, high_);
    const std::string from = style(low);
    const std::string to = style(high);
    if (!std::isfinite(low) || from == to) return "";
    return from + (style.percent || style.sign == Sign::of_both ? " to " : "-") + to;
  }

  /// Adds a row unless all but its two names is empty, as the band of what is certain is.
  void add_unless_empty(std::vector<std::string> cells) {
    if (std::any_of(cells.begin() + 2, cells.end(), [](const std::string& cell) { return !cell.empty(); }))
      table_.add_row(std::move(cells));
  }

  void rows(std::size_t series) {
    const std::size_t last = r_.n_years() - 1;
    const std::string middle = probability_name(r_.probabilities()[mid_]);
    const bool is_median = middle == "50";
    std::vector<std::string> median{r_.texts("title")[series], is_median ? "median" : middle + "%"};
    std::vector<std::string> bands{"", fmt::format("{}-{}%", probability_name(r_.probabilities()[low_]),
                                                   probability_name(r_.probabilities()[high_]))};
    std::vector<std::string> growth{"", is_median ? "growth" : "growth " + middle + "%"};
    const Style percent{true, Sign::of_both};
    for (const std::size_t year : choice_.years) {
      median.push_back(style_(r_.value(name_, series, year, mid_)));
      bands.push_back(band(name_, series, year, style_));
      if (growth_rows())
        growth.push_back(year == 0 ? "" : percent(r_.value("growth_quantile", series, year, mid_)));
    }
    if (growth_rows()) {
      median.push_back(percent(r_.value("average_growth_quantile", series, last, mid_)));
      bands.push_back(band("average_growth_quantile", series, last, percent));
    }
    if (choice_.fan) median.push_back(fan_.cell(series));
    has_rows_ = true;
    table_.add_row(std::move(median));
    if (low_ != high_) add_unless_empty(std::move(bands));
    if (growth_rows()) add_unless_empty(std::move(growth));
  }

  const ResultView& r_;
  const TableChoice& choice_;
  Style style_;
  std::string name_;
  std::size_t low_, mid_, high_;
  FanColumn fan_;
  TextTable table_;
  bool first_ = true;
  bool has_rows_ = false;
};

}  // namespace

std::string account_title(const ResultView& result, std::size_t series) {
  const std::string& account = result.texts("account")[series];
  std::string title = result.attribute("account_" + account);
  title = title.substr(0, title.find(". "));
  if (title.empty()) title = account;
  if (const std::string& measure = result.texts("measure")[series]; measure != "output") {
    const std::string measured = result.attribute("measure_" + measure);
    title += ": " + (measured.empty() ? measure : measured);
  }
  return title;
}

std::string level_unit(const ResultView& result, std::size_t series) {
  const std::string& prices = result.texts("prices")[series];
  return result.texts("unit")[series] + (prices == "none" ? "" : ", prices " + prices);
}

TableChoice choice_of_all(const ResultView& result) {
  TableChoice choice;
  choice.series.resize(result.n_series());
  std::iota(choice.series.begin(), choice.series.end(), std::size_t{0});
  choice.years.resize(result.n_years());
  std::iota(choice.years.begin(), choice.years.end(), std::size_t{0});
  return choice;
}

std::string heading_text(const ResultView& result) {
  std::string text = bold(result.attribute("title")) + '\n';
  const std::string sampling = result.attribute("sampling");
  text += counted(static_cast<std::uint64_t>(result.count("paths")),
                  sampling.empty() || sampling == "pseudo" ? "path" : sampling + " path");
  text += ", seed " + result.attribute("seed_text");
  if (result.attribute("arithmetic") == "single") text += ", single precision";
  if (const auto failed = result.count("paths_failed"); failed > 0)
    text += fmt::format(", {} failed and left out", failed);
  return text + '\n' + notes_text(result);
}

std::string notes_text(const ResultView& result, const std::string& head) {
  std::string text;
  std::istringstream notes(result.notes());
  for (std::string note; std::getline(notes, note);) text += head + note + '\n';
  return text;
}

std::string series_text(const ResultView& result, const TableChoice& choice) {
  return SeriesTable(result, choice).text();
}

std::string targets_text(const ResultView& result) {
  if (result.n_targets() == 0) return {};
  TextTable table;
  table.add_row({"Target", "probability", "std. error", "missing on average"});
  for (std::size_t i = 0; i < result.n_targets(); ++i) {
    const double shortfall = result.target("target_shortfall", i);
    table.add_row(
        {result.texts("target_title")[i], percent_text(result.target("target_probability", i)),
         fmt::format("{:.2f} pp", 100.0 * result.target("target_probability_se", i)),
         std::isfinite(shortfall) ? level_text(shortfall) + " " + result.texts("target_unit")[i] : "-"});
  }
  return table.text(1);
}

std::string result_text(const ResultView& result, const TableChoice& choice) {
  std::string text = heading_text(result) + '\n' + series_text(result, choice);
  for (const std::string& table : {model_shares_text(result, choice), targets_text(result)})
    if (!table.empty()) text += '\n' + table;
  return text;
}

}  // namespace secondcurve::cli

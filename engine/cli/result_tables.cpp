#include "engine/cli/result_tables.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"
#include "engine/simulate/variables.hpp"

namespace secondcurve::cli {

namespace {

/// A level with about three significant digits, whole numbers in full: 4,761, 373, 9.46, 0.031, 2.500e+14.
std::string level_text(double value) {
  if (!std::isfinite(value)) return "-";
  if (std::abs(value) >= 1e12) return fmt::format("{:.3e}", value);
  if (std::abs(value) >= 100.0) {
    const std::string digits = grouped(static_cast<std::uint64_t>(std::llround(std::abs(value))));
    return value < 0.0 ? "-" + digits : digits;
  }
  if (std::abs(value) < 0.1 && value != 0.0) return fmt::format("{:.2g}", value);
  return fmt::format("{:.{}f}", value, std::abs(value) >= 10.0 ? 1 : 2);
}

/// A share or growth rate in percent with one digit; growth carries its sign.
std::string percent_text(double value, bool with_sign) {
  if (!std::isfinite(value)) return "-";
  if (std::abs(value) < 0.0005) value = 0.0;  // no "-0.0%"
  return with_sign ? fmt::format("{:+.1f}%", 100.0 * value) : fmt::format("{:.1f}%", 100.0 * value);
}

std::string probability_name(double p) { return fmt::format("{:g}", 100.0 * p); }

/// Writes values of a variable in its unit.
struct Style {
  bool percent;
  bool with_sign;

  std::string operator()(double value) const {
    return percent ? percent_text(value, with_sign) : level_text(value);
  }
};

Style style_of(const std::string& variable) {
  const bool percent = variable != "output" && variable != "log_output";
  return {percent, percent && variable != "share"};
}

/// What a variable is, in words.
std::string long_name_of(const std::string& variable) {
  for (const VariableInfo& info : reported_variables)
    if (info.name == variable) return std::string(info.long_name);
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
        high_(result.nearest_quantile(0.95)) {}

  std::string text() {
    std::string of;
    for (const std::size_t series : choice_.series) {
      if (!is_defined(series)) continue;
      const std::string same = r_.texts("account")[series] + '\n' + unit_text(series);
      if (same != of) heading(series);
      of = same;
      rows(series);
    }
    return table_.text(2);
  }

 private:
  /// Shares and contributions are defined for a series that is part of another only.
  bool is_defined(std::size_t series) const {
    return std::any_of(choice_.years.begin(), choice_.years.end(),
                       [&](std::size_t year) { return std::isfinite(r_.value(name_, series, year, mid_)); });
  }

  bool growth_rows() const { return choice_.variable == "output"; }

  /// Unit and price basis of levels; other variables are rates and shares whatever the measure.
  std::string unit_text(std::size_t series) const {
    if (!growth_rows()) return long_name_of(choice_.variable);
    const std::string& prices = r_.texts("prices")[series];
    return r_.texts("unit")[series] + (prices == "none" ? "" : ", prices " + prices);
  }

  void heading(std::size_t series) {
    if (!first_) table_.add_blank();
    first_ = false;
    const std::string& account = r_.texts("account")[series];
    std::string title = r_.attribute("account_" + account);
    title = title.substr(0, title.find(". "));
    if (title.empty()) title = account;
    if (const std::string& measure = r_.texts("measure")[series]; measure != "output")
      title += ": " + measure;
    table_.add_heading(bold(fmt::format("{} ({})", title, unit_text(series))));
    std::vector<std::string> cells{"", ""};
    for (const std::size_t year : choice_.years) cells.push_back(std::to_string(r_.years()[year]));
    if (growth_rows()) cells.push_back("a year");
    table_.add_row(std::move(cells));
  }

  std::string band(const std::string& statistic, std::size_t series, std::size_t year,
                   const Style& style) const {
    const double low = r_.value(statistic, series, year, low_);
    const double high = r_.value(statistic, series, year, high_);
    const std::string from = style(low);
    const std::string to = style(high);
    if (!std::isfinite(low) || from == to) return "";
    return from + (style.percent ? " to " : "-") + to;
  }

  void rows(std::size_t series) {
    const std::size_t last = r_.n_years() - 1;
    const std::string middle = probability_name(r_.probabilities()[mid_]);
    const bool is_median = middle == "50";
    std::vector<std::string> median{r_.texts("title")[series], is_median ? "median" : middle + "%"};
    std::vector<std::string> bands{"", fmt::format("{}-{}%", probability_name(r_.probabilities()[low_]),
                                                   probability_name(r_.probabilities()[high_]))};
    std::vector<std::string> growth{"", is_median ? "growth" : "growth " + middle + "%"};
    const Style percent{true, true};
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
    table_.add_row(std::move(median));
    if (low_ != high_) table_.add_row(std::move(bands));
    if (growth_rows()) table_.add_row(std::move(growth));
  }

  const ResultView& r_;
  const TableChoice& choice_;
  Style style_;
  std::string name_;
  std::size_t low_, mid_, high_;
  TextTable table_;
  bool first_ = true;
};

/// JSON has no NaN: null stands for it.
nlohmann::ordered_json number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace

std::string heading_text(const ResultView& result) {
  std::string text = bold(result.attribute("title")) + '\n';
  const std::string sampling = result.attribute("sampling");
  text += fmt::format("{}{} paths, seed {}", grouped(static_cast<std::uint64_t>(result.count("paths"))),
                      sampling.empty() || sampling == "pseudo" ? "" : ' ' + sampling,
                      result.attribute("seed_text"));
  if (const auto failed = result.count("paths_failed"); failed > 0)
    text += fmt::format(", {} failed and left out", failed);
  text += '\n';
  std::istringstream notes(result.notes());
  for (std::string note; std::getline(notes, note);) text += "Note: " + note + '\n';
  return text;
}

std::string series_text(const ResultView& result, const TableChoice& choice) {
  return SeriesTable(result, choice).text();
}

std::string targets_text(const ResultView& result) {
  if (result.n_targets() == 0) return {};
  TextTable table;
  table.add_row({"Target", "probability", "std. error", "expected shortfall"});
  for (std::size_t i = 0; i < result.n_targets(); ++i) {
    const double shortfall = result.target("target_shortfall", i);
    table.add_row(
        {result.texts("target_title")[i],
         fmt::format("{:.1f}%", 100.0 * result.target("target_probability", i)),
         fmt::format("{:.2f} pp", 100.0 * result.target("target_probability_se", i)),
         std::isfinite(shortfall) ? level_text(shortfall) + " " + result.texts("target_unit")[i] : "-"});
  }
  return table.text(1);
}

std::string result_json(const ResultView& result, const TableChoice& choice) {
  nlohmann::ordered_json json;
  json["title"] = result.attribute("title");
  json["currency"] = result.attribute("currency");
  json["prices"] = result.attribute("prices");
  json["seed"] = result.attribute("seed_text");
  json["paths"] = result.count("paths");
  json["paths_failed"] = result.count("paths_failed");
  if (result.has_stopping())
    json["stop"] = {{"rule", result.summary_text("stop_rule")},
                    {"met", result.count("stop_met") != 0},
                    {"error_asked", number(result.total("stop_error_asked"))},
                    {"error_reached", number(result.total("stop_error_reached"))},
                    {"paths_most", result.count("stop_paths_most")},
                    {"paths_needed", number(result.total("stop_paths_needed"))}};
  json["run_fingerprint"] = result.attribute("run_fingerprint");
  json["variable"] = choice.variable;
  for (const std::size_t year : choice.years) json["years"].push_back(result.years()[year]);
  json["series"] = nlohmann::ordered_json::array();
  for (const std::size_t series : choice.series) {
    nlohmann::ordered_json entry;
    for (const char* text : {"series", "title", "title_zh", "group", "account", "measure", "unit", "prices"})
      entry[text == std::string("series") ? "name" : text] = result.texts(text)[series];
    for (const char* statistic : {"mean", "mean_se", "sd", "sd_se"})
      for (const std::size_t year : choice.years)
        entry[statistic].push_back(number(result.value(choice.variable + "_" + statistic, series, year)));
    if (result.has_variance_split())
      for (const char* statistic :
           {"variance_parameters", "variance_shocks", "parameter_share", "parameter_share_se"})
        for (const std::size_t year : choice.years)
          entry["variance"][statistic].push_back(
              number(result.value(std::string("output_") + statistic, series, year)));
    for (std::size_t k = 0; k < result.probabilities().size(); ++k)
      for (const std::size_t year : choice.years)
        entry["quantiles"][probability_name(result.probabilities()[k])].push_back(
            number(result.value(choice.variable + "_quantile", series, year, k)));
    json["series"].push_back(std::move(entry));
  }
  json["targets"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < result.n_targets(); ++i)
    json["targets"].push_back({{"name", result.texts("target")[i]},
                               {"title", result.texts("target_title")[i]},
                               {"probability", number(result.target("target_probability", i))},
                               {"probability_se", number(result.target("target_probability_se", i))},
                               {"shortfall", number(result.target("target_shortfall", i))}});
  for (std::size_t i = 0; result.has_programmes() && i < result.programme_texts("programme").size(); ++i) {
    nlohmann::ordered_json entry{{"name", result.programme_texts("programme")[i]},
                                 {"title", result.programme_texts("programme_title")[i]}};
    for (const char* figure :
         {"output", "spent", "spent_in_all", "output_per_spent", "output_per_spent_in_all"})
      for (const std::size_t year : choice.years)
        entry[figure].push_back(number(result.of_programme(std::string("programme_") + figure, i, year)));
    json["programmes"].push_back(std::move(entry));
  }
  return json.dump(2) + '\n';
}

}  // namespace secondcurve::cli

#include "models/scenario/validate_histories.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/block/ops.hpp"
#include "engine/config/text.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// One year says nothing of what may follow it.
constexpr std::size_t fewest_years = 2;

/// The file of one history.
class HistoryFile final {
 public:
  /// @param key of the history, "histories.NAME".
  HistoryFile(const std::string& key, const HistorySpec& spec, const Checks& checks)
      : spec_(spec), key_(key + "." + std::string(spec.file_key())), checks_(checks) {
    const Node& node = checks.at(key_);
    auto file = checks.reading().csv_file(node);
    if (!file) return;
    file_ = *std::move(file);
    if (!has_years()) return;
    sound_ = true;
  }

  /// The log growth of a column, year by year; nothing, and reported, where it has none.
  /// @param key of the sector's column, for the message.
  std::optional<std::vector<double>> log_growth(const std::string& key, const std::string& name) const {
    if (!sound_) return std::nullopt;
    const auto column = file_.csv.column(name);
    if (!column || name == "year") return refuse_column(key, name);
    std::vector<double> values;
    bool good = true;
    for (const Csv::Row& row : file_.csv.rows) {
      const auto value = number_of(row.fields[*column]);
      const bool fits = value && range().contains(*value);
      if (!fits)
        complain(row,
                 row.fields[*column].empty()
                     ? fmt::format("column {} is empty", name)
                     : fmt::format("\"{}\" in column {} cannot be used", row.fields[*column], name),
                 fmt::format("{}: {}, in every year", spec_.file_key(), to_string(range())),
                 number_hint(row.fields[*column]));
      good = good && fits;
      values.push_back(value.value_or(0.0));
    }
    if (!good) return std::nullopt;
    return spec_.growth.empty() ? growth_of_levels(values) : growth_of_rates(values);
  }

 private:
  /// Reports a column that a sector cannot grow by.
  std::nullopt_t refuse_column(const std::string& key, const std::string& name) const {
    std::vector<std::string> usable;
    for (const std::string& each : file_.csv.header)
      if (each != "year") usable.push_back(each);
    if (name == "year") {
      checks_.error(key,
                    fmt::format("column \"year\" of {} holds the years, no {}", file_.path, spec_.file_key()),
                    "its other columns are: " + join(usable, ", "));
      return std::nullopt;
    }
    const std::string near = closest(name, usable);
    checks_.error(key, fmt::format("{} has no column \"{}\" of {}", file_.path, name, spec_.file_key()),
                  "its columns are: " + join(file_.csv.header, ", "),
                  near.empty() ? "" : fmt::format("Did you mean '{}'?", near));
    return std::nullopt;
  }

  const Range& range() const { return spec_.growth.empty() ? positive : growth_range; }

  void complain(const Csv::Row& row, std::string problem, std::string allowed, std::string hint = "") const {
    checks_.reading().error_at({file_.path, row.line, 1}, key_, std::move(problem), std::move(allowed),
                               std::move(hint));
  }

  bool has_years() const {
    const auto column = file_.csv.column("year");
    if (!column) {
      checks_.error(key_, fmt::format("{} has no column \"year\"", file_.path),
                    "its columns are: " + join(file_.csv.header, ", "));
      return false;
    }
    const std::size_t needed = fewest_years + (spec_.growth.empty() ? 1 : 0);
    if (file_.csv.rows.size() < needed) {
      checks_.error(key_, fmt::format("{} has {}", file_.path, counted(file_.csv.rows.size(), "year")),
                    fmt::format("at least {}", needed));
      return false;
    }
    std::optional<int> before;
    for (const Csv::Row& row : file_.csv.rows) {
      const auto year = year_of(row.fields[*column]);
      if (!year) {
        complain(row, fmt::format("\"{}\" is no year", row.fields[*column]), "four digits");
        return false;
      }
      if (before && *year != *before + 1) {
        complain(row, fmt::format("year {} follows {}", *year, *before),
                 fmt::format("after {} comes {}", *before, *before + 1));
        return false;
      }
      before = year;
    }
    return true;
  }

  static std::vector<double> growth_of_rates(const std::vector<double>& rates) {
    std::vector<double> growth;
    for (const double rate : rates) growth.push_back(logarithm_one_plus(rate));
    return growth;
  }
  static std::vector<double> growth_of_levels(const std::vector<double>& levels) {
    std::vector<double> growth;
    for (std::size_t i = 1; i < levels.size(); ++i)
      growth.push_back(logarithm(levels[i]) - logarithm(levels[i - 1]));
    return growth;
  }

  const HistorySpec& spec_;
  std::string key_;
  const Checks& checks_;
  CsvFile file_;
  bool sound_ = false;
};

}  // namespace

void validate_histories(Scenario& scenario, const Checks& checks) {
  std::map<std::string, HistoryFile> files;
  for (auto& [name, history] : scenario.histories) {
    if (history.title.empty()) history.title = name;
    if (const std::string key = "histories." + name; checks.sound(key))
      files.try_emplace(name, key, history, checks);
  }
  const auto observe = [&](const std::string& sector, const std::string& key,
                           HistoricalBootstrap::Params& params) {
    if (!checks.sound(key)) return;
    const HistorySpec* history = find_entry(scenario.histories, params.history);
    if (history == nullptr)
      return checks.unknown_name(key + ".history", params.history, "histories", "history",
                                 names_of(scenario.histories));
    const auto file = files.find(params.history);
    if (file == files.end()) return;  // reported
    const bool own_name = params.column.empty();
    if (auto growth = file->second.log_growth(key + (own_name ? ".history" : ".column"),
                                              own_name ? sector : params.column))
      params.derived = {*std::move(growth), 1.0 / history->mean_block};
  };
  for (NamedEntry<Sector>& sector : scenario.sectors)
    for_each_use<HistoricalBootstrap>(sector.value.growth, "sectors." + sector.name + ".growth",
                                      [&](const std::string& key, HistoricalBootstrap::Params& params) {
                                        observe(sector.name, key, params);
                                      });
}

}  // namespace secondcurve

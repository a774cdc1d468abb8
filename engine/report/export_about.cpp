#include "engine/report/export_about.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/labelled.hpp"

namespace secondcurve {

namespace {

/// What a file says of itself, an entry a row.
class AboutTable final {
 public:
  explicit AboutTable(const std::string& name)
      : name_(name),
        table_{"about",
               "About",
               "How was it made?",
               "What each result file says of itself, and remarks.",
               {{"scenario", "name of the scenario"},
                {"item", "named as in the result file"},
                {"value", "what the file says", FigureKind::plain}},
               {},
               {}} {}

  void add(const std::string& item, const std::string& value) {
    if (!value.empty()) table_.rows.push_back({{name_, item, sound_text(value)}, {}});
  }
  void add(const std::string& item, double value) {
    if (!std::isnan(value)) table_.rows.push_back({{name_, item, value}, {}});
  }
  void add(const std::string& item, std::int64_t value) {
    constexpr std::int64_t most_exact = std::int64_t{1} << 53;  // in a double
    if (std::abs(value) <= most_exact)
      add(item, static_cast<double>(value));
    else
      add(item, std::to_string(value));
  }

  void add(const std::vector<Attribute>& attributes) {
    for (const Attribute& each : attributes)
      if (each.name != "notes" && !each.name.starts_with("account_") && !each.name.starts_with("measure_"))
        std::visit([&](const auto& value) { add(each.name, value); }, each.value);
  }

  /// The values of a group that stand for the scenario as a whole.
  void add_single(const Group& group) {
    for (const Variable& variable : group.variables) {
      const bool is_single = variable.dimensions.empty() ||
                             (variable.dimensions.size() == 1 && variable.dimensions[0] == "scenario");
      if (!is_single || is_long(variable.name)) continue;
      std::visit(
          [&](const auto& values) {
            if (values.size() != 1) return;
            if constexpr (std::is_same_v<std::decay_t<decltype(values.front())>, std::int32_t>)
              add(variable.name, std::int64_t{values.front()});
            else
              add(variable.name, values.front());
          },
          variable.data);
    }
  }

  void add_notes(const std::string& notes) {
    std::istringstream lines(notes);
    for (std::string line; std::getline(lines, line);) add("note", line);
  }

  ExportTable table() && { return std::move(table_); }

 private:
  /// What has a table of its own, or belongs into no table.
  static bool is_long(std::string_view variable) {
    constexpr std::array<std::string_view, 6> left_out{"config",     "baseline_config", "scenario",
                                                       "files_read", "notes",           "message"};
    return std::find(left_out.begin(), left_out.end(), variable) != left_out.end();
  }

  std::string name_;
  ExportTable table_;
};

}  // namespace

ExportTable about_table(const std::string& name, const ReportedScenario& scenario) {
  AboutTable about(name);
  about.add("file", scenario.file);
  about.add(scenario.result.root().attributes);
  about.add_single(scenario.result.root());
  about.add_single(scenario.result.summary());
  about.add_single(scenario.provenance);
  about.add_notes(scenario.result.notes());
  return std::move(about).table();
}

ExportTable comparison_table(const std::string& name, const std::string& baseline,
                             const ReportedComparison& comparison) {
  AboutTable about(name);
  if (comparison.paired) {
    about.add("compared_with", baseline);
    about.add("paths_compared", comparison.paired->count("paths_paired"));
  }
  for (const std::string& note : comparison.notes) about.add("note", note);
  return std::move(about).table();
}

}  // namespace secondcurve

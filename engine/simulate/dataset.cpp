#include "engine/simulate/dataset.hpp"

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <xxhash.h>

#include "engine/simulate/version.hpp"

namespace secondcurve {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class T, class Value>
Variable text_variable(std::string name, std::string dimension, const Named<T>& entries, Value&& value,
                       std::string long_name) {
  std::vector<std::string> texts;
  for (const NamedEntry<T>& entry : entries) texts.push_back(value(entry));
  return {std::move(name), {std::move(dimension)}, std::move(texts), {{"long_name", std::move(long_name)}}};
}

std::string unit_of(const VariableInfo& info, const Scenario& scenario) {
  return info.unit == "account" ? scenario.account.currency : std::string(info.unit);
}

/// The arrays of /summary, filled cell by cell.
class SummaryBuilder final {
 public:
  SummaryBuilder(const Scenario& scenario, const Result& result)
      : scenario_(scenario),
        result_(result),
        cells_(scenario),
        n_years_(scenario.simulation.grid().n_years()) {}

  void add_variable(const VariableInfo& info, std::vector<Variable>& out) const {
    const std::string unit = unit_of(info, scenario_);
    const std::string name(info.name);
    const std::string what(info.long_name);
    const auto add = [&](const std::string& suffix, const std::string& long_name, const std::string& units,
                         double Moments::*member) {
      out.push_back(moment(info, name + suffix, long_name, units, member));
    };
    add("_mean", "mean of " + what, unit, &Moments::mean);
    add("_mean_se", "standard error of the mean", unit, &Moments::mean_se);
    add("_sd", "standard deviation of " + what, unit, &Moments::sd);
    add("_sd_se", "standard error of the standard deviation", unit, &Moments::sd_se);
    add("_skewness", "skewness of " + what, "1", &Moments::skewness);
    add("_skewness_se", "standard error of the skewness", "1", &Moments::skewness_se);
    out.push_back(quantile(info, name + "_quantile", "quantiles of " + what, unit, &QuantileEstimate::value));
    out.push_back(quantile(info, name + "_quantile_lower", "lower end of the quantile's 95% interval", unit,
                           &QuantileEstimate::lower));
    out.push_back(quantile(info, name + "_quantile_upper", "upper end of the quantile's 95% interval", unit,
                           &QuantileEstimate::upper));
  }

 private:
  Variable moment(const VariableInfo& info, std::string name, std::string long_name, const std::string& units,
                  double Moments::*member) const {
    std::vector<double> values(scenario_.series.size() * n_years_, none);
    for (std::size_t series = 0; series < scenario_.series.size(); ++series)
      for (std::size_t year = 0; year < n_years_; ++year)
        if (const auto cell = cells_.find(info.variable, series, year))
          values[series * n_years_ + year] = result_.moments[*cell].*member;
    return {std::move(name),
            {"scenario", "series", "year"},
            std::move(values),
            {{"units", units}, {"long_name", std::move(long_name)}}};
  }

  Variable quantile(const VariableInfo& info, std::string name, std::string long_name,
                    const std::string& units, double QuantileEstimate::*member) const {
    const std::size_t n = scenario_.output.quantiles.size();
    std::vector<double> values(scenario_.series.size() * n_years_ * n, none);
    for (std::size_t series = 0; series < scenario_.series.size(); ++series)
      for (std::size_t year = 0; year < n_years_; ++year)
        if (const auto cell = cells_.find(info.variable, series, year))
          for (std::size_t k = 0; k < n; ++k)
            values[(series * n_years_ + year) * n + k] = result_.quantiles[*cell][k].*member;
    return {std::move(name),
            {"scenario", "series", "year", "quantile"},
            std::move(values),
            {{"units", units}, {"long_name", std::move(long_name)}}};
  }

  const Scenario& scenario_;
  const Result& result_;
  Cells cells_;
  std::size_t n_years_;
};

void add_targets(const Scenario& scenario, const Result& result, std::vector<Variable>& out) {
  const std::string& unit = scenario.account.currency;
  const auto add = [&](std::string name, std::string long_name, const std::string& units, auto&& value) {
    std::vector<double> values;
    for (const TargetResult& target : result.targets) values.push_back(value(target));
    out.push_back({std::move(name),
                   {"scenario", "target"},
                   std::move(values),
                   {{"units", units}, {"long_name", std::move(long_name)}}});
  };
  add("target_probability", "probability that the target is met", "1",
      [](const TargetResult& t) { return t.probability.value; });
  add("target_probability_se", "standard error of the probability", "1",
      [](const TargetResult& t) { return t.probability.se; });
  add("target_probability_lower", "lower end of the probability's 95% interval (Wilson)", "1",
      [](const TargetResult& t) { return t.probability.lower; });
  add("target_probability_upper", "upper end of the probability's 95% interval (Wilson)", "1",
      [](const TargetResult& t) { return t.probability.upper; });
  add("target_shortfall", "expected amount by which the target is missed, zero where it is met", unit,
      [](const TargetResult& t) { return t.shortfall.mean; });
  add("target_shortfall_se", "standard error of the shortfall", unit,
      [](const TargetResult& t) { return t.shortfall.se; });
  std::vector<double> first;
  for (const TargetResult& target : result.targets)
    first.insert(first.end(), target.first_reached.begin(), target.first_reached.end());
  out.push_back(
      {"target_first_reached",
       {"scenario", "target", "year"},
       std::move(first),
       {{"units", std::string("1")},
        {"long_name", std::string("probability that the target's condition first holds in that year")}}});
}

}  // namespace

std::string scenario_name(const LoadedScenario& loaded) {
  std::string name = loaded.document.path();
  if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0) name.resize(dot);
  return name;
}

Group root_group(const LoadedScenario& loaded) {
  const Scenario& s = loaded.scenario;
  const TimeGrid grid = s.simulation.grid();
  std::vector<std::int32_t> years;
  for (std::size_t i = 0; i < grid.n_years(); ++i)
    years.push_back(grid.base_year() + static_cast<std::int32_t>(i));
  using SeriesEntry = NamedEntry<Series>;
  using TargetEntry = NamedEntry<Target>;

  Group root;
  root.dimensions = {{"scenario", 1},
                     {"series", s.series.size()},
                     {"year", grid.n_years()},
                     {"quantile", s.output.quantiles.size()}};
  if (!s.targets.empty()) root.dimensions.push_back({"target", s.targets.size()});
  if (s.output.keeps_cube())
    root.dimensions.push_back({"path", static_cast<std::size_t>(s.simulation.paths)});
  root.variables = {
      {"scenario",
       {"scenario"},
       std::vector<std::string>{scenario_name(loaded)},
       {{"long_name", std::string("scenario")}}},
      text_variable(
          "series", "series", s.series, [](const SeriesEntry& e) { return e.name; }, "series"),
      {"year",
       {"year"},
       years,
       {{"units", std::string("year")},
        {"long_name", std::string("calendar year; the first is the base year")}}},
      {"quantile",
       {"quantile"},
       s.output.quantiles,
       {{"units", std::string("1")}, {"long_name", std::string("probability of the quantile")}}},
      text_variable(
          "title", "series", s.series, [](const SeriesEntry& e) { return e.value.title; },
          "name that people read"),
      text_variable(
          "title_zh", "series", s.series, [](const SeriesEntry& e) { return e.value.title_zh; },
          "name in Chinese"),
      text_variable(
          "group", "series", s.series, [](const SeriesEntry& e) { return e.value.group; },
          "group of the series"),
      text_variable(
          "account", "series", s.series, [](const SeriesEntry& e) { return e.value.account; },
          "account: what is counted"),
      text_variable(
          "measure", "series", s.series, [](const SeriesEntry&) { return std::string("output"); },
          "what is measured"),
      text_variable(
          "prices", "series", s.series, [&](const SeriesEntry&) { return s.account.prices; }, "price basis"),
      text_variable(
          "part_of", "series", s.series, [](const SeriesEntry& e) { return e.value.part_of; },
          "series of which it is a part"),
      {"scenario_title",
       {"scenario"},
       std::vector<std::string>{s.scenario.title},
       {{"long_name", std::string("name of the scenario that people read")}}},
  };
  if (!s.targets.empty()) {
    root.variables.push_back(text_variable(
        "target", "target", s.targets, [](const TargetEntry& e) { return e.name; }, "target"));
    root.variables.push_back(text_variable(
        "target_title", "target", s.targets, [](const TargetEntry& e) { return e.value.title; },
        "name of the target that people read"));
  }
  const BuildInfo build = build_info();
  root.attributes = {{"title", s.scenario.title},
                     {"source", fmt::format("Secondcurve {} ({})", build.version, build.revision)},
                     {"comment", s.scenario.description},
                     {"currency", s.account.currency},
                     {"prices", s.account.prices},
                     {"seed_text", std::to_string(s.simulation.seed)},
                     {"run_fingerprint", run_fingerprint(loaded)}};
  for (const auto& [name, account] : s.accounts)
    root.attributes.push_back({"account_" + name, account.title + ". " + account.definition});
  return root;
}

Group parameters_group(const Economy& economy) {
  Group group{"parameters", {{"parameter", economy.parameter_keys().size()}}, {}, {}};
  group.variables = {{"parameter",
                      {"parameter"},
                      economy.parameter_keys(),
                      {{"long_name", std::string("config key of the number that is drawn once per path")}}},
                     {"stream",
                      {"parameter"},
                      economy.parameter_streams(),
                      {{"long_name", std::string("name of its stream of draws")}}}};
  return group;
}

Group summary_group(const Scenario& scenario, const Result& result) {
  Group group{"summary", {}, {}, {}};
  const SummaryBuilder builder(scenario, result);
  for (const VariableInfo& info : reported_variables) builder.add_variable(info, group.variables);
  if (!scenario.targets.empty()) add_targets(scenario, result, group.variables);
  const auto count = [&](std::string name, std::string long_name, std::uint64_t value) {
    group.variables.push_back({std::move(name),
                               {"scenario"},
                               std::vector<std::int64_t>{static_cast<std::int64_t>(value)},
                               {{"units", std::string("1")}, {"long_name", std::move(long_name)}}});
  };
  count("paths", "paths simulated", result.n_paths);
  count("paths_failed", "paths that left the range of numbers and are in no statistic", result.n_failed);
  std::string notes;
  for (const std::string& note : result.notes) notes += (notes.empty() ? "" : "\n") + note;
  if (!notes.empty()) group.attributes.push_back({"notes", notes});
  return group;
}

Group provenance_group(const LoadedScenario& loaded) {
  const BuildInfo build = build_info();
  Group group{"provenance", {}, {}, {}};
  const auto text = [&](std::string name, std::string value, std::string long_name) {
    group.variables.push_back({std::move(name),
                               {},
                               std::vector<std::string>{std::move(value)},
                               {{"long_name", std::move(long_name)}}});
  };
  text("config", loaded.document.to_toml(), "the config as it was run, with all it inherits, as TOML");
  text("digest", run_fingerprint(loaded), "fingerprint of config, files and version");
  text("version", build.version, "version of the program");
  text("revision", build.revision, "revision of its source");
  text("compiler", build.compiler, "compiler that built it");
  text("flags", build.flags, "compiler flags");
  text("vector_target", build.vector_target, "instruction set used");
  text("seed", std::to_string(loaded.scenario.simulation.seed), "seed of all draws");
  text("block_paths", std::to_string(block_paths), "paths of a block");
  std::vector<std::string> names, texts;
  for (const SourceFile& file : loaded.document.files()) {
    names.push_back(file.name);
    texts.push_back(file.text);
  }
  group.dimensions.push_back({"file", names.size()});
  group.variables.push_back(
      {"file", {"file"}, std::move(names), {{"long_name", std::string("files read, the config first")}}});
  group.variables.push_back(
      {"file_text", {"file"}, std::move(texts), {{"long_name", std::string("their text as read")}}});
  if (!loaded.document.overrides().empty()) {
    group.dimensions.push_back({"override", loaded.document.overrides().size()});
    group.variables.push_back({"override",
                               {"override"},
                               loaded.document.overrides(),
                               {{"long_name", std::string("settings given with --set")}}});
  }
  return group;
}

std::string run_fingerprint(const LoadedScenario& loaded) {
  std::string all = build_info().version + '\0' + loaded.document.to_toml();
  for (const SourceFile& file : loaded.document.files()) all += '\0' + file.name + '\0' + file.text;
  const XXH128_hash_t hash = XXH3_128bits(all.data(), all.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace secondcurve

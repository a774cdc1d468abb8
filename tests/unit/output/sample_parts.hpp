#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/output/merge_results.hpp"
#include "engine/output/result_writer.hpp"
#include "tests/unit/output/sample.hpp"

// Results of single scenarios that differ in what they hold, and what they make when they are merged.

namespace secondcurve::sample {

/// How a part differs from the sample.
struct Part {
  std::string scenario = "baseline";
  std::vector<std::string> series = {"integrated_circuits", "biomedicine", "leading_total"};
  std::string unit = "bn CNY";
  std::vector<double> quantiles = {0.05, 0.5, 0.95};
  std::vector<std::int32_t> years = {2025, 2026, 2027, 2028};
  std::uint64_t n_paths = 0;  ///< 0: no cubes
  Compression compression = Compression::deflate;
  std::string seed = "1";
  std::string config = "paths = 1000\n";
  std::vector<std::string> overrides = {};
  std::string notes = {};
  double shift = 0;  ///< added to every mean
  bool has_target = true;
};

inline Variable texts(std::string name, std::string dimension, std::vector<std::string> values) {
  return {std::move(name), {std::move(dimension)}, std::move(values), {{"long_name", "a text"}}};
}

inline Group root(const Part& part) {
  Group root{"", {}, {}, {}};
  root.dimensions = {{"scenario", 1},
                     {"series", part.series.size()},
                     {"year", part.years.size()},
                     {"quantile", part.quantiles.size()}};
  root.attributes = {{"title", "Title of " + part.scenario},
                     {"source", "Secondcurve test"},
                     {"seed_text", part.seed},
                     {"sampling", "pseudo"},
                     {"inner", std::int64_t{part.notes.empty() ? 1 : 8}},
                     {"arithmetic", part.notes.empty() ? "double" : "single"},
                     {"run_fingerprint", "print of " + part.scenario},
                     {"account_output", "Output. Gross output of invented industries."}};
  std::vector<std::string> titles, units;
  for (const std::string& series : part.series) {
    titles.push_back("Title of " + series + " in " + part.scenario);
    units.push_back(part.unit);
  }
  root.variables = {texts("scenario", "scenario", {part.scenario}),
                    {"year", {"year"}, part.years, {{"units", "year"}}},
                    {"quantile", {"quantile"}, part.quantiles, {{"units", "1"}}},
                    texts("series", "series", part.series),
                    texts("title", "series", titles),
                    texts("unit", "series", units),
                    texts("scenario_title", "scenario", {"Title of " + part.scenario})};
  if (part.has_target) {
    root.dimensions.push_back({"target", 1});
    root.variables.push_back(texts("target", "target", {"ten_percent"}));
    root.variables.push_back(texts("target_unit", "target", {part.unit}));
  }
  if (part.n_paths > 0) root.dimensions.push_back({"path", part.n_paths});
  return root;
}

/// Mean of a series in a year: known from their names.
inline double mean(const Part& part, const std::string& series, std::int32_t year) {
  return static_cast<double>(series.size()) + 1e-3 * year + part.shift;
}

inline Group summary(const Part& part) {
  Group group{"summary", {}, {}, {}};
  std::vector<double> means, quantiles;
  for (const std::string& series : part.series) {
    for (const std::int32_t year : part.years) {
      means.push_back(mean(part, series, year));
      for (const double quantile : part.quantiles) quantiles.push_back(means.back() + quantile);
    }
  }
  const std::vector<std::string> cell = {"scenario", "series", "year"};
  group.variables = {
      {"output_mean", cell, means, {{"units", part.unit}, {"long_name", "mean of output"}}},
      {"output_quantile",
       {"scenario", "series", "year", "quantile"},
       quantiles,
       {{"units", part.unit}, {"long_name", "quantiles of output"}}},
      {"paths", {"scenario"}, std::vector<std::int64_t>{1000}, {{"long_name", "number of paths"}}}};
  if (part.has_target) {
    group.variables.push_back(
        {"target_probability", {"scenario", "target"}, std::vector<double>{0.25 + part.shift}, {}});
  }
  if (!part.notes.empty()) group.attributes.push_back({"notes", part.notes});
  return group;
}

inline Group provenance(const Part& part) {
  Group group{"provenance", {{"file", 2}}, {}, {}};
  const auto text = [&](std::string name, std::string value) {
    group.variables.push_back({std::move(name), {}, std::vector<std::string>{std::move(value)}, {}});
  };
  text("config", "resolved " + part.config);
  text("digest", "print of " + part.scenario);
  text("version", "0.1.0");
  text("seed", part.seed);
  group.variables.push_back(texts("file", "file", {"baseline.toml", "facts.csv"}));
  group.variables.push_back(texts("file_text", "file", {part.config, "id,value\n"}));
  if (!part.overrides.empty()) {
    group.dimensions.push_back({"override", part.overrides.size()});
    group.variables.push_back(texts("override", "override", part.overrides));
  }
  return group;
}

/// Writes the result of a part; its cubes hold the values of sample.hpp by their place in the part.
inline void write_part(const std::string& path, const Part& part) {
  ResultWriter writer(path, Overwrite::replace);
  writer.write_root(root(part));
  if (part.n_paths > 0) {
    writer.write_group(parameters());
    BlockSink& output = writer.add_cube(output_cube(part.n_paths, part.compression));
    BlockSink& values = writer.add_cube(parameters_cube(part.n_paths, part.compression));
    for (std::uint64_t block = 0; block < n_blocks(part.n_paths); ++block) {
      const Block sample(block, part.n_paths, part.series.size(), part.years.size());
      output.take(sample.view());
      values.take(sample.view());
    }
  }
  writer.write_group(summary(part));
  writer.write_group(provenance(part));
  writer.commit();
}

/// Parts that differ in all ways that are allowed.
inline std::vector<Part> parts() {
  Part baseline;
  baseline.n_paths = 1000;
  Part other = baseline;
  other.scenario = "other";
  other.series = {"leading_total", "new_energy", "biomedicine"};
  other.quantiles = {0.5, 0.9};
  other.seed = "18364758544493064192";
  other.config = "paths = 1000 # 一千\n";
  other.overrides = {"simulation.seed = 18364758544493064192", "sectors.a.base = \"\"\"\n1\"\"\""};
  other.notes = "one note\nand another";
  other.shift = 0.5;
  other.has_target = false;
  Part shorter = baseline;
  shorter.scenario = "shorter";
  shorter.n_paths = 300;
  shorter.overrides = {"simulation.paths = 300"};
  return {baseline, other, shorter};
}

inline void write_parts(const std::string& folder) {
  for (const Part& part : parts()) write_part(folder + "/part-" + part.scenario + ".h5", part);
}

/// The parts of write_parts, and one that failed as the third.
inline std::vector<MergePart> merge_parts(const std::string& folder) {
  std::vector<MergePart> merged;
  for (const Part& part : parts())
    merged.push_back({part.scenario, "not used", folder + "/part-" + part.scenario + ".h5", "done", ""});
  merged.insert(merged.begin() + 2,
                {"broken", "Title of broken", std::nullopt, "failed", "the variance is infinite"});
  return merged;
}

inline MergeExtras merge_extras() {
  return {{{"growth", {"scenario"}, std::vector<double>{0.01, 0.02, 0.03, 0.04}, {{"units", "1/year"}}},
           {"policy", {"scenario"}, std::vector<std::string>{"none", "push", "push", "none"}, {}}},
          {{"title", "All scenarios"}, {"comment", "A made-up batch"}}};
}

}  // namespace secondcurve::sample

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/core/labelled.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/output/result_writer.hpp"

// A small result whose every value is known from its place, for the tests of the writer and of the readers.

namespace secondcurve::sample {

inline constexpr std::size_t n_series = 3;
inline constexpr std::size_t n_years = 4;
inline constexpr std::size_t n_parameters = 2;
inline const std::set<std::uint64_t> failed_paths = {7, 300, 999};

inline double output(std::size_t series, std::size_t year, std::uint64_t path) {
  return 100.0 * static_cast<double>(series + 1) + static_cast<double>(year) +
         0.01 * std::sin(static_cast<double>(path));
}

inline double parameter(std::size_t index, std::uint64_t path) {
  return static_cast<double>(index) + 1.0 / (3.0 + static_cast<double>(path));
}

/// A block of known values, with what it points to.
class Block {
 public:
  Block(std::uint64_t block, std::uint64_t n_paths, std::size_t series = n_series,
        std::size_t years = n_years)
      : block_(block),
        n_years_(years),
        n_paths_(
            static_cast<std::size_t>(std::min<std::uint64_t>(block_paths, n_paths - block * block_paths))),
        outputs_(series * years * lane_pitch, -1.0),
        parameters_(n_parameters * lane_pitch, -1.0),
        failed_(block_paths, 0) {
    for (std::size_t lane = 0; lane < n_paths_; ++lane) {
      const std::uint64_t path = block * block_paths + lane;
      for (std::size_t s = 0; s < series; ++s) {
        for (std::size_t t = 0; t < years; ++t)
          outputs_[(s * years + t) * lane_pitch + lane] = output(s, t, path);
      }
      for (std::size_t p = 0; p < n_parameters; ++p) parameters_[p * lane_pitch + lane] = parameter(p, path);
      if (failed_paths.contains(path)) failed_[lane] = 1;
      n_failed_ += failed_[lane];
    }
  }

  BlockView view() const {
    return BlockView(block_, n_paths_, n_years_, outputs_, parameters_, failed_.data(), n_failed_);
  }

 private:
  std::uint64_t block_;
  std::size_t n_years_;
  std::size_t n_paths_;
  std::vector<double> outputs_;
  std::vector<double> parameters_;
  std::vector<std::uint8_t> failed_;
  std::size_t n_failed_ = 0;
};

inline std::uint64_t n_blocks(std::uint64_t n_paths) { return (n_paths + block_paths - 1) / block_paths; }

inline Group root(std::uint64_t n_paths) {
  Group root;
  root.dimensions = {{"scenario", 1}, {"series", n_series}, {"year", n_years}, {"path", n_paths}};
  root.attributes = {{"title", "Sample — 样本"}, {"source", "secondcurve test"}};
  root.variables = {
      {"scenario", {"scenario"}, std::vector<std::string>{"baseline"}, {{"long_name", "scenario"}}},
      {"series",
       {"series"},
       std::vector<std::string>{"integrated_circuits", "biomedicine", "leading_total"},
       {{"long_name", "series"}}},
      {"year", {"year"}, std::vector<std::int32_t>{2025, 2026, 2027, 2028}, {{"long_name", "calendar year"}}},
      {"title",
       {"series"},
       std::vector<std::string>{"Integrated circuits", "Biomedicine", "Leading three"},
       {{"long_name", "title of the series"}}},
      {"title_zh",
       {"series"},
       std::vector<std::string>{"集成电路", "生物医药", "三大先导产业"},
       {{"long_name", "title of the series in Chinese"}}}};
  return root;
}

inline Group parameters() {
  Group group;
  group.name = "parameters";
  group.dimensions = {{"parameter", n_parameters}};
  group.variables = {
      {"parameter",
       {"parameter"},
       std::vector<std::string>{"sectors.biomedicine.growth.volatility", "sectors.biomedicine.base"},
       {{"long_name", "config key"}}},
      {"parameter_units", {"parameter"}, std::vector<std::string>{"1/sqrt(year)", "bn CNY"}, {}}};
  return group;
}

inline Group summary() {
  const double nan = not_a_number;
  Group group;
  group.name = "summary";
  group.dimensions = {{"quantile", 3}, {"target", 2}};
  std::vector<double> mean;
  std::vector<double> growth;
  std::vector<double> quantiles;
  for (std::size_t s = 0; s < n_series; ++s) {
    for (std::size_t t = 0; t < n_years; ++t) {
      mean.push_back(100.0 * static_cast<double>(s + 1) + static_cast<double>(t));
      growth.push_back(t == 0 ? nan : 0.05);
      for (std::size_t q = 0; q < 3; ++q) quantiles.push_back(mean.back() + static_cast<double>(q) - 1.0);
    }
  }
  const std::vector<std::string> cell = {"scenario", "series", "year"};
  group.variables = {
      {"quantile",
       {"quantile"},
       std::vector<double>{0.05, 0.5, 0.95},
       {{"units", "1"}, {"long_name", "level"}}},
      {"target", {"target"}, std::vector<std::string>{"leading_ten_percent", "ai_scale"}, {}},
      {"output_mean", cell, mean, {{"units", "bn CNY"}, {"long_name", "mean of output"}}},
      {"growth_mean", cell, growth, {{"units", "1/year"}, {"long_name", "mean of growth"}}},
      {"output_quantile",
       {"scenario", "series", "year", "quantile"},
       quantiles,
       {{"units", "bn CNY"}, {"long_name", "quantiles of output"}}},
      {"target_probability", {"scenario", "target"}, std::vector<double>{0.25, nan}, {{"units", "1"}}},
      {"paths", {"scenario"}, std::vector<std::int64_t>{1000}, {{"long_name", "number of paths"}}}};
  return group;
}

inline Group provenance() {
  Group group;
  group.name = "provenance";
  group.dimensions = {{"file", 2}};
  group.attributes = {
      {"version", "0.1.0"}, {"block_paths", std::int64_t{256}}, {"seed", "18364758544493064192"}};
  group.variables = {
      {"config",
       {},
       std::vector<std::string>{"[simulation]\npaths = 1000 # 一千\n"},
       {{"long_name", "config"}}},
      {"file", {"file"}, std::vector<std::string>{"baseline.toml", "data/facts.csv"}, {}},
      {"files", {"file"}, std::vector<std::string>{"[simulation]\npaths = 1000\n", "id,value\n"}, {}}};
  return group;
}

inline CubeSpec output_cube(std::uint64_t n_paths, Compression compression = Compression::deflate) {
  CubeSpec spec;
  spec.variable = "output";
  spec.dimensions = {"scenario", "series", "year", "path"};
  spec.long_name = "output";
  spec.units = "bn CNY";
  spec.n_paths = n_paths;
  spec.compression = compression;
  return spec;
}

inline CubeSpec parameters_cube(std::uint64_t n_paths, Compression compression = Compression::deflate) {
  CubeSpec spec;
  spec.variable = "values";
  spec.group = "parameters";
  spec.dimensions = {"scenario", "parameter", "path"};
  spec.long_name = "drawn parameters";
  spec.units = "";
  spec.n_paths = n_paths;
  spec.source = CubeSpec::Source::parameters;
  spec.compression = compression;
  return spec;
}

}  // namespace secondcurve::sample

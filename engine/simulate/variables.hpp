#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/block.hpp"

namespace secondcurve {

struct Scenario;

/// What is reported of a series. Definitions: docs/result-format.md.
enum class ReportedVariable { output, growth, average_growth, share, contribution, log_output };

/// A variable as result files name it.
struct VariableInfo {
  ReportedVariable variable;
  std::string_view name;
  std::string_view long_name;
  std::string_view unit;           ///< "account" stands for the unit of account
  bool in_base_year;               ///< defined in the base year, too
  bool needs_whole;                ///< defined only for a series with part_of
  bool needs_heavy_tails = false;  ///< defined only for a series whose output has no moments
};

inline constexpr std::array<VariableInfo, 6> reported_variables{{
    {ReportedVariable::output, "output", "output over the twelve months to the year's end", "account", true,
     false},
    {ReportedVariable::growth, "growth", "growth over the year before", "1", false, false},
    {ReportedVariable::average_growth, "average_growth", "average growth a year since the base year", "1",
     false, false},
    {ReportedVariable::share, "share", "share of the series named by part_of", "1", true, true},
    {ReportedVariable::contribution, "contribution",
     "contribution to the growth of the series named by part_of", "1", false, true},
    {ReportedVariable::log_output, "log_output", "natural logarithm of the output", "1", true, false, true},
}};

/// One reported number: a variable of a series in a year.
struct Cell {
  ReportedVariable variable;
  std::size_t series;
  std::size_t year;  ///< 0 is the base year
};

/// The list of cells of a scenario, and their values in a block.
class Cells final {
 public:
  explicit Cells(const Scenario& scenario);

  const std::vector<Cell>& all() const { return cells_; }
  std::size_t size() const { return cells_.size(); }
  /// Whether a variable is defined for any series.
  bool has(ReportedVariable variable) const;
  /// The order below which a cell has moments: infinity, but for series of sectors with heavy tails.
  double moment_order(std::size_t cell) const { return moment_order_[cell]; }
  /// Place of a cell, or nothing where the variable is not defined.
  std::optional<std::size_t> find(ReportedVariable variable, std::size_t series, std::size_t year) const;

  /// Calls `visit(cell, values, n)` for every cell with the values of the block's paths that did not fail.
  using Visitor = std::function<void(std::size_t cell, const double* values, std::size_t n)>;
  void visit(const BlockView& block, const Visitor& visit) const;

 private:
  void add(const Scenario& scenario, const VariableInfo& info, std::size_t series);

  std::size_t n_series_;
  std::size_t n_years_;
  std::vector<std::optional<std::size_t>> whole_;  ///< by series: the series it is part of
  std::vector<Cell> cells_;
  std::vector<double> moment_order_;  ///< [cell]
  std::vector<std::size_t> index_;    ///< [variable, series, year]
};

/// The outputs of a block's paths that belong to the run and did not fail, packed to the front.
class LivePaths final {
 public:
  explicit LivePaths(const BlockView& block);
  LivePaths(const LivePaths&) = delete;  // a copy's columns would be aligned otherwise
  LivePaths& operator=(const LivePaths&) = delete;
  ~LivePaths() = default;

  std::size_t n() const { return n_; }
  std::uint64_t block() const { return block_.block(); }
  const double* output(std::size_t series, std::size_t year) const;

 private:
  std::size_t place(std::size_t series, std::size_t year) const {
    return skipped_ + (series * block_.n_years() + year) * lane_pitch;
  }

  const BlockView& block_;
  std::size_t n_;
  std::size_t skipped_ = 0;     ///< doubles of packed_ before the first aligned one
  std::vector<double> packed_;  ///< empty where every path lives
};

}  // namespace secondcurve

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/block.hpp"
#include "models/scenario/reported_variable.hpp"

namespace secondcurve {

struct Pairing;
struct Scenario;

/// What result files say of a variable.
struct VariableInfo {
  ReportedVariable variable;
  std::string_view long_name;
  std::string_view unit;           ///< "account" stands for the unit of account
  bool in_base_year;               ///< defined in the base year, too
  bool needs_whole;                ///< defined only for a series with part_of
  bool needs_heavy_tails = false;  ///< defined only for a series whose output has no moments
  bool needs_baseline = false;     ///< defined only beside a baseline that has the series, too
};

// Those that need a baseline come last, so that it moves no other cell.
inline constexpr std::array<VariableInfo, 9> reported_variables{{
    {ReportedVariable::output, "output over the twelve months to the year's end", "account", true, false},
    {ReportedVariable::growth, "growth over the year before", "1", false, false},
    {ReportedVariable::average_growth, "average growth a year since the base year", "1", false, false},
    {ReportedVariable::share, "share of the series named by part_of", "1", true, true},
    {ReportedVariable::contribution, "contribution to the growth of the series named by part_of", "1", false,
     true},
    {ReportedVariable::log_output, "natural logarithm of the output", "1", true, false, true},
    {ReportedVariable::difference, "difference of the output from the baseline's on the same path", "account",
     true, false, false, true},
    {ReportedVariable::relative_difference, "the same as a share of the baseline's output", "1", true, false,
     false, true},
    {ReportedVariable::average_growth_difference,
     "difference of average growth since the base year from the baseline's on the same path", "1", false,
     false, false, true},
}};

/// One reported number: a variable of a series in a year.
struct Cell {
  ReportedVariable variable;
  std::size_t series;
  std::size_t year;  ///< 0 is the base year
};

/// The outputs of a block's paths that belong to the run and did not fail, packed to the front.
class LivePaths final {
 public:
  using Flags = std::array<std::uint8_t, block_paths>;  ///< nonzero where a path is left out

  explicit LivePaths(const BlockView& block);
  /// The same without further paths. @param left_out of the first `n_paths` those that failed, at least.
  LivePaths(const BlockView& block, std::size_t n_paths, const Flags& left_out);
  LivePaths(const LivePaths&) = delete;  // a copy's columns would be aligned otherwise
  LivePaths& operator=(const LivePaths&) = delete;
  ~LivePaths() = default;

  std::size_t n() const { return n_; }
  std::uint64_t block() const { return block_.block(); }
  ColumnView output(std::size_t series, std::size_t year) const;

 private:
  /// Where a column stands among the packed ones.
  ColumnPlace place(std::size_t series, std::size_t year) {
    return {packed_.data() + first_of(series, year), block_.precision(year)};
  }
  std::size_t first_of(std::size_t series, std::size_t year) const {
    return skipped_ + (series * block_.n_years() + year) * lane_pitch;
  }

  BlockView block_;
  std::size_t n_;
  std::size_t skipped_ = 0;     ///< doubles of packed_ before the first aligned one
  std::vector<double> packed_;  ///< empty where every path lives
};

/// The outputs of a block's paths that belong to two runs and failed in neither, packed to the front: the
/// same paths on both sides. Paths that depend on each other fail together in each run, and so drop out
/// together.
class PairedPaths final {
 public:
  /// @param own block of a scenario; @param baseline the same block of its baseline.
  PairedPaths(const BlockView& own, const BlockView& baseline);

  std::size_t n() const { return own_.n(); }
  const LivePaths& own() const { return own_; }
  const LivePaths& baseline() const { return baseline_; }

 private:
  PairedPaths(const BlockView& own, const BlockView& baseline, const LivePaths::Flags& left_out);

  LivePaths own_, baseline_;
};

/// The list of cells of a scenario, and their values in a block.
class Cells final {
 public:
  /// @param pairing with a baseline, beside which differences are reported; may be null.
  explicit Cells(const Scenario& scenario, const Pairing* pairing = nullptr);

  const std::vector<Cell>& all() const { return cells_; }
  std::size_t size() const { return cells_.size(); }
  /// Whether differences from a baseline are reported, of those series that can be set against it.
  bool has_baseline() const { return has_baseline_; }
  /// Whether a variable is defined for any series.
  bool has(ReportedVariable variable) const;
  /// The order below which a cell has moments: infinity, but for series of sectors with heavy tails.
  double moment_order(std::size_t cell) const { return moment_order_[cell]; }
  /// Place of a cell, or nothing where the variable is not defined.
  std::optional<std::size_t> find(ReportedVariable variable, std::size_t series, std::size_t year) const;

  /// Calls `visit(cell, values, n)` for every cell with the values of the block's paths that did not fail.
  /// @param pairs the same block beside that of the baseline; without it differences are not visited.
  using Visitor = std::function<void(std::size_t cell, ColumnView values, std::size_t n)>;
  void visit(const BlockView& block, const Visitor& visit) const { this->visit(block, nullptr, visit); }
  void visit(const BlockView& block, const PairedPaths* pairs, const Visitor& visit) const;

 private:
  void add(const Scenario& scenario, const VariableInfo& info, std::size_t series, const Pairing* pairing);
  /// The values of a cell on some paths [path], in `work` or in place.
  ColumnView own_values(const Cell& cell, const LivePaths& paths, double* work) const;
  ColumnView paired_values(const Cell& cell, const PairedPaths& pairs, double* work) const;

  std::size_t n_series_;
  std::size_t n_years_;
  bool has_baseline_;
  std::size_t n_own_ = 0;                                ///< cells that need no baseline; they come first
  std::vector<std::optional<std::size_t>> in_baseline_;  ///< by series: its place there
  std::vector<std::optional<std::size_t>> whole_;        ///< by series: the series it is part of
  std::vector<Cell> cells_;
  std::vector<double> moment_order_;  ///< [cell]
  std::vector<std::size_t> index_;    ///< [variable, series, year]
};

}  // namespace secondcurve

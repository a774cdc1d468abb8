#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

/// The precision of outputs in a year of a run: those of the base year are exact in any case.
constexpr Arithmetic output_precision(Arithmetic arithmetic, std::size_t year) {
  return year == 0 ? Arithmetic::double_precision : arithmetic;
}

/// What one simulated block hands to its readers: outputs and drawn parameters, [series, year, path] and
/// [parameter, path]. A view that is valid during one call.
class BlockView final {
 public:
  /// @param outputs columns at `lane_pitch`, series by series, year by year within a series, of the precision
  /// of `arithmetic`; those of the base year are doubles in any case.
  /// @param parameters columns at `lane_pitch`.
  /// @param failed one byte per path, nonzero where a path became non-finite [block_paths].
  /// @param accounts columns at `lane_pitch` [term][year after the first][log growth, change]; may be empty.
  /// @param programmes columns at `lane_pitch` [year after the first][figure]; may be empty.
  /// @param mixtures columns at `lane_pitch` [mixture][component, level of each year after the first]; may be
  /// empty.
  BlockView(std::uint64_t block, std::size_t n_paths, std::size_t n_years, std::span<const double> outputs,
            std::span<const double> parameters, const std::uint8_t* failed, std::size_t n_failed,
            std::span<const double> accounts = {}, std::span<const double> programmes = {},
            std::span<const double> mixtures = {}, Arithmetic arithmetic = Arithmetic::double_precision)
      : block_(block),
        n_paths_(n_paths),
        n_years_(n_years),
        outputs_(outputs),
        parameters_(parameters),
        failed_(failed),
        n_failed_(n_failed),
        accounts_(accounts),
        programmes_(programmes),
        mixtures_(mixtures),
        arithmetic_(arithmetic) {}

  std::uint64_t block() const { return block_; }
  std::uint64_t first_path() const { return block_ * block_paths; }
  /// Paths of the run in this block, failed ones included: block_paths except in the last block.
  std::size_t n_paths() const { return n_paths_; }
  std::size_t n_years() const { return n_years_; }
  std::size_t n_series() const { return outputs_.size() / (lane_pitch * n_years_); }
  std::size_t n_parameters() const { return parameters_.size() / lane_pitch; }
  /// Values of a series in a year [block_paths]; the first n_paths() belong to the run.
  ColumnView output(std::size_t series, std::size_t year) const {
    return {outputs_.data() + (series * n_years_ + year) * lane_pitch, precision(year)};
  }
  /// The precision of outputs in a year.
  Arithmetic precision(std::size_t year) const { return output_precision(arithmetic_, year); }
  Arithmetic arithmetic() const { return arithmetic_; }
  /// All columns of outputs, as they lie.
  std::span<const double> outputs() const { return outputs_; }
  const double* parameter(std::size_t index) const { return parameters_.data() + index * lane_pitch; }
  /// Terms of growth that are accounted for: a cause in a sector each; 0 where growth has one cause only.
  std::size_t n_terms() const { return accounts_.size() / (lane_pitch * 2 * (n_years_ - 1)); }
  /// Log growth of a sector in a year by one cause [block_paths]. @param year 1 is the first after the base.
  const double* growth_by_cause(std::size_t term, std::size_t year) const {
    return accounts_.data() + (term * (n_years_ - 1) + year - 1) * 2 * lane_pitch;
  }
  /// Change of the sector's output in that year by that cause, unit of account [block_paths].
  const double* change_by_cause(std::size_t term, std::size_t year) const {
    return growth_by_cause(term, year) + lane_pitch;
  }
  /// Figures of programmes, as the economy lists them.
  std::size_t n_programme_figures() const { return programmes_.size() / (lane_pitch * (n_years_ - 1)); }
  /// A figure of programmes in a year, unit of account [block_paths]. @param year 1 is the first after the
  /// base.
  const double* programme_figure(std::size_t figure, std::size_t year) const {
    return programmes_.data() + ((year - 1) * n_programme_figures() + figure) * lane_pitch;
  }

  /// Sectors whose growth is a mixture of models.
  std::size_t n_mixtures() const { return mixtures_.size() / (lane_pitch * n_years_); }
  /// The component that each path of a mixture follows, counted from 0 [block_paths].
  const double* component(std::size_t mixture) const {
    return mixtures_.data() + mixture * n_years_ * lane_pitch;
  }
  /// Output of a mixture's sector in a year, unit of account [block_paths]. @param year 1 is the first after
  /// the base.
  const double* mixture_output(std::size_t mixture, std::size_t year) const {
    return component(mixture) + year * lane_pitch;
  }

  bool failed(std::size_t path) const { return failed_[path] != 0; }
  /// Failed paths among the first n_paths().
  std::size_t n_failed() const { return n_failed_; }

 private:
  std::uint64_t block_;
  std::size_t n_paths_;
  std::size_t n_years_;
  std::span<const double> outputs_;
  std::span<const double> parameters_;
  const std::uint8_t* failed_;
  std::size_t n_failed_;
  std::span<const double> accounts_;
  std::span<const double> programmes_;
  std::span<const double> mixtures_;
  Arithmetic arithmetic_;
};

/// A reader of blocks beside the statistics: the cube writer, a live view. Called from many threads at
/// once, each block exactly once, blocks handed out in rising order but finished in any.
class BlockSink {
 public:
  virtual ~BlockSink() = default;
  virtual void take(const BlockView& block) = 0;
};

}  // namespace secondcurve

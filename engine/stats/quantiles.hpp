#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/stats/accumulator.hpp"
#include "engine/stats/kept_values.hpp"
#include "engine/stats/quantile_collector.hpp"
#include "engine/stats/quantile_ranks.hpp"

namespace secondcurve {

/// Finds exact quantiles of many cells in a stream that can be replayed.
///
/// The histograms of the first pass say in which bins the order statistics lie. Each further pass shows the
/// same values again, in any order and cut into any blocks; it either keeps the values of those bins and
/// is the last, or, where they would take more memory than allowed, counts them in finer bins:
///
///     QuantileSearch search(merged_accumulator, probabilities, &ranges);  // without ranges where all is
///     counted for (cell ...) search.finish_kept(cell, kept);                      // where the first pass
///     has kept values search.end_pass(); while (!search.done()) {
///       // one QuantileCollector(search.brackets()) per thread; add(cell, x, n) for every block and cell
///       for (cell ...) search.finish_cell(cell, collectors);   // cells may be shared out among threads
///       search.end_pass();
///     }
///
/// The result does not depend on the bins, on the order of the values or on who collected them: it is
/// that of sorting all values of the cell (-0 counts as +0). Where the first pass has kept values, no further
/// one is the rule; without, one is, and eight narrowing passes always suffice.
class QuantileSearch final {
 public:
  /// Bytes of kept values that are worth a pass less; vectors that grow may take up to twice that.
  static constexpr std::size_t default_memory_bound = std::size_t{256} << 20;

  /// @param first_pass the merged histograms; read only here.
  /// @param probabilities within [0, 1], in any order: those that the thresholds of the scales are for.
  /// @param ranges of values that were counted in their bins, which must outlive the search; null where all
  /// were.
  QuantileSearch(const Accumulator& first_pass, std::vector<double> probabilities,
                 const KeptRanges* ranges = nullptr, std::size_t memory_bound = default_memory_bound);

  /// True when every order statistic is known.
  bool done() const { return brackets_.size() == 0; }
  /// True when the next pass keeps no values but counts them in finer bins.
  bool narrows() const { return brackets_.narrows(); }
  /// Number of values that the brackets of the next pass hold.
  std::uint64_t n_values_open() const { return n_values_open_; }

  /// Evaluates what all the threads of the first pass have kept of one cell, if that is all that is wanted;
  /// else the cell stays open. Different cells may be finished at the same time.
  void finish_kept(std::size_t cell, std::span<const KeptValues> kept);
  /// Where the next pass looks: what its collectors are made for. They must not outlive the pass.
  const QuantileBrackets& brackets() const { return brackets_; }
  /// Evaluates what all the collectors of a pass have seen of one cell. Different cells may be finished at
  /// the same time. Throws ContractViolation if they saw other values than the first pass did.
  void finish_cell(std::size_t cell, std::span<const QuantileCollector> collectors);
  /// Ends the pass; every cell must have been finished.
  void end_pass();

  std::size_t n_cells() const { return cells_.size(); }
  const std::vector<double>& probabilities() const { return probabilities_; }
  /// The estimate for probabilities()[index]; all NaN for a cell without values. Only when done().
  QuantileEstimate estimate(std::size_t cell, std::size_t index) const;

 private:
  /// An interval of values that holds wanted order statistics. As keys: [first_key, end_key).
  struct Bracket {
    std::uint64_t first_key = 0;
    std::uint64_t end_key = 0;
    std::uint64_t n_below = 0;   ///< values of the cell below the bracket
    std::uint64_t n_values = 0;  ///< values in it
    std::size_t first_rank = 0;  ///< wanted ranks in it: indices into Cell::ranks
    std::size_t end_rank = 0;

    QuantileBrackets::Keys keys() const { return {first_key, end_key}; }
  };
  struct Cell {
    std::uint64_t n = 0;
    std::vector<QuantileRanks> wanted;     ///< [probability]
    std::vector<std::uint64_t> ranks;      ///< wanted order statistics, rising, from 0
    std::vector<double> order_statistics;  ///< as far as they are known [ranks]
    std::vector<Bracket> brackets;         ///< those that are still open, rising
  };

  /// Opens brackets around those parts of `whole` [counts] in which its wanted ranks lie.
  /// `first_key(i)` is where part i begins; `join_gap` is how many values may lie between two parts that
  /// share a bracket, 0 to keep all parts apart.
  template <class FirstKey>
  static void open_brackets(Cell& cell, std::span<const std::uint32_t> counts, const Bracket& whole,
                            const FirstKey& first_key, std::uint64_t join_gap);
  /// Drops the brackets of one single value, which is then known.
  static void close_single_values(Cell& cell);
  /// Finds the order statistics of a bracket among its values, whose order is lost.
  template <class T>
  static void select(Cell& cell, const Bracket& bracket, std::span<const T> values);
  /// Finishes a cell of which values of that type have been kept.
  template <class T>
  void finish_kept_in(std::size_t cell, std::span<const KeptValues> kept);
  void finish_keeping(std::size_t cell, std::span<const QuantileCollector> collectors);
  void finish_narrowing(std::size_t cell, std::span<const QuantileCollector> collectors);
  void plan_pass();

  std::vector<double> probabilities_;
  const KeptRanges* ranges_;
  std::size_t memory_bound_;
  std::vector<Cell> cells_;
  QuantileBrackets brackets_;  ///< of all cells, for the next pass
  std::uint64_t n_values_open_ = 0;
};

}  // namespace secondcurve

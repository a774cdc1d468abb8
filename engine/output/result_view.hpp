#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/labelled.hpp"

namespace secondcurve {

/// A result as tables need it, whether it was just computed or read from a file.
class ResultView final {
 public:
  /// @param root coordinates; @param summary statistics. Every function throws IoError (with `path`) where
  /// the file lacks what it needs, this one where a variable has fewer or more values than its labels make.
  ResultView(std::string path, Group root, Group summary);

  const std::string& path() const { return path_; }
  /// All that it was made from.
  const Group& root() const { return root_; }
  const Group& summary() const { return summary_; }

  std::size_t n_series() const { return texts("series").size(); }
  std::size_t n_years() const { return years_.size(); }
  const std::vector<std::int32_t>& years() const { return years_; }
  const std::vector<double>& probabilities() const { return probabilities_; }
  /// Whether the result has statistics of a variable, such as "output".
  bool has_variable(std::string_view variable) const;
  bool has_targets() const { return n_targets() > 0; }
  std::size_t n_targets() const { return has("target") ? texts("target").size() : 0; }

  /// A text of a coordinate, such as texts("title")[series].
  const std::vector<std::string>& texts(std::string_view coordinate) const;
  /// An attribute of the file; empty where there is none.
  std::string attribute(std::string_view name) const;
  /// Remarks that a reader must know, one a line; empty where there are none.
  std::string notes() const;

  /// A statistic [scenario = 0, series, year], such as ("output_mean", 0, 5).
  double value(std::string_view statistic, std::size_t series, std::size_t year) const;
  /// A statistic of a quantile, such as ("growth_quantile", 0, 5, k).
  double value(std::string_view statistic, std::size_t series, std::size_t year, std::size_t quantile) const;
  /// A statistic of a target, such as ("target_probability", 0).
  double target(std::string_view statistic, std::size_t target) const;
  /// Whether variances are split into what parameters and what shocks make of them.
  bool has_variance_split() const;
  /// Whether there are figures of programmes.
  bool has_programmes() const;
  /// A text of a coordinate of the statistics, such as summary_texts("programme_title")[programme].
  const std::vector<std::string>& summary_texts(std::string_view coordinate) const;
  /// A figure of a programme [scenario = 0, programme, year], such as ("programme_spent", 0, 5).
  double of_programme(std::string_view figure, std::size_t programme, std::size_t year) const;
  /// Whether growth is split by cause, and the causes.
  bool has_causes() const;
  const std::vector<std::string>& causes() const;
  /// A mean by cause [scenario = 0, series, year, cause].
  double change_by_cause(std::size_t series, std::size_t year, std::size_t cause) const;
  /// Whether the growth of any sector is a mixture of models.
  bool has_mixtures() const;
  /// A statistic of a sector [scenario = 0, sector, year], such as ("model_share", 2, 5).
  double sector_value(std::string_view statistic, std::size_t sector, std::size_t year) const;
  /// Whether there is a statistic, such as "growth_by_cause", and one of its numbers, row major. Throws
  /// IoError if it is missing or has fewer numbers.
  bool has_numbers(std::string_view statistic) const;
  double number(std::string_view statistic, std::size_t index) const;
  /// Figures of the whole scenario: a whole number, any number, a text.
  std::int64_t count(std::string_view name) const;
  double total(std::string_view name) const;
  std::string summary_text(std::string_view name) const;
  /// Whether the run had a rule to stop.
  bool has_stopping() const;

  /// Place of the quantile nearest to a probability.
  std::size_t nearest_quantile(double probability) const;

 private:
  /// The values of a variable. Throws IoError if it is missing or of another type.
  template <class T>
  const std::vector<T>& values(const Group& group, std::string_view name) const;
  bool has(std::string_view coordinate) const;
  void check_lengths() const;

  std::string path_;
  Group root_;
  Group summary_;
  std::vector<std::int32_t> years_;
  std::vector<double> probabilities_;
};

/// Whether a series is known to be in a year what it is in the baseline, on every path that both have.
bool is_same_on_every_path(const ResultView& result, std::size_t series, std::size_t year);

}  // namespace secondcurve

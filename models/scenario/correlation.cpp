#include "models/scenario/correlation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "models/scenario/nearest_correlation.hpp"

namespace secondcurve {

namespace {

/// An eigenvalue may be this far below 0 by the rounding of the numbers in the file.
constexpr double lowest_eigenvalue = -1e-10;

/// Decimals with which a matrix is offered.
constexpr int offered_digits = 6;

/// A matrix as indented, aligned lines of a CSV file.
std::string csv_text(const std::vector<std::string>& header, const std::vector<double>& matrix) {
  const std::size_t n = header.size() - 1;
  std::size_t names = 0;
  for (const std::string& name : header) names = std::max(names, name.size() + 1);
  const auto width = [&](std::size_t j) { return std::max(header[j + 1].size(), offered_digits + 3UL); };
  std::string text = fmt::format("\n    {:<{}}", header[0] + ",", names);
  for (std::size_t j = 0; j < n; ++j)
    text += fmt::format(" {:>{}}{}", header[j + 1], width(j), j + 1 < n ? "," : "");
  for (std::size_t i = 0; i < n; ++i) {
    text += fmt::format("\n    {:<{}}", header[i + 1] + ",", names);
    for (std::size_t j = 0; j < n; ++j)
      text += fmt::format(" {:>{}.{}f}{}", matrix[i * n + j], width(j), offered_digits, j + 1 < n ? "," : "");
  }
  return text;
}

class CorrelationReader final {
 public:
  CorrelationReader(const Node& node, CsvFile file, const KnownNames& known, Reading& reading)
      : node_(node), file_(std::move(file)), known_(known), reading_(reading) {
    for (std::string& name : file_.csv.header) name = trimmed(name);
  }

  /// The matrix of the table; nothing, and a report, where it is no correlation matrix.
  std::optional<CorrelationMatrix> read(bool repair) {
    if (n() == 0 || file_.csv.rows.size() != n()) {
      complain_of_size();
      return std::nullopt;
    }
    matrix_.resize(n() * n());
    for (std::size_t i = 0; i < n(); ++i) read_row(i);
    if (!good_ || !is_symmetric()) return std::nullopt;
    CorrelationMatrix found{{header().begin() + 1, header().end()}, std::move(matrix_), 0.0};
    const double smallest = smallest_eigenvalue(found.values, n());
    if (smallest >= lowest_eigenvalue) return found;
    NearestCorrelation nearest = nearest_correlation(found.values, n());
    if (!repair) {
      refuse(smallest, nearest);
      return std::nullopt;
    }
    found.values = std::move(nearest.matrix);
    found.repaired_by = nearest.largest_change;
    return found;
  }

 private:
  const std::vector<std::string>& header() const { return file_.csv.header; }
  /// Columns of numbers: all but the first, which names the rows.
  std::size_t n() const { return header().size() - 1; }

  void complain_of_size() {
    reading_.error(node_,
                   fmt::format("{} has {} and {} of numbers", file_.path,
                               counted(file_.csv.rows.size(), "row"), counted(n(), "column")),
                   fmt::format("as many rows as columns, {}s as header and first column", known_.what));
  }

  void complain(const Csv::Row& row, std::string problem, std::string allowed) {
    reading_.error_at({file_.path, row.line, 1}, node_.key(), std::move(problem), std::move(allowed));
    good_ = false;
  }

  void read_row(std::size_t i) {
    const Csv::Row& row = file_.csv.rows[i];
    const std::string& name = header()[i + 1];
    if (const std::string found = trimmed(row.fields[0]); found != name)
      complain(row, fmt::format("row \"{}\" where \"{}\" is expected", found, name),
               "rows in the order of the columns");
    if (std::find(known_.names.begin(), known_.names.end(), name) == known_.names.end())
      complain(row, fmt::format("\"{}\" is no {}", name, known_.what), "known: " + join(known_.names, ", "));
    for (std::size_t j = 0; j < n(); ++j) {
      const std::string text = trimmed(row.fields[j + 1]);
      double& value = matrix_[i * n() + j];
      const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (status != std::errc() || end != text.data() + text.size() || !(std::abs(value) <= 1.0))
        complain(row, fmt::format("\"{}\" is no correlation", text), "a number from -1 to 1");
    }
  }

  bool is_symmetric() {
    for (std::size_t i = 0; i < n(); ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        const double value = matrix_[i * n() + j];
        const double mirrored = i == j ? 1.0 : matrix_[j * n() + i];
        if (value == mirrored) continue;
        complain(file_.csv.rows[i], fmt::format("column {} = {:g}", header()[j + 1], value),
                 i == j ? "must be 1 in the row of the same name"
                        : fmt::format("must be {:g}, as row {} has it in column {}", mirrored,
                                      header()[j + 1], header()[i + 1]));
      }
    return good_;
  }

  void refuse(double smallest, const NearestCorrelation& nearest) {
    const std::vector<double> offered = rounded_correlation(nearest.matrix, n(), offered_digits);
    reading_.error(
        node_,
        fmt::format("{} is no correlation matrix: its smallest eigenvalue is {:.3g}", file_.path, smallest),
        "no eigenvalue may be below 0; these correlations cannot all hold at once",
        fmt::format(
            "The nearest matrix whose correlations can all hold changes one by {:.2g} at most. Take it "
            "with repair = true, or write it into the file:{}",
            nearest.largest_change, csv_text(header(), offered)));
  }

  const Node& node_;
  CsvFile file_;
  const KnownNames& known_;
  Reading& reading_;
  std::vector<double> matrix_;
  bool good_ = true;
};

}  // namespace

std::optional<CorrelationMatrix> read_correlation(const Node& node, const KnownNames& known, bool repair,
                                                  Reading& reading) {
  auto file = reading.csv_file(node);
  if (!file) return std::nullopt;
  return CorrelationReader(node, *std::move(file), known, reading).read(repair);
}

}  // namespace secondcurve

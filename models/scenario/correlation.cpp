#include "models/scenario/correlation.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <Eigen/Eigenvalues>

#include "engine/config/text.hpp"

namespace secondcurve {

namespace {

/// An eigenvalue may be this far below 0 by the rounding of the numbers in the file.
constexpr double smallest_eigenvalue = -1e-10;

class CorrelationReader final {
 public:
  CorrelationReader(const Node& node, CsvFile file, Reading& reading)
      : node_(node), file_(std::move(file)), reading_(reading) {}

  /// Whether the table is a correlation matrix; reports why not.
  bool read(const std::vector<std::string>& sectors) {
    if (n() == 0 || file_.csv.rows.size() != n()) return complain_of_size();
    matrix_.resize(n() * n());
    for (std::size_t i = 0; i < n(); ++i) read_row(i, sectors);
    return good_ && is_symmetric() && is_positive();
  }

  std::vector<std::string> sectors() const { return {header().begin() + 1, header().end()}; }
  std::vector<double> matrix() const { return matrix_; }

 private:
  const std::vector<std::string>& header() const { return file_.csv.header; }
  /// Columns of numbers: all but the first, which names the rows.
  std::size_t n() const { return header().size() - 1; }

  bool complain_of_size() {
    reading_.error(
        node_,
        fmt::format("{} has {} rows of numbers and {} columns", file_.path, file_.csv.rows.size(), n()),
        "as many rows as columns, sectors as header and first column");
    return false;
  }

  void complain(const Csv::Row& row, std::string problem, std::string allowed) {
    reading_.error_at({file_.path, row.line, 1}, node_.key(), std::move(problem), std::move(allowed));
    good_ = false;
  }

  void read_row(std::size_t i, const std::vector<std::string>& sectors) {
    const Csv::Row& row = file_.csv.rows[i];
    const std::string& name = header()[i + 1];
    if (row.fields[0] != name)
      complain(row, fmt::format("row \"{}\" where \"{}\" is expected", row.fields[0], name),
               "rows in the order of the columns");
    if (std::find(sectors.begin(), sectors.end(), name) == sectors.end())
      complain(row, fmt::format("\"{}\" is no sector", name), "known: " + join(sectors, ", "));
    for (std::size_t j = 0; j < n(); ++j) {
      const std::string& text = row.fields[j + 1];
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

  bool is_positive() {
    const auto size = static_cast<Eigen::Index>(n());
    const Eigen::Map<const Eigen::MatrixXd> view(matrix_.data(), size, size);
    const double smallest =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(view, Eigen::EigenvaluesOnly).eigenvalues()(0);
    if (smallest >= smallest_eigenvalue) return true;
    reading_.error(
        node_,
        fmt::format("{} is no correlation matrix: its smallest eigenvalue is {:.3g}", file_.path, smallest),
        "no eigenvalue may be below 0; these correlations cannot all hold at once");
    return false;
  }

  const Node& node_;
  CsvFile file_;
  Reading& reading_;
  std::vector<double> matrix_;
  bool good_ = true;
};

}  // namespace

void read_correlation(const Node& node, const std::vector<std::string>& sectors, Dependence& dependence,
                      Reading& reading) {
  auto file = reading.csv_file(node);
  if (!file) return;
  CorrelationReader reader(node, *std::move(file), reading);
  if (!reader.read(sectors)) return;
  dependence.correlation_sectors = reader.sectors();
  dependence.correlation_matrix = reader.matrix();
}

}  // namespace secondcurve

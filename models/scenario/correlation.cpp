#include "models/scenario/correlation.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "models/scenario/nearest_correlation.hpp"
#include "models/scenario/sector_matrix.hpp"

namespace secondcurve {

namespace {

/// An eigenvalue may be this far below 0 by the rounding of the numbers in the file.
constexpr double lowest_eigenvalue = -1e-10;

/// Decimals with which a matrix is offered.
constexpr int offered_digits = 6;

/// A matrix as indented, aligned lines of a CSV file.
std::string csv_text(const SectorMatrix& m, const std::vector<double>& matrix) {
  const std::vector<std::string>& sectors = m.sectors;
  const std::size_t n = sectors.size();
  std::size_t names = m.corner.size() + 1;
  for (const std::string& name : sectors) names = std::max(names, name.size() + 1);
  const auto width = [&](std::size_t j) { return std::max(sectors[j].size(), offered_digits + 3UL); };
  std::string text = fmt::format("\n    {:<{}}", m.corner + ",", names);
  for (std::size_t j = 0; j < n; ++j)
    text += fmt::format(" {:>{}}{}", sectors[j], width(j), j + 1 < n ? "," : "");
  for (std::size_t i = 0; i < n; ++i) {
    text += fmt::format("\n    {:<{}}", sectors[i] + ",", names);
    for (std::size_t j = 0; j < n; ++j)
      text += fmt::format(" {:>{}.{}f}{}", matrix[i * n + j], width(j), offered_digits, j + 1 < n ? "," : "");
  }
  return text;
}

/// Whether a matrix has ones on the diagonal and the same numbers on both sides of it; reports where not.
bool is_symmetric(const SectorMatrix& m, const Node& node, Reading& reading) {
  bool good = true;
  const std::size_t n = m.sectors.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double value = m.values[i * n + j];
      const double mirrored = i == j ? 1.0 : m.values[j * n + i];
      if (value == mirrored) continue;
      reading.error_at({m.file, m.lines[i], 1}, node.key(),
                       fmt::format("column {} = {:g}", m.sectors[j], value),
                       i == j ? "must be 1 in the row of the same name"
                              : fmt::format("must be {:g}, as row {} has it in column {}", mirrored,
                                            m.sectors[j], m.sectors[i]));
      good = false;
    }
  return good;
}

void refuse(const SectorMatrix& m, double smallest, const NearestCorrelation& nearest, const Node& node,
            Reading& reading) {
  const std::vector<double> offered = rounded_correlation(nearest.matrix, m.sectors.size(), offered_digits);
  reading.error(
      node, fmt::format("{} is no correlation matrix: its smallest eigenvalue is {:.3g}", m.file, smallest),
      "no eigenvalue may be below 0; these correlations cannot all hold at once",
      fmt::format("The nearest matrix whose correlations can all hold changes one by {:.2g} at most. Take it "
                  "with repair = true, or write it into the file:{}",
                  nearest.largest_change, csv_text(m, offered)));
}

}  // namespace

void read_correlation(const Node& node, const std::vector<std::string>& sectors, Dependence& dependence,
                      Reading& reading) {
  auto m = read_sector_matrix(node, sectors, "correlation", correlation_range, reading);
  if (!m || !is_symmetric(*m, node, reading)) return;
  const std::size_t n = m->sectors.size();
  if (const double smallest = smallest_eigenvalue(m->values, n); smallest < lowest_eigenvalue) {
    NearestCorrelation nearest = nearest_correlation(m->values, n);
    if (!dependence.repair) return refuse(*m, smallest, nearest, node, reading);
    m->values = std::move(nearest.matrix);
    dependence.repaired_by = nearest.largest_change;
  }
  dependence.correlation_sectors = std::move(m->sectors);
  dependence.correlation_matrix = std::move(m->values);
}

}  // namespace secondcurve

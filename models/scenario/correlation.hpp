#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/config/reading.hpp"

namespace secondcurve {

/// Correlations by name.
struct CorrelationMatrix {
  std::vector<std::string> names;  ///< of the rows, in their order
  std::vector<double> values;      ///< row by row
  double repaired_by = 0.0;        ///< largest change of a correlation by repair
};

/// What the rows of a matrix may be named after.
struct KnownNames {
  std::vector<std::string> names;
  std::string what;  ///< one of them in words, such as "sector"
};

/// Reads the correlation matrix in the file that `node` names. Reports a matrix that is not square, symmetric
/// with ones on the diagonal, or names something not known. One that is not positive semidefinite is repaired
/// where `repair` says so, and reported with the nearest one that is otherwise.
std::optional<CorrelationMatrix> read_correlation(const Node& node, const KnownNames& known, bool repair,
                                                  Reading& reading);

}  // namespace secondcurve

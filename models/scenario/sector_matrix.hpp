#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/reading.hpp"

namespace secondcurve {

/// A table of numbers between sectors: a row and a column for each of them, in the same order.
struct SectorMatrix {
  std::string file;                  ///< from where the program was started
  std::string corner;                ///< first field of the header
  std::vector<std::string> sectors;  ///< in its order
  std::vector<double> values;        ///< row by row
  std::vector<int> lines;            ///< where each row stands in the file
};

/// Reads the matrix in the CSV file that `node` names, with sectors as header and first column. Reports, and
/// returns nothing for, one that is not square, has rows in another order than columns, names something not
/// in `sectors`, or holds what is no number in the range. @param what a number is: "correlation".
std::optional<SectorMatrix> read_sector_matrix(const Node& node, const std::vector<std::string>& sectors,
                                               std::string_view what, const Range& range, Reading& reading);

}  // namespace secondcurve

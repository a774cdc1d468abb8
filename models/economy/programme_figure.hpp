#pragma once

#include <cstddef>

namespace secondcurve {

/// A figure of a programme at the end of a year, unit of account.
struct ProgrammeFigure {
  enum class Kind {
    output,       ///< what it adds to a sector's output of the year
    spent,        ///< public money spent since the base year
    spent_in_all  ///< the same with the private money that joined it
  };
  Kind kind = Kind::output;
  std::size_t programme = 0;
  std::size_t sector = 0;  ///< of output
};

}  // namespace secondcurve

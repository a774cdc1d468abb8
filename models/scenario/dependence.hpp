#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// How shocks that correlate go to extremes: each for itself, or together.
enum class Copula { gaussian, student_t };
template <>
struct EnumNames<Copula> {
  static constexpr std::array<std::string_view, 2> names{"gaussian", "student_t"};
};

/// `[dependence.NOISE]`: how the noises of that name move together, and how heavy their tails are.
struct Dependence {
  Named<Weights> loadings;
  std::string correlation;
  bool repair = false;
  std::optional<Copula> copula;
  std::optional<int> degrees_of_freedom;
  Weights heavy_tails;  ///< degrees of freedom by sector

  /// Read from the file: names of the sectors in its order, and the matrix row by row, repaired where it had
  /// to be.
  std::vector<std::string> correlation_sectors;
  std::vector<double> correlation_matrix;
  double repaired_by = 0.0;  ///< largest change of a correlation; 0 where the matrix is that of the file

  bool has_student_copula() const { return copula == Copula::student_t; }

  static constexpr std::string_view doc =
      "How the noises of that name move together: loadings on common factors or a correlation matrix, a "
      "copula "
      "that says how extremes come together, and sectors whose shocks have heavy tails.";
  static auto fields() {
    return std::tuple{
        field("loadings", &Dependence::loadings,
              {.unit = "1",
               .range = correlation_range,
               .doc = "loading of each sector on each common factor; those of a sector whose model has no "
                      "such noise "
                      "have no effect",
               .presence = Presence::at_most_one_of,
               .group = "form"}),
        field("correlation", &Dependence::correlation,
              {.doc = "CSV file with a correlation matrix, sectors as header and first column",
               .presence = Presence::at_most_one_of,
               .group = "form"}),
        field("repair", &Dependence::repair,
              {.doc = "take the nearest correlation matrix where the file's cannot be one",
               .default_text = "false"}),
        field("copula", &Dependence::copula,
              {.doc = "gaussian, or student_t: extreme shocks of all sectors come together",
               .default_text = "gaussian"}),
        field("degrees_of_freedom", &Dependence::degrees_of_freedom,
              {.unit = "1",
               .range = {.low = 1.0, .high = 100.0},
               .doc = "of the student_t copula; the fewer, the more extremes come together"}),
        field("heavy_tails", &Dependence::heavy_tails,
              {.unit = "1",
               .range = {.low = 2.0, .high = 1000.0, .low_open = true},
               .doc = "sectors whose shocks follow Student's t law instead of the normal one, each with its "
                      "degrees of freedom; the variance stays 1"}),
    };
  }
};

}  // namespace secondcurve

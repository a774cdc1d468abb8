#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/cli/result_tables.hpp"

namespace secondcurve::cli {

// How tables write numbers. What is not defined is "-" everywhere, and what rounds to zero has no sign.

/// Whether a gain is marked with "+" as a loss is with "-".
enum class Sign { of_losses, of_both };

/// A number with so many decimals, whole ones with thousands separated: 12.30, +4,761.
std::string fixed_text(double value, int decimals, Sign sign = Sign::of_losses);

/// How many decimals give the largest of some numbers about three significant digits, so that all of them
/// line up: 0 from 100 on, 6 at most.
int decimals_of(const std::vector<double>& values);

/// A level with about three significant digits, whole numbers in full: 4,761, 373, 9.46, 0.031, 2.500e+14.
std::string level_text(double value, Sign sign = Sign::of_losses);

/// A share or rate in percent with one digit: 12.3%.
std::string percent_text(double value, Sign sign = Sign::of_losses);

/// The head of a table by year: empty cells for what stands to the left, then the chosen years.
/// @param first the first year that has a column, counted from the base year 0.
std::vector<std::string> year_header(const ResultView& result, const TableChoice& choice, std::size_t n_left,
                                     std::size_t first = 0);

}  // namespace secondcurve::cli

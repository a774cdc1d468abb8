#pragma once

#include <string_view>

namespace secondcurve {

struct Scenario;
struct Series;

/// Degrees of freedom of the heaviest tails among the shocks of a sector; infinity where all are normal. Its
/// log output has moments below that order only. Where it is finite, output and growth have no moments at
/// all: the exponential of a Student t variable has none.
double tail_degrees(const Scenario& scenario, std::string_view sector);

/// The same of a series: that of its heaviest sector, of those with a weight above 0, in it or in the series
/// by which it is divided.
double tail_degrees(const Scenario& scenario, const Series& series);

}  // namespace secondcurve

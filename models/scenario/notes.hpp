#pragma once

#include <string>
#include <vector>

namespace secondcurve {

struct Scenario;

/// What the reader of a result must know of its scenario, a sentence each: correlations that were
/// repaired, moments that do not exist.
std::vector<std::string> result_notes(const Scenario& scenario);

/// What the writer of a scenario should know: what its results note, and what it says without effect, such as
/// loadings and rows of correlations of sectors whose growth model has no such noise. Right where a base file
/// serves several models, so it is no error.
std::vector<std::string> notes(const Scenario& scenario);

}  // namespace secondcurve

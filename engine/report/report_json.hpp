#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/report/report_data.hpp"

// The parts of a report's data, each as JSON. engine/report/README.md says what is in them.

namespace secondcurve::detail {

/// The numbers of a list of places, such as those of all years, to nine significant digits, far beyond any
/// error of sampling; null where one is not defined.
nlohmann::ordered_json numbers_json(std::size_t n, const std::function<double(std::size_t)>& value);

/// Mean, its standard error, standard deviation and quantiles of a variable of a series [year].
nlohmann::ordered_json statistics_json(const ResultView& result, const std::string& variable,
                                       std::size_t series);

/// Series with all their variables; only those that the scenario's own config names.
nlohmann::ordered_json series_json(const ReportedScenario& scenario);
nlohmann::ordered_json targets_json(const ReportedScenario& scenario);

/// Growth by cause, programmes, shares of models and of parameters: members that a result may have.
void add_explanations(const ReportedScenario& scenario, nlohmann::ordered_json& json);

nlohmann::ordered_json comparison_json(const ReportedComparison& comparison);

}  // namespace secondcurve::detail

#include "models/scenario/validate_parameters.hpp"

#include <string>
#include <variant>

#include <fmt/format.h>

#include "models/scenario/read_distribution.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

class UseChecker final {
 public:
  UseChecker(const Reading::Use& use, Quantity& parameter, Reading& reading)
      : use_(use), parameter_(parameter), reading_(reading) {}

  void operator()(double value) const {
    if (!use_.info.range.contains(value))
      complain(fmt::format("= {:g}: is outside the range of this key{}", value, by_adjustments()),
               fmt::format("must be {}", to_string(use_.info.range)));
  }
  void operator()(const Schedule& schedule) const {
    if (!use_.info.scheduled) return complain("changes by year", "must be one value for all years");
    if (use_.info.amount)
      return complain("changes by year", "write the years of an amount here: it is zero in all others");
    for (const auto& point : schedule.points) (*this)(point.second);
  }
  void operator()(const Distribution& distribution) const {
    if (!use_.info.uncertain)
      return complain("is a distribution", "must be one number: this key cannot be uncertain");
    parameter_.value = within_range(distribution, use_.info.range, [&](const OutOfRange& found) {
      reading_.error_at(
          use_.where, use_.key,
          fmt::format("= [parameters.{}]: {}{}", use_.parameter, found.problem, by_adjustments()),
          found.allowed, found.hint);
    });
  }
  void operator()(const ParameterReference&) const {}  // reported where it stands

 private:
  /// What has changed the parameter, for the end of a problem.
  std::string by_adjustments() const {
    const std::string all = reading_.adjustments_of("parameters." + use_.parameter);
    return all.empty() ? "" : ", as changed by " + all;
  }

  void complain(std::string problem, std::string allowed) const {
    reading_.error_at(use_.where, use_.key, fmt::format("parameter \"{}\" {}", use_.parameter, problem),
                      std::move(allowed));
  }

  const Reading::Use& use_;
  Quantity& parameter_;
  Reading& reading_;
};

}  // namespace

void validate_parameters(Scenario& scenario, const Checks& checks) {
  for (const Reading::Use& use : checks.reading().uses()) {
    if (use.parameter.empty()) continue;
    if (use.key.starts_with("parameters.")) {
      checks.error(use.key, "refers to another parameter", "a number, a distribution or a schedule");
      continue;
    }
    const std::size_t index = index_of(scenario.parameters, use.parameter);
    if (index == scenario.parameters.size()) {
      checks.unknown_name(use.key, use.parameter, "parameters", "parameter", names_of(scenario.parameters));
      continue;
    }
    Quantity& parameter = scenario.parameters[index].value;
    if (checks.sound("parameters." + use.parameter))
      std::visit(UseChecker(use, parameter, checks.reading()), Quantity(parameter).value);
  }
}

}  // namespace secondcurve

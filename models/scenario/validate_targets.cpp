#include "models/scenario/validate_targets.hpp"

#include <cstddef>
#include <string>

#include <fmt/format.h>

namespace secondcurve {

namespace {

class TargetValidator final {
 public:
  TargetValidator(Scenario& scenario, const Node& root, const Checks& checks)
      : s_(scenario), root_(root), checks_(checks) {}

  void target(const std::string& name, Target& target) {
    const std::string path = "targets." + name;
    if (target.title.empty()) target.title = name;
    if (checks_.reading().has_error(path + ".all_of"))
      return;  // it is open whether the target is a joint one
    if (root_.find_path(path + ".all_of") != nullptr) return joint_target(name, target);
    if (target.series.empty())
      checks_.error(path + ".series", "has no series", "the series that is judged");
    else if (find_entry(s_.series, target.series) == nullptr)
      checks_.unknown_name(path + ".series", target.series, "series", "series", names_of(s_.series));
    if (!target.year)
      checks_.error(path + ".year", "has no year", "the year in which it is judged");
    else if (!checks_.sound("simulation.base_year") || !checks_.sound("simulation.end_year"))
      return;  // which years are right is open
    else if (*target.year <= s_.simulation.base_year || *target.year > s_.simulation.end_year)
      checks_.error(path + ".year", fmt::format("= {}: is not simulated", *target.year),
                    fmt::format("from {} to {}", s_.simulation.base_year + 1, s_.simulation.end_year));
  }

  void joint_target(const std::string& name, const Target& target) {
    const std::string path = "targets." + name;
    if (target.all_of.empty()) checks_.error(path + ".all_of", "is empty", "two or more other targets");
    for (std::size_t i = 0; i < target.all_of.size(); ++i) {
      const std::string& other = target.all_of[i];
      const std::string key = fmt::format("{}.all_of[{}]", path, i);
      const Target* found = find_entry(s_.targets, other);
      if (other == name)
        checks_.error(key, fmt::format("= \"{}\": is the target itself", name), "other targets");
      else if (found == nullptr)
        checks_.unknown_name(key, other, "targets", "target", names_of(s_.targets, name));
      else if (!found->all_of.empty())
        checks_.error(key, fmt::format("\"{}\" is itself a joint target", other), "list its parts instead");
    }
    for (const char* key : {".series", ".year"})
      if (root_.find_path(path + key) != nullptr)
        checks_.error(path + key, "cannot stand beside all_of", "the parts say it");
  }

 private:
  Scenario& s_;
  const Node& root_;
  const Checks& checks_;
};

}  // namespace

void validate_targets(Scenario& scenario, const Node& root, const Checks& checks) {
  TargetValidator validator(scenario, root, checks);
  for (auto& entry : scenario.targets) validator.target(entry.name, entry.value);
}

}  // namespace secondcurve

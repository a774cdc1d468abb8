#include "models/scenario/validate_targets.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "models/scenario/scenario.hpp"

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
    std::set<std::string> seen;
    for (std::size_t i = 0; i < target.all_of.size(); ++i) {
      const std::string key = fmt::format("{}.all_of[{}]", path, i);
      if (seen.insert(target.all_of[i]).second)
        part(key, name, target.all_of[i]);
      else
        checks_.error(key, fmt::format("= \"{}\": stands there twice", target.all_of[i]), "each target once");
    }
    if (target.all_of.size() < 2 && checks_.sound(path + ".all_of"))
      checks_.error(path + ".all_of", target.all_of.empty() ? "is empty" : "has one target",
                    "two or more other targets");
    for (const std::string_view own : Target::own_keys)
      if (const std::string key = fmt::format("{}.{}", path, own); root_.find_path(key) != nullptr)
        checks_.error(key, "cannot stand beside all_of", "the parts say it");
  }

  void part(const std::string& key, const std::string& whole, const std::string& name) {
    const Target* found = find_entry(s_.targets, name);
    if (name == whole)
      checks_.error(key, fmt::format("= \"{}\": is the target itself", name), "other targets");
    else if (found == nullptr)
      checks_.unknown_name(key, name, "targets", "target", names_of(s_.targets, whole));
    else if (!found->all_of.empty())
      checks_.error(key, fmt::format("\"{}\" is itself a joint target", name), "list its parts instead");
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

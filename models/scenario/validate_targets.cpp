#include "models/scenario/validate_targets.hpp"

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "models/scenario/references.hpp"

namespace secondcurve {

namespace {

class TargetValidator final {
 public:
  TargetValidator(Scenario& scenario, const Node& root, Reading& reading)
      : s_(scenario), root_(root), reading_(reading) {}

  void target(const std::string& name, Target& target) {
    const std::string path = "targets." + name;
    if (target.title.empty()) target.title = name;
    if (root_.find_path(path + ".all_of") != nullptr) return joint_target(name, target);
    if (target.series.empty())
      reading_.error(at(path), "has no series", "the series that is judged");
    else if (find_entry(s_.series, target.series) == nullptr)
      unknown_name(at(path + ".series"), target.series, "series", names_of(s_.series), reading_);
    if (!target.year)
      reading_.error(at(path), "has no year", "the year in which it is judged");
    else if (s_.simulation.end_year <= s_.simulation.base_year)
      return;  // no year is right, which is reported already
    else if (*target.year <= s_.simulation.base_year || *target.year > s_.simulation.end_year)
      reading_.error(at(path + ".year"), fmt::format("= {}: is not simulated", *target.year),
                     fmt::format("from {} to {}", s_.simulation.base_year + 1, s_.simulation.end_year));
  }

  void joint_target(const std::string& name, const Target& target) {
    const std::string path = "targets." + name;
    const Node& list = at(path + ".all_of");
    if (target.all_of.empty()) reading_.error(list, "is empty", "two or more other targets");
    for (std::size_t i = 0; i < target.all_of.size(); ++i) {
      const std::string& other = target.all_of[i];
      const Node& node = list.children()[i];
      const Target* found = find_entry(s_.targets, other);
      if (other == name)
        reading_.error(node, fmt::format("= \"{}\": is the target itself", name), "other targets");
      else if (found == nullptr)
        unknown_name(node, other, "target", names_of(s_.targets, name), reading_);
      else if (!found->all_of.empty())
        reading_.error(node, fmt::format("\"{}\" is itself a joint target", other), "list its parts instead");
    }
    for (const char* key : {"series", "year"})
      if (const Node* node = root_.find_path(path + "." + key))
        reading_.error(*node, "cannot stand beside all_of", "the parts say it");
  }

 private:
  const Node& at(const std::string& path) const { return node_at(root_, path); }

  Scenario& s_;
  const Node& root_;
  Reading& reading_;
};

}  // namespace

void validate_targets(Scenario& scenario, const Node& root, Reading& reading) {
  TargetValidator validator(scenario, root, reading);
  for (auto& entry : scenario.targets) validator.target(entry.name, entry.value);
}

}  // namespace secondcurve

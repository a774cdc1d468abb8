#include "models/scenario/validate_parameter_correlation.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/config/exclusive_keys.hpp"
#include "engine/config/text.hpp"
#include "engine/schema/quantity_forms.hpp"
#include "models/scenario/correlation.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/validate_dependence.hpp"

namespace secondcurve {

namespace {

/// The keys of all numbers that are drawn once per path.
std::vector<std::string> uncertain_keys(const Scenario& scenario, const Reading& reading) {
  std::vector<std::string> keys;
  for (const Reading::Use& use : reading.uses())
    if (use.parameter.empty()) keys.push_back(use.key);
  for (const auto& [name, sector] : scenario.sectors)
    if (sector.base.sd > 0.0) keys.push_back("sectors." + name + ".base");
  return keys;
}

class ParameterCorrelationValidator final {
 public:
  ParameterCorrelationValidator(const Scenario& scenario, const Node& root, const Checks& checks)
      : root_(root),
        checks_(checks),
        uncertain_{uncertain_keys(scenario, checks.reading()), "uncertain number"} {}

  void check(const std::string& name, ParameterCorrelation& entry) const {
    const std::string path = "parameter_correlation." + name;
    if (!entry.loadings.empty()) return check_loadings(path, entry);
    if (!entry.keys.empty() && !entry.correlation.empty())
      checks_.error(path + ".keys", "cannot stand beside correlation", "the file names the keys");
    const std::string file = path + ".correlation";
    if (entry.correlation.empty() || !checks_.sound(file)) return;
    auto matrix = read_correlation(checks_.at(file), uncertain_, entry.repair, checks_.reading());
    if (!matrix) return;
    entry.matrix = *std::move(matrix);
    entry.governed = entry.matrix.names;
  }

 private:
  void check_loadings(const std::string& path, ParameterCorrelation& entry) const {
    validate_loadings(path + ".loadings", entry.loadings, checks_);
    if (entry.repair)
      checks_.error(path + ".repair", "= true: is for a correlation matrix",
                    "loadings need no repair: leave the key out");
    if (entry.keys.empty() && checks_.sound(path + ".keys"))
      checks_.error(path + ".keys", "names no key", "such as keys = [\"sectors.*.growth.long_run_growth\"]");
    for (std::size_t i = 0; i < entry.keys.size(); ++i) {
      const std::string& pattern = entry.keys[i];
      bool is_any = false;
      for (const std::string& key : uncertain_.names) {
        if (!matches(pattern, key)) continue;
        is_any = true;
        if (std::find(entry.governed.begin(), entry.governed.end(), key) == entry.governed.end())
          entry.governed.push_back(key);
      }
      if (!is_any) refuse(fmt::format("{}.keys[{}]", path, i), pattern);
    }
  }

  /// Says why a key is none of a number that is drawn, unless what it names could not be read.
  void refuse(const std::string& place, const std::string& key) const {
    if (key.find('*') != std::string::npos) {
      if (!checks_.reading().failed())
        checks_.error(place, fmt::format("\"{}\" matches no uncertain number", key), known(),
                      certain_matches(key));
      return;
    }
    if (!checks_.sound(key)) return;
    const Node* node = root_.find_path(key);
    const Node* shared = node == nullptr ? nullptr : node->find(number_keys::parameter);
    std::string hint;
    if (shared != nullptr && shared->kind() == Node::Kind::string)
      hint = fmt::format("It takes the draw of parameters.{0}: name \"parameters.{0}\"", shared->as_string());
    else if (node == nullptr)
      hint = did_you_mean(key, uncertain_.names);
    checks_.error(place, fmt::format("\"{}\" is no uncertain number", key), known(), std::move(hint));
  }

  /// What a pattern matches that is not uncertain, such as numbers that were when the pattern was written.
  std::string certain_matches(const std::string& pattern) const {
    std::vector<std::string> found;
    for (const std::string& key : checks_.reading().number_keys())
      if (matches(pattern, key)) found.push_back(key);
    if (found.empty()) return {};
    const std::string count = counted(found.size(), "number");
    return fmt::format("It matches {} without a distribution here: {}", count, listed(std::move(found)));
  }

  /// As many names as a person reads.
  static std::string listed(std::vector<std::string> names) {
    constexpr std::size_t most = 12;
    const bool is_cut = names.size() > most;
    if (is_cut) names.resize(most);
    return join(names, ", ") + (is_cut ? ", ..." : "");
  }

  /// The keys that are drawn, or as many of them as a person reads.
  std::string known() const {
    const std::vector<std::string>& names = uncertain_.names;
    return names.empty() ? "there is none" : "known: " + listed(names);
  }

  const Node& root_;
  const Checks& checks_;
  KnownNames uncertain_;
};

/// Leaves each key to the last entry that names it.
void drop_what_later_entries_govern(Named<ParameterCorrelation>& entries) {
  std::vector<std::string> later;
  for (std::size_t i = entries.size(); i-- > 0;) {
    std::vector<std::string>& governed = entries[i].value.governed;
    std::erase_if(governed, [&](const std::string& key) {
      return std::find(later.begin(), later.end(), key) != later.end();
    });
    later.insert(later.end(), governed.begin(), governed.end());
  }
}

}  // namespace

void validate_parameter_correlation(Scenario& scenario, const Node& root, const Checks& checks) {
  const ParameterCorrelationValidator validator(scenario, root, checks);
  for (auto& [name, entry] : scenario.parameter_correlation) validator.check(name, entry);
  drop_what_later_entries_govern(scenario.parameter_correlation);
}

}  // namespace secondcurve

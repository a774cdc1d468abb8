#include "engine/cli/one_scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace {

/// The one text of a variable; empty where there is none.
std::string text_or_empty(const Group& group, std::string_view name) {
  const Variable* variable = find_variable(group, name);
  if (variable == nullptr) return {};
  const auto* texts = std::get_if<std::vector<std::string>>(&variable->data);
  return texts == nullptr || texts->size() != 1 ? std::string() : texts->front();
}

/// Attributes of a scenario's own file, and the variable of a file of several that says the same.
constexpr std::array<std::pair<const char*, const char*>, 7> attributes_by_scenario{
    {{"seed_text", "seed"},
     {"run_fingerprint", "digest"},
     {"sampling", "sampling"},
     {"replicates", "replicates"},
     {"inner", "inner"},
     {"currency", "currency"},
     {"prices", "prices"}}};

void set(std::vector<Attribute>& attributes, const std::string& name, const std::string& text) {
  std::erase_if(attributes, [&](const Attribute& attribute) { return attribute.name == name; });
  attributes.push_back({name, text});
}

/// Whether a scenario has anything of a variable that others have.
bool has_values(const Variable& variable) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&variable.data))
    return std::any_of(numbers->begin(), numbers->end(), [](double x) { return !std::isnan(x); });
  if (const auto* texts = std::get_if<std::vector<std::string>>(&variable.data))
    return std::any_of(texts->begin(), texts->end(), [](const std::string& text) { return !text.empty(); });
  return true;
}

/// Leaves out the variables that only other scenarios have, and the labels that nothing else then has.
void drop_what_others_have(Group& summary) {
  const auto is_label = [](const Variable& variable) {
    return variable.dimensions.size() == 1 && variable.dimensions[0] != "scenario";
  };
  std::erase_if(summary.variables,
                [&](const Variable& variable) { return !is_label(variable) && !has_values(variable); });
  std::vector<std::string> used;
  for (const Variable& variable : summary.variables)
    if (!is_label(variable)) used.insert(used.end(), variable.dimensions.begin(), variable.dimensions.end());
  std::erase_if(summary.variables, [&](const Variable& variable) {
    return is_label(variable) && std::find(used.begin(), used.end(), variable.dimensions[0]) == used.end();
  });
}

}  // namespace

std::size_t scenario_number(const ResultFile& file, const std::string& path,
                            const std::optional<std::string>& name) {
  const Group root = file.root();
  const Variable* labels = find_variable(root, "scenario");
  const auto* names = labels == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&labels->data);
  if (names == nullptr) throw IoError(path, "read scenario", "the file has no names of scenarios");
  if (!name) {
    if (names->size() == 1) return 0;
    throw unknown_name(fmt::format("secondcurve: {} has {}; say which with --scenario", path,
                                   counted(names->size(), "scenario")),
                       "", *names);
  }
  const auto found = std::find(names->begin(), names->end(), *name);
  if (found == names->end())
    throw unknown_name(fmt::format("secondcurve: \"{}\" is no scenario of {}", *name, path), *name, *names);
  return static_cast<std::size_t>(found - names->begin());
}

ResultView view_of(const ResultFile& file, const std::string& path, std::size_t scenario) {
  Group root = file.root(scenario);
  const bool is_merged = find_variable(root, "state") != nullptr;
  if (!is_merged) return ResultView(path, std::move(root), file.group("summary", scenario));
  if (const std::string state = text_or_empty(root, "state"); state != "done")
    throw IoError(path, fmt::format("read the scenario '{}'", text_or_empty(root, "scenario")),
                  state == "failed" ? "it failed: " + text_or_empty(root, "message") : "it was not run");
  set(root.attributes, "title", text_or_empty(root, "scenario_title"));
  const Group provenance = file.group("provenance", scenario);
  for (const auto& [attribute, variable] : attributes_by_scenario)
    if (const std::string text = text_or_empty(provenance, variable); !text.empty())
      set(root.attributes, attribute, text);
  Group summary = file.group("summary", scenario);
  drop_what_others_have(summary);
  if (const std::string notes = text_or_empty(summary, "notes"); !notes.empty())
    set(summary.attributes, "notes", notes);
  return ResultView(path, std::move(root), std::move(summary));
}

}  // namespace secondcurve::cli

#include "engine/cli/one_scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/batch_directory.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace {

/// Attributes of a scenario's own file, and the variable of a file of several that says the same.
constexpr std::array<std::pair<const char*, const char*>, 8> attributes_by_scenario{
    {{"seed_text", "seed"},
     {"run_fingerprint", "digest"},
     {"sampling", "sampling"},
     {"replicates", "replicates"},
     {"inner", "inner"},
     {"arithmetic", "arithmetic"},
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

/// The entry of a batch that its directory remembers, where the file is the index in one; nothing otherwise.
std::optional<BatchEntry> entry_of(const std::string& path, const std::string& scenario) {
  const std::filesystem::path index(path);
  const BatchDirectory directory(index.has_parent_path() ? index.parent_path().string() : ".");
  if (index.filename() != "index.h5" || !directory.holds_batch()) return std::nullopt;
  try {
    for (const BatchEntry& entry : directory.read_record().entries)
      if (entry.name == scenario) return entry;
  } catch (const IoError&) {  // what is to be said here matters more than a damaged record
  }
  return std::nullopt;
}

/// What sweeps set in a scenario: "KEY = VALUE" of the first key of each axis.
std::vector<std::string> swept_settings(const Group& root) {
  std::vector<std::string> settings;
  for (const Variable& variable : root.variables) {
    if (!variable.name.starts_with("swept_")) continue;
    std::string key = attribute_text(variable.attributes, "key");
    if (key.empty()) key = variable.name;
    if (const auto* numbers = std::get_if<std::vector<double>>(&variable.data);
        numbers != nullptr && numbers->size() == 1 && std::isfinite(numbers->front()))
      settings.push_back(fmt::format("{} = {}", key, numbers->front()));
    else if (const std::string text = first_text(root, variable.name); !text.empty())
      settings.push_back(fmt::format("{} = {}", key, text));
  }
  return settings;
}

/// How a scenario of a batch that has no results is run by itself.
std::string advice_on(const Group& root, const std::string& path, const std::string& scenario) {
  if (const std::optional<BatchEntry> entry = entry_of(path, scenario)) {
    std::string command = "secondcurve run " + entry->file;
    for (const std::string& setting : entry->settings) command += fmt::format(" --set '{}'", setting);
    return "Run it by itself: " + command;
  }
  const std::vector<std::string> swept = swept_settings(root);
  if (swept.empty()) return "Run its config file by itself";
  return "It was swept to " + join(swept, ", ") + ". Run its config file by itself, with these after --set";
}

}  // namespace

std::vector<std::string> scenario_names(const ResultFile& file, const std::string& path) {
  const Group root = file.root();
  const std::vector<std::string>& names = texts_of(root, "scenario");
  if (names.empty()) throw IoError(path, "read scenario", "the file has no names of scenarios");
  return names;
}

std::size_t scenario_number(const ResultFile& file, const std::string& path,
                            const std::optional<std::string>& name) {
  const std::vector<std::string> names = scenario_names(file, path);
  if (!name) {
    if (names.size() == 1) return 0;
    throw unknown_name(fmt::format("secondcurve: {} has {}; say which with --scenario", path,
                                   counted(names.size(), "scenario")),
                       "", names);
  }
  return place_among(names, *name, fmt::format("secondcurve: \"{}\" is no scenario of {}", *name, path));
}

void require_done(const Group& root, const std::string& path) {
  const std::string state = first_text(root, "state");
  if (find_variable(root, "state") == nullptr || state == "done") return;
  const std::string scenario = first_text(root, "scenario");
  const std::string operation = fmt::format("read the scenario '{}'", scenario);
  if (state != "failed") throw IoError(path, operation, "it was not run");
  std::istringstream messages(first_text(root, "message"));
  std::string first, more;
  std::getline(messages, first);
  std::size_t n_more = 0;
  while (std::getline(messages, more)) ++n_more;
  if (n_more > 0) first += fmt::format("\n... and {}", counted(n_more, "more line"));
  throw IoError(path, operation,
                fmt::format("it failed: {}\nSo the file has neither results nor a config of it. {}", first,
                            advice_on(root, path, scenario)));
}

ResultView view_of(const ResultFile& file, const std::string& path, std::size_t scenario) {
  Group root = file.root(scenario);
  const bool is_merged = find_variable(root, "state") != nullptr;
  if (!is_merged) return ResultView(path, std::move(root), file.group("summary", scenario));
  require_done(root, path);
  set(root.attributes, "title", first_text(root, "scenario_title"));
  const Group provenance = file.group("provenance", scenario);
  for (const auto& [attribute, variable] : attributes_by_scenario)
    if (const std::string text = first_text(provenance, variable); !text.empty())
      set(root.attributes, attribute, text);
  Group summary = file.group("summary", scenario);
  drop_what_others_have(summary);
  if (const std::string notes = first_text(summary, "notes"); !notes.empty())
    set(summary.attributes, "notes", notes);
  return ResultView(path, std::move(root), std::move(summary));
}

}  // namespace secondcurve::cli

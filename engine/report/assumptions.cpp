#include "engine/report/assumptions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/csv.hpp"
#include "engine/config/node.hpp"
#include "engine/config/reading.hpp"
#include "engine/schema/unit_of_key.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/settings.hpp"

namespace secondcurve {

namespace {

/// Sections that say what is reported and how, not what is assumed.
constexpr std::array<std::string_view, 6> other_sections{"scenario", "simulation", "account",
                                                         "accounts", "series",     "output"};

/// Keys that name things, or that stand beside the assumption itself.
constexpr std::array<std::string_view, 8> other_keys{"title",  "title_zh", "account", "measure",
                                                     "source", "why",      "enabled", "definition"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The facts that a table cites, and those of the values in it.
std::vector<std::string> cited_in(const Node& table) {
  Reading reading({});  // its errors were reported when the scenario was loaded
  if (const Node* source = table.find("source")) reading.cite(*source);
  for (const Node& child : table.children())
    if (const Node* source = child.find("source")) reading.cite(*source);
  std::vector<std::string> facts;
  for (const Reading::Cited& cited : reading.cited())
    if (std::find(facts.begin(), facts.end(), cited.fact) == facts.end()) facts.push_back(cited.fact);
  return facts;
}

/// The value without its source and reason: `0.05` of { value = 0.05, source = "..." }.
std::string bare_value(const Node& node) {
  if (node.kind() != Node::Kind::table) return node.to_toml_value();
  std::vector<const Node*> rest;
  for (const Node& child : node.children())
    if (!is_one_of(other_keys, child.name()) && (is_value(node) || child.kind() != Node::Kind::table))
      rest.push_back(&child);
  if (rest.size() == 1 && rest.front()->name() == "value") return rest.front()->to_toml_value();
  std::string text;
  for (const Node* child : rest)
    text += (text.empty() ? "" : ", ") + child->name() + " = " + bare_value(*child);
  return "{ " + text + " }";
}

/// The assumptions of a config, in its order.
class Assumptions final {
 public:
  explicit Assumptions(const LoadedScenario& loaded)
      : loaded_(loaded), schema_(table_info<Scenario>("")), root_(loaded.document.root()) {
    for (const Node& section : root_.children())
      if (!is_one_of(other_sections, section.name()))
        for (const Node& entry : section.children()) collect(entry);
  }

  std::vector<Assumption> all() && { return std::move(all_); }

 private:
  /// A table that has a source or a reason is an assumption with all its own values; tables within it stand
  /// for themselves.
  void collect(const Node& node) {
    if (is_one_of(other_keys, node.name())) return;
    const bool is_section_here = is_section(node);
    const bool is_cited = node.find("source") != nullptr || node.find("why") != nullptr;
    if (!is_section_here || is_cited) add(node);
    if (!is_section_here) return;
    for (const Node& child : node.children())
      if (!is_cited || child.kind() == Node::Kind::table) collect(child);
  }

  void add(const Node& node) {
    std::string unit = unit_of_key(schema_, node.key());
    if (unit.empty() && node.find("value") != nullptr) unit = unit_of_key(schema_, node.key() + ".value");
    const Node* why = node.find("why");
    Assumption assumption{.key = node.key(),
                          .value = bare_value(node),
                          .unit = unit == "account" ? loaded_.scenario.account.currency : unit,
                          .facts = cited_in(node),
                          .why = why != nullptr && why->kind() == Node::Kind::string ? why->as_string() : "",
                          .where = node.position(),
                          .replaced = {node.replaced().begin(), node.replaced().end()},
                          .changed_by = {},
                          .becomes = {}};
    for (const auto& [change, acts] : changes_of(loaded_, node.key()))
      if (acts) assumption.changed_by.push_back(change);
    if (const std::string* value = adjusted_value(loaded_, node.key())) assumption.becomes = *value;
    all_.push_back(std::move(assumption));
  }

  const LoadedScenario& loaded_;
  const TableInfo schema_;
  const Node& root_;
  std::vector<Assumption> all_;
};

/// The text of the file that a key names; null where the config names none.
const SourceFile* file_of(const LoadedScenario& loaded, std::string_view key) {
  const Node* name = loaded.document.root().find_path(key);
  if (name == nullptr) return nullptr;
  const std::string path = loaded.document.resolve(*name, name->as_string());
  for (const SourceFile& file : loaded.document.files())
    if (file.name == path) return &file;
  return nullptr;
}

/// Every fact that the config cites anywhere.
std::set<std::string> cited_facts(const Node& node) {
  std::set<std::string> facts;
  for (std::string& fact : cited_in(node)) facts.insert(std::move(fact));
  for (const Node& child : node.children())
    if (child.kind() == Node::Kind::table) facts.merge(cited_facts(child));
  return facts;
}

/// The text in a column; empty where there is no such column.
std::string cell_of(const Csv& csv, const Csv::Row& row, std::string_view name) {
  const auto column = csv.column(name);
  return column ? row.fields[*column] : std::string();
}

/// The documents that facts are taken from, by id.
std::map<std::string, SourceDocument> documents_of(const LoadedScenario& loaded) {
  const SourceFile* file = file_of(loaded, "account.sources");
  if (file == nullptr) return {};
  const Csv csv = parse_csv(file->text, file->name);
  std::map<std::string, SourceDocument> documents;
  for (const Csv::Row& row : csv.rows)
    documents[cell_of(csv, row, "id")] = {.title = cell_of(csv, row, "title"),
                                          .publisher = cell_of(csv, row, "publisher"),
                                          .date = cell_of(csv, row, "date"),
                                          .address = cell_of(csv, row, "address")};
  return documents;
}

CitedFact fact_of(const Csv& csv, const Csv::Row& row) {
  const auto cell = [&](std::string_view name) { return cell_of(csv, row, name); };
  static constexpr std::array<std::string_view, 5> own{"id", "year", "value", "unit", "source"};
  std::string text;
  for (std::size_t i = 0; i < csv.header.size(); ++i)
    if (!is_one_of(own, csv.header[i]) && !row.fields[i].empty())
      text += (text.empty() ? "" : "; ") + (csv.header[i] == "confidence" ? "confidence " : std::string()) +
              row.fields[i];
  std::string value = cell("value");
  if (const std::string unit = cell("unit"); !value.empty() && !unit.empty()) value += " " + unit;
  return {.id = cell("id"),
          .text = std::move(text),
          .value = std::move(value),
          .year = cell("year"),
          .source = cell("source")};
}

}  // namespace

std::vector<Assumption> assumptions_of(const LoadedScenario& loaded) { return Assumptions(loaded).all(); }

std::vector<CitedFact> cited_facts_of(const LoadedScenario& loaded) {
  const SourceFile* file = file_of(loaded, "account.facts");
  if (file == nullptr) return {};
  const std::set<std::string> cited = cited_facts(loaded.document.root());
  const Csv csv = parse_csv(file->text, file->name);
  const std::map<std::string, SourceDocument> documents = documents_of(loaded);
  std::vector<CitedFact> facts;
  for (const Csv::Row& row : csv.rows) {
    CitedFact fact = fact_of(csv, row);
    if (!cited.contains(fact.id)) continue;
    if (const auto document = documents.find(fact.source); document != documents.end())
      fact.document = document->second;
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace secondcurve

#include "models/scenario/citations.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
/// Sections whose entries cite facts as a whole, beside those that their numbers cite.
constexpr std::array<std::string_view, 7> cited_sections{"targets", "programmes", "adoption", "policies",
                                                         "events",  "measures",   "histories"};

/// Checks that the file of documents, where the config names one, can say what a document is called.
void validate_documents(const Node& root, Reading& reading) {
  const Node* sources = root.find_path("account.sources");
  if (sources == nullptr || sources->kind() != Node::Kind::string) return;  // reported where it was read
  if (root.find_path("account.facts") == nullptr && !reading.has_error("account.facts"))
    return reading.error(*sources, "lists documents of facts, and there is no file of facts",
                         "account.facts must name the file whose column source names them");
  const auto file = reading.csv_file(*sources);
  if (!file) return;
  for (const char* column : {"id", "title"})
    if (!file->csv.column(column))
      reading.error(*sources, fmt::format("{} has no column \"{}\"", file->path, column));
}

}  // namespace

void validate_citations(const Scenario& scenario, const Node& root, Reading& reading) {
  validate_documents(root, reading);
  for (const std::string_view section : cited_sections)
    if (const Node* entries = root.find(section))
      for (const Node& entry : entries->children())
        if (const Node* source = entry.find("source")) reading.cite(*source);
  if (const Node* source = root.find_path("links.source")) reading.cite(*source);
  for (const auto& [name, sector] : scenario.sectors)
    if (const Node* base = root.find_path("sectors." + name + ".base");
        base != nullptr && base->kind() == Node::Kind::table)
      reading.citation(*base);
  if (reading.cited().empty()) return;
  const Reading::Cited& first = reading.cited().front();
  const Node* facts = root.find_path("account.facts");
  if (facts == nullptr && reading.has_error("account.facts")) return;
  if (facts == nullptr)
    return reading.error_at(first.where, first.key, fmt::format("cites fact \"{}\"", first.fact),
                            "account.facts must name the file where facts are looked up");
  if (facts->kind() != Node::Kind::string) return;  // reported where it was read
  const auto file = reading.csv_file(*facts);
  if (!file) return;
  const auto column = file->csv.column("id");
  if (!column) return reading.error(*facts, file->path + " has no column \"id\"");
  std::vector<std::string> ids;
  for (const Csv::Row& row : file->csv.rows) ids.push_back(row.fields[*column]);
  const std::set<std::string> known(ids.begin(), ids.end());
  for (const Reading::Cited& cited : reading.cited()) {
    if (known.contains(cited.fact)) continue;
    reading.error_at(cited.where, cited.key, fmt::format("\"{}\" is no fact", cited.fact),
                     fmt::format("ids are in the column id of {}", file->path),
                     did_you_mean(cited.fact, ids));
  }
}

}  // namespace secondcurve

#include "engine/config/reading.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/config/exclusive_keys.hpp"
#include "engine/config/text.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve {

void Reading::error(const Node& node, std::string problem, std::string allowed, std::string hint) {
  error_at(node.position(), node.key(), std::move(problem), std::move(allowed), std::move(hint));
}

void Reading::error_at(const SourcePosition& where, const std::string& key, std::string problem,
                       std::string allowed, std::string hint) {
  error_about(std::span(&key, 1), where, key, std::move(problem), std::move(allowed), std::move(hint));
}

void Reading::error_about(std::span<const std::string> keys, const SourcePosition& where,
                          const std::string& table_key, std::string problem, std::string allowed,
                          std::string hint) {
  diagnostics_.push_back({where, table_key, std::move(problem), std::move(allowed), std::move(hint)});
  wrong_keys_.insert(wrong_keys_.end(), keys.begin(), keys.end());
}

bool is_key_within(std::string_view key, std::string_view outer) {
  return key.starts_with(outer) &&
         (key.size() == outer.size() || key[outer.size()] == '.' || key[outer.size()] == '[');
}

bool Reading::has_error(std::string_view key) const {
  return std::any_of(wrong_keys_.begin(), wrong_keys_.end(),
                     [&](const std::string& wrong) { return is_key_within(key, wrong); });
}

bool Reading::has_error_within(std::string_view key) const {
  return has_error(key) || std::any_of(wrong_keys_.begin(), wrong_keys_.end(),
                                       [&](const std::string& wrong) { return is_key_within(wrong, key); });
}

std::vector<std::string> split_ids(std::string_view text) {
  std::vector<std::string> ids;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(";,"), text.size());
    std::string_view id = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (id.starts_with(' ')) id.remove_prefix(1);
    while (id.ends_with(' ')) id.remove_suffix(1);
    if (!id.empty()) ids.emplace_back(id);
  }
  return ids;
}

std::vector<std::string> Reading::cite(const Node& source) {
  std::vector<std::string> facts;
  const auto add = [&](const Node& node) {
    if (node.kind() != Node::Kind::string) return wrong_kind(node, "text with ids of facts", *this);
    for (std::string& id : split_ids(node.as_string())) {
      cited_.push_back({node.position(), node.key(), id});
      facts.push_back(std::move(id));
    }
  };
  if (source.kind() == Node::Kind::array)
    for (const Node& each : source.children()) add(each);
  else
    add(source);
  return facts;
}

Citation Reading::citation(const Node& table) {
  Citation citation;
  if (const Node* source = table.find("source")) citation.facts = cite(*source);
  if (const Node* why = table.find("why")) {
    if (why->kind() == Node::Kind::string)
      citation.why = why->as_string();
    else
      wrong_kind(*why, "text", *this);
  }
  return citation;
}

std::optional<CsvFile> Reading::csv_file(const Node& path) {
  if (path.kind() != Node::Kind::string) {
    wrong_kind(path, "the name of a file", *this);
    return std::nullopt;
  }
  try {
    const NamedText file = read_file_(path, path.as_string());
    return CsvFile{file.path, parse_csv(file.text, file.path)};
  } catch (const IoError& failure) {
    error(path, failure.what(), "a file, relative to the folder of this config");
  } catch (const ConfigError& failure) {
    for (const Diagnostic& each : failure.diagnostics())
      error_about(std::vector{path.key()}, each.where, each.key.empty() ? path.key() : each.key, each.problem,
                  each.allowed, each.hint);
  }
  return std::nullopt;
}

std::vector<Diagnostic> Reading::diagnostics() const {
  std::vector<Diagnostic> sorted = diagnostics_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
  return sorted;
}

void Reading::finish() const {
  if (failed()) throw ConfigError(diagnostics());
}

namespace {
bool names(const Reading::Adjustment& adjustment, const std::string& key) {
  return std::any_of(adjustment.patterns.begin(), adjustment.patterns.end(),
                     [&](const std::string& pattern) { return matches(pattern, key); });
}
}  // namespace

LinearChange Reading::change_of(const std::string& key) {
  number_keys_.push_back(key);
  LinearChange change;
  for (const Adjustment& each : adjustments_)
    if (names(each, key)) change = change.then(each.change);
  return change;
}

std::vector<const Reading::Adjustment*> Reading::changes_of(const std::string& key) const {
  std::vector<const Adjustment*> found;
  for (const Adjustment& each : adjustments_)
    if (!each.change.is_none() && names(each, key)) found.push_back(&each);
  return found;
}

std::string Reading::adjustments_of(const std::string& key) const {
  std::vector<std::string> found;
  for (const Adjustment* each : changes_of(key)) found.push_back(each->key);
  return join(found, ", ", " and ");
}

void Reading::moved_out(const Node& number, const std::string& from, const std::string& to,
                        std::string allowed, std::string hint) {
  const std::vector<const Adjustment*> changes = changes_of(number.key());
  std::string by;
  if (changes.size() > 1) by = fmt::format(" ({} together)", adjustments_of(number.key()));
  const Adjustment& last = *changes.back();
  error_about(std::vector{number.key()}, last.where, last.key,
              fmt::format("moves {} from {} to {}{}", number.key(), from, to, by), std::move(allowed),
              std::move(hint));
}

std::optional<double> plain_number(const Node& node) {
  if (node.kind() == Node::Kind::integer || node.kind() == Node::Kind::number) return node.as_number();
  if (node.kind() != Node::Kind::string) return std::nullopt;
  std::string_view text = node.as_string();
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0.0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value / 100.0;
}

bool check_range(const Node& node, double value, const FieldInfo& info, Reading& reading) {
  if (info.range.contains(value)) return true;
  const bool has_unit = !info.unit.empty() && info.unit != "1" && info.unit != "account";
  const std::string unit = has_unit ? fmt::format(" [{}]", info.unit) : "";
  const bool like_percent = info.unit == "1/year" && value > info.range.high && value <= 100.0;
  reading.error(node, fmt::format("= {}{}: must be {}", value, unit, to_string(info.range)), "",
                like_percent ? fmt::format("Write \"{}%\" for {} percent", value, value) : "");
  return false;
}

std::optional<double> read_number(const Node& node, const FieldInfo& info, Reading& reading) {
  const Node* number = &node;
  if (node.kind() == Node::Kind::table) {
    static constexpr std::string_view allowed[] = {"value", "source", "why"};
    refuse_unknown_keys(node, allowed, reading);
    reading.citation(node);
    number = node.find("value");
    if (number == nullptr) {
      reading.error(node, "has no value", "a number, or { value = 0.05, source = \"...\" }");
      return std::nullopt;
    }
  }
  const std::optional<double> value = plain_number(*number);
  if (!value) {
    wrong_kind(*number, "a number, such as 0.05 or \"5%\"", reading);
    return std::nullopt;
  }
  if (!check_range(*number, *value, info, reading)) return std::nullopt;
  return value;
}

void refuse_unknown_keys(const Node& table, std::span<const std::string_view> allowed, Reading& reading) {
  for (const Node& child : table.children()) {
    if (std::find(allowed.begin(), allowed.end(), child.name()) != allowed.end()) continue;
    const std::vector<std::string> names(allowed.begin(), allowed.end());
    reading.error_at(child.key_position(), child.key(), "unknown key", "allowed: " + join(names, ", "),
                     did_you_mean(child.name(), names));
  }
}

bool is_entry_name(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && lower(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return lower(c) || digit(c) || c == '_'; });
}

bool check_entry_name(const Node& entry, Reading& reading) {
  if (is_value_key(entry.name())) {
    reading.error_at(entry.key_position(), entry.key(), "is no allowed name",
                     fmt::format("a table with a key {} is one number", entry.name()));
    return false;
  }
  if (is_kept_name(entry.name())) {
    reading.error_at(entry.key_position(), entry.key(), "is no allowed name", "the word is kept for settings",
                     fmt::format("Use another, such as {}_1", entry.name()));
    return false;
  }
  if (is_entry_name(entry.name())) return true;
  reading.error_at(entry.key_position(), entry.key(), "is no allowed name",
                   "a small letter, then small letters, digits and underscores, such as advanced_materials",
                   "Use title for the name that people read");
  return false;
}

bool is_disabled(const Node& entry, Reading& reading) {
  const Node* enabled = entry.find("enabled");
  if (enabled == nullptr) return false;
  if (enabled->kind() == Node::Kind::boolean) return !enabled->as_boolean();
  wrong_kind(*enabled, "true or false", reading);
  return false;
}

void wrong_kind(const Node& node, std::string_view wanted, Reading& reading) {
  std::string shown(kind_name(node.kind()));
  if (node.kind() != Node::Kind::table && node.kind() != Node::Kind::array)
    shown += " " + node.to_toml_value();
  reading.error(node, "is " + shown, fmt::format("must be {}", wanted));
}

}  // namespace secondcurve

#include "engine/schema/key_text.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace secondcurve {

namespace {
using Kind = TypeInfo::Kind;

std::string choices_text(const std::vector<std::string>& choices) {
  if (choices.size() == 1) return fmt::format("\"{}\"", choices.front());
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += fmt::format("{}\"{}\"", i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ", choices[i]);
  return text;
}
}  // namespace

std::vector<std::string> group_of(const KeyInfo& key, std::span<const KeyInfo> keys) {
  std::vector<std::string> names;
  if (key.info.group.empty()) return names;
  for (const KeyInfo& each : keys)
    if (each.info.group == key.info.group) names.push_back(each.name);
  return names;
}

bool is_bounded(const KeyInfo& key) {
  switch (key.type.kind) {
    case Kind::integer:
    case Kind::number:
    case Kind::quantity:
    case Kind::numbers:
    case Kind::weights:
    case Kind::quantities:
    case Kind::matrix:
    case Kind::loadings:
    case Kind::by_year:
      return !key.info.range.is_any();
    default:
      return false;
  }
}

std::string allowed_text(const KeyInfo& key) {
  const std::string range = is_bounded(key) ? ", each " + to_string(key.info.range) : "";
  switch (key.type.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return is_bounded(key) ? "whole number, " + to_string(key.info.range) : "whole number";
    case Kind::number:
    case Kind::quantity:
      return to_string(key.info.range);
    case Kind::text:
      return "text";
    case Kind::choice:
      return choices_text(key.type.choices);
    case Kind::numbers:
      return "list of numbers" + range;
    case Kind::texts:
      return "list of texts";
    case Kind::choice_list:
      return "list of " + choices_text(key.type.choices);
    case Kind::weights:
      return "table { name = number }" + range;
    case Kind::quantities:
      return "table { name = number }" + range;
    case Kind::matrix:
      return "list of lists of numbers" + range;
    case Kind::loadings:
      return "table { name = { name = number } }" + range;
    case Kind::by_year:
      return "table { year = number }" + range;
    case Kind::table:
      return "table";
    case Kind::level:
      return "number or table";
    case Kind::named_tables:
      return "tables by name";
    case Kind::settings:
      return "table { section.key = value }";
    case Kind::model: {
      std::vector<std::string> models;
      for (const TableInfo& model : key.type.tables) models.push_back(model.name);
      return models.size() > 3 ? "table with a model" : "table with model = " + choices_text(models);
    }
    case Kind::model_keys: {
      std::vector<std::string> models;
      for (const TableInfo& model : key.type.tables) models.push_back(model.name);
      return choices_text(models);
    }
  }
  return "";
}

std::string left_out_text(const KeyInfo& key, std::span<const KeyInfo> keys) {
  switch (key.info.presence) {
    case Presence::required:
      return "must be given";
    case Presence::one_of:
      return fmt::format("exactly one of {} must be given", fmt::join(group_of(key, keys), ", "));
    case Presence::at_most_one_of:
      return fmt::format("at most one of {} may be given", fmt::join(group_of(key, keys), ", "));
    case Presence::all_but_one_of:
      return fmt::format("all but one of {} must be given", fmt::join(group_of(key, keys), ", "));
    case Presence::optional:
      break;
  }
  return std::string(key.info.default_text);
}

std::string variation_text(const KeyInfo& key) {
  if (key.type.kind != Kind::quantity && key.type.kind != Kind::quantities) return "";
  if (key.info.drawn_anew) return "uncertain, drawn anew each time";
  if (key.info.uncertain && key.info.scheduled) return "uncertain, by year";
  return key.info.uncertain ? "uncertain" : key.info.scheduled ? "by year" : "";
}

std::string describe_key(const KeyInfo& key, std::span<const KeyInfo> keys) {
  std::string text(key.info.doc);
  if (!key.info.unit.empty()) text += fmt::format(" [{}]", key.info.unit);
  if (is_bounded(key)) text += fmt::format("; {}", to_string(key.info.range));
  const std::string left_out = left_out_text(key, keys);
  if (!left_out.empty())
    text +=
        key.info.presence == Presence::optional ? fmt::format("; {} if left out", left_out) : "; " + left_out;
  const std::string variation = variation_text(key);
  if (!variation.empty()) text += fmt::format("; may be {}", variation);
  return text;
}

}  // namespace secondcurve

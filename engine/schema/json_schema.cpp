// Long: one walk over the descriptions; JSON stays out of headers, so it is not split.
#include "engine/schema/json_schema.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/schema/key_text.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve {

namespace {
using Json = nlohmann::ordered_json;  // keys in the order of the descriptions
using Kind = TypeInfo::Kind;

constexpr const char* percent_pattern = R"(^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *%$)";
constexpr const char* name_pattern = "^[a-z][a-z0-9_]*$";
constexpr const char* percent_name_pattern = "^p[0-9]+(_[0-9]+)?$";
constexpr const char* year_pattern = "^[0-9]{4}$";

// A list in braces may become an array or an object: where it matters, arrays are made from these.
using Names = std::vector<std::string>;
using Forms = std::vector<Json>;

std::string text(std::string_view view) { return std::string(view); }

Json text_type() { return {{"type", "string"}}; }
Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

/// A table with these keys and no other.
Json closed_table(Json properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json any_of(Forms forms) {
  if (forms.size() == 1) return forms.front();
  return {{"anyOf", std::move(forms)}};
}

/// What holds where `model` has that value.
Json if_model(const std::string& name, Json then) {
  Json condition = {{"required", Names{"model"}}, {"properties", {{"model", {{"const", name}}}}}};
  return {{"if", std::move(condition)}, {"then", std::move(then)}};
}

/// What holds unless `enabled` is false: an entry that is switched off need not be complete.
Json if_enabled(Json then) {
  Json condition = {{"properties", {{"enabled", {{"const", true}}}}}};
  return {{"if", std::move(condition)}, {"then", std::move(then)}};
}

/// A bound as people write it: 1800 rather than 1800.0.
Json bound(double value) {
  constexpr double largest = 9007199254740992.0;  // 2^53: whole numbers are exact up to here
  if (value == std::floor(value) && std::abs(value) <= largest) return static_cast<std::int64_t>(value);
  return value;
}

void add_bounds(Json& schema, const Range& range) {
  if (std::isfinite(range.low)) schema[range.low_open ? "exclusiveMinimum" : "minimum"] = bound(range.low);
  if (std::isfinite(range.high)) schema[range.high_open ? "exclusiveMaximum" : "maximum"] = bound(range.high);
}

/// Keys that are about each other.
struct KeyGroup {
  Presence presence;
  Names names;
};

std::vector<KeyGroup> groups_of(const std::vector<KeyInfo>& keys) {
  std::vector<KeyGroup> groups;
  for (const KeyInfo& key : keys)
    if (Names names = group_of(key, keys);
        !names.empty() &&
        std::none_of(groups.begin(), groups.end(), [&](const KeyGroup& each) { return each.names == names; }))
      groups.push_back({key.info.presence, std::move(names)});
  return groups;
}

/// Not too many keys of a group: holds in every file, since a base file can only add keys.
void forbid_surplus(Json& schema, const std::vector<KeyInfo>& keys) {
  const auto forbid = [&](const Names& names) {
    schema["allOf"].push_back({{"not", {{"required", names}}}});
  };
  for (const auto& [presence, names] : groups_of(keys)) {
    if (presence == Presence::all_but_one_of) {
      forbid(names);
      continue;
    }
    for (std::size_t i = 0; i < names.size(); ++i)
      for (std::size_t j = i + 1; j < names.size(); ++j) forbid({names[i], names[j]});
  }
}

/// What a file without a base must say: required keys and enough keys of each group, at every depth.
Json demanded(const std::vector<KeyInfo>& keys);

Json demanded_below(const TypeInfo& type) {
  switch (type.kind) {
    case Kind::table:
    case Kind::level:
      return demanded(type.tables.front().keys);
    case Kind::named_tables:
      return {{"additionalProperties", if_enabled(demanded(type.tables.front().keys))}};
    case Kind::model: {
      Json schema = {{"required", Names{"model"}}};
      for (const TableInfo& model : type.tables)
        schema["allOf"].push_back(if_model(model.name, demanded(model.keys)));
      return schema;
    }
    default:
      return Json::object();
  }
}

Json demanded(const std::vector<KeyInfo>& keys) {
  Json schema = Json::object();
  for (const KeyInfo& key : keys) {
    if (key.info.presence == Presence::required) schema["required"].push_back(key.name);
    if (key.type.kind == Kind::model_keys)
      for (const TableInfo& model : key.type.tables)
        schema["allOf"].push_back(if_model(model.name, demanded(model.keys)));
    else if (Json below = demanded_below(key.type); !below.empty())
      schema["properties"][key.name] = std::move(below);
  }
  for (const auto& [presence, names] : groups_of(keys)) {
    if (presence == Presence::at_most_one_of) continue;
    Forms enough;
    for (const std::string& name : names) {
      Names needed{name};
      if (presence == Presence::all_but_one_of) {
        needed = names;
        std::erase(needed, name);
      }
      enough.push_back({{"required", std::move(needed)}});
    }
    schema["allOf"].push_back(any_of(std::move(enough)));
  }
  return schema;
}

/// Shows a default as the value that it is: "1" is 1, "0.05, 0.5" of a list is [0.05, 0.5].
Json default_value(const KeyInfo& key) {
  const std::string shown = text(key.info.default_text);
  const bool bare_list = key.type.kind == Kind::numbers && !shown.starts_with('[');
  Json value = Json::parse(bare_list ? "[" + shown + "]" : shown, nullptr, false);
  return value.is_discarded() ? Json(shown) : value;
}

/// Writes one schema; forms that several keys share go to its definitions.
class SchemaWriter final {
 public:
  Json scenario(const TableInfo& root) {
    Json schema = whole("Secondcurve scenario", root);
    const Json names_base = {{"required", Names{"base"}}};
    const Json inherits = {{"required", Names{"scenario"}}, {"properties", {{"scenario", names_base}}}};
    schema["if"] = {{"not", inherits}};
    schema["then"] = demanded(root.keys);
    schema["definitions"] = definitions_;
    return schema;
  }

  Json batch(const TableInfo& root) {
    Json schema = whole("Secondcurve batch", root);
    schema["allOf"].push_back(demanded(root.keys));
    schema["definitions"] = definitions_;
    return schema;
  }

 private:
  /// A file: its description and its tables.
  Json whole(const std::string& title, const TableInfo& root) {
    Json schema = {
        {"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}, {"description", root.doc}};
    schema.update(table(root));
    return schema;
  }

  /// A reference to a definition, made on first use.
  template <class Make>
  Json shared(std::string name, Make&& make) {
    for (char& c : name)
      if (c == ' ') c = '_';
    if (!definitions_.contains(name)) {
      definitions_[name] = Json::object();  // keeps its place among the definitions
      definitions_[name] = make();
    }
    return {{"$ref", "#/definitions/" + name}};
  }

  Json source() {
    return shared("source", [] {
      return Json{
          {"description", "ids of facts, looked up in account.facts: text with ';' between, or a list"},
          {"anyOf", Forms{text_type(), list_of(text_type())}}};
    });
  }
  Json why() {
    return shared("why", [] { return Json{{"description", "the reason, in words"}, {"type", "string"}}; });
  }
  Json with_citation(Json properties) {
    properties[text(number_keys::source)] = source();
    properties[text(number_keys::why)] = why();
    return closed_table(std::move(properties));
  }
  Json interpolation() {
    const auto& names = EnumNames<Interpolation>::names;
    return {{"description", "steps: a year keeps the last listed value; linear: straight lines between"},
            {"enum", std::vector<std::string>(names.begin(), names.end())}};
  }

  Json percent() {
    return shared("percent", [] {
      return Json{{"description", "a rate as people say it: \"5%\" is 0.05"},
                  {"type", "string"},
                  {"pattern", percent_pattern}};
    });
  }

  /// 0.05, "5%" or { value = 0.05, source = ... }.
  Json number(const Range& range) {
    return shared(range.is_any() ? "number" : "number_" + to_string(range), [&] {
      Json plain = {{"type", "number"}};
      add_bounds(plain, range);
      Json table = with_citation({{number_keys::value, any_of({plain, percent()})}});
      table["required"] = Names{text(number_keys::value)};
      return any_of({plain, percent(), table});
    });
  }

  Json distribution_numbers(const DistributionForm& form) {
    Json numbers = list_of(number(any_real));
    numbers["minItems"] = numbers["maxItems"] = form.n_numbers;
    switch (form.style) {
      case DistributionStyle::list:
        return numbers;
      case DistributionStyle::pairs: {
        Json pairs = list_of(std::move(numbers));
        pairs["minItems"] = 2;
        return pairs;
      }
      case DistributionStyle::shares:
        break;
    }
    return {{"type", "object"},
            {"patternProperties", {{percent_name_pattern, number(any_real)}}},
            {"additionalProperties", false},
            {"minProperties", 2}};
  }

  Json distribution() {
    return shared("distribution", [&] {
      Forms forms;
      for (const DistributionForm& form : distribution_forms) {
        Json numbers = distribution_numbers(form);
        numbers["description"] = fmt::format("{}: {}", usage(form), form.doc);
        Json table = with_citation({{form.name, std::move(numbers)},
                                    {number_keys::min, number(any_real)},
                                    {number_keys::max, number(any_real)}});
        table["required"] = Names{text(form.name)};
        forms.push_back(std::move(table));
      }
      return Json{{"description", "drawn once per path"}, {"anyOf", std::move(forms)}};
    });
  }

  Json parameter() {
    return shared("parameter", [&] {
      Json table = with_citation({{number_keys::parameter, text_type()}});
      table["description"] = "the number that [parameters.NAME] describes: one draw wherever it is used";
      table["required"] = Names{text(number_keys::parameter)};
      return table;
    });
  }

  Json year_table(const Range& range) {
    return shared(range.is_any() ? "by_year" : "by_year_" + to_string(range), [&] {
      Json table = with_citation({{number_keys::interpolate, interpolation()}});
      table["description"] = "a value from each listed year on: { 2026 = 0.05, 2028 = 0.04 }";
      table["patternProperties"] = {{year_pattern, number(range)}};
      // At least one year: not every name is one of the others.
      Names others{text(number_keys::interpolate), text(number_keys::source), text(number_keys::why)};
      table["not"] = {{"propertyNames", {{"enum", std::move(others)}}}};
      return table;
    });
  }

  Json csv_column() {
    return shared("csv_column", [&] {
      Json table = column_of_years();
      table["properties"][text(number_keys::interpolate)] = interpolation();
      return table;
    });
  }

  Json column_of_years() {
    Json table = with_citation({{number_keys::csv, text_type()}, {number_keys::column, text_type()}});
    table["description"] = "a column of a CSV file that has a column year";
    table["required"] = Names{text(number_keys::csv), text(number_keys::column)};
    return table;
  }

  /// Numbers by year, each for its year alone.
  Json single_years(const Range& range) {
    Json table = with_citation(Json::object());
    table["description"] = "a value for each listed year: { 2023 = 100, 2024 = 110 }";
    table["patternProperties"] = {{year_pattern, number(range)}};
    table["not"] = {{"propertyNames", {{"enum", Names{text(number_keys::source), text(number_keys::why)}}}}};
    return any_of(
        {std::move(table), shared("csv_column_of_single_years", [&] { return column_of_years(); })});
  }

  Json quantity(const FieldInfo& info) {
    Forms forms{number(info.range), parameter()};
    if (info.uncertain) forms.push_back(distribution());
    if (info.scheduled) {
      forms.push_back(year_table(info.range));
      forms.push_back(csv_column());
    }
    return any_of(std::move(forms));
  }

  Json by_name(Json entry) {
    std::vector<std::string_view> refused(value_keys.begin(), value_keys.end());
    refused.insert(refused.end(), kept_names.begin(), kept_names.end());
    return {{"type", "object"},
            {"propertyNames", {{"pattern", name_pattern}, {"not", {{"enum", refused}}}}},
            {"additionalProperties", std::move(entry)}};
  }

  Json type(const KeyInfo& key) {
    switch (key.type.kind) {
      case Kind::boolean:
        return {{"type", "boolean"}};
      case Kind::integer: {
        Json schema = {{"type", "integer"}};
        add_bounds(schema, key.info.range);
        return schema;
      }
      case Kind::number:
        return number(key.info.range);
      case Kind::quantity:
        return quantity(key.info);
      case Kind::text:
        return text_type();
      case Kind::choice:
        return {{"enum", key.type.choices}};
      case Kind::numbers:
        return list_of(number(key.info.range));
      case Kind::texts:
        return list_of(text_type());
      case Kind::choice_list:
        return list_of({{"enum", key.type.choices}});
      case Kind::weights:
        return by_name(number(key.info.range));
      case Kind::quantities:
        return by_name(quantity(key.info));
      case Kind::matrix:
        return list_of(list_of(number(key.info.range)));
      case Kind::loadings:
        return by_name(by_name(number(key.info.range)));
      case Kind::by_year:
        return single_years(key.info.range);
      case Kind::table:
        return table(key.type.tables.front());
      case Kind::level:
        return level(key.type.tables.front());
      case Kind::named_tables:
        return by_name(named_entry(key.type.tables.front()));
      case Kind::settings:
        return {{"type", "object"}, {"minProperties", 1}};
      case Kind::model:
        return models(key.type.tables, {});
      case Kind::model_keys:
        break;  // part of the table that holds it
    }
    return Json::object();
  }

  Json described(const KeyInfo& key, const std::vector<KeyInfo>& keys) {
    Json schema = {{"description", describe_key(key, keys)}};
    Json what = type(key);
    if (what.contains("$ref"))
      schema["allOf"] = Json::array({std::move(what)});  // draft-07 ignores what stands beside $ref
    else
      schema.update(what);
    if (!key.info.default_text.empty()) schema["default"] = default_value(key);
    return schema;
  }

  Json properties(const std::vector<KeyInfo>& keys) {
    Json all = Json::object();
    for (const KeyInfo& key : keys) all[key.name] = described(key, keys);
    return all;
  }

  Json table(const TableInfo& info) {
    for (const KeyInfo& key : info.keys)
      if (key.type.kind == Kind::model_keys) return models(key.type.tables, info.keys);
    Json schema = closed_table(properties(info.keys));
    forbid_surplus(schema, info.keys);
    return schema;
  }

  Json named_entry(const TableInfo& info) {
    Json schema = table(info);
    schema["description"] = info.doc;
    schema["properties"]["enabled"] = {
        {"description", "false leaves the entry out"}, {"type", "boolean"}, {"default", true}};
    return schema;
  }

  Json level(const TableInfo& info) {
    Json schema = with_citation(properties(info.keys));
    forbid_surplus(schema, info.keys);
    const auto value = std::find_if(info.keys.begin(), info.keys.end(),
                                    [](const KeyInfo& key) { return key.name == number_keys::value; });
    return any_of({number(value == info.keys.end() ? any_real : value->info.range), std::move(schema)});
  }

  /// A file that inherits may leave `model` out, and then write the keys of any model. A key that models
  /// describe differently is judged by the model that is named. @param beside keys of the table, whatever
  /// the model; with any it is an entry under a name.
  Json models(const std::vector<TableInfo>& all, const std::vector<KeyInfo>& beside) {
    std::string doc = "which growth model";
    Names choices;
    Json keys = Json::object();
    for (const TableInfo& model : all) {
      choices.push_back(model.name);
      doc += fmt::format("\n{}: {}", model.name, model.doc);
      for (const KeyInfo& key : model.keys) keys[key.name].push_back(described(key, model.keys));
    }
    Names own{"model"};
    Json merged = {{"model", {{"description", doc}, {"enum", choices}}}};
    for (const KeyInfo& key : beside) {
      if (key.type.kind == Kind::model_keys) continue;
      own.push_back(key.name);
      merged[key.name] = described(key, beside);
    }
    if (!beside.empty()) own.push_back("enabled");
    Forms branches;
    for (const TableInfo& model : all) branches.push_back(keys_of_model(model, keys, own));
    for (auto& [name, forms] : keys.items()) merged[name] = any_of(forms.get<Forms>());
    Json schema = closed_table(std::move(merged));
    schema["allOf"] = branches;
    return schema;
  }

  Json keys_of_model(const TableInfo& model, const Json& all_keys, Names names) {
    Json differing = Json::object();
    for (const KeyInfo& key : model.keys) {
      names.push_back(key.name);
      if (all_keys[key.name].size() > 1) differing[key.name] = described(key, model.keys);
    }
    Json then = {{"propertyNames", {{"enum", names}}}, {"properties", std::move(differing)}};
    forbid_surplus(then, model.keys);
    return if_model(model.name, std::move(then));
  }

  Json definitions_ = Json::object();
};
}  // namespace

std::string json_schema(const TableInfo& root) { return SchemaWriter().scenario(root).dump(2) + "\n"; }

std::string batch_json_schema(const TableInfo& root) { return SchemaWriter().batch(root).dump(2) + "\n"; }

}  // namespace secondcurve

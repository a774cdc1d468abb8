#include "engine/schema/json_schema.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/schema/keys.hpp"

// Whether configs validate is tested with a validator in tests/program/generated_docs_test.py.

namespace secondcurve::json_schema_test {

using Json = nlohmann::json;

const Json& schema() {
  static const Json made = Json::parse(json_schema(table_info<Root>("")));
  return made;
}

const Json& entry() { return schema().at("/properties/kinds/additionalProperties"_json_pointer); }

/// The definitions that the forms of a quantity refer to.
std::string forms_of(const std::string& key) {
  std::string names;
  const Json& described = entry().at("properties").at(key);
  for (const Json& form : described.contains("anyOf") ? described["anyOf"] : described["allOf"])
    names += form.at("$ref").get<std::string>().substr(std::string("#/definitions/").size()) + " ";
  return names;
}

TEST(JsonSchema, RefusesUnknownKeysInEveryTable) {
  EXPECT_EQ(schema().at("additionalProperties"), false);
  EXPECT_EQ(schema().at("/properties/scenario/additionalProperties"_json_pointer), false);
  EXPECT_EQ(entry().at("additionalProperties"), false);
}

TEST(JsonSchema, LetsOnlyNamedEntriesBeSwitchedOff) {
  EXPECT_TRUE(entry().at("properties").contains("enabled"));
  EXPECT_FALSE(schema().at("/properties/scenario/properties"_json_pointer).contains("enabled"));
}

TEST(JsonSchema, WritesBoundsWithOpenEnds) {
  EXPECT_EQ(entry().at("/properties/count/minimum"_json_pointer), 1);
  EXPECT_EQ(entry().at("/properties/count/maximum"_json_pointer), 9);
  EXPECT_EQ(schema().at("/definitions/number_above_-1/anyOf/0/exclusiveMinimum"_json_pointer), -1);
}

TEST(JsonSchema, OffersTheFormsThatAQuantityMayTake) {
  EXPECT_EQ(forms_of("rate"), "number_above_-1 parameter distribution by_year_above_-1 csv_column ");
  EXPECT_EQ(forms_of("fixed"), "number parameter ");
}

TEST(JsonSchema, ShowsDefaultsAsValues) {
  EXPECT_EQ(entry().at("/properties/flag/default"_json_pointer), true);
  EXPECT_EQ(entry().at("/properties/rate/default"_json_pointer), 0);
  EXPECT_EQ(entry().at("/properties/colour/default"_json_pointer), "red");
  EXPECT_EQ(entry().at("/properties/levels/default"_json_pointer), Json::array({0.1, 0.9}));
}

TEST(JsonSchema, ForbidsTwoKeysOfAGroup) {
  const Json pair = {{"not", {{"required", Json::array({"fast", "slow"})}}}};

  EXPECT_EQ(entry().at("allOf"), Json::array({pair}));
}

TEST(JsonSchema, DemandsRequiredKeysOnlyWhereNoBaseIsNamed) {
  EXPECT_FALSE(schema().contains("required"));
  EXPECT_EQ(schema().at("/if/not/properties/scenario/required"_json_pointer), Json::array({"base"}));
  EXPECT_EQ(schema().at("/then/required"_json_pointer), Json::array({"scenario"}));
  EXPECT_EQ(schema().at("/then/properties/kinds/additionalProperties/then/required"_json_pointer),
            Json::array({"count"}));
}

TEST(JsonSchema, DefinesEverythingItRefersTo) {
  const std::string text = json_schema(table_info<Root>(""));
  const std::string mark = "\"#/definitions/";
  int n_references = 0;

  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t start = at + mark.size();
    const std::string name = text.substr(start, text.find('"', start) - start);
    EXPECT_TRUE(schema().at("definitions").contains(name)) << name;
    ++n_references;
  }

  EXPECT_GT(n_references, 10);
}

}  // namespace secondcurve::json_schema_test

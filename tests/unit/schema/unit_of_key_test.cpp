#include "engine/schema/unit_of_key.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace secondcurve::unit_of_key_test {

KeyInfo number(const char* name, const char* unit) {
  return {name, {.unit = unit}, {TypeInfo::Kind::quantity, {}, {}}};
}

/// [simulation], [sectors.NAME] with a growth of two models and keys of a third beside its own.
TableInfo example() {
  const TableInfo simulation{
      "", "", {number("years", "year"), {"title", {}, {TypeInfo::Kind::text, {}, {}}}}};
  const TableInfo fast{"fast", "", {number("rate", "1/year"), number("spread", "1")}};
  const TableInfo slow{"slow", "", {number("rate", "1/year"), number("spread", "1/sqrt(year)")}};
  const TableInfo sector{
      "",
      "",
      {{"growth", {}, {TypeInfo::Kind::model, {}, {fast, slow}}},
       {"weights", {.unit = "1"}, {TypeInfo::Kind::weights, {}, {}}},
       {"model", {}, {TypeInfo::Kind::model_keys, {}, {{"x", "", {number("lag", "year")}}}}}}};
  return {"",
          "",
          {{"simulation", {}, {TypeInfo::Kind::table, {}, {simulation}}},
           {"sectors", {}, {TypeInfo::Kind::named_tables, {}, {sector}}}}};
}

TEST(UnitOfKey, IsThatOfItsDescription) {
  EXPECT_EQ(unit_of_key(example(), "simulation.years"), "year");
  EXPECT_EQ(unit_of_key(example(), "sectors.cars.weights.a"), "1");
  EXPECT_EQ(unit_of_key(example(), "sectors.cars.growth.rate"), "1/year");
  EXPECT_EQ(unit_of_key(example(), "sectors.cars.lag"), "year");
}

TEST(UnitOfKey, IsNoneWhereThereIsNoKeyOrNoUnit) {
  for (const char* key : {"simulation.title", "simulation.paths", "simulation", "sectors.cars",
                          "sectors.cars.growth.x.rate", "nothing.at.all", ""})
    EXPECT_EQ(unit_of_key(example(), key), "") << key;
}

TEST(UnitOfKey, IsNoneWhereModelsDisagree) {
  EXPECT_EQ(unit_of_key(example(), "sectors.cars.growth.spread"), "");
}

}  // namespace secondcurve::unit_of_key_test

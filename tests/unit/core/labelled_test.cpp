#include "engine/core/labelled.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace secondcurve::labelled_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Group group() {
  Group made;
  made.variables = {{"text", {}, std::vector<std::string>{"a", "b"}, {{"key", std::string("k")}, {"n", 1.0}}},
                    {"none", {}, std::vector<std::string>{}, {}},
                    {"number", {}, std::vector<double>{1.0}, {}}};
  return made;
}

TEST(TextsOf, AreThoseOfAVariableOfTexts) {
  const Group made = group();

  EXPECT_THAT(texts_of(made, "text"), ElementsAre("a", "b"));
  EXPECT_THAT(texts_of(made, "number"), IsEmpty());
  EXPECT_THAT(texts_of(made, "missing"), IsEmpty());
}

TEST(FirstText, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(first_text(group(), "text"), "a");
  for (const char* name : {"none", "number", "missing"}) EXPECT_EQ(first_text(group(), name), "") << name;
}

TEST(AttributeText, IsEmptyForNumbersAndMissingOnes) {
  const std::vector<Attribute> attributes = group().variables.front().attributes;

  EXPECT_EQ(attribute_text(attributes, "key"), "k");
  EXPECT_EQ(attribute_text(attributes, "n"), "");
  EXPECT_EQ(attribute_text(attributes, "missing"), "");
}

}  // namespace secondcurve::labelled_test

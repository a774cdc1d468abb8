#include "engine/schema/key_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/schema/keys.hpp"

namespace secondcurve::key_text_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string left_out(std::string_view name) {
  return left_out_text(key_of_kinds(name), table_info<Kinds>("").keys);
}

TEST(AllowedText, SaysWhatMayBeWritten) {
  EXPECT_EQ(allowed_text(key_of_kinds("flag")), "true or false");
  EXPECT_EQ(allowed_text(key_of_kinds("count")), "whole number, from 1 to 9");
  EXPECT_EQ(allowed_text(key_of_kinds("rate")), "above -1");
  EXPECT_EQ(allowed_text(key_of_kinds("colour")), "\"red\" or \"green\"");
  EXPECT_EQ(allowed_text(key_of_kinds("levels")), "list of numbers, each from 0 to 1");
  EXPECT_EQ(allowed_text(key_of_kinds("weights")), "table { name = number }");
}

TEST(LeftOutText, SaysWhatHoldsWithoutTheKey) {
  EXPECT_EQ(left_out("count"), "must be given");
  EXPECT_EQ(left_out("fast"), "exactly one of fast, slow must be given");
  EXPECT_EQ(left_out("colour"), "red");
  EXPECT_EQ(left_out("fixed"), "");
}

TEST(VariationText, IsOfQuantitiesOnly) {
  EXPECT_EQ(variation_text(key_of_kinds("rate")), "uncertain, by year");
  EXPECT_EQ(variation_text(key_of_kinds("fixed")), "");
  EXPECT_EQ(variation_text(key_of_kinds("share")), "");
}

TEST(GroupOf, ListsTheKeysOfTheGroupAndNothingForOthers) {
  const std::vector<KeyInfo> keys = table_info<Kinds>("").keys;

  EXPECT_THAT(group_of(key_of_kinds("slow"), keys), ElementsAre("fast", "slow"));
  EXPECT_THAT(group_of(key_of_kinds("rate"), keys), IsEmpty());
}

TEST(DescribeKey, SaysEverythingInOneLine) {
  const std::vector<KeyInfo> keys = table_info<Kinds>("").keys;

  EXPECT_EQ(describe_key(key_of_kinds("rate"), keys),
            "growth [1/year]; above -1; 0 if left out; may be uncertain, by year");
  EXPECT_EQ(describe_key(key_of_kinds("count"), keys), "how many; from 1 to 9; must be given");
}

}  // namespace secondcurve::key_text_test

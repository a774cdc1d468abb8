#include "engine/config/differing_settings.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"
#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::differing_settings_test {

using testing::ElementsAre;
using testing::IsEmpty;

/// "key: first | second" of each setting in which two configs differ, with "-" for none.
std::vector<std::string> differences(const std::string& first, const std::string& second) {
  const Node a = read_toml(first, "a.toml"), b = read_toml(second, "b.toml");
  const auto text = [](const Node* node) { return node == nullptr ? "-" : node->to_toml_value(); };
  std::vector<std::string> found;
  for (const SettingDifference& each : differing_settings(a, b))
    found.push_back(each.key + ": " + text(each.first) + " | " + text(each.second));
  return found;
}

TEST(DifferingSettings, AreNoneForTheSameSettingsInAnotherOrder) {
  EXPECT_THAT(differences("[x]\na = 1\nb = 2\n[y]\nc = [3]\n", "[y]\nc = [3]\n[x]\nb = 2\na = 1\n"),
              IsEmpty());
  EXPECT_THAT(differences("", ""), IsEmpty());
  EXPECT_THAT(differences("[x]\n", "[x]\n"), IsEmpty());
}

TEST(DifferingSettings, NameWhatOneSideLacks) {
  EXPECT_THAT(differences("[x]\na = 1\nb = 2\n", "[x]\na = 3\nc = 4\n[y.z]\nd = 5\ne = 6\n"),
              ElementsAre("x.a: 1 | 3", "x.b: 2 | -", "x.c: - | 4", "y.z.d: - | 5", "y.z.e: - | 6"));
}

TEST(DifferingSettings, TakeValuesInTablesAsAWhole) {
  EXPECT_THAT(differences("[x]\nbase = { value = 1, sd = 2 }\n", "[x]\nbase = { value = 1, sd = 3 }\n"),
              ElementsAre("x.base: { value = 1, sd = 2 } | { value = 1, sd = 3 }"));
  EXPECT_THAT(differences("[x]\nbase = { value = 1, sd = 2 }\n", "x.base.source = 'F'\n"),
              ElementsAre("x.base: { value = 1, sd = 2 } | -", "x.base.source: - | \"F\""));
}

TEST(DifferingSettings, KeepEmptyTablesThatOneSideHas) {
  EXPECT_THAT(differences("[x.y]\n", "[x]\n"), ElementsAre("x.y: {} | -"));
}

TEST(DifferingSettings, PutTitlesAndDescriptionsLast) {
  EXPECT_THAT(differences("[scenario]\ntitle = 'A'\ndescription = 'd'\n[x]\ntitle_zh = 'A'\na = 1\n",
                          "[scenario]\ntitle = 'B'\n[x]\na = 2\n"),
              ElementsAre("x.a: 1 | 2", "scenario.title: \"A\" | \"B\"", "scenario.description: \"d\" | -",
                          "x.title_zh: \"A\" | -"));
}

}  // namespace secondcurve::differing_settings_test

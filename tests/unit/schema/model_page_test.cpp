#include "engine/schema/model_page.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/schema/keys.hpp"

namespace secondcurve {
namespace {

using ::testing::HasSubstr;

TEST(PlainEquation, DropsWhatOnlySetsType) {
  EXPECT_EQ(plain_equation(R"(\mathrm{d}Y = \mu Y\,\mathrm{d}t + \sigma Y\,\mathrm{d}W)"),
            "dY = mu Y dt + sigma Y dW");
}

TEST(PlainEquation, WritesFractionsWithABar) {
  EXPECT_EQ(plain_equation(R"(\left(1 - \frac{Y}{K}\right))"), "(1 - Y/K)");
  EXPECT_EQ(plain_equation(R"(\frac{\frac{a}{b}}{c})"), "a/b/c");
}

TEST(PlainEquation, ShowsOtherCommandsByTheirName) {
  EXPECT_EQ(plain_equation(R"(\theta_\infty, \quad \mathrm{d}\ln Y)"), "theta_inf, d ln Y");
}

TEST(PlainEquation, EndsOnUnfinishedInput) {
  EXPECT_EQ(plain_equation("a\\"), "a");
  EXPECT_EQ(plain_equation("\\frac{a"), "a/");
}

TEST(ModelPage, HoldsEverythingThatIsSaidOfTheModel) {
  const std::string page = model_page(kinds_model());

  EXPECT_THAT(page, HasSubstr("\n# All kinds\n\nFor tests.\n"));
  EXPECT_THAT(page, HasSubstr("\n$$\n\\mathrm{d}Y = \\mu Y\\,\\mathrm{d}t\n$$\n"));
  EXPECT_THAT(page, HasSubstr("| source | nobody (1900) |\n"));
  EXPECT_THAT(page, HasSubstr("(../../configs/tutorials/kinds.toml)"));
  EXPECT_THAT(page, HasSubstr("| `coin` | uniform from 0 to 1 | heads |\n"));
  EXPECT_THAT(page, HasSubstr("| `growth` | `1` |\n"));
  for (const KeyInfo& key : kinds_model().keys) EXPECT_THAT(page, HasSubstr("| `" + key.name + "` |"));
}

TEST(ModelText, KeepsLinesShort) {
  ModelInfo model = kinds_model();
  model.keys.front().info.doc =
      "a sentence of many words that would never fit into one line of a terminal of the usual width and so "
      "is broken between two of them";
  std::istringstream lines(model_text(model));

  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(ModelListText, NamesEveryModelWithItsSummary) {
  const std::vector<ModelInfo> models{kinds_model()};

  EXPECT_THAT(model_list_text(models), HasSubstr("  kinds  All kinds\n         For tests.\n"));
  EXPECT_THAT(model_list_page(models), HasSubstr("| [`\"kinds\"`](kinds.md) | All kinds | For tests. |\n"));
}

}  // namespace
}  // namespace secondcurve

#include "engine/schema/model_page.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/schema/keys.hpp"

namespace secondcurve::model_page_test {

using ::testing::HasSubstr;

TEST(PlainEquation, DropsWhatOnlySetsType) {
  EXPECT_EQ(plain_equation(R"(\mathrm{d}Y = \mu Y\,\mathrm{d}t + \sigma Y\,\mathrm{d}W)"),
            "dY = mu Y dt + sigma Y dW");
}

TEST(PlainEquation, WritesFractionsWithABar) {
  EXPECT_EQ(plain_equation(R"(\left(1 - \frac{Y}{K}\right))"), "(1 - Y/K)");
  EXPECT_EQ(plain_equation(R"(\frac{\frac{a}{b}}{c})"), "(a/b)/c");
  EXPECT_EQ(plain_equation(R"(A^{\nu/\rho} \frac{\alpha}{\alpha + \beta})"),
            "A^(nu/rho) alpha/(alpha + beta)");
}

TEST(PlainEquation, ShowsOtherCommandsByTheirName) {
  EXPECT_EQ(plain_equation(R"(P(\text{component} = k) = w_k)"), "P(component = k) = w_k");
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

TEST(ModelPage, ShowsTheKeysOfInnerTables) {
  ModelInfo model = kinds_model();
  model.keys.push_back({"regimes", {.doc = "several"}, type_info(std::type_identity<Named<Heading>>{})});

  EXPECT_THAT(model_page(model), HasSubstr("\nKeys of its `regimes.NAME`:\n\n| key |"));
  EXPECT_THAT(model_page(model), HasSubstr("| `title` | name |"));
  EXPECT_THAT(model_text(model), HasSubstr("\nKeys of its regimes.NAME\n  title: text; must be given\n"));
}

TEST(ModelPage, SaysHowOftenANoiseIsDrawn) {
  ModelInfo model = kinds_model();
  model.noises[0].time = NoiseTime::every_year;
  model.noises[1].time = NoiseTime::once;

  EXPECT_THAT(model_page(model), HasSubstr("| standard normal, once a year | dW |"));
  EXPECT_THAT(model_text(model), HasSubstr("  coin: uniform from 0 to 1, once a path; heads\n"));
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

}  // namespace secondcurve::model_page_test

#include "models/scenario/growth_spec.hpp"

#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::growth_spec_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Growth read(const std::string& growth) {
  return test::scenario_of(test::one_sector(growth)).sectors.front().value.growth;
}

std::vector<std::string> errors(const std::string& growth) {
  return test::messages(test::one_sector(growth));
}

TEST(GrowthSpec, IsOfTheModelThatIsNamed) {
  EXPECT_EQ(model_name(read("model = \"path\", growth = 0.1")), "path");
  EXPECT_EQ(model_name(read("model = \"logistic\", rate = 0.3, capacity = 4, volatility = 0.1")), "logistic");
}

TEST(GrowthSpec, VisitsTheQuantitiesThatWereWrittenByName) {
  const Growth growth = read("model = \"geometric_brownian\", drift = 0.05, volatility = 0.1");

  std::vector<std::string> written;
  for_each_quantity(std::get<GrowthSpec<GeometricBrownian>>(growth),
                    [&](const auto& field, const Quantity&) { written.emplace_back(field.name); });

  EXPECT_THAT(written, ElementsAre("drift", "volatility"));
}

TEST(GrowthSpec, ReadsChoicesBesideQuantities) {
  const std::string numbers = "model = \"logistic\", rate = 0.3, capacity = 4, volatility = 0.1";
  const auto noise = [](const Growth& growth) { return std::get<GrowthSpec<Logistic>>(growth).fixed.noise; };

  EXPECT_NE(noise(read(numbers)), noise(read(numbers + ", noise = \"logit\"")));
}

TEST(GrowthSpecErrors, NameTheModelsThereAre) {
  EXPECT_THAT(errors("growth = 0.1"), ElementsAre(AllOf(HasSubstr("has no model"), HasSubstr("logistic"))));
}

TEST(GrowthSpecErrors, PointToTheModelThatWasMeant) {
  EXPECT_THAT(errors("model = \"logistics\""), ElementsAre(HasSubstr("Did you mean 'logistic'?")));
}

TEST(GrowthSpecErrors, RefuseKeysOfAnotherModel) {
  EXPECT_THAT(errors("model = \"path\", growth = 0.1, volatility = 0.1"),
              ElementsAre(HasSubstr("growth.volatility: unknown key")));
}

TEST(GrowthSpecErrors, AskForWhatMustBeGiven) {
  EXPECT_THAT(errors("model = \"path\""), ElementsAre(HasSubstr("has no growth")));
}

TEST(GrowthSpecErrors, AllowOneWayOnlyToSayTheSameThing) {
  EXPECT_THAT(errors("model = \"geometric_brownian\", drift = 0.05, mean_growth = 0.05, volatility = 0.1"),
              ElementsAre(HasSubstr("only one of them")));
  EXPECT_THAT(errors("model = \"geometric_brownian\", volatility = 0.1"),
              ElementsAre(HasSubstr("exactly one of them")));
}

}  // namespace secondcurve::growth_spec_test

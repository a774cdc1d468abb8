#include "models/scenario/validate_growth.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::validate_growth_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> of_capacity(const std::string& capacity, const std::string& more = "") {
  return test::messages(test::one_sector("model = \"logistic\", rate = 0.2, volatility = 0.1, noise = "
                                         "\"logit\", capacity = " +
                                         capacity) +
                        more);
}

TEST(ValidateGrowth, ReportsWhatAModelObjectsTo) {
  EXPECT_THAT(of_capacity("1.5"), IsEmpty());
  EXPECT_THAT(of_capacity("0.9"),
              ElementsAre(HasSubstr("growth.capacity = 0.9: must be above 1 with noise = \"logit\"")));
}

TEST(ValidateGrowth, KnowsTheNumbersThatParametersAre) {
  const std::string capacity = "{ parameter = \"size\" }";

  EXPECT_THAT(of_capacity(capacity, "[parameters]\nsize = 1.5\n"), IsEmpty());
  EXPECT_THAT(of_capacity(capacity, "[parameters]\nsize = 0.9\n"), ElementsAre(HasSubstr("above 1")));
}

TEST(ValidateGrowth, LeavesWhatIsDrawnToThePaths) {
  EXPECT_THAT(of_capacity("{ uniform = [0.8, 1.2] }"), IsEmpty());
}

TEST(ValidateGrowth, SaysNothingOfWhatIsWrongAlready) {
  EXPECT_THAT(of_capacity("-1"), ElementsAre(HasSubstr("must be above 0")));
}

}  // namespace secondcurve::validate_growth_test

#include "engine/schema/quantity_forms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace secondcurve::quantity_forms_test {

using ::testing::HasSubstr;

TEST(DistributionForms, StandInTheOrderOfTheirKinds) {
  for (std::size_t i = 0; i < distribution_forms.size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(distribution_forms[i].kind), i) << distribution_forms[i].name;
}

TEST(DistributionForms, SayHowTheyAreWritten) {
  EXPECT_EQ(usage(distribution_forms.front()), "normal = [mean, sd]");
  EXPECT_EQ(usage(distribution_forms[3]), "triangular = [low, mode, high]");
  EXPECT_EQ(usage(distribution_forms[7]), "discrete = [[value, weight], ...]");
  EXPECT_EQ(usage(distribution_forms[8]), "quantiles = { p10 = ..., p50 = ..., p90 = ... }");
}

TEST(QuantityUsage, NamesEveryDistribution) {
  for (const DistributionForm& form : distribution_forms)
    EXPECT_THAT(quantity_usage(), HasSubstr(std::string(form.name)));
}

}  // namespace secondcurve::quantity_forms_test

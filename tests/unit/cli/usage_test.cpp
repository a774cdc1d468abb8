#include "engine/cli/usage.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace secondcurve::cli::usage_test {

TEST(UnknownName, ListsTheNamesThereAreAndAsksForTheNearest) {
  EXPECT_STREQ(unknown_name("show: \"carz\" is no series", "carz", {"cars", "drugs"}).what(),
               "show: \"carz\" is no series (known: cars, drugs). Did you mean 'cars'?");
}

TEST(UnknownName, AsksNothingWhereNoNameIsNearAndListsNothingWhereThereIsNone) {
  EXPECT_STREQ(unknown_name("no \"boats\"", "boats", {"cars"}).what(), "no \"boats\" (known: cars)");
  EXPECT_STREQ(unknown_name("no \"boats\"", "boats", {}).what(), "no \"boats\"");
}

}  // namespace secondcurve::cli::usage_test

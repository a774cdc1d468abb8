#include "engine/simulate/version.hpp"

#include <string>

#include <gtest/gtest.h>

namespace secondcurve::version_test {

TEST(HasDrawsOf, HoldsForThisVersionAndItsRepairs) {
  const std::string version = build_info().version;

  EXPECT_TRUE(has_draws_of(version));
  EXPECT_TRUE(has_draws_of(version.substr(0, version.rfind('.')) + ".99"));
}

TEST(HasDrawsOf, FailsForAnotherFirstNumberAndBeforeOneForAnotherSecond) {
  for (const char* other : {"99.0.0", "0.99.0", "9", "unknown", ""})
    EXPECT_FALSE(has_draws_of(other)) << other;
}

}  // namespace secondcurve::version_test

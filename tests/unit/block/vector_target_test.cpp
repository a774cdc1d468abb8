#include "engine/block/vector_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace secondcurve::vector_target_test {

TEST(VectorTarget, IsTheBestOfThoseTheMachineHas) {
  const std::vector<std::string> names = vector_targets();

  ASSERT_FALSE(names.empty());
  EXPECT_EQ(vector_target(), names.front());
}

TEST(VectorTarget, FollowsARestrictionUntilItIsReleased) {
  const std::vector<std::string> names = vector_targets();

  restrict_vector_target(names.back());
  const std::string restricted = vector_target();
  restrict_vector_target(names.front());
  const std::string replaced = vector_target();
  release_vector_target();

  EXPECT_EQ(restricted, names.back());
  EXPECT_EQ(replaced, names.front());
  EXPECT_EQ(vector_targets(), names);
}

TEST(VectorTarget, SaysWhetherItMultipliesAndAddsInOneStep) {
  for (const std::string& name : vector_targets()) {
    restrict_vector_target(name);
    EXPECT_EQ(has_fused_multiply_add(), !name.starts_with("SSE") && !name.starts_with("SSSE")) << name;
  }
  release_vector_target();
}

TEST(VectorTarget, RefusesAnUnknownNameAndSaysWhatThereIs) {
  try {
    restrict_vector_target("AVX9");
    FAIL() << "accepted AVX9";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("AVX9"));
    EXPECT_THAT(error.what(), testing::HasSubstr(vector_targets().back()));
  }
}

}  // namespace secondcurve::vector_target_test

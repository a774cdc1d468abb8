#include "engine/core/contract.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.hpp"

namespace secondcurve::contract_test {

using ::testing::HasSubstr;

double half(double x) {
  SC_EXPECT(x >= 0.0);
  const double result = x / 2.0;
  SC_ENSURE(result < 100.0);
  return result;
}

std::string violation(double x) {
  try {
    half(x);
  } catch (const ContractViolation& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Contracts, LetWhatTheyAllowPass) { EXPECT_EQ(violation(8.0), "nothing thrown"); }

TEST(Contracts, NameTheBrokenPreconditionWithFileAndLine) {
  SC_NEEDS_CONTRACTS();
  const std::string text = violation(-1.0);

  EXPECT_THAT(text, HasSubstr("precondition failed: x >= 0.0"));
  EXPECT_THAT(text, ::testing::ContainsRegex("contract_test.cpp:[0-9]+: "));
}

TEST(Contracts, AreNotEvenEvaluatedWhereTheyAreOff) {
#ifdef SECONDCURVE_CONTRACTS
  GTEST_SKIP() << "contracts are checked in this build";
#endif
  bool evaluated = false;

  SC_EXPECT([&] { return evaluated = true; }());
  SC_ENSURE([&] { return evaluated = true; }());

  EXPECT_FALSE(evaluated);
}

TEST(Contracts, NameTheBrokenPostcondition) {
  SC_NEEDS_CONTRACTS();

  EXPECT_THAT(violation(500.0), HasSubstr("postcondition failed: result < 100.0"));
}

}  // namespace secondcurve::contract_test

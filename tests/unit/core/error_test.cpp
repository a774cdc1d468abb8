#include "engine/core/error.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace secondcurve::error_test {

Diagnostic diagnostic(int line, int column, std::string key, std::string problem) {
  Diagnostic made;
  made.where.file = "demo.toml";
  made.where.line = line;
  made.where.column = column;
  made.key = std::move(key);
  made.problem = std::move(problem);
  return made;
}

TEST(DiagnosticText, SaysWhereWhatProblemAllowedAndHintInThatOrder) {
  Diagnostic unknown = diagnostic(4, 1, "model.volatilty", "unknown key");
  unknown.allowed = "allowed: drift, volatility";
  unknown.hint = "Did you mean 'volatility'?";

  EXPECT_EQ(to_string(unknown),
            "demo.toml:4:1: model.volatilty: unknown key (allowed: drift, volatility). "
            "Did you mean 'volatility'?");
}

TEST(DiagnosticText, JoinsAValueToItsKeyWithoutAColon) {
  EXPECT_EQ(to_string(diagnostic(4, 14, "model.volatility", "= -0.2: must be above 0")),
            "demo.toml:4:14: model.volatility = -0.2: must be above 0");
}

TEST(DiagnosticText, LeavesOutAPlaceThatIsTheWholeFile) {
  EXPECT_EQ(to_string(diagnostic(0, 0, "simulation.paths", "is text")),
            "demo.toml: simulation.paths: is text");
}

TEST(DiagnosticText, LeavesOutAPlaceThatIsUnknown) {
  Diagnostic clash =
      diagnostic(0, 0, "sectors.a/output", "would have the same random draws as 'sectors.b/output'");
  clash.where.file = "";

  EXPECT_EQ(to_string(clash), "sectors.a/output: would have the same random draws as 'sectors.b/output'");
}

TEST(DiagnosticText, LeavesOutAKeyThatIsMissing) {
  EXPECT_EQ(to_string(diagnostic(2, 3, "", "a value is missing")), "demo.toml:2:3: a value is missing");
}

TEST(ConfigErrorText, HoldsEveryDiagnosticOnALineOfItsOwn) {
  const ConfigError error(
      std::vector{diagnostic(1, 1, "x", "is wrong"), diagnostic(2, 1, "y", "is wrong, too")});

  EXPECT_STREQ(error.what(), "demo.toml:1:1: x: is wrong\ndemo.toml:2:1: y: is wrong, too");
  ASSERT_EQ(error.diagnostics().size(), 2u);
  EXPECT_EQ(error.diagnostics()[1].key, "y");
}

TEST(ConfigErrorText, TakesASingleDiagnostic) {
  const ConfigError error(diagnostic(1, 1, "x", "is wrong"));

  EXPECT_STREQ(error.what(), "demo.toml:1:1: x: is wrong");
  EXPECT_EQ(error.diagnostics().size(), 1u);
}

TEST(IoErrorText, SaysFileOperationAndReason) {
  const IoError error("out.h5", "create", "no such folder");

  EXPECT_STREQ(error.what(), "out.h5: cannot create: no such folder");
  EXPECT_EQ(error.path(), "out.h5");
}

}  // namespace secondcurve::error_test

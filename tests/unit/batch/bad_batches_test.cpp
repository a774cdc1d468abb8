#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/batch/check_scenarios.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::bad_batches_test {

using ::testing::ElementsAreArray;

/// Stands in a folder for as long as it lives, so that messages name files as people see them there.
class InFolder final {
 public:
  explicit InFolder(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;
  ~InFolder() {
    std::error_code ignored;
    std::filesystem::current_path(before_, ignored);
  }

 private:
  std::filesystem::path before_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The messages that the head of a file promises: "# expect: 7:1: ..." is about the file itself.
std::vector<std::string> expected_messages(const std::string& file) {
  const std::string mark = "# expect: ";
  std::vector<std::string> expected;
  for (const std::string& line : lines_of(DiskFiles().read(file))) {
    if (!line.starts_with(mark)) continue;
    const std::string message = line.substr(mark.size());
    const bool is_own = message.front() >= '0' && message.front() <= '9';
    expected.push_back(is_own ? file + ":" + message : message);
  }
  return expected;
}

/// What is wrong with a batch file, or with the scenarios that it plans.
std::vector<std::string> messages_of(const std::string& file) {
  const DiskFiles files;
  std::string text;
  try {
    const BatchPlan plan = load_batch(file, files);
    const std::vector<ScenarioCheck> checks = check_scenarios(plan, files, {});
    for (std::size_t i = 0; i < checks.size(); ++i)
      if (!checks[i].ok()) text += named_error(plan.scenarios[i], checks[i]) + '\n';
  } catch (const ConfigError& error) {
    text = error.what();
  }
  return lines_of(text);
}

TEST(BadBatches, YieldExactlyTheirMessages) {
  const InFolder here(std::filesystem::path(SECONDCURVE_SOURCE_DIR) / "configs/bad/batch");
  std::size_t n_files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(".")) {
    const std::string file = entry.path().filename().string();
    SCOPED_TRACE(file);
    ++n_files;
    const std::vector<std::string> expected = expected_messages(file);
    EXPECT_FALSE(expected.empty());
    EXPECT_THAT(messages_of(file), ElementsAreArray(expected));
  }
  EXPECT_GT(n_files, 50U);
}

TEST(ShanghaiBatch, IsRight) {
  const InFolder here(std::filesystem::path(SECONDCURVE_SOURCE_DIR) / "configs/shanghai/batch");
  const DiskFiles files;
  const BatchPlan plan = load_batch("levers.toml", files);

  EXPECT_EQ(plan.scenarios.size(), 12U);
  EXPECT_EQ(plan.baseline, 0U);
  for (const ScenarioCheck& check : check_scenarios(plan, files, {})) EXPECT_EQ(check.error, "");
}

}  // namespace secondcurve::bad_batches_test

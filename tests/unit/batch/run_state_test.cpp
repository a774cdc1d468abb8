#include "engine/batch/run_state.hpp"

#include <filesystem>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::run_state_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

RunProgress some_progress() {
  return {.n_counted = 12,
          .counted = bytes_of(std::string("counted\0\xff", 9)),
          .n_collected = 3,
          .collected = bytes_of("collected"),
          .parts = {{0, 2}, {2, 3}}};
}

class RunStates : public ::testing::Test {
 protected:
  std::string result() const { return folder_.file("result.h5"); }

 private:
  testing_files::Folder folder_;
};

TEST_F(RunStates, AreWhatWasKept) {
  {
    const RunState state(result(), "a");
    EXPECT_FALSE(state.before().has_value());
    state.keep({});
    state.keep(some_progress());
  }

  const RunState state(result(), "a");

  ASSERT_TRUE(state.before().has_value());
  EXPECT_EQ(state.before()->bytes(), some_progress().bytes());
  EXPECT_EQ(state.before()->counted, some_progress().counted);
  EXPECT_EQ(state.before()->parts, some_progress().parts);
}

TEST_F(RunStates, AreOfOneRunAndOneProcess) {
  std::optional<RunState> state(std::in_place, result(), "a");
  state->keep(some_progress());

  EXPECT_THAT([&] { RunState(result(), "a"); }, ThrowsMessage<IoError>(HasSubstr("wait until it has ended")));
  state.reset();
  EXPECT_THAT([&] { RunState(result(), "b"); }, ThrowsMessage<UsageError>(HasSubstr("another run to")));
}

TEST_F(RunStates, LeaveNothing) {
  RunState state(result(), "a");
  state.keep(some_progress());

  state.remove();

  EXPECT_FALSE(std::filesystem::exists(state.folder()));
}

}  // namespace secondcurve::run_state_test

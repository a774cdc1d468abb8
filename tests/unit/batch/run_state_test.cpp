#include "engine/batch/run_state.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::run_state_test {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using testing_files::write_bytes;

std::string read_bytes(const std::string& path) { return testing_files::bytes_of(path); }

RunProgress some_progress() {
  return {
      .counting = {.end = 12, .gaps = {{3, 5}, {7, 8}}, .found = bytes_of(std::string("counted\0\xff", 9))},
      .searches = {{.end = 3, .gaps = {}, .found = bytes_of("collected")},
                   {.end = 0, .gaps = {}, .found = {}}},
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
    RunState state(result(), "a");
    EXPECT_FALSE(state.before().has_value());
    EXPECT_FALSE(state.has_kept());
    state.keep({});
    state.keep(some_progress());
    EXPECT_TRUE(state.has_kept());
  }

  const RunState state(result(), "a");

  ASSERT_TRUE(state.before().has_value());
  EXPECT_TRUE(*state.before() == some_progress());
  EXPECT_EQ(state.before()->counting.n_done(), 9U);
}

TEST_F(RunStates, AreOfOneRunAndOneProcess) {
  std::optional<RunState> state(std::in_place, result(), "a");
  state->keep(some_progress());

  EXPECT_THAT([&] { RunState(result(), "a"); }, ThrowsMessage<IoError>(HasSubstr("wait until it has ended")));
  state.reset();
  EXPECT_THAT([&] { RunState(result(), "b"); }, ThrowsMessage<UsageError>(HasSubstr("another run to")));
}

TEST_F(RunStates, RemoveWhatAProcessThatWasKilledHasLeft) {
  const std::vector<std::string> leftovers{".part-7.h5.123.tmp", ".state.123.tmp", "part-7.h5"};
  std::string folder;
  {
    RunState state(result(), "a");
    state.keep(some_progress());
    folder = state.folder();
    for (const std::string& name : leftovers) write_bytes(folder + '/' + name, "left");
    for (const BlockRange& part : some_progress().parts) write_bytes(part_path(folder, part.first), "a part");
  }
  EXPECT_THROW(RunState(result(), "b"), UsageError);
  EXPECT_TRUE(fs::exists(folder + "/part-7.h5"));  // it is none of theirs

  const RunState state(result(), "a");

  for (const std::string& name : leftovers) EXPECT_FALSE(fs::exists(folder + '/' + name)) << name;
  for (const BlockRange& part : some_progress().parts) EXPECT_TRUE(fs::exists(part_path(folder, part.first)));
  EXPECT_TRUE(fs::exists(folder + "/state"));
}

TEST_F(RunStates, NameTheFileThatIsDamagedOrCannotBeRead) {
  std::string path;
  {
    RunState state(result(), "a");
    state.keep(some_progress());
    path = state.folder() + "/state";
  }
  const std::string whole = read_bytes(path);
  for (std::size_t place = 0; place < whole.size(); ++place) {
    std::string damaged = whole;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x55);
    write_bytes(path, damaged);
    EXPECT_THAT([&] { RunState(result(), "a"); },
                ThrowsMessage<IoError>(HasSubstr(path + ": cannot go on: it is")))
        << place;
  }
  write_bytes(path, whole.substr(0, whole.size() - 1));
  EXPECT_THAT([&] { RunState(result(), "a"); }, ThrowsMessage<IoError>(HasSubstr("ends too soon")));
  write_bytes(path, whole + "x");
  EXPECT_THAT([&] { RunState(result(), "a"); }, ThrowsMessage<IoError>(HasSubstr("more data")));
  fs::remove(path);
  fs::create_directory(path);
  EXPECT_THAT([&] { RunState(result(), "a"); }, ThrowsMessage<IoError>(HasSubstr(path + ": cannot read")));
}

TEST_F(RunStates, LeaveNothing) {
  RunState state(result(), "a");
  state.keep(some_progress());

  state.remove();

  EXPECT_FALSE(fs::exists(state.folder()));
}

TEST_F(RunStates, LeaveNothingWhereNothingWasKept) {
  std::string folder;
  {
    const RunState state(result(), "a");
    folder = state.folder();
    EXPECT_TRUE(fs::exists(folder));
  }

  EXPECT_FALSE(fs::exists(folder));
}

TEST_F(RunStates, OfAFinishedRunAreRemovedAndNoOthers) {
  std::string folder;
  {
    RunState state(result(), "a");
    state.keep(some_progress());
    folder = state.folder();
  }

  RunState::remove_left_over(result(), "b");
  EXPECT_TRUE(fs::exists(folder));
  RunState::remove_left_over(result(), "a");
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_NO_THROW(RunState::remove_left_over(result(), "a"));
}

}  // namespace secondcurve::run_state_test

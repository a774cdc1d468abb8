#include "engine/run/team.hpp"

#include <chrono>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::team_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using namespace std::chrono_literals;

/// What rank 0 of three sees.
class OfThree : public Team {
 public:
  explicit OfThree(std::vector<std::string> others) : others_(std::move(others)) {}
  std::size_t rank() const override { return 0; }
  std::size_t size() const override { return 3; }
  std::size_t n_here() const override { return 1; }
  int n_threads() const override { return 5; }
  std::string name(std::size_t rank) const override { return "rank " + std::to_string(rank); }
  Bytes broadcast(Bytes bytes) override { return bytes; }
  void reduce(const std::function<Bytes()>&, const std::function<void(Bytes)>&) override {}
  std::vector<std::string> gather(const std::string& text) override {
    std::vector<std::string> all{text};
    all.insert(all.end(), others_.begin(), others_.end());
    return all;
  }
  void send(std::size_t, Channel, const std::string&) override {}
  std::optional<Message> receive(Channel) override { return std::nullopt; }
  bool is_broken() const override { return false; }
  std::chrono::milliseconds time_after_signal() const override { return 1min; }
  [[noreturn]] void abort(int status) override { std::_Exit(status); }

 private:
  std::vector<std::string> others_;
};

TEST(Alone, IsATeamOfOne) {
  Alone alone;
  bool is_called = false;

  alone.reduce([] { return Bytes(); }, [&](const Bytes&) { is_called = true; });

  EXPECT_EQ(alone.rank(), 0U);
  EXPECT_EQ(alone.size(), 1U);
  EXPECT_THAT(alone.gather("text"), ElementsAre("text"));
  EXPECT_EQ(text_of(alone.broadcast(bytes_of("a text \xff"))), "a text \xff");
  EXPECT_FALSE(alone.receive(Team::Channel::to_leader).has_value());
  EXPECT_FALSE(is_called);
}

TEST(ThreadsOf, AreThoseAskedForOrThoseThatAreThere) {
  EXPECT_EQ(threads_of(Alone(), 3), 3);
  EXPECT_EQ(threads_of(Alone(), 0), 0);
  EXPECT_EQ(threads_of(OfThree({}), 0), 5);
  EXPECT_EQ(threads_of(OfThree({}), 2), 2);
}

TEST(RefuseDifferences, NamesTheProcessesThatDifferFromRankZero) {
  OfThree same({"a", "a"}), differ({"a", "b"});

  EXPECT_NO_THROW(refuse_differences(same, {{"the program", "a", "Install it"}}));
  EXPECT_THAT(
      [&] {
        refuse_differences(differ, {{"the program", "a", "Install it"}});
      },
      ThrowsMessage<UsageError>("the processes of this job differ: the program is 'a' on rank 0, 'b' on "
                                "rank 2. Install it"));
}

TEST(IsFolderShared, LeavesNothingBehind) {
  const testing_files::Folder folder;
  Alone alone;

  EXPECT_TRUE(is_folder_shared(alone, folder.path(), 10ms));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(IsFolderShared, NamesTheProcessesThatDoNotSeeTheFolder) {
  const testing_files::Folder folder;
  OfThree blind({"no", "yes"});

  EXPECT_THAT(
      [&] { is_folder_shared(blind, folder.path(), 10ms); },
      ThrowsMessage<IoError>(HasSubstr("what rank 0 writes there is not seen by rank 1; name a folder")));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace secondcurve::team_test

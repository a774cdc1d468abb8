#include "engine/cli/team_work.hpp"

#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "engine/cli/exit_status.hpp"
#include "engine/run/team.hpp"
#include "tests/support/thread_team.hpp"

namespace secondcurve::cli::team_work_test {

/// Rank 0 of two, in which a call has failed.
class BrokenTeam final : public Team {
 public:
  std::size_t rank() const override { return 0; }
  std::size_t size() const override { return 2; }
  std::size_t n_here() const override { return 2; }
  int n_threads() const override { return 1; }
  std::string name(std::size_t) const override { return "rank"; }
  Bytes broadcast(Bytes bytes) override {
    ADD_FAILURE() << "nobody would hear of it";
    return bytes;
  }
  void reduce(const std::function<Bytes()>&, const std::function<void(Bytes)>&) override {}
  std::vector<std::string> gather(const std::string&) override { return {}; }
  void send(std::size_t, Channel, const std::string&) override {}
  std::optional<Message> receive(Channel) override { return std::nullopt; }
  bool is_broken() const override { return true; }
  std::chrono::milliseconds time_after_signal() const override { return std::chrono::seconds(1); }
  [[noreturn]] void abort(int status) override { std::_Exit(status); }
};

TEST(DismissTeam, WaitsUntilAllHaveAnswered) {
  test::Post post;
  std::thread other([&] {
    test::ThreadTeam team(post, 1, 2);
    team.send(0, Team::Channel::to_leader, "blocks 7");  // of work that has failed
    EXPECT_EQ(work_for_team(team, {"run"}), exit_done);
  });
  test::ThreadTeam team(post, 0, 2);
  refuse_unlike_processes(team, {"run"});

  EXPECT_TRUE(dismiss_team(team, exit_io));

  other.join();
}

TEST(DismissTeam, GivesUpWhereACallHasFailed) {
  BrokenTeam team;

  EXPECT_FALSE(dismiss_team(team, exit_io));
}

}  // namespace secondcurve::cli::team_work_test

#include "engine/batch/team_steps.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/byte_stream.hpp"
#include "engine/core/error.hpp"
#include "tests/support/thread_team.hpp"

namespace secondcurve::team_steps_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

/// What became of each of the processes: "done", or the message of what it threw.
using Ends = std::vector<std::string>;

/// Calls `body` on a team of `n`, given its rank and the steps.
Ends run(std::size_t n, const std::function<void(std::size_t, TeamSteps&)>& body,
         const RunControl& control_of_leader = {}) {
  test::Post post;
  Ends ends(n);
  std::vector<std::thread> threads;
  for (std::size_t rank = 0; rank < n; ++rank)
    threads.emplace_back([&, rank] {
      test::ThreadTeam team(post, rank, n);
      TeamSteps steps(team, rank == 0 ? control_of_leader : RunControl{});
      try {
        body(rank, steps);
        ends[rank] = "done";
      } catch (const std::exception& error) {
        ends[rank] = error.what();
      }
    });
  for (std::thread& thread : threads) thread.join();
  return ends;
}

/// Simulates blocks until told to stop.
void simulate_for_ever(const TeamSteps& steps) {
  while (!steps.control().cancelled->load()) {
    steps.control().progress(1);
    std::this_thread::sleep_for(1ms);
  }
  throw Interrupted();
}

TEST(TeamSteps, AreTakenByAll) {
  std::atomic<int> n_shares = 0;

  const Ends ends = run(3, [&](std::size_t, TeamSteps& steps) {
    steps.take([&] { ++n_shares; });
    steps.take([&] { ++n_shares; });
  });

  EXPECT_THAT(ends, ElementsAre("done", "done", "done"));
  EXPECT_EQ(n_shares, 6);
}

TEST(TeamSteps, TellRank0OfTheBlocksOfAll) {
  std::atomic<std::uint64_t> n_blocks = 0;
  RunControl control;
  control.progress = [&](std::uint64_t n) { n_blocks += n; };

  run(
      3, [](std::size_t rank, TeamSteps& steps) { steps.take([&] { steps.control().progress(10 + rank); }); },
      control);

  EXPECT_EQ(n_blocks, 33U);
}

TEST(TeamSteps, EndSoonAndNameTheProcessThatFails) {
  for (const std::size_t bad : {0U, 2U}) {
    SCOPED_TRACE(bad);
    const Ends ends = run(3, [&](std::size_t rank, TeamSteps& steps) {
      steps.take([&] {
        if (rank == bad) throw IoError("part.h5", "write", "the disk is full");
        simulate_for_ever(steps);
      });
    });

    const std::string problem = "part.h5: cannot write: the disk is full";
    EXPECT_THAT(ends, ElementsAre(bad == 0 ? problem : "rank 2: cannot go on: " + problem, "interrupted",
                                  "interrupted"));
  }
}

TEST(TeamSteps, KeepTheKindOfAProblem) {
  const auto fail = [](const auto& error) {
    bool is_numerical = false, is_defect = false;
    run(2, [&](std::size_t rank, TeamSteps& steps) {
      try {
        steps.take([&] {
          if (rank == 1) throw error;
        });
      } catch (const NumericalError&) {
        is_numerical = true;
      } catch (const Interrupted&) {
      } catch (const IoError&) {
      } catch (const std::runtime_error&) {
        is_defect = true;
      }
    });
    return std::vector<bool>{is_numerical, is_defect};
  };

  EXPECT_THAT(fail(NumericalError("too large")), ElementsAre(true, false));
  EXPECT_THAT(fail(std::logic_error("a bug")), ElementsAre(false, true));
  EXPECT_THAT(fail(IoError("a", "b", "c")), ElementsAre(false, false));
}

TEST(TeamSteps, StopWhereRank0IsAskedTo) {
  std::atomic<bool> cancelled = false;
  RunControl control;
  control.cancelled = &cancelled;

  const Ends ends = run(
      3,
      [&](std::size_t rank, TeamSteps& steps) {
        steps.take([&] {
          if (rank == 1) cancelled = true;
          if (rank > 0) simulate_for_ever(steps);
        });
      },
      control);

  EXPECT_THAT(ends, ElementsAre("interrupted", "interrupted", "interrupted"));
}

TEST(TeamSteps, ThatMayEndEarlyReturnOnAllProcessesWhereOneIsStopped) {
  for (const std::size_t rank : {0U, 2U}) {
    SCOPED_TRACE(rank);
    std::array<std::atomic<bool>, 3> cancelled{};
    std::atomic<int> n_stopped = 0;
    test::Post post;
    std::vector<std::thread> threads;
    for (std::size_t own = 0; own < 3; ++own)
      threads.emplace_back([&, own] {
        test::ThreadTeam team(post, own, 3);
        TeamSteps steps(team, RunControl{1, &cancelled[own], nullptr});
        steps.take_until_stopped([&] {
          if (own == rank) cancelled[own] = true;
          while (!steps.control().cancelled->load()) {
            steps.control().progress(1);
            std::this_thread::sleep_for(1ms);
          }
        });
        if (steps.is_stopped()) ++n_stopped;
      });
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(n_stopped, 3);
  }
}

TEST(TeamSteps, ThatMayEndEarlyFailAsOthers) {
  const Ends ends = run(3, [&](std::size_t rank, TeamSteps& steps) {
    steps.take_until_stopped([&] {
      if (rank == 1) throw IoError("part.h5", "write", "the disk is full");
      while (!steps.control().cancelled->load()) {
        steps.control().progress(1);
        std::this_thread::sleep_for(1ms);
      }
    });
  });

  EXPECT_THAT(ends, ElementsAre("rank 1: cannot go on: part.h5: cannot write: the disk is full",
                                "interrupted", "interrupted"));
}

TEST(TeamSteps, ReduceWhatAllHave) {
  std::uint64_t sum = 0;

  run(4, [&](std::size_t rank, TeamSteps& steps) {
    std::uint64_t own = 1U << rank;
    steps.reduce([&](ByteWriter& out) { out.write_u64(own); }, [&](ByteReader& in) { own += in.read_u64(); });
    if (rank == 0) sum = own;
  });

  EXPECT_EQ(sum, 15U);
}

TEST(TeamSteps, SayWhoseBytesCannotBeMerged) {
  const Ends ends = run(3, [&](std::size_t rank, TeamSteps& steps) {
    steps.reduce([&](ByteWriter& out) { out.write_u8(static_cast<std::uint8_t>(rank)); },
                 [&](ByteReader& in) {
                   if (in.read_u8() == 1) throw DamagedBytes("of another pilot");
                 });
  });

  EXPECT_THAT(ends[0], AllOf(HasSubstr("what rank 1 has counted"), HasSubstr("of another pilot")));
  EXPECT_THAT(ends, ElementsAre(ends[0], "done", "done"));
}

}  // namespace secondcurve::team_steps_test

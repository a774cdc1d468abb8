#include "engine/run/run_blocks.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace secondcurve::run_blocks_test {

RunControl on(int threads) { return {.threads = threads, .cancelled = nullptr, .progress = {}}; }

TEST(RunBlocks, CallsEveryBlockExactlyOnce) {
  for (int threads : {1, 2, 7})
    for (std::uint64_t n : {1u, 2u, 31u, 257u, 5000u}) {
      std::vector<std::atomic<int>> calls(n + 10);

      run_blocks(10, 10 + n, on(threads), [&](std::size_t, std::uint64_t block) { ++calls.at(block); });

      for (std::uint64_t block = 0; block < calls.size(); ++block)
        ASSERT_EQ(calls[block], block < 10 ? 0 : 1) << "block " << block << ", " << threads << " threads";
    }
}

TEST(RunBlocks, DoesNothingForNoBlocks) {
  run_blocks(5, 5, on(2), [](std::size_t, std::uint64_t) { FAIL(); });
}

TEST(RunBlocks, RunsInOrderOnOneThread) {
  std::vector<std::uint64_t> order;

  run_blocks(3, 200, on(1), [&](std::size_t slot, std::uint64_t block) {
    EXPECT_EQ(slot, 0u);
    order.push_back(block);
  });

  ASSERT_EQ(order.size(), 197u);
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order[i], 3 + i);
}

TEST(RunBlocks, HandsOutBlocksInRisingOrder) {
  // Each slot sees rising blocks, and none starts far ahead of one that was not handed out: when a block
  // starts, all but those of the tasks in hand are done.
  constexpr std::uint64_t n = 4000, most_per_task = 32;
  constexpr int threads = 4;
  std::vector<std::uint64_t> last(threads, 0);
  std::atomic<std::uint64_t> n_done{0};

  run_blocks(1, n + 1, on(threads), [&](std::size_t slot, std::uint64_t block) {
    ASSERT_GT(block, last.at(slot));
    last[slot] = block;
    EXPECT_LE(block, n_done + threads * most_per_task + 1);
    ++n_done;
  });

  EXPECT_EQ(n_done, n);
}

TEST(RunBlocks, GivesASlotToOneThreadAtATime) {
  constexpr std::size_t threads = 7;
  std::vector<std::atomic<int>> busy(threads);

  run_blocks(0, 2000, on(threads), [&](std::size_t slot, std::uint64_t) {
    ASSERT_LT(slot, threads);
    EXPECT_EQ(busy[slot]++, 0);
    std::this_thread::yield();
    --busy[slot];
  });
}

TEST(RunBlocks, UsesAsManyThreadsAsAreAskedFor) {
  // Each of three blocks waits for the other two: only three threads at once can end it.
  std::atomic<int> waiting{0};
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);

  run_blocks(0, 3, on(3), [&](std::size_t, std::uint64_t) {
    ++waiting;
    while (waiting < 3 && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
  });

  EXPECT_EQ(waiting, 3);
  EXPECT_LT(std::chrono::steady_clock::now(), limit);
}

TEST(RunBlocks, PassesOnTheFirstErrorAndStops) {
  for (int threads : {1, 4}) {
    std::atomic<std::uint64_t> n_calls{0};
    const auto body = [&](std::size_t, std::uint64_t block) {
      ++n_calls;
      if (block == 40) throw std::runtime_error("block 40");
    };

    try {
      run_blocks(0, 1'000'000, on(threads), body);
      FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "block 40");
    }
    EXPECT_LT(n_calls, 1'000'000u);
  }
}

TEST(RunBlocks, StopsWhenCancelled) {
  for (int threads : {1, 4}) {
    std::atomic<bool> cancelled{false};
    std::atomic<std::uint64_t> n_calls{0};
    const RunControl control{.threads = threads, .cancelled = &cancelled, .progress = {}};

    EXPECT_THROW(run_blocks(0, 1'000'000, control,
                            [&](std::size_t, std::uint64_t block) {
                              ++n_calls;
                              if (block == 100) cancelled = true;
                            }),
                 Interrupted);
    EXPECT_LT(n_calls, 1'000'000u);
  }
}

TEST(RunBlocksUntilCancelled, SaysWhereItCameTo) {
  for (int threads : {1, 4}) {
    SCOPED_TRACE(threads);
    std::atomic<bool> cancelled{false};
    std::mutex mutex;
    std::set<std::uint64_t> done;
    std::uint64_t n_told = 0;
    const RunControl control{.threads = threads, .cancelled = &cancelled, .progress = [&](std::uint64_t n) {
                               const std::lock_guard lock(mutex);
                               n_told += n;
                             }};

    const std::uint64_t end =
        run_blocks_until_cancelled(7, 1'000'000'000'000, control, [&](std::size_t, std::uint64_t block) {
          const std::lock_guard lock(mutex);
          done.insert(block);
          if (block == 500) cancelled = true;
        });

    ASSERT_FALSE(done.empty());
    EXPECT_EQ(*done.begin(), 7u);
    EXPECT_EQ(*done.rbegin(), end - 1);
    EXPECT_EQ(done.size(), end - 7);
    EXPECT_EQ(n_told, end - 7);
    EXPECT_GT(end, 500u);
  }
}

TEST(RunBlocksUntilCancelled, BeginsNothingWhereItWasCancelledBefore) {
  const std::atomic<bool> cancelled{true};
  const RunControl control{.threads = 2, .cancelled = &cancelled, .progress = {}};

  EXPECT_EQ(run_blocks_until_cancelled(3, 9, control, [](std::size_t, std::uint64_t) { FAIL(); }), 3u);
}

TEST(RunBlocksUntilCancelled, DoesAllWhereNobodyCancels) {
  std::atomic<std::uint64_t> n_calls{0};

  EXPECT_EQ(run_blocks_until_cancelled(3, 900, on(2), [&](std::size_t, std::uint64_t) { ++n_calls; }), 900u);
  EXPECT_EQ(n_calls, 897u);
}

TEST(RunBlocks, TellsItsProgress) {
  std::atomic<std::uint64_t> done{0};
  const RunControl control{
      .threads = 3, .cancelled = nullptr, .progress = [&](std::uint64_t n) { done += n; }};

  run_blocks(7, 1007, control, [](std::size_t, std::uint64_t) {});

  EXPECT_EQ(done, 1000u);
}

TEST(RunBlocks, CountsTheThreadsOfTheMachineUnlessTold) {
  EXPECT_EQ(thread_count(on(3)), 3u);
  EXPECT_GE(thread_count(on(0)), 1u);
}

TEST(KeepThreads, LetsRunsUseTheThreadsOfAll) {
  std::vector<std::atomic<int>> calls(500);
  keep_threads(on(3), [&] {
    EXPECT_EQ(thread_count(on(0)), 3u) << "all that there are";
    for (int round = 0; round < 20; ++round) {
      run_blocks(0, calls.size(), on(3), [&](std::size_t slot, std::uint64_t block) {
        ++calls.at(block);
        EXPECT_LT(slot, 3u);
      });
      run_indices(calls.size(), on(3), [&](std::size_t index) { ++calls.at(index); });
    }
    run_indices(calls.size(), on(2), [&](std::size_t index) {  // by others
      EXPECT_EQ(thread_count(on(0)), 2u);
      ++calls.at(index);
    });
  });
  for (const auto& n : calls) EXPECT_EQ(n, 41);
}

TEST(KeepThreads, PassesOnErrorsAndKeepsNothingBeyond) {
  const std::size_t before = thread_count(on(0));
  const auto fail = [] { run_indices(30, on(7), [](std::size_t) { throw std::runtime_error("stop"); }); };
  EXPECT_THROW(keep_threads(on(7), fail), std::runtime_error);
  EXPECT_EQ(thread_count(on(0)), before);
}

/// Runs on n_inner threads inside a run on four that keep_threads keeps. Expects that no slot is given away
/// while its thread waits for the inner run, and that this does all its work.
void expect_runs_apart(int n_inner) {
  keep_threads(on(4), [&] {
    std::array<std::atomic<int>, 4> busy{};
    std::atomic<int> n_calls{0}, n_shared{0};
    run_blocks(0, 400, on(4), [&](std::size_t slot, std::uint64_t block) {
      if (++busy.at(slot) > 1) ++n_shared;
      run_indices(4, on(n_inner), [&](std::size_t index) {
        std::this_thread::sleep_for(std::chrono::microseconds(100 * ((block + index) % 5)));
        ++n_calls;
      });
      --busy.at(slot);
    });
    EXPECT_EQ(n_shared, 0) << n_inner;
    EXPECT_EQ(n_calls, 400 * 4) << n_inner;
  });
}

TEST(RunBlocks, KeepsApartRunsInsideRuns) {
  for (const int n_inner : {1, 2, 4}) expect_runs_apart(n_inner);
}

TEST(RunIndices, DoesAllInsideARunThatStops) {
  std::atomic<int> n_calls{0}, n_outer{0};
  keep_threads(on(4), [&] {
    EXPECT_THROW(run_blocks(0, 1000, on(4),
                            [&](std::size_t, std::uint64_t block) {
                              if (block == 20) throw std::runtime_error("stop");
                              run_indices(20, on(4), [&](std::size_t) {
                                std::this_thread::sleep_for(std::chrono::microseconds(200));
                                ++n_calls;
                              });
                              ++n_outer;
                            }),
                 std::runtime_error);
  });
  EXPECT_GT(n_outer, 0);
  EXPECT_EQ(n_calls, 20 * n_outer);
}

TEST(RunIndices, CallsEveryIndexOnceAndPassesOnErrors) {
  std::vector<std::atomic<int>> calls(300);

  run_indices(calls.size(), on(3), [&](std::size_t index) { ++calls.at(index); });

  for (const auto& n : calls) EXPECT_EQ(n, 1);
  EXPECT_THROW(run_indices(300, on(3), [](std::size_t) { throw std::runtime_error("stop"); }),
               std::runtime_error);
  std::atomic<bool> cancelled{true};
  const RunControl control{.threads = 2, .cancelled = &cancelled, .progress = {}};
  EXPECT_THROW(run_indices(300, control, [](std::size_t) {}), Interrupted);
}

}  // namespace secondcurve::run_blocks_test

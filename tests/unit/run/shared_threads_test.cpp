#include "engine/run/shared_threads.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "engine/run/run_blocks.hpp"

namespace secondcurve::shared_threads_test {

/// Counts how many threads work at once, at the most.
class Busy final {
 public:
  void work() {
    const int now = ++n_;
    int most = most_;
    while (most < now && !most_.compare_exchange_weak(most, now)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    --n_;
  }
  int most() const { return most_; }

 private:
  std::atomic<int> n_{0}, most_{0};
};

/// Does a run of so many blocks, which asks for four threads.
void run(Busy& busy, std::uint64_t n_blocks) {
  const RunControl control{.threads = 4, .cancelled = nullptr, .progress = {}};
  run_blocks(0, n_blocks, control, [&](std::size_t, std::uint64_t) { busy.work(); });
}

TEST(SharedThreads, LetNoMoreWorkThanWereAskedFor) {
  for (const std::size_t n_runs : {1U, 2U, 3U, 4U}) {
    Busy busy;
    SharedThreads shared(4, n_runs);
    std::vector<std::thread> runs;
    for (std::size_t i = 0; i < n_runs; ++i)
      runs.emplace_back([&, n_blocks = 20 * (i + 1)] {
        run(busy, n_blocks);
        shared.leave();
      });
    for (std::thread& each : runs) each.join();

    EXPECT_LE(busy.most(), 4) << n_runs << " runs";
  }
}

TEST(SharedThreads, KeepARunToItsOwnThreadWhileThereAreAsManyRuns) {
  Busy busy;
  const SharedThreads shared(4, 4);

  run(busy, 40);

  EXPECT_EQ(busy.most(), 1);
}

TEST(SharedThreads, LeaveTheThreadsOfRunsThatHaveEndedToTheOthers) {
  Busy busy;
  SharedThreads shared(4, 4);
  for (int i = 0; i < 3; ++i) shared.leave();

  run(busy, 400);

  EXPECT_GE(busy.most(), 2);
  EXPECT_LE(busy.most(), 4);
}

}  // namespace secondcurve::shared_threads_test

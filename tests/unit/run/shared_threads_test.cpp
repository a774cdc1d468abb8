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

/// Runs so many runs side by side, each asking for all threads; returns how many threads worked at once.
int most_at_once(std::size_t n_threads, std::size_t n_runs, std::uint64_t blocks_of_last) {
  Busy busy;
  SharedThreads shared(n_threads, n_runs);
  std::vector<std::thread> runs;
  const RunControl control{.threads = static_cast<int>(n_threads), .cancelled = nullptr, .progress = {}};
  for (std::size_t run = 0; run < n_runs; ++run)
    runs.emplace_back([&, n_blocks = run + 1 == n_runs ? blocks_of_last : 40] {
      run_blocks(0, n_blocks, control, [&](std::size_t, std::uint64_t) { busy.work(); });
      shared.leave();
    });
  for (std::thread& run : runs) run.join();
  return busy.most();
}

TEST(SharedThreads, LetNoMoreWorkThanWereAskedFor) {
  for (const std::size_t n_runs : {1U, 2U, 3U, 4U})
    EXPECT_LE(most_at_once(4, n_runs, 40), 4) << n_runs << " runs";
}

TEST(SharedThreads, HelpTheRunThatIsLeft) {
  // Three runs end soon; what is left of the fourth is then done by more threads than the one that began it.
  EXPECT_GE(most_at_once(4, 4, 600), 2);
}

TEST(SharedThreads, LeaveOneThreadToOneRun) { EXPECT_EQ(most_at_once(1, 1, 20), 1); }

}  // namespace secondcurve::shared_threads_test

#include "engine/run/share_progress.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace secondcurve::share_progress_test {

TEST(ShareProgress, TellsTheBlocksThatAreNew) {
  std::vector<std::uint64_t> told;
  RunControl control;
  control.progress = [&](std::uint64_t n) { told.push_back(n); };
  ShareProgress progress(control, 10);

  for (const double share : {0.0, 0.25, 0.29, 0.5, 1.0}) progress(share);

  EXPECT_EQ(told, (std::vector<std::uint64_t>{2, 3, 5}));
}

TEST(ShareProgress, EndsWorkThatIsCancelled) {
  std::atomic<bool> cancelled = false;
  RunControl control;
  control.cancelled = &cancelled;
  ShareProgress progress(control, 10);

  EXPECT_NO_THROW(progress(0.1)) << "without anybody to tell";
  cancelled = true;
  EXPECT_THROW(progress(0.2), Interrupted);
}

}  // namespace secondcurve::share_progress_test

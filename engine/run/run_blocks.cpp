#include "engine/run/run_blocks.hpp"

#include <algorithm>
#include <thread>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "engine/core/error.hpp"

namespace secondcurve {

namespace {

/// Most blocks that a thread takes at once: some milliseconds of work, so that a stop is felt at once.
constexpr std::uint64_t most_blocks_per_task = 32;

void throw_if_cancelled(const RunControl& control) {
  if (control.cancelled != nullptr && control.cancelled->load(std::memory_order_relaxed)) throw Interrupted();
}

}  // namespace

std::size_t thread_count(const RunControl& control) {
  if (control.threads > 0) return static_cast<std::size_t>(control.threads);
  return static_cast<std::size_t>(std::max(1, tbb::this_task_arena::max_concurrency()));
}

void run_blocks(std::uint64_t first, std::uint64_t last, const RunControl& control,
                const std::function<void(std::size_t slot, std::uint64_t block)>& body) {
  if (first >= last) return;
  const std::size_t n_threads = thread_count(control);
  const std::uint64_t task_blocks =
      std::clamp((last - first) / (8 * n_threads), std::uint64_t{1}, most_blocks_per_task);
  const std::uint64_t n_tasks = (last - first + task_blocks - 1) / task_blocks;
  // The scheduler takes ranges in any order; the counter hands out the blocks in rising order all the same.
  std::atomic<std::uint64_t> next_task{0};

  tbb::global_control limit(tbb::global_control::max_allowed_parallelism, n_threads);
  tbb::task_arena arena(static_cast<int>(n_threads));
  arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::uint64_t>(0, n_tasks, 1),
        [&](const tbb::blocked_range<std::uint64_t>& range) {
          const auto slot = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
          for (std::uint64_t i = range.begin(); i != range.end(); ++i) {
            const std::uint64_t begin = first + next_task.fetch_add(1) * task_blocks;
            const std::uint64_t end = std::min(begin + task_blocks, last);
            for (std::uint64_t block = begin; block < end; ++block) {
              throw_if_cancelled(control);
              body(slot, block);
            }
            if (control.progress) control.progress(end - begin);
          }
        },
        tbb::simple_partitioner());
  });
}

void run_indices(std::size_t n, const RunControl& control, const std::function<void(std::size_t)>& body) {
  const std::size_t n_threads = thread_count(control);
  tbb::global_control limit(tbb::global_control::max_allowed_parallelism, n_threads);
  tbb::task_arena arena(static_cast<int>(n_threads));
  arena.execute([&] {
    tbb::parallel_for(std::size_t{0}, n, [&](std::size_t index) {
      throw_if_cancelled(control);
      body(index);
    });
  });
}

}  // namespace secondcurve

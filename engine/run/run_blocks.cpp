#include "engine/run/run_blocks.hpp"

#include <algorithm>
#include <atomic>
#include <vector>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "engine/core/error.hpp"
#include "engine/run/handover.hpp"

namespace secondcurve {

namespace {

/// How blocks are shared out to tasks: most are of many blocks, some milliseconds of work, so that a stop is
/// felt at once; the last ones of fewer and fewer, so that no thread waits long for another.
class Tasks final {
 public:
  Tasks(std::uint64_t first, std::uint64_t last, std::size_t n_threads) : first_(first) {
    const std::uint64_t n = last - first, n_in_tail = std::min(n, 4 * n_threads * most_blocks);
    n_long_ = (n - n_in_tail) / most_blocks;
    for (std::uint64_t bound = first + n_long_ * most_blocks; bound < last; bound = tail_.back()) {
      const std::uint64_t n_blocks = (last - bound) / (4 * n_threads);
      tail_.push_back(bound + std::clamp(n_blocks, std::uint64_t{1}, most_blocks));
    }
  }

  std::uint64_t size() const { return n_long_ + tail_.size(); }
  /// The first block of a task; of the one past the last, the end of all.
  std::uint64_t begin(std::uint64_t task) const {
    return task <= n_long_ ? first_ + task * most_blocks : tail_[task - n_long_ - 1];
  }

 private:
  static constexpr std::uint64_t most_blocks = 8;

  std::uint64_t first_;
  std::uint64_t n_long_;             ///< tasks of `most_blocks`
  std::vector<std::uint64_t> tail_;  ///< where the others end
};

/// Calls `body` in an arena of n_threads threads: this one, and others as they come.
template <class Body>
void in_arena(std::size_t n_threads, const Body& body) {
  tbb::global_control limit(tbb::global_control::max_allowed_parallelism, n_threads);
  tbb::task_arena arena(static_cast<int>(n_threads));
  arena.execute(body);
}

/// The time of a task, as the thread sanitizer must see it: from what it takes over to what it hands on.
class Shift final {
 public:
  explicit Shift(Handover& handover) : handover_(handover) { handover_.take(); }
  Shift(const Shift&) = delete;
  Shift& operator=(const Shift&) = delete;
  ~Shift() { handover_.give(); }

 private:
  Handover& handover_;
};

/// Calls `body(index)` for each index below n, each as a task of its own, on n_threads threads. Begins no
/// more of them once one has returned false.
template <class Body>
void run_tasks(std::uint64_t n, std::size_t n_threads, const Body& body) {
  Handover handover;
  handover.give();
  // What runs inside a task of another run is isolated from it: a thread that waits here takes no task of the
  // other, and here all are done even if the other is stopped.
  tbb::task_group_context context(tbb::task_group_context::isolated);
  const auto run = [&] {
    tbb::this_task_arena::isolate([&] {
      tbb::parallel_for(
          tbb::blocked_range<std::uint64_t>(0, n, 1),
          [&](const tbb::blocked_range<std::uint64_t>& range) {
            const Shift shift(handover);
            for (std::uint64_t i = range.begin(); i != range.end(); ++i)
              if (!body(i)) context.cancel_group_execution();
          },
          tbb::simple_partitioner(), context);
    });
  };
  try {
    if (static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()) == n_threads)
      run();
    else
      in_arena(n_threads, run);
  } catch (...) {
    handover.take();
    throw;
  }
  handover.take();
}

}  // namespace

bool is_cancelled(const RunControl& control) {
  return control.cancelled != nullptr && control.cancelled->load(std::memory_order_relaxed);
}

void stop_if_cancelled(const RunControl& control) {
  if (is_cancelled(control)) throw Interrupted();
}

std::size_t thread_count(const RunControl& control) {
  if (control.threads > 0) return static_cast<std::size_t>(control.threads);
  return static_cast<std::size_t>(std::max(1, tbb::this_task_arena::max_concurrency()));
}

void run_blocks(std::uint64_t first, std::uint64_t last, const RunControl& control,
                const std::function<void(std::size_t slot, std::uint64_t block)>& body) {
  if (run_blocks_until_cancelled(first, last, control, body) < last) throw Interrupted();
}

std::uint64_t run_blocks_until_cancelled(
    std::uint64_t first, std::uint64_t last, const RunControl& control,
    const std::function<void(std::size_t slot, std::uint64_t block)>& body) {
  if (first >= last) return last;
  const std::size_t n_threads = thread_count(control);
  const Tasks tasks(first, last, n_threads);
  // The scheduler takes tasks in any order; the counter hands out the blocks in rising order all the same, so
  // that those that are done when it stops are the first ones.
  std::atomic<std::uint64_t> next_task{0};

  run_tasks(tasks.size(), n_threads, [&](std::uint64_t) {
    if (is_cancelled(control)) return false;
    const auto slot = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
    const std::uint64_t task = next_task.fetch_add(1);
    const std::uint64_t begin = tasks.begin(task), end = tasks.begin(task + 1);
    for (std::uint64_t block = begin; block < end; ++block) body(slot, block);
    if (control.progress) control.progress(end - begin);
    return true;
  });
  return tasks.begin(next_task);
}

void keep_threads(const RunControl& control, const std::function<void()>& body) {
  in_arena(thread_count(control), body);
}

void run_indices(std::size_t n, const RunControl& control, const std::function<void(std::size_t)>& body) {
  run_tasks(n, thread_count(control), [&](std::uint64_t index) {
    stop_if_cancelled(control);
    body(static_cast<std::size_t>(index));
    return true;
  });
}

}  // namespace secondcurve

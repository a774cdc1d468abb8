#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace secondcurve {

/// How a run uses the machine. Nothing here changes a result.
struct RunControl {
  int threads = 0;                               ///< 0 for all that the machine has
  const std::atomic<bool>* cancelled = nullptr;  ///< set by someone else to stop; may be null
  std::function<void(std::uint64_t)> progress;   ///< told how many more blocks are done, from any thread
  std::function<void(std::uint64_t)> foresee{};  ///< told of blocks to come that nobody had foreseen
};

/// Whether the run was asked to stop.
bool is_cancelled(const RunControl& control);
/// Throws Interrupted where it was.
void stop_if_cancelled(const RunControl& control);

/// The number of threads that a run will use.
std::size_t thread_count(const RunControl& control);

/// Calls `body(slot, block)` for each block of [first, last), on thread_count(control) threads. Blocks are
/// handed out in rising order and finish in any. A slot, below thread_count, is used by one thread at a time:
/// keep one worker per slot. The first exception stops the others and is thrown here; a cancelled run throws
/// Interrupted, unless all blocks were begun before.
void run_blocks(std::uint64_t first, std::uint64_t last, const RunControl& control,
                const std::function<void(std::size_t slot, std::uint64_t block)>& body);

/// The same, but a cancelled run is no error: what is in hand is finished, and nothing more is begun.
/// @return the end of what is done: all blocks of [first, end), and no others.
std::uint64_t run_blocks_until_cancelled(
    std::uint64_t first, std::uint64_t last, const RunControl& control,
    const std::function<void(std::size_t slot, std::uint64_t block)>& body);

/// Calls `body(index)` for each index below n, in any order, on thread_count(control) threads.
void run_indices(std::size_t n, const RunControl& control, const std::function<void(std::size_t)>& body);

/// Calls `body` once, on this thread. Runs on as many threads that it begins one after the other share them
/// and find them awake; the process uses no more threads meanwhile.
void keep_threads(const RunControl& control, const std::function<void()>& body);

}  // namespace secondcurve

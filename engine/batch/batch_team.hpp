#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/batch/run_batch.hpp"
#include "engine/run/team.hpp"

namespace secondcurve {

/// What the other processes of a team need to know of a batch. All the rest is in its record.
struct BatchJob {
  std::string folder;  ///< of the batch, by its absolute path
  std::uint64_t n_blocks = 1;
  std::size_t n_left = 0;     ///< scenarios that are still to be simulated
  int threads = 0;            ///< as in BatchControl
  bool has_baseline = false;  ///< whether they are compared with the baseline, whose part is there
  std::string record;         ///< as to_json

  /// As JSON with "job": "batch", and back. Throws an exception of nlohmann where it is none.
  std::string to_json() const;
  static BatchJob from_json(const std::string& text);
};

/// A job that asks all processes whether they see the folder of a batch. Throws as is_folder_shared; called
/// on rank 0.
void refuse_unshared_folder(Team& team, const std::string& folder);

/// Scenarios that each of a team's processes begins side by side, so that all have some.
std::size_t n_at_once_of(const BatchJob& job, std::size_t n_threads, std::size_t n_processes);

/// Hands the scenarios that are left to all processes of a team, whoever asks first. Lives on rank 0.
class BatchDesk final {
 public:
  /// @param stopped set here where another process failed or was stopped; set by others to stop them all.
  /// @param report told of what the others do.
  BatchDesk(Team& team, const std::vector<std::size_t>& left, std::atomic<bool>& stopped,
            std::function<void(const BatchEvent&)> report);

  /// The next scenario; nothing where none is left, or the batch has stopped. From any thread.
  std::optional<std::size_t> next();
  /// Answers the other processes until all have nothing to do; called by a thread of its own. Where the batch
  /// has stopped, or something fails here, they are told so and get some seconds for what they have in hand,
  /// and less where this process is about to be killed.
  /// @param is_cancelled whether the user asked to stop. Throws nothing: see rethrow.
  void serve(const std::function<bool()>& is_cancelled) noexcept;
  /// Throws what another process failed with, as TeamProblem says, or what failed here.
  void rethrow() const;

 private:
  void serve_all(const std::function<bool()>& is_cancelled);
  void answer(const Team::Message& message);
  void stop_all();
  void keep(std::exception_ptr error);

  Team& team_;
  const std::vector<std::size_t>& left_;
  std::atomic<bool>& stopped_;
  std::function<void(const BatchEvent&)> report_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::size_t n_away_ = 0;                                         ///< other processes that still work
  std::optional<std::chrono::steady_clock::time_point> stopping_;  ///< since when all have to stop
  bool has_told_ = false;                                          ///< the others to stop
  std::exception_ptr error_;
};

/// Does a job for a batch: says whether the folder is seen, or makes parts for rank 0 until none is left.
/// That is what every other process of a team does for a batch. Tells rank 0 of everything, errors included.
/// Prints nothing.
/// @param job its text, in JSON. @param cancelled set to stop. Returns false where it is no job for a batch.
bool work_on_batch(Team& team, const std::string& job, const std::atomic<bool>& cancelled);

}  // namespace secondcurve

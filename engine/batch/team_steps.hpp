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

#include "engine/run/run_blocks.hpp"
#include "engine/run/team.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// Steps of one piece of work that all processes of a team take together, each its share of it. Where one of
/// them fails or is stopped, all end the step soon, and rank 0 throws what it was.
class TeamSteps final {
 public:
  /// @param control of this process. That of rank 0 is told of the progress of all, now and then.
  TeamSteps(Team& team, const RunControl& control);
  TeamSteps(const TeamSteps&) = delete;
  TeamSteps& operator=(const TeamSteps&) = delete;
  ~TeamSteps() = default;

  const Team& team() const { return team_; }
  /// With which shares of steps are simulated.
  const RunControl& control() const { return own_; }

  /// Does this process' share of a step and waits for the others. All processes call it.
  /// Throws, where not all have done their share: on rank 0 what happened, with the name of the process where
  /// that is another one; on the others Interrupted.
  void take(const std::function<void()>& share);
  /// The same, but where the user has asked to stop, that is no error: shares end early, as soon as
  /// control().cancelled is set, and it returns on all processes.
  /// Throws as `take` where something failed, or where a process does not come back in time.
  void take_until_stopped(const std::function<void()>& share);
  /// Whether the steps have come to an end: the user has asked to stop, or something failed.
  bool is_stopped() const { return stopped_; }

  /// Merges what all have into rank 0. All processes call it.
  /// @param merge throws DamagedBytes, or what else it may; that ends the work.
  /// Throws IoError on rank 0 where something could not be merged.
  void reduce(const std::function<void(ByteWriter&)>& save, const std::function<void(ByteReader&)>& merge);

 private:
  using Clock = std::chrono::steady_clock;

  /// Whether a step that the user stops is an error.
  enum class WhenStopped { fails, returns };

  void count(std::uint64_t n_blocks);
  void look();
  void tell_blocks();
  // On rank 0, with the lock:
  void read_messages();
  void read_leave(std::size_t rank, const std::string& kind, const std::string& rest);
  void stop_all();

  /// Does a share. Returns what it has failed with, and notes where it was stopped.
  std::exception_ptr try_share(const std::function<void()>& share);
  void lead(const std::function<void()>& share, WhenStopped when_stopped);
  void follow(const std::function<void()>& share);
  /// Whether all have done their share.
  bool are_back();
  /// Whether they have been waited for long enough.
  bool is_too_late(WhenStopped when_stopped) const;

  Team& team_;
  RunControl asked_, own_;
  std::atomic<bool> stopped_ = false;
  std::atomic<std::uint64_t> n_untold_ = 0;  ///< blocks that rank 0 has not been told of
  std::mutex mutex_;
  Clock::time_point looked_{}, told_{};
  std::size_t n_back_ = 0;                     ///< other processes that have done their share
  std::optional<Clock::time_point> stopping_;  ///< since when all have to stop
  std::exception_ptr problem_;                 ///< of another process, the first
};

}  // namespace secondcurve

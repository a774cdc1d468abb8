#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/batch/block_ranges.hpp"
#include "engine/batch/directory_lock.hpp"
#include "engine/run/team.hpp"

namespace secondcurve {

/// How far a pass over the paths of a run has come: all blocks below `end` are done but those in the gaps.
struct PassProgress {
  std::uint64_t end = 0;
  BlockRanges gaps;
  Bytes found;  ///< what the pass has counted (FirstPass) or collected (QuantilePass)

  /// Blocks that are done.
  std::uint64_t n_done() const { return end - count_of(gaps); }
  friend bool operator==(const PassProgress&, const PassProgress&) = default;
};

/// How far a run has come.
struct RunProgress {
  PassProgress counting;               ///< the first pass
  std::vector<PassProgress> searches;  ///< the later passes, as many as have been begun
  BlockRanges parts;                   ///< of the cubes, that are written

  friend bool operator==(const RunProgress&, const RunProgress&) = default;
};

/// The file of a part of the cubes in a folder of them. @param first_block of the part.
std::string part_path(const std::string& folder, std::uint64_t first_block);

/// The hidden folder beside a result (".NAME.parts") that keeps how far its run has come, so that it goes on
/// after any interruption. What is in it is whole at every moment.
class RunState final {
 public:
  /// Makes the folder, or takes over the one that is there and removes from it what a process that was killed
  /// has left.
  /// @param result its path. @param fingerprint of the run.
  /// Throws UsageError where another run is kept there; IoError where it is damaged or cannot be read, or
  /// another process has it.
  RunState(const std::string& result, std::string fingerprint);
  RunState(const RunState&) = delete;
  RunState& operator=(const RunState&) = delete;
  /// Removes the folder where nothing was kept.
  ~RunState();

  const std::string& folder() const { return folder_; }
  /// How far the run had come; nothing where it begins.
  const std::optional<RunProgress>& before() const { return before_; }
  /// Whether there is something to go on with.
  bool has_kept() const { return has_kept_; }
  /// Writes how far the run has come, in place of what is there. Throws IoError; that then stays.
  void keep(const RunProgress& progress);
  /// Removes all of it.
  void remove() noexcept;

  /// Removes the state of a run that is finished, where a process was killed before it could. Leaves that of
  /// another run alone. Throws as the constructor.
  static void remove_left_over(const std::string& result, const std::string& fingerprint);

 private:
  void read(const std::string& result);
  void remove_leftovers() const;

  std::string folder_, fingerprint_;
  std::optional<DirectoryLock> lock_;
  std::optional<RunProgress> before_;
  bool has_kept_ = false;
};

}  // namespace secondcurve

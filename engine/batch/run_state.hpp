#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/batch/batch_directory.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/block_source.hpp"

namespace secondcurve {

/// How far a run has come in its first pass over the paths, and in the one after it.
struct RunProgress {
  std::uint64_t n_counted = 0;    ///< blocks of the first pass, from the first block on
  Bytes counted;                  ///< what that has found (FirstPass)
  std::uint64_t n_collected = 0;  ///< blocks of the first later pass
  Bytes collected;                ///< what that has found (QuantilePass)
  std::vector<BlockRange> parts;  ///< of the cubes, that are written, in order

  /// As bytes, and back; that throws DamagedBytes.
  Bytes bytes() const;
  static RunProgress from(const Bytes& bytes);
};

/// The hidden folder beside a result (".NAME.parts") that keeps how far its run has come, so that it goes on
/// after any interruption. What is in it is whole at every moment.
class RunState final {
 public:
  /// Makes the folder, or takes over the one that is there.
  /// @param result its path. @param fingerprint of the run.
  /// Throws UsageError where another run is kept there; IoError where it is damaged, or another process has
  /// it.
  RunState(const std::string& result, std::string fingerprint);

  const std::string& folder() const { return folder_; }
  /// How far the run had come; nothing where it begins.
  const std::optional<RunProgress>& before() const { return before_; }
  /// Throws IoError.
  void keep(const RunProgress& progress) const;
  /// Removes all of it.
  void remove();

 private:
  void read(const std::string& result);

  std::string folder_, fingerprint_;
  std::optional<DirectoryLock> lock_;
  std::optional<RunProgress> before_;
};

}  // namespace secondcurve

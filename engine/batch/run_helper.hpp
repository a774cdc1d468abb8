#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "engine/run/team.hpp"

namespace secondcurve {

/// What every process of a team but rank 0 does for a run: what rank 0 asks for, job by job.
class RunHelper final {
 public:
  /// @param cancelled set to stop; must outlive this, as must the team.
  RunHelper(Team& team, const std::atomic<bool>& cancelled);
  RunHelper(const RunHelper&) = delete;
  RunHelper& operator=(const RunHelper&) = delete;
  ~RunHelper();

  /// Does a job for a run. Returns false where it is none. Prints nothing; rank 0 is told of problems.
  bool take(const std::string& job);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace secondcurve

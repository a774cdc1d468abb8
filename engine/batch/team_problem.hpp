#pragma once

#include <exception>
#include <string>

namespace secondcurve {

/// What has ended the work of a process, so that another one can be told of it by a text.
struct TeamProblem {
  enum class Kind {
    none,
    machine,  ///< the disk, memory, MPI
    numbers,  ///< of the simulation
    defect    ///< of ours
  };
  Kind kind = Kind::none;
  std::string text;

  /// What an exception says; none where it is null or an Interrupted.
  static TeamProblem of(const std::exception_ptr& error);
  /// The exception that rank 0 throws for it: IoError, NumericalError, or std::runtime_error for a defect.
  /// @param process where it happened, by its name. Null where there is none.
  std::exception_ptr error_of(const std::string& process) const;
};

}  // namespace secondcurve

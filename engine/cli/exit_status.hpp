#pragma once

namespace secondcurve::cli {

/// Exit statuses: a promise to scripts, listed in docs/commands/README.md.
enum ExitStatus {
  exit_done = 0,
  exit_defect = 1,         ///< of ours
  exit_config = 2,         ///< a config, a batch file or the command line needs a change
  exit_io = 3,             ///< a file, the disk or memory
  exit_numerical = 4,      ///< a simulation left the range of numbers
  exit_some_failed = 5,    ///< some scenarios of a batch failed, or cannot be run; the others are there
  exit_interrupted = 130,  ///< Ctrl-C, TERM or HUP, as shells say it: 128 and the number of the signal INT
};

}  // namespace secondcurve::cli

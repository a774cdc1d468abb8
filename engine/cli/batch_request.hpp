#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/batch/shard.hpp"

namespace secondcurve::cli {

/// What `secondcurve batch` is asked for.
struct BatchRequest {
  std::string
      status;  ///< directory whose state is to be printed, and nothing else; empty where a batch is named
  std::string file;
  std::string folder;  ///< of the results; may be empty for a dry run
  std::string log;     ///< empty where none is wanted
  bool resume = false;
  bool begin = false;          ///< and make nothing but the baseline
  std::optional<Shard> shard;  ///< of the scenarios, where others make the rest
  bool redo_failed = false;
  bool dry_run = false;
  bool quiet = false;
  bool json = false;
  int threads = 0;       ///< that were asked for, of each process
  int threads_here = 0;  ///< of this process, which may share its machine with others of its team
};

/// Reads the arguments; nothing where only help was asked for. Throws UsageError.
std::optional<BatchRequest> read_batch_request(const std::vector<std::string>& arguments);

/// Whether the log is to lie in the directory of the results, which need not be there yet.
bool log_lies_in_folder(const BatchRequest& request);

}  // namespace secondcurve::cli

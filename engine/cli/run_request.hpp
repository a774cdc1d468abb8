#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/batch/shard.hpp"
#include "engine/output/atomic_file.hpp"

namespace secondcurve::cli {

/// What the command line of `run` asks for.
struct RunRequest {
  std::string file;
  std::string output;
  std::vector<std::string> overrides;
  std::optional<std::string> scenario;  ///< of a result of several
  std::optional<std::uint64_t> more_paths;
  std::optional<Shard> shard;
  std::optional<std::string> brackets;  ///< of a second pass over the shard
  std::optional<int> threads;
  Overwrite overwrite = Overwrite::refuse;
  bool resumable = false;
  bool quiet = false;
  bool json = false;
};

/// Reads the arguments; nothing where only help was asked for. Throws UsageError.
std::optional<RunRequest> read_run_request(const std::vector<std::string>& arguments);

}  // namespace secondcurve::cli

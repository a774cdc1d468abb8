#pragma once

#include <atomic>
#include <string>
#include <vector>

namespace secondcurve {
class Team;
}

namespace secondcurve::cli {

/// Set by the signal handler of main: the user asked to stop.
inline std::atomic<bool> stop_requested{false};

// One function per command. `arguments` are those after the command's name. They print what the user asked
// for to standard output, progress and remarks to standard error, return the exit status, and throw the
// errors of engine/core/error.hpp.

/// @param team that simulates the paths; this is its rank 0.
int run_command(const std::vector<std::string>& arguments, Team& team);
int merge_command(const std::vector<std::string>& arguments);
/// @param team that works on the batch; this is its rank 0.
int batch_command(const std::vector<std::string>& arguments, Team& team);
int check_command(const std::vector<std::string>& arguments);
int explain_command(const std::vector<std::string>& arguments);
int diff_command(const std::vector<std::string>& arguments);
int compare_command(const std::vector<std::string>& arguments);
int show_command(const std::vector<std::string>& arguments);
int report_command(const std::vector<std::string>& arguments);
int export_command(const std::vector<std::string>& arguments);
int replay_command(const std::vector<std::string>& arguments);
int models_command(const std::vector<std::string>& arguments);
int schema_command(const std::vector<std::string>& arguments);

}  // namespace secondcurve::cli

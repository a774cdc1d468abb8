#pragma once

#include <string>
#include <vector>

namespace secondcurve {
class Team;
}

namespace secondcurve::cli {

/// Throws UsageError, on rank 0, where the processes of a team are not the same program or were not given the
/// same arguments, and where mpirun has started several processes of a program that knows nothing of MPI.
/// Called by all processes of the team first of all, which work_for_team does for the others.
void refuse_unlike_processes(Team& team, const std::vector<std::string>& arguments);

/// Does what rank 0 asks for until it is dismissed: what every other process of a team does. Prints nothing.
/// @return the exit status.
int work_for_team(Team& team, const std::vector<std::string>& arguments);

/// Ends the work of the other processes. On rank 0, when all is done or has failed.
void dismiss_team(Team& team);

}  // namespace secondcurve::cli

#pragma once

#include <string>
#include <vector>

namespace secondcurve {
class Team;
}

namespace secondcurve::cli {

/// Throws UsageError, on rank 0, where the processes of a team are not the same program, were not given the
/// same arguments or run on processors that give other digits, and where mpirun has started several processes
/// of a program that knows nothing of MPI. Called by all processes of the team first of all, which
/// work_for_team does for the others.
void refuse_unlike_processes(Team& team, const std::vector<std::string>& arguments);

/// Does what rank 0 asks for until it is dismissed: what every other process of a team does. Prints nothing.
/// Throws where this process cannot go on in a way that rank 0 is told of; then nothing is left but to abort.
/// @return the exit status.
int work_for_team(Team& team, const std::vector<std::string>& arguments);

/// Ends the work of the other processes and waits until all have heard of it. On rank 0, when all is done or
/// has failed.
/// @param status with which the program ends; where something failed they are waited for a limited time.
/// Returns false where they cannot be told or do not answer: they wait for something that does not come, and
/// have to be aborted.
bool dismiss_team(Team& team, int status);

}  // namespace secondcurve::cli

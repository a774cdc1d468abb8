#pragma once

#include <string>

namespace secondcurve::detail {

/// The folder that a path lies in.
std::string folder_of(const std::string& path);

/// The name beside `path` under which this process writes what shall stand there: ".NAME.HOST.PID", and in
/// the `attempt`-th place after the first a number, before the ending (".tmp").
std::string temporary_name(const std::string& path, int attempt, const std::string& ending);

/// Removes the temporary files and folders of `path` (".NAME.HOST.PID.tmp") that processes of this machine
/// have left which exist no more: they were killed. Those of other machines stay, as nobody here knows of
/// them, and so does what cannot be removed.
void remove_leftovers(const std::string& path);

}  // namespace secondcurve::detail

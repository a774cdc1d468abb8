// The program: picks the command, turns errors into messages and exit statuses.

#include <fcntl.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/commands.hpp"
#include "engine/cli/exit_status.hpp"
#include "engine/cli/team_work.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/version.hpp"

#ifdef SECONDCURVE_WITH_MPI
#include "engine/cluster/communicator.hpp"
#endif

namespace secondcurve::cli {

namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(const std::vector<std::string>&, Team&);
};

/// A command that this process does by itself.
template <int (*run)(const std::vector<std::string>&)>
int by_itself(const std::vector<std::string>& arguments, Team&) {
  return run(arguments);
}

constexpr std::array<Command, 13> commands{{
    {"run", "simulate a scenario and write its result file", run_command},
    {"merge", "join the shards of one run into its result", by_itself<merge_command>},
    {"batch", "simulate many scenarios, listed or swept, and compare them with a baseline", batch_command},
    {"check", "check scenario files without running them", by_itself<check_command>},
    {"explain", "show where every setting of a scenario comes from, and what a run will need",
     by_itself<explain_command>},
    {"diff", "show the assumptions in which two scenarios differ", by_itself<diff_command>},
    {"show", "print tables from a result file", by_itself<show_command>},
    {"compare", "set a scenario against a baseline, path by path", by_itself<compare_command>},
    {"report", "write one page with the charts of results, for any browser", by_itself<report_command>},
    {"export", "write a result as tables: CSV, a workbook, or the format of the IAMC",
     by_itself<export_command>},
    {"replay", "print every term of one path", by_itself<replay_command>},
    {"models", "list the growth models, or explain one", by_itself<models_command>},
    {"schema", "print the JSON Schema or the reference page of config files", by_itself<schema_command>},
}};

void print_help() {
  fmt::print(
      "Secondcurve simulates economic growth scenarios of industries.\n\n"
      "Usage: secondcurve COMMAND [arguments]\n\n");
  for (const Command& command : commands) fmt::print("  {:<9}{}\n", command.name, command.summary);
  fmt::print(
      "\n  secondcurve COMMAND --help   what a command takes\n"
      "  secondcurve --version        version, compiler and instruction set in use\n\n"
      "Start with: secondcurve run configs/shanghai/baseline.toml\n");
}

void print_version() {
  const BuildInfo build = build_info();
  fmt::print(
      "secondcurve {}\nrevision         {}\ncompiler         {}\nflags            {}\ninstruction set  {}\n",
      build.version, build.revision, build.compiler, build.flags, build.vector_target);
}

/// The first signal asks for a clean stop, the second ends the program at once.
extern "C" void on_signal(int number) {
  if (stop_requested.exchange(true)) {
    ::signal(number, SIG_DFL);
    ::raise(number);
  }
}

int dispatch(const std::vector<std::string>& arguments, Team& team) {
  if (arguments.empty()) {
    print_help();
    return exit_config;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print_help();
    return exit_done;
  }
  if (name == "--version") {
    print_version();
    return exit_done;
  }
  const auto found =
      std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == name; });
  if (found != commands.end()) return found->run({arguments.begin() + 1, arguments.end()}, team);
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  throw unknown_name(fmt::format("secondcurve: unknown command '{}'", name), name, names);
}

int report(ExitStatus status, std::string_view message) {
  remark(fmt::format("{}\n", message));
  return status;
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, Team& team) {
  try {
    refuse_unlike_processes(team, arguments);
    const int status = dispatch(arguments, team);
    if (std::fflush(stdout) != 0) throw IoError("standard output", "write", system_message(errno));
    return status;
  } catch (const ConfigError& error) {
    return report(exit_config, fmt::format("{}\n{}; nothing was run.", error.what(),
                                           counted(error.diagnostics().size(), "error")));
  } catch (const UsageError& error) {
    return report(exit_config, error.what());
  } catch (const IoError& error) {
    return report(exit_io, error.what());
  } catch (const NumericalError& error) {
    return report(exit_numerical, error.what());
  } catch (const Interrupted&) {
    return report(exit_interrupted, "interrupted; no result was written");
  } catch (const std::system_error& error) {  // fmt::print, where the output takes no more
    return report(exit_io, fmt::format("secondcurve: {}", error.what()));
  } catch (const std::bad_alloc&) {
    return report(exit_io, "not enough memory for this run; see: secondcurve explain FILE");
  } catch (const std::exception& error) {
    return report(exit_defect,
                  fmt::format("secondcurve: a defect of ours, please report it: {}", error.what()));
  }
}

#ifdef SECONDCURVE_WITH_MPI
using StartedTeam = Communicator;
#else
using StartedTeam = Alone;
#endif

/// Says what has gone wrong in this process and ends all of its team.
[[noreturn]] void abort_team(StartedTeam& team, int status, std::string_view message) {
  remark(fmt::format("secondcurve: {}: {}\n", team.name(team.rank()), message));
  team.abort(status);
}

/// Runs the program as rank 0 of its team.
int lead_team(const std::vector<std::string>& arguments, StartedTeam& team) {
  const int status = run_program(arguments, team);
  const int status_of_abort = status == exit_done ? exit_defect : status;
  try {
    if (dismiss_team(team, status)) return status;
  } catch (const std::exception& error) {
    abort_team(team, status_of_abort, error.what());
  }
  abort_team(team, status_of_abort, "the other processes do not answer and are ended");
}

/// Runs the program as this process of its team.
int run_in_team(const std::vector<std::string>& arguments) {
  std::optional<StartedTeam> team;
  try {
    team.emplace();
  } catch (const UsageError& error) {
    return report(exit_config, error.what());
  } catch (const std::exception& error) {
    return report(exit_io, fmt::format("secondcurve: {}", error.what()));
  }
  if (team->rank() == 0) return lead_team(arguments, *team);
  try {
    return work_for_team(*team, arguments);
  } catch (const std::exception& error) {
    abort_team(*team, exit_io, error.what());
  }
}

}  // namespace secondcurve::cli

int main(int argc, char** argv) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("popcnt")) {
    std::fputs(
        "secondcurve: this processor is too old; it needs SSE4.2 (x86-64-v2), as made since about 2009\n",
        stderr);
    return 1;
  }
#endif
  // A file that is opened must never take the place of a closed standard stream, or remarks would go into it.
  for (const int descriptor : {0, 1, 2})
    if (::fcntl(descriptor, F_GETFD) == -1 && ::open("/dev/null", O_RDWR) == -1) return 1;
  struct sigaction action = {};
  action.sa_handler = secondcurve::cli::on_signal;
  action.sa_flags = SA_RESTART;  // a signal does not break a write in hand
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before = {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // nohup stays in force
  }
  return secondcurve::cli::run_in_team({argv + 1, argv + argc});
}

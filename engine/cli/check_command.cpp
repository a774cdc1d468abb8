#include <optional>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "models/scenario/notes.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

int check_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"), "change a setting first; may be repeated")
      ("scenario", po::value<std::string>()->value_name("NAME"), "of a result of several: the scenario")
      ("quiet,q", "print nothing but errors");
  // clang-format on
  const CommandSyntax syntax{"check",
                             "FILE... [options]",
                             "Checks scenario files with all that they inherit and read. Nothing is run.",
                             {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.empty()) throw UsageError("secondcurve check: no file given. Usage: secondcurve check FILE...");

  std::vector<Diagnostic> all;
  std::optional<IoError> unreadable;  // the first; the files after it are checked all the same
  for (const std::string& file : files) {
    try {
      const Input input =
          load_input(file, options_of(*values, "set"), option<std::string>(*values, "scenario"));
      const Scenario& s = input.loaded.scenario;
      if (values->count("quiet") > 0) continue;
      remark(input.remark);
      fmt::print("{}: ok: {}, {} series, {}, {} to {}, {}{}\n", file, counted(s.sectors.size(), "sector"),
                 s.series.size(), counted(s.targets.size(), "target"), s.simulation.base_year,
                 s.simulation.end_year, s.simulation.stop_when ? "at most " : "",
                 counted(s.simulation.paths, "path"));
      for (const std::string& note : notes(s)) fmt::print("{}: note: {}\n", file, note);
    } catch (const ConfigError& error) {
      all.insert(all.end(), error.diagnostics().begin(), error.diagnostics().end());
    } catch (const IoError& error) {
      if (unreadable)
        remark(fmt::format("{}\n", error.what()));
      else
        unreadable = error;
    }
  }
  if (unreadable && !all.empty()) remark(fmt::format("{}\n", unreadable->what()));
  if (!all.empty()) throw ConfigError(std::move(all));
  if (unreadable) throw IoError(*unreadable);
  return 0;
}

}  // namespace secondcurve::cli

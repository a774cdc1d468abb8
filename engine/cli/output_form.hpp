#pragma once

#include <array>

#include <boost/program_options.hpp>

#include "engine/cli/command_line.hpp"

namespace secondcurve::cli {

/// How a command prints figures.
enum class OutputForm {
  table,  ///< lined up and rounded, for people
  tsv,    ///< a line for each figure or year, tabs between, for programs
  json
};

/// Adds the options --table, --tsv and --json.
void add_form_options(boost::program_options::options_description& options);

/// What exclude each other among them.
inline constexpr std::array<OptionPair, 3> exclusive_forms{
    {{"table", "tsv"}, {"table", "json"}, {"tsv", "json"}}};

/// The form that was asked for; otherwise tables on a terminal, and TSV where the output goes anywhere else.
OutputForm form_of(const boost::program_options::variables_map& values);

}  // namespace secondcurve::cli

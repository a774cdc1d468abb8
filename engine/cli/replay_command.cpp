#include <algorithm>
#include <optional>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/cli/usage.hpp"
#include "engine/core/error.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// Names of the noises and states of a sector's model.
struct Columns {
  std::vector<std::string> noises, states;
};

Columns columns_of(const Growth& growth) {
  return std::visit(
      []<class Model>(const GrowthSpec<Model>& spec) {
        Columns columns;
        constexpr auto description = Model::describe();
        for (const NoiseInfo& noise : description.noises)
          if (takes_noise<Model>(spec.fixed, noise)) columns.noises.emplace_back(noise.name);
        for (const StateInfo& state : description.states) columns.states.emplace_back(state.name);
        return columns;
      },
      growth);
}

/// One path with every term, and what its blocks gave for the series.
struct Replay {
  PathRecorder recorder;
  std::vector<std::vector<double>> series;  ///< [series][year]
};

Replay replay(const Economy& economy, std::uint64_t path) {
  Replay result{PathRecorder(path % block_paths), {}};
  Economy::Workspace workspace(economy);
  const BlockView block = economy.simulate(path / block_paths, block_paths, workspace, &result.recorder);
  for (std::size_t s = 0; s < block.n_series(); ++s) {
    auto& values = result.series.emplace_back();
    for (std::size_t year = 0; year < block.n_years(); ++year)
      values.push_back(block.output(s, year)[path % block_paths]);
  }
  return result;
}

std::string step_name(const TimeGrid& grid, std::size_t step) {
  const int per_year = grid.steps_per_year();
  if (per_year == 1) return std::to_string(grid.year_of_step(step));
  return fmt::format("{} {}/{}", grid.year_of_step(step), step % static_cast<std::size_t>(per_year) + 1,
                     per_year);
}

/// The terms of log growth that are no state of the model.
std::span<const std::pair<Cause, double>> terms_beside_growth(const PathRecorder::SectorStep& step) {
  return std::span(step.terms).subspan(1);
}

void print_sector(const Economy& economy, const Replay& replay, std::size_t sector) {
  const Scenario& s = economy.scenario();
  const auto& [name, value] = s.sectors[sector];
  const Columns columns = columns_of(value.growth);
  fmt::print("\n{}\n", bold(fmt::format("{}: {} (model {})", name, value.title, model_name(value.growth))));
  TextTable table;
  std::vector<std::string> header{"step"};
  for (const std::string& noise : columns.noises) header.push_back("noise " + noise);
  for (const std::string& state : columns.states) header.push_back(state);
  const auto own = std::find_if(replay.recorder.steps().begin(), replay.recorder.steps().end(),
                                [&](const auto& step) { return step.sector == sector; });
  for (const auto& [cause, growth] : terms_beside_growth(*own)) header.push_back(std::string(name_of(cause)));
  header.push_back("output " + s.account.currency + (s.simulation.steps_per_year > 1 ? ", 12 months" : ""));
  table.add_row(header);
  std::vector<std::string> base{std::to_string(s.simulation.base_year) + " base"};
  base.resize(header.size() - 1);
  base.push_back(fmt::format("{:.6g}", replay.recorder.base()[sector]));
  table.add_row(std::move(base));
  for (const PathRecorder::SectorStep& step : replay.recorder.steps()) {
    if (step.sector != sector) continue;
    std::vector<std::string> row{step_name(s.simulation.grid(), step.step)};
    for (const double noise : step.noises) row.push_back(fmt::format("{:.6f}", noise));
    for (const double state : step.states) row.push_back(fmt::format("{:.8f}", state));
    for (const auto& [cause, growth] : terms_beside_growth(step))
      row.push_back(fmt::format("{:.8f}", growth));
    row.push_back(fmt::format("{:.6g}", step.output));
    table.add_row(std::move(row));
  }
  fmt::print("{}", table.text());
}

/// Whether a config key belongs to the one sector that is shown, if only one is.
bool is_of(const Scenario& s, const std::string& key, std::optional<std::size_t> only) {
  return !only || key.starts_with("sectors." + s.sectors[*only].name + ".");
}

/// Whether an event hits the one sector that is shown, if only one is.
bool hits(const Scenario& s, std::size_t event, std::optional<std::size_t> only) {
  return !only || find_entry(s.events[event].value.exposure, s.sectors[*only].name) != nullptr;
}

/// What happened on the path, a line each; empty where the scenario has no events.
std::string events_text(const Scenario& s, const Replay& replay, std::optional<std::size_t> only) {
  if (s.events.empty()) return {};
  TextTable table;
  for (const auto& [step, event, impact] : replay.recorder.events()) {
    if (!hits(s, event, only)) continue;
    const auto& [name, spec] = s.events[event];
    table.add_row({step_name(s.simulation.grid(), step),
                   spec.title.empty() ? name : fmt::format("{}: {}", name, spec.title),
                   spec.duration ? fmt::format("growth {:+.6f} a year for {:g} years", impact, *spec.duration)
                                 : fmt::format("log level {:+.6f}", impact)});
  }
  const std::string text = table.text(3);
  return fmt::format("\n{}\n{}", bold("Events (impacts before exposures)"), text.empty() ? "none\n" : text);
}

void print_text(const Economy& economy, const Replay& replay, std::uint64_t path,
                std::optional<std::size_t> only) {
  const Scenario& s = economy.scenario();
  fmt::print("{}\npath {}, seed {}\n", bold(s.scenario.title), path, s.simulation.seed);
  TextTable drawn;
  for (std::size_t i = 0; i < economy.parameter_keys().size(); ++i)
    if (is_of(s, economy.parameter_keys()[i], only))
      drawn.add_row({economy.parameter_keys()[i], fmt::format("{:.8g}", replay.recorder.parameters()[i])});
  if (const std::string text = drawn.text(); !text.empty())
    fmt::print("\n{}\n{}", bold("Drawn once for the path"), text);
  fmt::print("{}", events_text(s, replay, only));
  for (std::size_t sector = 0; sector < s.sectors.size(); ++sector)
    if (!only || *only == sector) print_sector(economy, replay, sector);
  if (only) return;
  TextTable table;
  std::vector<std::string> header{""};
  for (std::size_t year = 0; year < s.simulation.grid().n_years(); ++year)
    header.push_back(std::to_string(s.simulation.base_year + static_cast<int>(year)));
  header.emplace_back("unit");
  table.add_row(std::move(header));
  for (std::size_t i = 0; i < s.series.size(); ++i) {
    std::vector<std::string> row{s.series[i].name};
    for (const double value : replay.series[i]) row.push_back(fmt::format("{:.6g}", value));
    row.push_back(unit_of(s, s.series[i].value));
    table.add_row(std::move(row));
  }
  fmt::print("\n{}\n{}", bold("Series"), table.text());
}

void print_json(const Economy& economy, const Replay& replay, std::uint64_t path,
                std::optional<std::size_t> only) {
  const Scenario& s = economy.scenario();
  nlohmann::ordered_json json{{"path", path}, {"seed", std::to_string(s.simulation.seed)}};
  for (std::size_t i = 0; i < economy.parameter_keys().size(); ++i)
    if (is_of(s, economy.parameter_keys()[i], only))
      json["parameters"][economy.parameter_keys()[i]] = replay.recorder.parameters()[i];
  for (std::size_t i = 0; i < s.sectors.size(); ++i)
    if (!only || *only == i) json["base"][s.sectors[i].name] = replay.recorder.base()[i];
  json["events"] = nlohmann::ordered_json::array();
  for (const auto& [step, event, impact] : replay.recorder.events())
    if (hits(s, event, only))
      json["events"].push_back({{"step", step}, {"event", s.events[event].name}, {"impact", impact}});
  for (const PathRecorder::SectorStep& step : replay.recorder.steps()) {
    if (only && *only != step.sector) continue;
    const auto& [name, sector] = s.sectors[step.sector];
    const Columns columns = columns_of(sector.growth);
    nlohmann::ordered_json row{{"step", step.step}, {"sector", name}};
    for (std::size_t k = 0; k < columns.noises.size(); ++k) row["noises"][columns.noises[k]] = step.noises[k];
    for (std::size_t k = 0; k < columns.states.size(); ++k) row["states"][columns.states[k]] = step.states[k];
    for (const auto& [cause, growth] : step.terms) row["terms"][std::string(name_of(cause))] = growth;
    row["output"] = step.output;
    json["steps"].push_back(std::move(row));
  }
  for (std::size_t i = 0; i < s.series.size() && !only; ++i)
    json["series"][s.series[i].name] = replay.series[i];
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

int replay_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("path", po::value<WholeNumber>()->value_name("N"), "number of the path, from 0")
      ("scenario", po::value<std::string>()->value_name("NAME"), "of a result of several: the scenario")
      ("sector", po::value<std::string>()->value_name("NAME"), "only this sector")
      ("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"), "change a setting; may be repeated")
      ("json", "print as JSON, all digits");
  // clang-format on
  const CommandSyntax syntax{
      "replay",
      "FILE --path N [options]",
      "Prints every term of one path: draws, noises, states, outputs. A path is a function of "
      "its number and the seed, so nothing else is simulated. FILE is a config or a result.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const std::vector<std::string> files = options_of(*values, "file");
  const auto path = option<WholeNumber>(*values, "path");
  if (files.size() != 1 || !path)
    throw UsageError(
        "secondcurve replay: give one file and a path number. Usage: secondcurve replay FILE --path N");

  Input input =
      load_input(files.front(), options_of(*values, "set"), option<std::string>(*values, "scenario"));
  remark(input.remark);
  const Economy economy(std::move(input.loaded.scenario));
  const Scenario& s = economy.scenario();
  if (path->value < 0 || static_cast<std::uint64_t>(path->value) >= s.simulation.paths)
    throw UsageError(fmt::format("secondcurve replay: --path = {}: the run has paths 0 to {}", path->value,
                                 s.simulation.paths - 1));
  const auto number = static_cast<std::uint64_t>(path->value);
  std::optional<std::size_t> only;
  if (const auto sector = option<std::string>(*values, "sector")) {
    only = index_of(s.sectors, *sector);
    std::vector<std::string> names;
    for (const auto& entry : s.sectors) names.push_back(entry.name);
    if (*only == s.sectors.size())
      throw unknown_name(fmt::format("secondcurve replay: \"{}\" is no sector", *sector), *sector, names);
  }
  const Replay result = replay(economy, number);
  if (values->count("json") > 0)
    print_json(economy, result, number, only);
  else
    print_text(economy, result, number, only);
  return 0;
}

}  // namespace secondcurve::cli

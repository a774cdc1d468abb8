#include "models/scenario/validate.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <Eigen/Eigenvalues>

#include "engine/config/csv.hpp"
#include "engine/config/text.hpp"

namespace secondcurve {

namespace {

template <class T>
std::vector<std::string> names_of(const Named<T>& entries) {
  std::vector<std::string> names;
  for (const NamedEntry<T>& entry : entries) names.push_back(entry.name);
  return names;
}

/// The node of a key that exists, or of the table nearest above it.
const Node& node_at(const Node& root, std::string path) {
  while (true) {
    if (const Node* node = root.find_path(path)) return *node;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) return root;
    path.resize(dot);
  }
}

/// Reports a name that is none of the entries.
void unknown_name(const Node& node, std::string_view name, std::string_view what,
                  const std::vector<std::string>& known, Reading& reading) {
  const std::string near = closest(name, known);
  reading.error(node, fmt::format("\"{}\" is no {}", name, what),
                known.empty() ? fmt::format("there is no {}", what) : "known: " + join(known, ", "),
                near.empty() ? "" : fmt::format("Did you mean '{}'?", near));
}

/// The account that a series of `account` may sum: those it includes, or itself.
std::vector<std::string> included_accounts(const Scenario& s, const std::string& account) {
  const AccountDefinition* definition = find_entry(s.accounts, account);
  if (definition == nullptr || definition->includes.empty()) return {account};
  return definition->includes;
}

double weight_in(const Series& series, std::string_view sector) {
  for (const auto& [name, weight] : series.sum)
    if (name == sector) return weight;
  return 0.0;
}

class Validator final {
 public:
  Validator(Scenario& scenario, const Node& root, Reading& reading)
      : s_(scenario), root_(root), reading_(reading) {}

  void run() {
    simulation();
    entries_exist();
    for (auto& entry : s_.sectors) sector(entry.name, entry.value);
    for (auto& entry : s_.series) series(entry.name, entry.value);
    for (const auto& entry : s_.sectors) residual(entry.name, entry.value);
    for (auto& entry : s_.dependence) dependence(entry.name, entry.value);
    for (auto& entry : s_.targets) target(entry.name, entry.value);
    output();
  }

 private:
  const Node& at(const std::string& path) const { return node_at(root_, path); }

  void simulation() {
    const Simulation& run = s_.simulation;
    if (run.steps_per_year != 1 && run.steps_per_year != 2 && run.steps_per_year != 4 &&
        run.steps_per_year != 12)
      reading_.error(at("simulation.steps_per_year"),
                     fmt::format("= {}: is no division of the year", run.steps_per_year),
                     "must be 1, 2, 4 or 12");
    if (run.end_year <= run.base_year)
      reading_.error(at("simulation.end_year"),
                     fmt::format("= {}: must be after the base year {}", run.end_year, run.base_year));
    else if (run.end_year - run.base_year > 200)
      reading_.error(
          at("simulation.end_year"),
          fmt::format("= {}: must be at most 200 years after the base year {}", run.end_year, run.base_year));
  }

  void entries_exist() {
    if (s_.sectors.empty()) reading_.error(at("sectors"), "has no sector", "at least one [sectors.NAME]");
    if (s_.series.empty()) reading_.error(at("series"), "has no series", "at least one [series.NAME]");
  }

  void check_account(const std::string& path, const std::string& account) {
    if (find_entry(s_.accounts, account) == nullptr)
      unknown_name(at(path), account, "account (a table [accounts.NAME] with its definition)",
                   names_of(s_.accounts), reading_);
  }

  void sector(const std::string& name, Sector& sector) {
    const std::string path = "sectors." + name;
    if (sector.title.empty()) sector.title = name;
    check_account(path + ".account", sector.account);
    const BaseLevel& base = sector.base;
    if (base.year && *base.year != s_.simulation.base_year)
      reading_.error(at(path + ".base.year"),
                     fmt::format("= {}: must be the base year {}", *base.year, s_.simulation.base_year));
    if (base.residual_of.empty() && !base.value)
      reading_.error(at(path + ".base"), "has no value",
                     "a level such as { value = 225, sd = 15 }, or { residual_of = ..., total = ... }");
    if (base.residual_of.empty() && base.total)
      reading_.error(at(path + ".base.total"), "has no residual_of beside it",
                     "total belongs to residual_of");
    if (!base.residual_of.empty() && !base.total)
      reading_.error(at(path + ".base"), "has no total", "the published total of the series in residual_of");
    if (!base.residual_of.empty() && base.sd > 0.0)
      reading_.error(at(path + ".base.sd"), "cannot stand beside residual_of",
                     "a residual takes its uncertainty from the other sectors");
  }

  void series(const std::string& name, Series& series) {
    const std::string path = "series." + name;
    if (series.title.empty()) series.title = name;
    check_account(path + ".account", series.account);
    if (series.sum.empty()) reading_.error(at(path + ".sum"), "sums nothing", "such as { automobiles = 1 }");
    const std::vector<std::string> allowed = included_accounts(s_, series.account);
    for (const auto& [member, weight] : series.sum) {
      const Sector* sector = find_entry(s_.sectors, member);
      const Node& node = at(path + ".sum." + member);
      if (sector == nullptr)
        unknown_name(node, member, "sector", names_of(s_.sectors), reading_);
      else if (std::find(allowed.begin(), allowed.end(), sector->account) == allowed.end())
        reading_.error(node,
                       fmt::format("sector of account \"{}\" in a series of account \"{}\"", sector->account,
                                   series.account),
                       "may sum sectors of: " + join(allowed, ", "),
                       "Figures of different accounts are never mixed");
    }
    if (series.part_of.empty()) return;
    const Series* whole = find_entry(s_.series, series.part_of);
    if (whole == nullptr || series.part_of == name)
      unknown_name(at(path + ".part_of"), series.part_of, "other series", names_of(s_.series), reading_);
    else if (whole->account != series.account)
      reading_.error(at(path + ".part_of"),
                     fmt::format("\"{}\" is of account \"{}\"", series.part_of, whole->account),
                     fmt::format("must be of account \"{}\"", series.account));
  }

  /// A residual must be of a series that holds the sector, be the only one of it, and be positive.
  void residual(const std::string& name, const Sector& sector) {
    const BaseLevel& base = sector.base;
    if (base.residual_of.empty() || !base.total) return;
    const std::string path = "sectors." + name + ".base";
    const Series* series = find_entry(s_.series, base.residual_of);
    if (series == nullptr)
      return unknown_name(at(path + ".residual_of"), base.residual_of, "series", names_of(s_.series),
                          reading_);
    const double own = weight_in(*series, name);
    if (!(own > 0.0))
      return reading_.error(at(path + ".residual_of"),
                            fmt::format("series \"{}\" does not contain {}", base.residual_of, name));
    double others = 0.0;
    for (const auto& [member, weight] : series->sum) {
      const Sector* other = find_entry(s_.sectors, member);
      if (member == name || other == nullptr) continue;
      if (!other->base.residual_of.empty())
        return reading_.error(at(path + ".residual_of"),
                              fmt::format("sector {} of the same series is a residual, too", member),
                              "one residual a series");
      others += weight * other->base.value.value_or(0.0);
    }
    const double left = (*base.total - others) / own;
    if (!(left > 0.0))
      return reading_.error(at(path + ".total"),
                            fmt::format("= {:g}: the other sectors of {} already add up to {:g}", *base.total,
                                        base.residual_of, others),
                            "must leave something for " + name);
    if (base.value && std::abs(*base.value - left) > 1e-3 * left)
      reading_.error(at(path + ".value"),
                     fmt::format("= {:g}: total {:g} less the other sectors' {:g} leaves {:g}", *base.value,
                                 *base.total, others, left),
                     "must agree with what is left", "Correct it or leave it out");
  }

  std::vector<std::string> noise_names() const {
    std::set<std::string> names;
    for (const auto& entry : s_.sectors)
      std::visit(
          [&]<class Model>(const GrowthSpec<Model>&) {
            for (const NoiseInfo& noise : Model::describe().noises) names.emplace(noise.name);
          },
          entry.value.growth);
    return {names.begin(), names.end()};
  }

  void dependence(const std::string& noise, Dependence& dependence) {
    const std::string path = "dependence." + noise;
    const std::vector<std::string> known = noise_names();
    if (std::find(known.begin(), known.end(), noise) == known.end())
      return unknown_name(at(path), noise, "noise of a growth model in use", known, reading_);
    for (const auto& [sector, loadings] : dependence.loadings) {
      const Node& node = at(path + ".loadings." + sector);
      if (find_entry(s_.sectors, sector) == nullptr)
        unknown_name(node, sector, "sector", names_of(s_.sectors), reading_);
      double squares = 0.0;
      for (const auto& [factor, loading] : loadings) {
        if (!is_entry_name(factor))
          check_entry_name(at(path + ".loadings." + sector + "." + factor), reading_);
        squares += loading * loading;
      }
      if (squares > 1.0)
        reading_.error(node, fmt::format("squares of the loadings add up to {:.4g}", squares),
                       "at most 1: they are shares of the variance");
    }
    if (!dependence.correlation.empty()) correlation_file(path, dependence);
  }

  void correlation_file(const std::string& path, Dependence& dependence) {
    const Node& node = at(path + ".correlation");
    const auto text = reading_.file_text(node);
    if (!text) return;
    const Csv csv = parse_csv(*text, dependence.correlation);
    const std::size_t n = csv.header.empty() ? 0 : csv.header.size() - 1;
    if (n == 0 || csv.rows.size() != n)
      return reading_.error(
          node,
          fmt::format("{} has {} rows and {} columns of numbers", dependence.correlation, csv.rows.size(), n),
          "as many rows as columns, sectors as header and first column");
    std::vector<double> matrix(n * n);
    const std::size_t before = reading_.diagnostics().size();
    for (std::size_t i = 0; i < n; ++i) correlation_row(csv, i, dependence.correlation, path, matrix);
    if (reading_.diagnostics().size() != before) return;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (matrix[i * n + j] != matrix[j * n + i] || (i == j && matrix[i * n + j] != 1.0))
          return reading_.error(
              node,
              fmt::format("row {}, column {} of {} is {:g}", csv.header[i + 1], csv.header[j + 1],
                          dependence.correlation, matrix[i * n + j]),
              i == j ? "must be 1"
                     : fmt::format("must equal {:g} on the other side of the diagonal", matrix[j * n + i]));
    const Eigen::Map<const Eigen::MatrixXd> view(matrix.data(), static_cast<Eigen::Index>(n),
                                                 static_cast<Eigen::Index>(n));
    const double smallest =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(view, Eigen::EigenvaluesOnly).eigenvalues()(0);
    if (smallest < 1e-12)
      return reading_.error(node,
                            fmt::format("{} is no correlation matrix: its smallest eigenvalue is {:.3g}",
                                        dependence.correlation, smallest),
                            "every eigenvalue must be above 0");
    dependence.correlation_sectors.assign(csv.header.begin() + 1, csv.header.end());
    dependence.correlation_matrix = std::move(matrix);
  }

  void correlation_row(const Csv& csv, std::size_t i, const std::string& file, const std::string& path,
                       std::vector<double>& matrix) {
    const std::size_t n = csv.header.size() - 1;
    const Csv::Row& row = csv.rows[i];
    const auto complain = [&](std::string problem, std::string allowed) {
      reading_.error_at({file, row.line, 1}, path + ".correlation", std::move(problem), std::move(allowed),
                        "");
    };
    if (row.fields[0] != csv.header[i + 1])
      complain(fmt::format("row \"{}\" where \"{}\" is expected", row.fields[0], csv.header[i + 1]),
               "rows in the order of the columns");
    if (find_entry(s_.sectors, csv.header[i + 1]) == nullptr)
      complain(fmt::format("\"{}\" is no sector", csv.header[i + 1]),
               "known: " + join(names_of(s_.sectors), ", "));
    for (std::size_t j = 0; j < n; ++j) {
      const std::string& text = row.fields[j + 1];
      double& value = matrix[i * n + j];
      const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (status != std::errc() || end != text.data() + text.size() || !(std::abs(value) <= 1.0))
        complain(fmt::format("\"{}\" is no correlation", text), "a number from -1 to 1");
    }
  }

  void target(const std::string& name, Target& target) {
    const std::string path = "targets." + name;
    if (target.title.empty()) target.title = name;
    if (!target.all_of.empty()) {
      for (const std::string& other : target.all_of) {
        const Target* found = find_entry(s_.targets, other);
        if (found == nullptr || other == name)
          unknown_name(at(path + ".all_of"), other, "other target", names_of(s_.targets), reading_);
        else if (!found->all_of.empty())
          reading_.error(at(path + ".all_of"), fmt::format("\"{}\" is itself a joint target", other),
                         "list its parts instead");
      }
      for (const char* key : {"series", "year"})
        if (const Node* node = root_.find_path(path + "." + key))
          reading_.error(*node, "cannot stand beside all_of", "the parts say it");
      return;
    }
    if (find_entry(s_.series, target.series) == nullptr)
      unknown_name(at(path + ".series"), target.series, "series", names_of(s_.series), reading_);
    if (!target.year)
      reading_.error(at(path), "has no year", "the year in which it is judged");
    else if (*target.year <= s_.simulation.base_year || *target.year > s_.simulation.end_year)
      reading_.error(at(path + ".year"), fmt::format("= {}: is not simulated", *target.year),
                     fmt::format("from {} to {}", s_.simulation.base_year + 1, s_.simulation.end_year));
  }

  void output() {
    const OutputChoice& output = s_.output;
    if (output.quantiles.empty())
      reading_.error(at("output.quantiles"), "is empty", "such as [0.05, 0.5, 0.95]");
    for (std::size_t i = 1; i < output.quantiles.size(); ++i)
      if (output.quantiles[i] <= output.quantiles[i - 1]) {
        reading_.error(at("output.quantiles"),
                       fmt::format("{} follows {}", output.quantiles[i], output.quantiles[i - 1]),
                       "must rise");
        break;
      }
    for (std::size_t i = 0; i < output.cube.size(); ++i)
      if (output.cube[i] != "output" || i > 0)
        reading_.error(at("output.cube"), fmt::format("\"{}\" cannot be kept in full", output.cube[i]),
                       "allowed: [\"output\"] or []");
  }

  Scenario& s_;
  const Node& root_;
  Reading& reading_;
};

}  // namespace

void validate(Scenario& scenario, const Node& root, Reading& reading) {
  Validator(scenario, root, reading).run();
}

void validate_citations(const Scenario& scenario, const Node& root, Reading& reading) {
  for (const auto& [name, target] : scenario.targets) {
    if (!target.source.empty()) reading.citation(node_at(root, "targets." + name));
  }
  for (const auto& [name, sector] : scenario.sectors)
    if (const Node* base = root.find_path("sectors." + name + ".base");
        base != nullptr && base->kind() == Node::Kind::table)
      reading.citation(*base);
  if (reading.cited().empty()) return;
  const Reading::Cited& first = reading.cited().front();
  if (scenario.account.facts.empty())
    return reading.error_at(first.where, first.key, fmt::format("cites fact \"{}\"", first.fact),
                            "account.facts must name the file where facts are looked up", "");
  const auto text = reading.file_text(node_at(root, "account.facts"));
  if (!text) return;
  const Csv csv = parse_csv(*text, scenario.account.facts);
  const auto column = csv.column("id");
  if (!column)
    return reading.error(node_at(root, "account.facts"), scenario.account.facts + " has no column \"id\"");
  std::vector<std::string> ids;
  for (const Csv::Row& row : csv.rows) ids.push_back(row.fields[*column]);
  const std::set<std::string> known(ids.begin(), ids.end());
  for (const Reading::Cited& cited : reading.cited()) {
    if (known.contains(cited.fact)) continue;
    const std::string near = closest(cited.fact, ids);
    reading.error_at(cited.where, cited.key, fmt::format("\"{}\" is no fact", cited.fact),
                     fmt::format("ids are in the column id of {}", scenario.account.facts),
                     near.empty() ? "" : fmt::format("Did you mean '{}'?", near));
  }
}

}  // namespace secondcurve

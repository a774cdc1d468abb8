#include "engine/schema/reference_page.hpp"

#include <fmt/format.h>

#include "engine/schema/key_text.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve {

namespace {
using Kind = TypeInfo::Kind;

/// A text as a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string code(std::string_view text) { return text.empty() ? "" : fmt::format("`{}`", text); }

std::string row(const std::string& form, std::string_view meaning) {
  return fmt::format("| `{}` | {} |\n", form, cell(meaning));
}

constexpr std::string_view introduction =
    R"(<!-- Written by `secondcurve schema --markdown` from what the program itself reads. Do not edit. -->

# Config reference

A config is a TOML file and describes one scenario. Nothing in it is ignored: an unknown key, a wrong
type and a value out of range are errors, and all of them are reported in one go.

A file that names a `base` under `[scenario]` inherits all of that file and writes only what differs.
Tables are merged key by key. Numbers (with their source, distribution or years), texts and lists replace
what the base file says, and so does a table whose `model` changes.

`NAME` stands for a name that you choose: a small letter, then small letters, digits and underscores. An
entry under a name takes `enabled = false`, which leaves it out.

)";

constexpr std::string_view after_forms = R"(
Every table of a number takes `source` and `why`. The column *may be* of the tables below says which keys
may be uncertain and which may change by year; all others are one number.

## Units

| unit | means |
|---|---|
| `1/year` | a rate: 0.05 is 5% a year |
| `1/sqrt(year)` | a volatility: 0.05 is a standard deviation of 5% after one year, 10% after four |
| `1/year/sqrt(year)` | a volatility of a rate: 0.02 moves the rate by 2 points in one year |
| `year` | a calendar year or a number of years |
| `account` | money in the unit of `account.currency`, at the prices of `account.prices` |
| `1` | a plain number: a share, a weight, a multiple |

)";

constexpr std::string_view batch_introduction =
    R"(<!-- Written by `secondcurve schema --batch --markdown` from what the program itself reads. Do not edit. -->

# Batch reference

A batch file is a TOML file that lists scenarios: those named one by one, and those that a sweep makes by
changing settings of one file over a grid or a random design. Nothing in it is ignored: an unknown key, a
wrong type and a value out of range are errors, and all of them are reported in one go.

```toml
#:schema secondcurve-batch.schema.json
[batch]
title = "Growth and seeds"
baseline = "baseline"
set.simulation.paths = 2000

[scenarios.baseline]
file = "baseline.toml"

[scenarios.push]
file = "scenarios/push.toml"
set.simulation.paths = 5000

[sweeps.cells]
file = "baseline.toml"
design = "grid"
[sweeps.cells.axes.growth]
set.sectors.cars.growth.long_run_growth = [0.03, 0.05, 0.07]
[sweeps.cells.axes.noise]
labels = ["calm", "rough"]
set.sectors.cars.growth.volatility = [0.03, 0.06]

[sweeps.space]
file = "baseline.toml"
design = "lhs"
samples = 200
seed = 1
[sweeps.space.axes.growth]
set.sectors.cars.growth.long_run_growth = { uniform = [0.03, 0.07] }
[sweeps.space.axes.noise]
set.sectors.cars.growth.volatility = { triangular = [0.03, 0.05, 0.09] }
[sweeps.space.rank_correlation]
growth = { noise = 0.5 }
```

`NAME` stands for a name that you choose: a small letter, then small letters, digits and underscores. An
entry under a name takes `enabled = false`, which leaves it out. File names are relative to the batch file.

## Settings

`set` holds keys of a scenario, each as after `secondcurve run --set`: `set.simulation.paths = 2000`. Its
tables are sections of the scenario, except where a table is one number: below the first name, a table with
a year or with a key that makes a number (`value`, `parameter`, `csv` or the name of a distribution) is the
value of its key. Names of files in it are relative to the scenario's file.

Where several levels set the same key, the narrower one holds: the `set` of `[batch]`, then that of the
scenario or sweep, then that of an axis. Two axes of a sweep cannot set the same key.

## Designs

| design | scenarios | each key of an axis takes |
|---|---|---|
| `grid` | all combinations, in the order written, the last axis changing fastest | a list of values |
| `zip` | the first values of all axes, then the second ones, and so on: lists of equal length | a list of values |
| `lhs` | `samples` points of a Latin hypercube: on every axis one in each of as many equally likely parts | a distribution |
| `sobol` | `samples` points, a power of two, of a scrambled Sobol sequence | a distribution |

An axis that sets several keys moves them in step: its lists have one length, its distributions are taken at
the same probability. Distributions are written as in a [config](config.md#how-to-write-a-number).

What a random design draws on an axis depends on `seed`, `samples` and the names of sweep and axis: another
axis after it changes nothing. A Sobol design keeps its first points when `samples` grows. Where
`rank_correlation` is given, the points of a Latin hypercube are paired so that the ranks of two axes
correlate as asked (Spearman's coefficient; 0 where no number is given), as near as chance lets so many points
come: of 100 designs that ask for 0.5, some 95 are within 0.12 of it with 20 samples, 0.07 with 50, 0.05 with
100 and 0.02 with 1,000. Higher correlations are met more closely, lower ones about as well.

## Names

A listed scenario has the name of its entry. One of a grid or zip is named after its values or their labels,
such as `growth=0.03,noise=calm`, with `SWEEP:` in front where the file has several sweeps; one of a random design
after its sweep, such as `space_0001`. Two scenarios of one name are an error. A batch has at most 100,000
scenarios.

)";

std::string number_forms() {
  namespace keys = number_keys;
  const std::string first = usage(distribution_forms.front());
  std::string text = "## How to write a number\n\n| written | means |\n|---|---|\n";
  text += row("0.05", "a number");
  text += row("\"5%\"", "the same as 0.05");
  text +=
      row(fmt::format("{{ {} = 0.05, {} = \"P-230\", {} = \"...\" }}", keys::value, keys::source, keys::why),
          "a number with the ids of its facts (several with ';' between; account.facts names their file) "
          "and a reason in words");
  for (const DistributionForm& form : distribution_forms)
    text += row(fmt::format("{{ {} }}", usage(form)), fmt::format("drawn once per path: {}", form.doc));
  text += row(fmt::format("{{ {}, {} = 0, {} = 0.2 }}", first, keys::min, keys::max),
              "the same, cut off below min and above max; either may stand alone");
  text +=
      row(fmt::format("{{ {} = \"NAME\" }}", keys::parameter),
          "the number that [parameters.NAME] describes: where it is drawn, one draw for all keys that name "
          "it");
  text += row("{ 2026 = 0.05, 2028 = 0.04 }",
              "by year: an unlisted year keeps the value of the last one listed before it; years before the "
              "first take the first; a yearly amount is zero in years not listed");
  text += row(fmt::format("{{ 2026 = 0.05, 2028 = 0.04, {} = \"{}\" }}", keys::interpolate,
                          name_of(Interpolation::linear)),
              "by year, on straight lines between the years listed");
  text += row(fmt::format("{{ {} = \"plan.csv\", {} = \"chips\" }}", keys::csv, keys::column),
              "by year, from a CSV file with a column year; its path is relative to the file that names it");
  return text;
}

std::string contents(const TableInfo& root) {
  std::string text = "| section | holds |\n|---|---|\n";
  for (const KeyInfo& key : root.keys) {
    const bool named = key.type.kind == Kind::named_tables;
    text += fmt::format("| [`[{0}{1}]`](#{0}{2}) | {3}{4} |\n", key.name, named ? ".NAME" : "",
                        named ? "name" : "", cell(key.info.doc),
                        key.info.presence == Presence::required ? "; must be given" : "");
  }
  return text + "\n";
}

std::string models_section(const std::string& place, std::span<const ModelInfo> models) {
  std::string text = fmt::format(
      "### `[{}]`\n\nA growth model and its parameters. `model` must be given and is one of:\n\n"
      "| `model` | for |\n|---|---|\n",
      place);
  for (const ModelInfo& model : models)
    text += fmt::format("| [`\"{0}\"`](../models/{0}.md) | {1} |\n", model.name, cell(model.summary));
  for (const ModelInfo& model : models)
    text += fmt::format("\nKeys of `model = \"{}\"`:\n\n{}", model.name, key_table(model.keys)) +
            inner_key_tables(model.keys);
  return text + "\n";
}

/// A section for every table, those inside it below it.
std::string section(const std::string& place, std::string_view heading, const TableInfo& table,
                    std::span<const ModelInfo> models) {
  std::string text = fmt::format("{} `[{}]`\n\n{}\n\n{}\n", heading, place, table.doc, key_table(table.keys));
  for (const KeyInfo& key : table.keys) {
    const std::string inner = place + "." + key.name;
    if (key.type.kind == Kind::table || key.type.kind == Kind::level)
      text += section(inner, "###", key.type.tables.front(), models);
    if (key.type.kind == Kind::named_tables)
      text += section(inner + ".NAME", "###", key.type.tables.front(), models);
    if (key.type.kind == Kind::model) text += models_section(inner, models);
  }
  return text;
}
}  // namespace

std::string key_table(std::span<const KeyInfo> keys) {
  std::string text =
      "| key | means | unit | allowed | if left out | may be |\n"
      "|---|---|---|---|---|---|\n";
  for (const KeyInfo& key : keys) {
    const std::string left_out = left_out_text(key, keys);
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", key.name, cell(key.info.doc),
                        code(key.info.unit), cell(allowed_text(key)),
                        key.info.presence == Presence::optional ? code(left_out) : cell(left_out),
                        variation_text(key));
  }
  return text;
}

std::string inner_key_tables(std::span<const KeyInfo> keys) {
  std::string text;
  for (const KeyInfo& key : keys)
    if (key.type.kind == Kind::model)
      text += fmt::format("\nIts `{}` takes the keys of the `model` that it names.\n", key.name);
    else if (key.type.kind == Kind::table || key.type.kind == Kind::named_tables)
      text += fmt::format("\nKeys of its `{}{}`{}:\n\n{}", key.name,
                          key.type.kind == Kind::named_tables ? ".NAME" : "",
                          takes_model_keys(key.type.tables.front()) ? ", beside those of its model" : "",
                          key_table(key.type.tables.front().keys));
  return text;
}

namespace {
/// A section for each key of a file.
std::string sections(const TableInfo& root, std::span<const ModelInfo> models) {
  std::string text;
  for (const KeyInfo& key : root.keys) {
    const bool named = key.type.kind == Kind::named_tables;
    if (key.type.tables.empty())
      text += fmt::format("## `[{}]`\n\n{}\n\nHolds: {}.\n\n", key.name, key.info.doc, allowed_text(key));
    else
      text += section(named ? key.name + ".NAME" : key.name, "##", key.type.tables.front(), models);
  }
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}
}  // namespace

std::string reference_page(const TableInfo& root, std::span<const ModelInfo> models) {
  return std::string(introduction) + contents(root) + number_forms() + std::string(after_forms) +
         sections(root, models);
}

std::string batch_reference_page(const TableInfo& root) {
  return std::string(batch_introduction) + "## Keys\n\n" + contents(root) + sections(root, {});
}

}  // namespace secondcurve

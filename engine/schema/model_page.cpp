#include "engine/schema/model_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/schema/key_text.hpp"
#include "engine/schema/reference_page.hpp"

namespace secondcurve {

namespace {
constexpr std::string_view generated_note =
    "<!-- Written by `secondcurve schema --model-pages` from the description in models/growth. Do not edit. "
    "-->\n\n";

/// The config of the tutorials that shows a model.
std::string tutorial_of(const ModelInfo& model) {
  return fmt::format("configs/tutorials/{}.toml", model.name);
}

/// Breaks a text between words into lines of at most 100 characters, the first shifted by `first`
/// columns and the others by `others`.
std::string wrapped(std::string_view text, std::size_t first, std::size_t others) {
  constexpr std::size_t widest = 100;
  std::string lines(first, ' ');
  std::size_t at = first;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (at + end > widest && at > first) {
      lines.back() = '\n';  // instead of the space after the last word
      lines.append(others, ' ');
      at = others;
    }
    lines += text.substr(0, end);
    lines += ' ';
    at += end + 1;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  lines.back() = '\n';
  return lines;
}

std::string key_lines(const KeyInfo& key, std::span<const KeyInfo> keys) {
  std::string head = key.name;
  if (!key.info.unit.empty()) head += fmt::format(" [{}]", key.info.unit);
  head += ": " + allowed_text(key);
  const std::string left_out = left_out_text(key, keys);
  if (!left_out.empty())
    head +=
        key.info.presence == Presence::optional ? fmt::format("; {} if left out", left_out) : "; " + left_out;
  const std::string variation = variation_text(key);
  if (!variation.empty()) head += fmt::format("; may be {}", variation);
  return wrapped(head, 2, 4) + wrapped(key.info.doc, 6, 6);
}

/// How a noise is drawn.
std::string drawn(const NoiseInfo& noise) {
  std::string text = noise.kind == NoiseKind::normal ? "standard normal" : "uniform from 0 to 1";
  if (noise.time == NoiseTime::every_year) text += ", once a year";
  if (noise.time == NoiseTime::once) text += ", once a path";
  return text;
}
}  // namespace

std::string model_page(const ModelInfo& model) {
  std::string text = fmt::format("{}# {}\n\n{}\n\n$$\n{}\n$$\n\n", generated_note, model.title, model.summary,
                                 model.equation);
  text +=
      fmt::format("| | |\n|---|---|\n| in a config | `model = \"{}\"` |\n| step | {} |\n| source | {} |\n",
                  model.name, model.step, model.source);
  text += fmt::format("| example | [{0}](../../{0}) |\n\n", tutorial_of(model));
  text += fmt::format(
      "## Parameters\n\nUnder `[sectors.NAME.growth]`. How numbers, uncertain numbers and numbers by year "
      "are written, and "
      "what the units mean, is said in the [config "
      "reference](../reference/config.md#how-to-write-a-number).\n\n{}{}\n",
      key_table(model.keys), inner_key_tables(model.keys));
  text +=
      "## Random draws\n\nNormal noises of the same name move together across sectors as "
      "`[dependence.NAME]` says.\n\n"
      "| noise | distribution | in the equation |\n|---|---|---|\n";
  for (const NoiseInfo& noise : model.noises)
    text += fmt::format("| `{}` | {} | {} |\n", noise.name, drawn(noise), noise.doc);
  text += "\n## State\n\nWhat is kept for each path from step to step.\n\n| state | unit |\n|---|---|\n";
  for (const StateInfo& state : model.states)
    text += fmt::format("| `{}` | `{}` |\n", state.name, state.unit);
  return text;
}

std::string model_list_page(std::span<const ModelInfo> models) {
  std::string text = fmt::format(
      "{}# Growth models\n\nThe growth of a sector follows one of these models, named by `model` under "
      "`[sectors.NAME.growth]`.\n\n| `model` | | for |\n|---|---|---|\n",
      generated_note);
  for (const ModelInfo& model : models)
    text += fmt::format("| [`\"{0}\"`]({0}.md) | {1} | {2} |\n", model.name, model.title, model.summary);
  return text;
}

std::string model_text(const ModelInfo& model) {
  std::string text = fmt::format("{}: {}\n{}\n\n    {}\n\n", model.name, model.title, model.summary,
                                 plain_equation(model.equation));
  text +=
      fmt::format("Step     {}\nSource   {}\nExample  {}\n", model.step, model.source, tutorial_of(model));
  text += fmt::format("\nParameters, under [sectors.NAME.growth] with model = \"{}\"\n", model.name);
  for (const KeyInfo& key : model.keys) text += key_lines(key, model.keys);
  for (const KeyInfo& key : model.keys) {
    if (key.type.kind == TypeInfo::Kind::model)
      text += fmt::format("\nIts {} takes the keys of the model that it names\n", key.name);
    if (key.type.kind != TypeInfo::Kind::table && key.type.kind != TypeInfo::Kind::named_tables) continue;
    const bool named = key.type.kind == TypeInfo::Kind::named_tables;
    const TableInfo& table = key.type.tables.front();
    text += fmt::format("\nKeys of its {}{}{}\n", key.name, named ? ".NAME" : "",
                        takes_model_keys(table) ? ", beside those of its model" : "");
    const std::vector<KeyInfo>& inner = table.keys;
    for (const KeyInfo& each : inner) text += key_lines(each, inner);
  }
  text += "\nRandom draws; normal ones move together across sectors as [dependence.NAME] says\n";
  for (const NoiseInfo& noise : model.noises)
    text += wrapped(fmt::format("{}: {}; {}", noise.name, drawn(noise), noise.doc), 2, 4);
  return text;
}

std::string model_list_text(std::span<const ModelInfo> models) {
  std::size_t width = 0;
  for (const ModelInfo& model : models) width = std::max(width, model.name.size());
  std::string text = "Growth models, for model = \"...\" under [sectors.NAME.growth]\n\n";
  for (const ModelInfo& model : models)
    text +=
        fmt::format("  {:<{}}  {}\n  {:<{}}  {}\n", model.name, width, model.title, "", width, model.summary);
  return text + "\nsecondcurve models NAME shows equation, parameters and source.\n";
}

}  // namespace secondcurve

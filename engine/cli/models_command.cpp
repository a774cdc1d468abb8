#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <boost/program_options.hpp>
#include <nlohmann/json.hpp>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/usage.hpp"
#include "engine/schema/key_text.hpp"
#include "engine/schema/model_page.hpp"
#include "models/scenario/model_infos.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {
using Json = nlohmann::ordered_json;

Json to_json(const ModelInfo& model) {
  Json json = {{"name", model.name},         {"title", model.title}, {"summary", model.summary},
               {"equation", model.equation}, {"step", model.step},   {"source", model.source}};
  json["parameters"] = Json::array();
  for (const KeyInfo& key : model.keys) {
    Json parameter = {{"name", key.name},
                      {"means", key.info.doc},
                      {"unit", key.info.unit},
                      {"allowed", allowed_text(key)},
                      {"if_left_out", left_out_text(key, model.keys)}};
    const bool quantity = key.type.kind == TypeInfo::Kind::quantity;
    parameter["uncertain"] = quantity && key.info.uncertain;
    parameter["by_year"] = quantity && key.info.scheduled;
    json["parameters"].push_back(std::move(parameter));
  }
  json["noises"] = Json::array();
  for (const NoiseInfo& noise : model.noises)
    json["noises"].push_back({{"name", noise.name}, {"kind", name_of(noise.kind)}, {"means", noise.doc}});
  json["states"] = Json::array();
  for (const StateInfo& state : model.states)
    json["states"].push_back({{"name", state.name}, {"unit", state.unit}});
  return json;
}

const ModelInfo& find_model(const std::vector<ModelInfo>& models, const std::string& name) {
  const auto found =
      std::find_if(models.begin(), models.end(), [&](const ModelInfo& model) { return model.name == name; });
  if (found != models.end()) return *found;
  std::vector<std::string> names;
  names.reserve(models.size());
  for (const ModelInfo& model : models) names.push_back(model.name);
  throw unknown_name(fmt::format("secondcurve models: there is no model \"{}\"", name), name, names);
}
}  // namespace

int models_command(const std::vector<std::string>& arguments) {
  const CommandSyntax syntax{
      .name = "models",
      .usage = "[NAME] [--json]",
      .summary = "Lists the growth models, or shows one: equation, parameters, source.",
      .positional = {{"name", 1}}};
  po::options_description options;
  options.add_options()("json", "the same as JSON");
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const bool as_json = values->count("json") != 0;
  const std::vector<ModelInfo> models = model_infos();
  const std::vector<std::string> names = options_of(*values, "name");
  if (!names.empty()) {
    const ModelInfo& model = find_model(models, names.front());
    fmt::print("{}", as_json ? to_json(model).dump(2) + "\n" : model_text(model));
    return 0;
  }
  Json all = Json::array();
  for (const ModelInfo& model : models) all.push_back(to_json(model));
  fmt::print("{}", as_json ? all.dump(2) + "\n" : model_list_text(models));
  return 0;
}

}  // namespace secondcurve::cli

#include <span>
#include <utility>
#include <vector>

#include "engine/simulate/dataset.hpp"
#include "engine/simulate/digest.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve {

Group provenance_group(const LoadedScenario& loaded, const LoadedScenario* baseline) {
  const BuildInfo build = build_info();
  Group group{"provenance", {}, {}, {}};
  const auto text = [&](std::string name, std::string value, std::string long_name) {
    group.variables.push_back({std::move(name),
                               {},
                               std::vector<std::string>{std::move(value)},
                               {{"long_name", std::move(long_name)}}});
  };
  text("config", loaded.document.to_toml(), "the config as it was run, with all it inherits, as TOML");
  text("digest", run_fingerprint(loaded), "fingerprint of config, files and version");
  text("version", build.version, "version of the program");
  text("revision", build.revision, "revision of its source");
  text("compiler", build.compiler, "compiler that built it");
  text("flags", build.flags, "compiler flags");
  text("vector_target", build.vector_target, "instruction set used");
  text("seed", std::to_string(loaded.scenario.simulation.seed), "seed of all draws");
  text("block_paths", std::to_string(block_paths), "paths of a block");
  if (baseline != nullptr) {
    text("baseline_config", baseline->document.to_toml(), "the config of the baseline, with all it inherits");
    text("baseline_digest", run_fingerprint(*baseline), "fingerprint of the baseline");
  }
  std::vector<std::string> names, texts;
  for (const SourceFile& file : loaded.document.files()) {
    names.push_back(file.name);
    texts.push_back(file.text);
  }
  group.dimensions.push_back({"file", names.size()});
  group.variables.push_back(
      {"file", {"file"}, std::move(names), {{"long_name", std::string("files read, the config first")}}});
  group.variables.push_back(
      {"file_text", {"file"}, std::move(texts), {{"long_name", std::string("their text as read")}}});
  if (!loaded.document.overrides().empty()) {
    group.dimensions.push_back({"override", loaded.document.overrides().size()});
    group.variables.push_back({"override",
                               {"override"},
                               loaded.document.overrides(),
                               {{"long_name", std::string("settings given with --set")}}});
  }
  return group;
}

namespace {

/// Fingerprint of the program, the resolved config and the files that are `included`.
template <class Included>
std::string fingerprint(const LoadedScenario& loaded, Included included) {
  const BuildInfo build = build_info();
  std::string all = build.version + '\0' + build.revision + '\0' + loaded.document.to_toml();
  for (const SourceFile& file : loaded.document.files())
    if (included(file)) all += '\0' + file.name + '\0' + file.text;
  return digest_of(std::as_bytes(std::span(all)));
}

}  // namespace

std::string run_fingerprint(const LoadedScenario& loaded) {
  return fingerprint(loaded, [](const SourceFile&) { return true; });
}

std::string assumptions_fingerprint(const LoadedScenario& loaded) {
  return fingerprint(loaded, [](const SourceFile& file) { return !file.name.ends_with(".toml"); });
}

}  // namespace secondcurve

#include "engine/cli/file_kind.hpp"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "engine/config/node.hpp"
#include "engine/config/refuse.hpp"
#include "engine/config/toml_reader.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace {

/// Where a file has one table at the top and not another; nothing if it is no TOML, too.
std::optional<SourcePosition> place_of(std::string_view table, std::string_view other,
                                       const std::string& path, const Files& files) {
  try {
    const Node root = read_toml(files.read(path), path);
    const Node* node = root.find(table);
    if (node != nullptr && root.find(other) == nullptr) return node->key_position();
  } catch (const ConfigError&) {
  } catch (const IoError&) {
  }
  return std::nullopt;
}

}  // namespace

void refuse_batch_file(const std::string& path, const Files& files) {
  if (const auto where = place_of("batch", "scenario", path, files))
    refuse(*where, "batch", "this is a batch file, not a scenario", "",
           fmt::format("Run it with: secondcurve batch {} -o DIR", path));
}

void refuse_scenario_file(const std::string& path, const Files& files) {
  if (const auto where = place_of("scenario", "batch", path, files))
    refuse(*where, "scenario", "this is a scenario, not a batch file", "",
           fmt::format("Run it with: secondcurve run {}", path));
}

}  // namespace secondcurve::cli

#include "engine/cli/input.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/cli/terminal.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve::cli {

namespace {

/// The first bytes of every HDF5 file (HDF5 File Format Specification 3.0, section II.A).
constexpr std::array<unsigned char, 8> hdf5_signature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

bool is_result(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 8> start{};
  file.read(start.data(), start.size());
  if (!file) return false;
  for (std::size_t i = 0; i < start.size(); ++i)
    if (static_cast<unsigned char>(start[i]) != hdf5_signature[i]) return false;
  return true;
}

const Variable* find_variable(const Group& group, std::string_view name) {
  for (const Variable& variable : group.variables)
    if (variable.name == name) return &variable;
  return nullptr;
}

std::vector<std::string> texts(const Group& group, std::string_view name) {
  const Variable* variable = find_variable(group, name);
  if (variable == nullptr) return {};
  const auto* values = std::get_if<std::vector<std::string>>(&variable->data);
  return values == nullptr ? std::vector<std::string>{} : *values;
}

Input load_from_result(const std::string& path, const std::vector<std::string>& overrides) {
  const ResultFile file(path);
  const Group provenance = file.group("provenance");
  const std::vector<std::string> names = texts(provenance, "file");
  const std::vector<std::string> contents = texts(provenance, "file_text");
  if (names.empty() || names.size() != contents.size())
    throw IoError(path, "read /provenance/file", "the config that made this result is missing");
  const std::vector<std::string> versions = texts(provenance, "version");
  const std::vector<std::string> revisions = texts(provenance, "revision");
  const BuildInfo build = build_info();
  if (versions.empty() || revisions.empty() || versions.front() != build.version ||
      revisions.front() != build.revision)
    remark(fmt::format(
        "secondcurve: {} was made by version {} ({}); this is {} ({}), whose results may differ\n", path,
        versions.empty() ? "unknown" : versions.front(), revisions.empty() ? "unknown" : revisions.front(),
        build.version, build.revision));
  std::map<std::string, std::string> by_name;
  for (std::size_t i = 0; i < names.size(); ++i) by_name.emplace(names[i], contents[i]);
  std::vector<std::string> all = texts(provenance, "override");
  all.insert(all.end(), overrides.begin(), overrides.end());
  auto files = std::make_unique<MemoryFiles>(std::move(by_name));
  LoadedScenario loaded = load_scenario(names.front(), all, *files);
  return {std::move(files), std::move(loaded)};
}

}  // namespace

Input load_input(const std::string& path, const std::vector<std::string>& overrides) {
  if (is_result(path)) return load_from_result(path, overrides);
  auto files = std::make_unique<DiskFiles>();
  LoadedScenario loaded = load_scenario(path, overrides, *files);
  return {std::move(files), std::move(loaded)};
}

}  // namespace secondcurve::cli

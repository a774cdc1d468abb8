#include "engine/cli/file_kind.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "engine/config/node.hpp"
#include "engine/config/refuse.hpp"
#include "engine/config/toml_reader.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"

namespace secondcurve::cli {

namespace {

/// The first bytes of every HDF5 file (HDF5 File Format Specification 3.0, section II.A).
constexpr std::array<unsigned char, 8> hdf5_signature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

constexpr std::array<std::string_view, 26> foreign_endings{
    ".csv",  ".tsv", ".xlsx", ".xls",  ".xlsm", ".ods", ".pdf",     ".png",  ".jpg",
    ".jpeg", ".gif", ".svg",  ".html", ".htm",  ".xml", ".json",    ".zip",  ".gz",
    ".docx", ".odt", ".ppt",  ".pptx", ".py",   ".r",   ".parquet", ".ipynb"};

constexpr std::array<std::string_view, 3> result_endings{".h5", ".hdf5", ".nc"};

/// The first bytes of a file; none where it cannot be read.
std::string begin_of(const std::string& path, std::size_t n_bytes) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(n_bytes, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(n_bytes));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

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

bool is_hdf5(const std::string& path) {
  const std::string begin = begin_of(path, hdf5_signature.size());
  return std::equal(begin.begin(), begin.end(), hdf5_signature.begin(), hdf5_signature.end(),
                    [](char own, unsigned char byte) { return static_cast<unsigned char>(own) == byte; });
}

std::string ending_of(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

bool is_result_ending(const std::string& ending) {
  return std::find(result_endings.begin(), result_endings.end(), ending) != result_endings.end();
}

bool is_foreign_ending(const std::string& ending) {
  return std::find(foreign_endings.begin(), foreign_endings.end(), ending) != foreign_endings.end();
}

void refuse_foreign_file(const std::string& path) {
  constexpr std::size_t enough = 4096;  // bytes
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return;
  const std::string ending = ending_of(path);
  const auto refuse_it = [&](const std::string& reason) {
    throw IoError(path, "read", "this is neither a Secondcurve result nor a config (TOML): " + reason);
  };
  if (is_foreign_ending(ending)) refuse_it("its name ends in " + ending);
  if (is_result_ending(ending)) refuse_it("its name ends in " + ending + ", but it is no HDF5 file");
  if (ending != ".toml" && begin_of(path, enough).find('\0') != std::string::npos)
    refuse_it("it holds bytes that no text has");
}

void refuse_batch_file(const std::string& path, const Files& files) {
  if (const auto where = place_of("batch", "scenario", path, files))
    refuse(*where, "batch", "this is a batch file, not a scenario", "",
           fmt::format("Run it with: secondcurve batch {} -o DIR", path));
}

void refuse_result_as_batch(const std::string& path) {
  if (!is_hdf5(path)) return;
  const ResultFile result(path);  // says of a shard what it is for
  throw IoError(
      path, "read the batch",
      fmt::format("this is a result, not a batch file. Run its config again with: secondcurve run {} "
                  "-o OUT.h5",
                  path));
}

void refuse_scenario_file(const std::string& path, const Files& files) {
  if (const auto where = place_of("scenario", "batch", path, files))
    refuse(*where, "scenario", "this is a scenario, not a batch file", "",
           fmt::format("Run it with: secondcurve run {}", path));
}

}  // namespace secondcurve::cli

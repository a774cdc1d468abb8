#include "engine/cli/output_file.hpp"

#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "engine/cli/file_kind.hpp"
#include "engine/cli/usage.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"

namespace secondcurve::cli {

namespace {

/// Whether an ending is that of a kind of file, and no part of a name such as "v1.5".
bool is_file_ending(const std::string& ending) {
  return is_result_ending(ending) || is_foreign_ending(ending) || ending == ".toml" || ending == ".txt";
}

/// A path with another ending in the place of what is one.
std::string with_ending(const std::string& path, std::string_view ending) {
  std::filesystem::path named(path);
  if (named.filename().empty()) return (named / "NAME").string() + std::string(ending);
  if (is_file_ending(ending_of(path))) named.replace_extension();
  return named.string() + std::string(ending);
}

void refuse_standard_output(std::string_view command, std::string_view option, const std::string& path,
                            const std::string& better) {
  if (path == "-")
    throw UsageError(
        fmt::format("secondcurve {}: {} -: nothing is written to standard output; give a name, such as {} {}",
                    command, option, option, better));
}

}  // namespace

void check_output_file(std::string_view command, const OutputKind& kind, const std::string& path) {
  refuse_standard_output(command, kind.option, path, fmt::format("NAME{}", kind.ending));
  if (ending_of(path) != kind.ending)
    throw UsageError(fmt::format("secondcurve {}: {} {}: the name of {} ends in {}; give {} {}", command,
                                 kind.option, path, kind.what, kind.ending, kind.option,
                                 with_ending(path, kind.ending)));
  if (is_hdf5(path))
    throw IoError(
        path, "write",
        fmt::format("an HDF5 file stands there, as results are, and {} is never put in the place of one "
                    "(give another name, or remove that file first)",
                    kind.what));
}

void check_output_result(std::string_view command, const std::string& path) {
  refuse_standard_output(command, "-o", path, "NAME.h5");
  if (const std::string ending = ending_of(path); is_file_ending(ending) && !is_result_ending(ending))
    throw UsageError(fmt::format("secondcurve {}: -o {}: the name of a result ends in .h5; give -o {}",
                                 command, path, with_ending(path, ".h5")));
}

void check_output_shard(FileKind kind, const std::string& path) {
  if (!is_hdf5(path)) return;
  try {
    if (ResultFile(path, std::nullopt).kind() != FileKind::result) return;
  } catch (const IoError&) {  // of no kind that we know
    return;
  }
  throw IoError(path, "write",
                fmt::format("a result stands there, and {} is never put in the place of one (give another "
                            "name, or remove that file first)",
                            text_of(kind)));
}

void check_output_folder(std::string_view command, std::string_view option, const std::string& path) {
  refuse_standard_output(command, option, path, "NAME");
  if (is_file_ending(ending_of(path)))
    throw UsageError(fmt::format(
        "secondcurve {}: {} {}: this is the name of a file, and a folder of files is written; give {} {}",
        command, option, path, option, with_ending(path, "")));
}

}  // namespace secondcurve::cli

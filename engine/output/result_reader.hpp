#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/kind_of_file.hpp"

namespace secondcurve {

/// A finished result file, open for reading. Every call throws IoError if the file is damaged.
class ResultFile final {
 public:
  /// @param kind that it must be of; nothing for any.
  /// Throws IoError, saying which, if there is no such file, if it is not a file of ours of this kind or of
  /// another major version of the format, or if it is incomplete.
  explicit ResultFile(const std::string& path, std::optional<FileKind> kind = FileKind::result);
  ResultFile(const ResultFile&) = delete;
  ResultFile& operator=(const ResultFile&) = delete;
  ~ResultFile();

  FileKind kind() const;

  /// Coordinates and attributes of the whole file; cubes are left out.
  /// @param scenario of what has a value for each scenario, only that of this one, by its number.
  Group root(std::optional<std::size_t> scenario = std::nullopt) const;
  bool has_group(const std::string& name) const;
  /// A child group: its own dimensions and variables, with their values. The root's coordinates that appear
  /// in it and its cubes are left out. Throws IoError if there is none.
  /// @param scenario as above.
  Group group(const std::string& name, std::optional<std::size_t> scenario = std::nullopt) const;

  /// True if a dataset with one value per path is there. @param name as "output" or "parameters/values".
  bool has_cube(const std::string& name) const;
  /// One row of a scenario's cube: all paths of a series in a year, or of a parameter. Failed paths
  /// are NaN. Throws IoError if there is no such cube or row.
  /// @param year index of the year, 0 for a cube without years. @param scenario number of the scenario.
  std::vector<float> read_cube(const std::string& name, std::size_t row, std::size_t year,
                               std::size_t scenario = 0) const;

  /// Whole numbers and texts by scenario, such as "summary/paths" and "summary/notes"; empty where there is
  /// no such variable, or one of another type.
  std::vector<std::int64_t> counts(const std::string& name) const;
  std::vector<std::string> texts(const std::string& name) const;
  /// Number of paths of the run, of several scenarios that of the first. Throws IoError if it is missing.
  std::uint64_t n_paths() const;

  /// What ResultWriter::write_bytes has put into a group. Throws IoError if there is nothing, or where its
  /// checksums find damage.
  std::vector<std::byte> bytes(const std::string& group) const;

  /// A text kept whole, such as "/provenance/config". Throws IoError if there is none.
  std::string text(const std::string& name) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/hdf5_handle.hpp"
#include "engine/output/kind_of_file.hpp"
#include "engine/output/netcdf_reading.hpp"

namespace secondcurve::detail {

/// A result file, open for reading. All of it needs the Hdf5Lock, its destructor too, and throws Hdf5Failure.
class OpenedResult final {
 public:
  /// @param kind that it must be of; nothing for any.
  /// Throws, saying which, if there is no such file, if it is not a file of ours of this kind or of another
  /// version of the format, or if it is incomplete.
  explicit OpenedResult(const std::string& path, std::optional<FileKind> kind = FileKind::result);

  Hdf5Id id() const { return file_.id(); }
  FileKind kind() const { return kind_; }
  std::uint64_t size() const { return size_; }  ///< of the file [byte]

  /// Names of the child groups.
  std::vector<std::string> groups() const;

  /// A group as it is read.
  struct Content {
    Group group;                  ///< its own dimensions and variables, without cubes and the root's labels
    std::vector<Variable> cubes;  ///< without data
  };
  /// @param name empty for the root.
  /// @param scenario only the values of this one, as in a file that has it alone.
  Content read_group(const std::string& name, std::optional<std::size_t> scenario = std::nullopt);

  /// True if a cube is there. @param name as "parameters/values".
  bool has_cube(const std::string& name);

 private:
  /// True for the root's labels that appear in a group.
  bool is_linked(const Handle& dataset, const std::string& name) const;

  Handle file_;
  FileKind kind_ = FileKind::result;
  DimensionNames names_;
  std::uint64_t size_ = 0;  ///< of the file [byte]
};

}  // namespace secondcurve::detail

#include "engine/output/opened_result.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <hdf5.h>

#include "engine/output/netcdf_reading.hpp"
#include "engine/output/result_writer.hpp"

namespace secondcurve::detail {

namespace {

/// A whole number that a file says of itself; nothing where it does not.
std::optional<int> number_in(const Handle& file, const char* name) {
  if (check(H5Aexists(file.id(), name)) == 0) return std::nullopt;
  const Handle attribute(H5Aopen(file.id(), name, H5P_DEFAULT), H5Aclose);
  int number = 0;
  check(H5Aread(attribute.id(), H5T_NATIVE_INT, &number));
  return number;
}

/// What a file is, if it is one of those on the way to a result.
std::optional<FileKind> kind_on_the_way(const Handle& file) {
  if (check(H5Aexists(file.id(), kind_attribute)) == 0) return std::nullopt;
  const std::string text = attribute_text(read_attributes(file.id()), kind_attribute);
  for (const FileKind kind : {FileKind::shard, FileKind::brackets, FileKind::second_pass})
    if (text == text_of(kind)) return kind;
  return std::nullopt;
}

/// What to do with a file of one kind that was given where another is wanted.
std::string_view advice_on(FileKind kind) {
  switch (kind) {
    case FileKind::result:
      return "";
    case FileKind::shard:
      return ". Join all shards of the run with: secondcurve merge SHARD... -o RESULT.h5";
    case FileKind::brackets:
      return ". It is for: secondcurve run CONFIG --shard I/N --second-pass BRACKETS.h5";
    case FileKind::second_pass:
      return ". Give it to: secondcurve merge, with all shards of the run";
  }
  return "";
}

/// Checks that the file is of our format, and of this kind. Returns its kind. Throws Hdf5Failure.
FileKind check_format(const Handle& file, std::optional<FileKind> kind) {
  const std::optional<int> major = number_in(file, "format_version_major");
  const std::optional<FileKind> on_the_way = kind_on_the_way(file);
  if (!major && !on_the_way)
    throw Hdf5Failure("this is not a Secondcurve result (it has no format_version_major)");
  const FileKind found = on_the_way.value_or(FileKind::result);
  if (kind && found != *kind)
    throw Hdf5Failure(fmt::format("this is {}, not {}{}", text_of(found), text_of(*kind), advice_on(found)));
  const int version = on_the_way ? number_in(file, "shard_format").value_or(0) : *major;
  const int read = on_the_way ? shard_format : result_format_major;
  if (version == read) return found;
  throw Hdf5Failure(fmt::format("the file has format {}, this program reads format {} (use {} version)",
                                version, read, version > read ? "a newer" : "an older"));
}

/// True for the dimensions of a dataset with a value for every path.
bool is_cube(const std::vector<std::string>& dimensions) {
  return std::find(dimensions.begin(), dimensions.end(), "path") != dimensions.end();
}

}  // namespace

OpenedResult::OpenedResult(const std::string& path, std::optional<FileKind> kind) {
  std::error_code error;
  size_ = std::filesystem::file_size(path, error);
  if (error) throw Hdf5Failure(error.message());
  const htri_t is_hdf5 = H5Fis_hdf5(path.c_str());
  if (is_hdf5 == 0) throw Hdf5Failure("this is not a Secondcurve result (not an HDF5 file)");
  try {
    file_ = open_file(path);
  } catch (const Hdf5Failure& failure) {
    const std::string reason = failure.what();
    if (!reason.starts_with("truncated file")) throw;
    throw Hdf5Failure("the file is incomplete, as after a copy that was cut short (" + reason + ")");
  }
  kind_ = check_format(file_, kind);
}

std::vector<std::string> OpenedResult::groups() const { return group_names(id()); }

bool OpenedResult::is_linked(const Handle& dataset, const std::string& name) const {
  if (!exists(id(), name)) return false;
  const Handle other(H5Oopen(id(), name.c_str(), H5P_DEFAULT), H5Oclose);
  return is_same_object(dataset.id(), other.id());
}

OpenedResult::Content OpenedResult::read_group(const std::string& name, std::optional<std::size_t> scenario) {
  Content result;
  Group& group = result.group;
  group.name = name;
  if (!name.empty() && !exists(id(), name)) throw Hdf5Failure("there is no such group");
  const Handle handle(H5Gopen2(id(), name.empty() ? "/" : name.c_str(), H5P_DEFAULT), H5Gclose);
  group.attributes = read_attributes(handle.id());
  for (const auto& [member, dataset] : datasets_in(handle.id())) {
    if (!name.empty() && is_linked(dataset, member)) continue;
    const bool has_labels = is_scale(dataset.id());
    if (has_labels) {
      const bool is_one = scenario && member == "scenario";
      group.dimensions.push_back(
          {member, is_one ? 1 : static_cast<std::size_t>(shape_of(dataset.id()).at(0))});
      if (is_bare_dimension(dataset.id())) continue;
    }
    std::vector<std::string> dimensions = has_labels ? std::vector{member} : names_.of(dataset.id());
    if (is_cube(dimensions))
      result.cubes.push_back({member, std::move(dimensions), {}, read_attributes(dataset.id())});
    else
      group.variables.push_back(read_variable(dataset.id(), member, std::move(dimensions), size_, scenario));
  }
  return result;
}

bool OpenedResult::has_cube(const std::string& name) {
  if (!exists(id(), name)) return false;
  const Handle object(H5Oopen(id(), name.c_str(), H5P_DEFAULT), H5Oclose);
  if (H5Iget_type(object.id()) != H5I_DATASET || is_scale(object.id())) return false;
  return is_cube(names_.of(object.id()));
}

}  // namespace secondcurve::detail

#include "engine/output/result_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <hdf5.h>

#include "engine/core/error.hpp"
#include "engine/output/netcdf_reading.hpp"
#include "engine/output/result_writer.hpp"

namespace secondcurve {

using detail::Handle;
using detail::Hdf5Failure;
using detail::Hdf5Lock;

namespace {

bool is_cube(const std::vector<std::string>& dimensions) {
  return std::find(dimensions.begin(), dimensions.end(), "path") != dimensions.end();
}

/// Checks that the file is of our format. Throws Hdf5Failure.
void check_format(const Handle& file) {
  if (detail::check(H5Aexists(file.id(), "format_version_major")) == 0) {
    throw Hdf5Failure("this is not a Secondcurve result (it has no format_version_major)");
  }
  const Handle attribute(H5Aopen(file.id(), "format_version_major", H5P_DEFAULT), H5Aclose);
  int major = 0;
  detail::check(H5Aread(attribute.id(), H5T_NATIVE_INT, &major));
  if (major == result_format_major) return;
  throw Hdf5Failure(fmt::format("the file has format {}, this program reads format {} (use {} version)",
                                major, result_format_major,
                                major > result_format_major ? "a newer" : "an older"));
}

}  // namespace

class ResultFile::Impl final {
 public:
  explicit Impl(const std::string& path);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    const Hdf5Lock lock;
    file_ = Handle();
  }

  Group read_group(const std::string& name) const;
  bool has_cube(const std::string& name) const;

  /// Runs HDF5 calls with the lock held and turns their failure into an IoError.
  template <class Work>
  auto reading(const std::string& what, Work work) const {
    const Hdf5Lock lock;
    try {
      return work();
    } catch (const Hdf5Failure& failure) {
      throw IoError(path_, what, failure.what());
    }
  }
  detail::Hdf5Id id() const { return file_.id(); }

 private:
  /// True for the root's labels that appear in a group.
  bool is_linked(const Handle& dataset, const std::string& name) const;

  std::string path_;
  std::uint64_t size_ = 0;  ///< of the file [byte]
  Handle file_;
};

ResultFile::Impl::Impl(const std::string& path) : path_(path) {
  std::error_code error;
  size_ = std::filesystem::file_size(path, error);
  if (error) throw IoError(path, "open", error.message());
  reading("open", [&] {
    const htri_t is_hdf5 = H5Fis_hdf5(path.c_str());
    if (is_hdf5 == 0) throw Hdf5Failure("this is not a Secondcurve result (not an HDF5 file)");
    try {
      file_ = detail::open_file(path);
    } catch (const Hdf5Failure& failure) {
      const std::string reason = failure.what();
      if (!reason.starts_with("truncated file")) throw;
      throw Hdf5Failure("the file is incomplete, as after a copy that was cut short (" + reason + ")");
    }
    check_format(file_);
  });
}

bool ResultFile::Impl::is_linked(const Handle& dataset, const std::string& name) const {
  if (!detail::exists(file_.id(), name)) return false;
  const Handle other(H5Oopen(file_.id(), name.c_str(), H5P_DEFAULT), H5Oclose);
  return detail::is_same_object(dataset.id(), other.id());
}

Group ResultFile::Impl::read_group(const std::string& name) const {
  Group result;
  result.name = name;
  if (!name.empty() && !detail::exists(file_.id(), name)) throw Hdf5Failure("there is no such group");
  const Handle group(H5Gopen2(file_.id(), name.empty() ? "/" : name.c_str(), H5P_DEFAULT), H5Gclose);
  result.attributes = detail::read_attributes(group.id());
  for (const std::string& member : detail::dataset_names(group.id())) {
    const Handle dataset = detail::open_dataset(group.id(), member);
    if (!name.empty() && is_linked(dataset, member)) continue;
    if (detail::is_scale(dataset.id())) {
      result.dimensions.push_back({member, static_cast<std::size_t>(detail::shape_of(dataset.id()).at(0))});
      if (detail::is_bare_dimension(dataset.id())) continue;
    } else if (is_cube(detail::dimension_names(dataset.id()))) {
      continue;
    }
    result.variables.push_back(detail::read_variable(dataset.id(), member, size_));
  }
  return result;
}

bool ResultFile::Impl::has_cube(const std::string& name) const {
  if (!detail::exists(file_.id(), name)) return false;
  const Handle object(H5Oopen(file_.id(), name.c_str(), H5P_DEFAULT), H5Oclose);
  if (H5Iget_type(object.id()) != H5I_DATASET || detail::is_scale(object.id())) return false;
  return is_cube(detail::dimension_names(object.id()));
}

ResultFile::ResultFile(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}
ResultFile::~ResultFile() = default;

Group ResultFile::root() const {
  return impl_->reading("read the coordinates", [&] { return impl_->read_group(""); });
}

Group ResultFile::group(const std::string& name) const {
  return impl_->reading("read '" + name + "'", [&] { return impl_->read_group(name); });
}

bool ResultFile::has_cube(const std::string& name) const {
  return impl_->reading("read '" + name + "'", [&] { return impl_->has_cube(name); });
}

std::vector<float> ResultFile::read_cube(const std::string& name, std::size_t row, std::size_t year) const {
  return impl_->reading("read '" + name + "'", [&] {
    if (!impl_->has_cube(name)) throw Hdf5Failure("there is no such cube");
    const Handle cube = detail::open_dataset(impl_->id(), name);
    const std::vector<std::uint64_t> shape = detail::shape_of(cube.id());
    const std::size_t n_years = shape.size() == 4 ? static_cast<std::size_t>(shape[2]) : 1;
    if (shape.size() < 3 || row >= shape[1] || year >= n_years) {
      throw Hdf5Failure(fmt::format("there is no row {} in year {}", row, year));
    }
    std::vector<std::uint64_t> offset(shape.size(), 0);
    offset[1] = row;
    if (shape.size() == 4) offset[2] = year;
    return detail::read_paths(cube.id(), offset);
  });
}

std::string ResultFile::text(const std::string& name) const {
  return impl_->reading("read '" + name + "'", [&] {
    if (!detail::exists(impl_->id(), name)) throw Hdf5Failure("there is no such text");
    const Handle dataset = detail::open_dataset(impl_->id(), name);
    if (!detail::shape_of(dataset.id()).empty()) throw Hdf5Failure("this is not a single text");
    const Variable variable = detail::read_variable(dataset.id(), name, ~std::uint64_t{0});
    const auto* texts = std::get_if<std::vector<std::string>>(&variable.data);
    if (texts == nullptr) throw Hdf5Failure("this is not a text");
    return texts->front();
  });
}

}  // namespace secondcurve

#include "engine/output/result_reader.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/output/byte_data.hpp"
#include "engine/output/cube_reading.hpp"
#include "engine/output/in_hdf5.hpp"
#include "engine/output/netcdf_reading.hpp"
#include "engine/output/opened_result.hpp"

namespace secondcurve {

using detail::Handle;
using detail::Hdf5Failure;

class ResultFile::Impl final {
 public:
  Impl(const std::string& path, std::optional<FileKind> kind) : path_(path) {
    detail::in_hdf5(path, "open", [&] { file_.emplace(path, kind); });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    const detail::Hdf5Lock lock;
    file_.reset();
  }

  FileKind kind() const { return file_->kind(); }

  /// Passes the file to `work`; a failure of HDF5 is an IoError.
  template <class Work>
  auto reading(const std::string& what, Work work) const {
    return detail::in_hdf5(path_, "read " + what, [&] { return work(*file_); });
  }

  /// The values of a variable, or none where it is missing or of another type.
  template <class T>
  std::vector<T> values(const std::string& name) const {
    return reading("'" + name + "'", [&](detail::OpenedResult& file) -> std::vector<T> {
      if (!detail::exists(file.id(), name)) return {};
      const Handle dataset = detail::open_dataset(file.id(), name);
      Variable variable = detail::read_variable(dataset.id(), name, {}, ~std::uint64_t{0});
      auto* values = std::get_if<std::vector<T>>(&variable.data);
      return values == nullptr ? std::vector<T>() : std::move(*values);
    });
  }

 private:
  std::string path_;
  mutable std::optional<detail::OpenedResult> file_;  ///< remembers names that it looked up
};

ResultFile::ResultFile(const std::string& path, std::optional<FileKind> kind)
    : impl_(std::make_unique<Impl>(path, kind)) {}
ResultFile::~ResultFile() = default;

FileKind ResultFile::kind() const { return impl_->kind(); }

std::vector<std::byte> ResultFile::bytes(const std::string& group) const {
  return impl_->reading("'" + group + "'", [&](detail::OpenedResult& file) {
    if (!detail::exists(file.id(), group)) throw Hdf5Failure("there is no such group");
    const Handle handle = detail::open_group(file.id(), group);
    return detail::read_bytes(handle.id(), file.size());
  });
}

Group ResultFile::root(std::optional<std::size_t> scenario) const {
  return impl_->reading("the coordinates",
                        [&](detail::OpenedResult& file) { return file.read_group("", scenario).group; });
}

bool ResultFile::has_group(const std::string& name) const {
  return impl_->reading("'" + name + "'",
                        [&](detail::OpenedResult& file) { return detail::exists(file.id(), name); });
}

Group ResultFile::group(const std::string& name, std::optional<std::size_t> scenario) const {
  return impl_->reading("'" + name + "'",
                        [&](detail::OpenedResult& file) { return file.read_group(name, scenario).group; });
}

bool ResultFile::has_cube(const std::string& name) const {
  return impl_->reading("'" + name + "'", [&](detail::OpenedResult& file) { return file.has_cube(name); });
}

std::vector<float> ResultFile::read_cube(const std::string& name, std::size_t row, std::size_t year,
                                         std::size_t scenario) const {
  return impl_->reading("'" + name + "'", [&](detail::OpenedResult& file) {
    if (!file.has_cube(name)) throw Hdf5Failure("there is no such cube");
    const Handle cube = detail::open_dataset(file.id(), name);
    const std::vector<std::uint64_t> shape = detail::shape_of(cube.id());
    const std::size_t n_years = shape.size() == 4 ? static_cast<std::size_t>(shape[2]) : 1;
    if (shape.size() < 3 || scenario >= shape[0] || row >= shape[1] || year >= n_years) {
      throw Hdf5Failure(fmt::format("there is no row {} in year {} of scenario {}", row, year, scenario));
    }
    std::vector<std::uint64_t> offset(shape.size(), 0);
    std::vector<std::uint64_t> lengths(shape.size(), 1);
    offset[0] = scenario;
    offset[1] = row;
    if (shape.size() == 4) offset[2] = year;
    lengths.back() = shape.back();
    return detail::read_box<float>(cube.id(), offset, lengths);
  });
}

std::vector<std::int64_t> ResultFile::counts(const std::string& name) const {
  return impl_->values<std::int64_t>(name);
}

std::vector<std::string> ResultFile::texts(const std::string& name) const {
  return impl_->values<std::string>(name);
}

std::uint64_t ResultFile::n_paths() const {
  const std::vector<std::int64_t> all = counts("summary/paths");
  return impl_->reading("summary/paths", [&](detail::OpenedResult&) {
    if (all.empty() || all.front() < 1) throw Hdf5Failure("the number of its paths is missing");
    return static_cast<std::uint64_t>(all.front());
  });
}

std::string ResultFile::text(const std::string& name) const {
  return impl_->reading("'" + name + "'", [&](detail::OpenedResult& file) {
    if (!detail::exists(file.id(), name)) throw Hdf5Failure("there is no such text");
    const Handle dataset = detail::open_dataset(file.id(), name);
    if (!detail::shape_of(dataset.id()).empty()) throw Hdf5Failure("this is not a single text");
    const Variable variable = detail::read_variable(dataset.id(), name, {}, ~std::uint64_t{0});
    const auto* texts = std::get_if<std::vector<std::string>>(&variable.data);
    if (texts == nullptr) throw Hdf5Failure("this is not a text");
    return texts->front();
  });
}

}  // namespace secondcurve

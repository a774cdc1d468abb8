#include "engine/output/result_writer.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <span>
#include <utility>

#include <hdf5.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/output/cube_sink.hpp"
#include "engine/output/group_writer.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/slab_store.hpp"

namespace secondcurve {

using detail::CubeShape;
using detail::CubeSink;
using detail::GroupWriter;
using detail::Handle;
using detail::Hdf5Failure;
using detail::Hdf5Id;
using detail::Hdf5Lock;

namespace {

/// Runs HDF5 calls with the lock held and turns their failure into an IoError.
template <class Work>
auto in_hdf5(const std::string& path, const std::string& operation, Work work) {
  const Hdf5Lock lock;
  try {
    return work();
  } catch (const Hdf5Failure& failure) {
    throw IoError(path, operation, failure.what());
  }
}

CubeShape cube_shape(const CubeSpec& cube, const std::vector<std::uint64_t>& shape) {
  const bool is_output = cube.source == CubeSpec::Source::output;
  if (shape.size() != (is_output ? 4 : 3) || shape.front() != 1 || shape.back() != cube.n_paths) {
    throw ContractViolation("cube '" + cube.variable + "': its dimensions do not fit the run");
  }
  CubeShape result;
  result.source = is_output ? CubeShape::Source::output : CubeShape::Source::parameters;
  result.element = is_output ? detail::Element::float32 : detail::Element::float64;
  result.n_rows = static_cast<std::size_t>(shape[1]);
  result.n_years = is_output ? static_cast<std::size_t>(shape[2]) : 1;
  result.n_paths = cube.n_paths;
  return result;
}

}  // namespace

class ResultWriter::Impl final {
 public:
  Impl(const std::string& path, Overwrite overwrite);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  void write_root(const Group& root);
  void write_group(const Group& group);
  BlockSink& add_cube(const CubeSpec& spec);
  void commit();

 private:
  GroupWriter& group(const std::string& name);
  void close_file();

  AtomicFile target_;
  Handle file_;
  int next_dimension_id_ = 0;
  std::deque<GroupWriter> groups_;  ///< the root first
  std::deque<Handle> datasets_;     ///< of the cubes
  std::deque<CubeSink> sinks_;
  std::optional<detail::SlabStore> store_;
};

ResultWriter::Impl::Impl(const std::string& path, Overwrite overwrite) : target_(path, overwrite) {
  in_hdf5(path, "create the file", [&] { file_ = detail::create_file(target_.temporary_path()); });
  store_.emplace();
}

ResultWriter::Impl::~Impl() {
  store_.reset();  // the background thread first: it uses the datasets
  const Hdf5Lock lock;
  if (file_.id() < 0) return;
  // Nobody wants the bytes any more. Giving back their space first lets HDF5 close the file, with
  // nothing left in its memory, even when the disk is full.
  target_.truncate();
  groups_.clear();
  datasets_.clear();
  file_ = Handle();
}

GroupWriter& ResultWriter::Impl::group(const std::string& name) {
  for (GroupWriter& group : groups_) {
    if (group.name() == name) return group;
  }
  throw ContractViolation("the group '" + name + "' of the result was not written");
}

void ResultWriter::Impl::write_root(const Group& root) {
  SC_EXPECT(groups_.empty());
  in_hdf5(target_.path(), "write the coordinates", [&] {
    Handle handle(H5Gopen2(file_.id(), "/", H5P_DEFAULT), H5Gclose);
    detail::write_attribute(handle.id(), {"Conventions", "CF-1.10"});
    detail::write_attribute(handle.id(), {"format_version_major", std::int64_t{result_format_major}});
    detail::write_attribute(handle.id(), {"format_version_minor", std::int64_t{result_format_minor}});
    groups_.emplace_back(std::move(handle), next_dimension_id_).write(root);
  });
}

void ResultWriter::Impl::write_group(const Group& group) {
  GroupWriter& root = this->group("");
  // Chunks and groups take their places in the file in a fixed order.
  if (store_->started()) store_->finish();
  in_hdf5(target_.path(), "write '" + group.name + "'",
          [&] { groups_.emplace_back(root, group.name).write(group); });
}

BlockSink& ResultWriter::Impl::add_cube(const CubeSpec& spec) {
  SC_EXPECT(!store_->started());
  GroupWriter& parent = group(spec.group);
  const std::vector<std::uint64_t> lengths = parent.shape_of(spec.variable, spec.dimensions);
  const CubeShape shape = cube_shape(spec, lengths);
  const detail::Filters filters =
      spec.compression == Compression::none ? detail::Filters::none : detail::Filters::shuffle_deflate;
  std::vector<std::uint64_t> chunk(lengths.size(), 1);
  chunk.back() = shape.slab_paths();
  if (spec.source == CubeSpec::Source::output) chunk[2] = shape.n_years;

  const std::string operation = "write '" + spec.variable + "'";
  in_hdf5(target_.path(), operation, [&] {
    if (reads_as_time(spec.units)) {
      throw Hdf5Failure("the unit '" + spec.units + "' would be taken for a time by notebooks");
    }
    parent.link_coordinates(spec.dimensions);
    Handle dataset = detail::create_cube(parent.id(), spec.variable, lengths, chunk, shape.element, filters);
    if (!spec.units.empty()) detail::write_attribute(dataset.id(), {"units", spec.units});
    detail::write_attribute(dataset.id(), {"long_name", spec.long_name});
    detail::declare_missing(dataset.id());
    parent.label(dataset, spec.variable, spec.dimensions);
    datasets_.push_back(std::move(dataset));
  });
  const Hdf5Id dataset = datasets_.back().id();
  const auto write = [this, dataset, operation, chunk](const detail::Slab& slab) {
    in_hdf5(target_.path(), operation, [&] {
      std::vector<std::uint64_t> offset(chunk.size(), 0);
      offset.back() = slab.index * chunk.back();
      for (std::size_t row = 0; row < slab.chunks.size(); ++row) {
        offset[1] = row;
        detail::store_chunk(dataset, offset, slab.chunks[row]);
      }
    });
  };
  return sinks_.emplace_back(*store_, shape, filters, write);
}

void ResultWriter::Impl::commit() {
  if (!sinks_.empty()) store_->finish();
  in_hdf5(target_.path(), "finish the file", [&] {
    groups_.clear();
    for (Handle& dataset : datasets_) dataset.close();
    detail::check(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL));
    file_.close();
  });
  target_.commit();
}

ResultWriter::ResultWriter(const std::string& path, Overwrite overwrite)
    : impl_(std::make_unique<Impl>(path, overwrite)) {}
ResultWriter::~ResultWriter() = default;
void ResultWriter::write_root(const Group& root) { impl_->write_root(root); }
void ResultWriter::write_group(const Group& group) { impl_->write_group(group); }
BlockSink& ResultWriter::add_cube(const CubeSpec& cube) { return impl_->add_cube(cube); }
void ResultWriter::commit() { impl_->commit(); }

}  // namespace secondcurve

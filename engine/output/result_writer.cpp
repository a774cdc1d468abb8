#include "engine/output/result_writer.hpp"

#include <algorithm>
#include <deque>
#include <span>
#include <utility>

#include "engine/core/contract.hpp"
#include "engine/output/byte_data.hpp"
#include "engine/output/cube_sink.hpp"
#include "engine/output/group_writer.hpp"
#include "engine/output/in_hdf5.hpp"
#include "engine/output/join_cubes.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/result_target.hpp"
#include "engine/output/slab_store.hpp"

namespace secondcurve {

using detail::CubeShape;
using detail::CubeSink;
using detail::GroupWriter;
using detail::Handle;
using detail::Hdf5Id;
using detail::in_hdf5;

namespace {

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
  result.first_path = cube.part ? cube.part->first : 0;
  result.end_path = cube.part ? cube.part->end : cube.n_paths;
  return result;
}

}  // namespace

class ResultWriter::Impl final {
 public:
  Impl(const std::string& path, Overwrite overwrite, FileKind kind);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void write_root(const Group& root);
  void write_group(const Group& group);
  BlockSink& add_cube(const CubeSpec& spec);
  void end_cubes_at(std::uint64_t end_path) {
    for (CubeSink& sink : sinks_) sink.end_at(end_path);
  }
  void join_cubes(std::span<const CubeSpec> cubes, std::span<const ShardOfCubes> shards,
                  const std::function<void(double)>& on_share);
  void write_bytes(const std::string& group, std::span<const std::byte> bytes);
  void commit();

 private:
  /// Makes the empty cube.
  detail::JoinedCube create_cube(const CubeSpec& spec);

  detail::ResultTarget target_;
  std::deque<CubeSink> sinks_;
  detail::SlabStore store_;  ///< goes first: its thread uses the datasets
};

ResultWriter::Impl::Impl(const std::string& path, Overwrite overwrite, FileKind kind)
    : target_(path, overwrite, kind) {}

void ResultWriter::Impl::write_root(const Group& root) { target_.write_root(root); }

void ResultWriter::Impl::write_group(const Group& group) {
  // Chunks and groups take their places in the file in a fixed order.
  if (store_.started()) store_.finish();
  target_.write_group(group);
}

detail::JoinedCube ResultWriter::Impl::create_cube(const CubeSpec& spec) {
  GroupWriter& parent = target_.group(spec.group);
  const std::vector<std::uint64_t> lengths = parent.shape_of(spec.variable, spec.dimensions);
  const CubeShape shape = cube_shape(spec, lengths);
  const detail::Filters filters =
      spec.compression == Compression::none ? detail::Filters::none : detail::Filters::shuffle_deflate;
  std::vector<std::uint64_t> chunk(lengths.size(), 1);
  chunk.back() = shape.slab_paths();
  if (spec.source == CubeSpec::Source::output) chunk[2] = shape.n_years;

  std::vector<Attribute> attributes;
  if (!spec.units.empty()) attributes.push_back({"units", spec.units});
  attributes.push_back({"long_name", spec.long_name});
  const Hdf5Id dataset = in_hdf5(target_.path(), "write '" + spec.variable + "'", [&] {
    Handle cube = parent.create_cube({spec.variable, spec.dimensions, std::vector<double>{}, attributes},
                                     chunk, shape.element, filters);
    return target_.keep(std::move(cube));
  });
  return {spec.group.empty() ? spec.variable : spec.group + '/' + spec.variable, dataset, shape, filters,
          std::move(chunk)};
}

BlockSink& ResultWriter::Impl::add_cube(const CubeSpec& spec) {
  SC_EXPECT(!store_.started());
  const detail::JoinedCube cube = create_cube(spec);
  const auto write = [this, cube](const detail::Slab& slab) {
    in_hdf5(target_.path(), "write '" + cube.name + "'", [&] {
      std::vector<std::uint64_t> offset(cube.chunk.size(), 0);
      offset.back() = slab.index * cube.chunk.back();
      for (std::size_t row = 0; row < slab.chunks.size(); ++row) {
        offset[1] = row;
        detail::store_chunk(cube.dataset, offset, slab.chunks[row]);
      }
      target_.flush_early();
    });
  };
  return sinks_.emplace_back(store_, cube.shape, cube.filters, write);
}

void ResultWriter::Impl::join_cubes(std::span<const CubeSpec> cubes, std::span<const ShardOfCubes> shards,
                                    const std::function<void(double)>& on_share) {
  std::vector<detail::JoinedCube> joined;
  for (const CubeSpec& spec : cubes) joined.push_back(create_cube(spec));
  detail::join_cubes(target_.path(), joined, shards, on_share);
}

void ResultWriter::Impl::write_bytes(const std::string& group, std::span<const std::byte> bytes) {
  write_group({group, {}, {}, {}});
  in_hdf5(target_.path(), "write '" + group + "'",
          [&] { detail::write_bytes(target_.group(group).id(), bytes); });
}

void ResultWriter::Impl::commit() {
  if (!sinks_.empty()) store_.finish();
  target_.commit();
}

ResultWriter::ResultWriter(const std::string& path, Overwrite overwrite, FileKind kind)
    : impl_(std::make_unique<Impl>(path, overwrite, kind)) {}
ResultWriter::~ResultWriter() = default;
void ResultWriter::write_root(const Group& root) { impl_->write_root(root); }
void ResultWriter::write_group(const Group& group) { impl_->write_group(group); }
BlockSink& ResultWriter::add_cube(const CubeSpec& cube) { return impl_->add_cube(cube); }
void ResultWriter::end_cubes_at(std::uint64_t end_path) { impl_->end_cubes_at(end_path); }
void ResultWriter::join_cubes(std::span<const CubeSpec> cubes, std::span<const ShardOfCubes> shards,
                              const std::function<void(double)>& on_share) {
  impl_->join_cubes(cubes, shards, on_share);
}
void ResultWriter::write_bytes(const std::string& group, std::span<const std::byte> bytes) {
  impl_->write_bytes(group, bytes);
}
void ResultWriter::commit() { impl_->commit(); }

}  // namespace secondcurve

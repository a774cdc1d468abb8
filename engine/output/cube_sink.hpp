#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/block.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/slab_store.hpp"

namespace secondcurve::detail {

/// What a cube holds, and how it lies on disk: [row, year, path] in chunks {1, n_years, slab_paths}.
struct CubeShape {
  enum class Source { output, parameters };  ///< rows are series, or drawn parameters (which have no years)

  Source source = Source::output;
  Element element = Element::float32;
  std::size_t n_rows = 0;
  std::size_t n_years = 0;  ///< 1 for parameters
  std::uint64_t n_paths = 0;
  std::uint64_t first_path = 0, end_path = 0;  ///< the part that is filled; 0 and n_paths for all

  /// Paths of a chunk: a power of two from 256 to 65536, the largest with which a chunk takes at most
  /// 720 KiB (so 360 to 720 KiB between these ends), or all paths where there are fewer. A part that is
  /// shorter than eight of these has smaller ones, of which its ends cut less.
  std::size_t slab_paths() const;
};

/// Packs the blocks of a run, or of a part of it, into the chunks of a cube. A chunk of which the part has
/// only some paths has NaN at the others. The thread that brings the last path of a slab
/// compresses it.
class CubeSink final : public BlockSink {
 public:
  /// @param write stores a slab's chunks in the file; called in the store's thread.
  CubeSink(SlabStore& store, const CubeShape& shape, Filters filters, SlabStore::Store write);

  /// Takes over a block's values: failed paths are NaN; what does not fit a float32 is rounded to nearest.
  /// Throws IoError if an earlier slab could not be stored.
  void take(const BlockView& block) override;
  /// Ends the part that is filled earlier than its shape says: no paths come from `end_path` on. Whatever
  /// comes before has come. Called once, after the last block.
  void end_at(std::uint64_t end_path);

 private:
  void pack(const BlockView& block, Slab& slab) const;
  void close(Slab& slab) const;

  SlabStore& store_;
  CubeShape shape_;
  Filters filters_;
  SlabShape slab_shape_;
  std::size_t cube_;  ///< number in the store
};

}  // namespace secondcurve::detail

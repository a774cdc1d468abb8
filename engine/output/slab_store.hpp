#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "engine/core/large_buffer.hpp"

namespace secondcurve::detail {

/// Neighbouring paths of all rows (series or parameters) of a cube: one chunk per row, and the piece of work
/// that is filled by many threads, compressed by one and stored by another.
struct Slab {
  std::size_t cube = 0;
  std::uint64_t index = 0;  ///< position in the cube; first path = index x paths of a slab
  LargeBuffer rows;         ///< [row, row_room]: the values, in the end what is to be stored of them
  std::vector<std::span<const std::byte>> chunks;  ///< what is to be stored, by row
  std::atomic<std::size_t> n_arrived = 0;          ///< paths so far
  bool complete = false;
};

/// What a cube asks of the store.
struct SlabShape {
  std::uint64_t n_paths = 0;  ///< of the cube, or up to the end of the part of it that is filled
  std::size_t slab_paths = 0;
  std::size_t n_rows = 0;
  std::size_t row_bytes = 0;     ///< of the values of a row
  std::size_t row_room = 0;      ///< from one row to the next: as compressed, values may take more bytes
  std::uint64_t first_path = 0;  ///< where the part that is filled begins

  std::uint64_t n_slabs() const { return (n_paths + slab_paths - 1) / slab_paths; }
  /// The first slab that is filled; n_slabs() where no path is.
  std::uint64_t first_slab() const { return first_path < n_paths ? first_path / slab_paths : n_slabs(); }
  /// The first path of a slab that is filled, and one past the last.
  std::uint64_t begin_path(std::uint64_t index) const {
    const std::uint64_t begin = index * slab_paths;
    return begin > first_path ? begin : first_path;
  }
  std::uint64_t end_path(std::uint64_t index) const {
    const std::uint64_t end = (index + 1) * slab_paths;
    return end < n_paths ? end : n_paths;
  }
};

/// Keeps the slabs of all cubes of a file and hands the complete ones to one background thread, which stores
/// them in an order given by path numbers alone, so that the file's bytes do not depend on timing.
class SlabStore final {
 public:
  using Store = std::function<void(const Slab&)>;

  SlabStore() = default;
  SlabStore(const SlabStore&) = delete;
  SlabStore& operator=(const SlabStore&) = delete;
  /// Stops the background thread after the slab in hand; what was not stored is dropped.
  ~SlabStore();

  /// Adds a cube and returns its number. Before the first slab is opened.
  /// @param store writes one slab; called in the background thread.
  std::size_t add(const SlabShape& shape, Store store);

  /// The slab to fill, new or already begun. Waits while the disk is far behind; it waits for the disk
  /// alone and never for another caller, so a run that stops half-way cannot hang here.
  /// Throws what `store` threw.
  Slab& open(std::size_t cube, std::uint64_t index);

  /// Says that a cube, or the part of it that is filled, ends earlier: no paths come from `end_path` on, and
  /// none from there has come.
  void end_at(std::size_t cube, std::uint64_t end_path);

  /// Hands a filled slab, with its chunks set, to the background thread.
  void complete(Slab& slab);

  /// True once a slab was opened.
  bool started();

  /// Waits until everything is stored. Throws what `store` threw; ContractViolation if paths are missing.
  void finish();

 private:
  struct Cube {
    SlabShape shape;
    Store store;
    std::uint64_t next = 0;  ///< the slab to be stored next
    std::map<std::uint64_t, std::unique_ptr<Slab>> slabs;
    std::vector<std::unique_ptr<Slab>> spare;  ///< stored, for reuse
  };

  Cube* next_cube();
  bool next_is_complete();
  std::unique_ptr<Slab> make_slab(Cube& cube);
  void store_all();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Cube> cubes_;
  std::size_t waiting_bytes_ = 0;  ///< of complete slabs
  bool stop_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace secondcurve::detail

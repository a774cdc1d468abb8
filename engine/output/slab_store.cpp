#include "engine/output/slab_store.hpp"

#include <utility>

#include "engine/core/contract.hpp"

namespace secondcurve::detail {

namespace {

/// Complete slabs that may wait for the disk [byte]: enough to ride out its pauses, little beside the
/// memory of any machine. At least one slab may always wait.
constexpr std::size_t most_waiting_bytes = std::size_t{32} << 20;

std::size_t bytes_of(const SlabShape& shape) { return shape.n_rows * shape.row_room; }

}  // namespace

SlabStore::~SlabStore() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::size_t SlabStore::add(const SlabShape& shape, Store store) {
  SC_EXPECT(!started());
  cubes_.push_back({shape, std::move(store), shape.first_slab(), {}, {}});
  return cubes_.size() - 1;
}

bool SlabStore::started() {
  const std::scoped_lock lock(mutex_);
  return thread_.joinable();
}

Slab& SlabStore::open(std::size_t cube_number, std::uint64_t index) {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { store_all(); });
  Cube& cube = cubes_[cube_number];
  if (!cube.slabs.contains(index)) {
    changed_.wait(lock, [&] {
      return error_ != nullptr || waiting_bytes_ < most_waiting_bytes || !next_is_complete();
    });
  }
  if (error_ != nullptr) std::rethrow_exception(error_);
  std::unique_ptr<Slab>& slab = cube.slabs[index];
  if (slab == nullptr) {
    slab = make_slab(cube);
    slab->cube = cube_number;
    slab->index = index;
  }
  return *slab;
}

std::unique_ptr<Slab> SlabStore::make_slab(Cube& cube) {
  if (!cube.spare.empty()) {
    std::unique_ptr<Slab> slab = std::move(cube.spare.back());
    cube.spare.pop_back();
    slab->n_arrived = 0;
    slab->complete = false;
    return slab;
  }
  auto slab = std::make_unique<Slab>();
  const SlabShape& shape = cube.shape;
  slab->rows = make_large_buffer(bytes_of(shape));
  slab->chunks.resize(shape.n_rows);
  return slab;
}

void SlabStore::complete(Slab& slab) {
  {
    const std::scoped_lock lock(mutex_);
    slab.complete = true;
    waiting_bytes_ += bytes_of(cubes_[slab.cube].shape);
  }
  changed_.notify_all();
}

void SlabStore::end_at(std::size_t cube, std::uint64_t end_path) {
  const std::scoped_lock lock(mutex_);
  cubes_[cube].shape.n_paths = end_path;
}

void SlabStore::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return error_ != nullptr || !next_is_complete(); });
  if (error_ != nullptr) std::rethrow_exception(error_);
  if (next_cube() != nullptr) throw ContractViolation("a cube was finished before all its paths arrived");
}

/// The cube whose next slab ends first, the order of all slabs in the file; null when all are stored. A slab
/// is thus stored before any that needs later paths.
SlabStore::Cube* SlabStore::next_cube() {
  Cube* first = nullptr;
  for (Cube& cube : cubes_) {
    if (cube.next == cube.shape.n_slabs()) continue;
    if (first == nullptr || cube.shape.end_path(cube.next) < first->shape.end_path(first->next)) {
      first = &cube;
    }
  }
  return first;
}

bool SlabStore::next_is_complete() {
  const Cube* cube = next_cube();
  if (cube == nullptr) return false;
  const auto slab = cube->slabs.find(cube->next);
  return slab != cube->slabs.end() && slab->second->complete;
}

void SlabStore::store_all() {
  std::unique_lock lock(mutex_);
  try {
    while (next_cube() != nullptr) {
      changed_.wait(lock, [&] { return stop_ || next_is_complete(); });
      if (stop_) return;
      Cube& cube = *next_cube();
      Slab& slab = *cube.slabs.at(cube.next);
      lock.unlock();
      cube.store(slab);
      lock.lock();
      cube.spare.push_back(std::move(cube.slabs.at(cube.next)));
      cube.slabs.erase(cube.next);
      ++cube.next;
      waiting_bytes_ -= bytes_of(cube.shape);
      changed_.notify_all();
    }
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    error_ = std::current_exception();
    changed_.notify_all();
  }
}

}  // namespace secondcurve::detail

#include "engine/output/slab_store.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::detail::slab_store_test {

using Stored = std::vector<std::pair<std::size_t, std::uint64_t>>;

/// Three slabs of two paths beside two of three: six paths in all.
SlabShape slabs_of(std::size_t paths, std::size_t row_bytes = 8) {
  SlabShape shape;
  shape.n_paths = 6;
  shape.slab_paths = paths;
  shape.n_rows = 1;
  shape.row_bytes = shape.row_room = row_bytes;
  return shape;
}

SlabStore::Store remember(Stored& stored) {
  return [&stored](const Slab& slab) { stored.emplace_back(slab.cube, slab.index); };
}

TEST(SlabStore, StoresInTheOrderOfPathsHoweverSlabsAreCompleted) {
  Stored stored;
  SlabStore store;
  const std::size_t a = store.add(slabs_of(2), remember(stored));
  const std::size_t b = store.add(slabs_of(3), remember(stored));

  for (const std::uint64_t index : {2U, 1U, 0U}) store.complete(store.open(a, index));
  for (const std::uint64_t index : {1U, 0U}) store.complete(store.open(b, index));
  store.finish();

  EXPECT_EQ(stored, (Stored{{a, 0}, {b, 0}, {a, 1}, {a, 2}, {b, 1}}));
}

TEST(SlabStore, WaitsForTheSlabsOfAPartAlone) {
  Stored stored;
  SlabStore store;
  SlabShape middle = slabs_of(2), none = slabs_of(2);
  middle.first_path = 3;
  middle.n_paths = 5;
  none.first_path = none.n_paths = 3;
  const std::size_t cube = store.add(middle, remember(stored));
  store.add(none, remember(stored));

  for (const std::uint64_t index : {2U, 1U}) store.complete(store.open(cube, index));
  store.finish();

  EXPECT_EQ(stored, (Stored{{cube, 1}, {cube, 2}}));
  EXPECT_EQ(middle.begin_path(1), 3u);
  EXPECT_EQ(middle.begin_path(2), 4u);
  EXPECT_EQ(middle.end_path(2), 5u);
}

TEST(SlabStore, GivesTheSameSlabUntilItIsComplete) {
  Stored stored;
  SlabStore store;
  const std::size_t cube = store.add(slabs_of(2), remember(stored));

  Slab& slab = store.open(cube, 1);

  EXPECT_EQ(&store.open(cube, 1), &slab);
  EXPECT_NE(&store.open(cube, 0), &slab);
}

TEST(SlabStore, TellsEveryCallerThatStoringFailed) {
  SlabStore store;
  const std::size_t cube =
      store.add(slabs_of(2), [](const Slab&) { throw IoError("r.h5", "write", "No space left on device"); });

  store.complete(store.open(cube, 0));

  EXPECT_THROW(store.finish(), IoError);
  EXPECT_THROW(store.open(cube, 1), IoError);
  EXPECT_THROW(store.open(cube, 2), IoError);
}

TEST(SlabStore, RefusesToFinishWithoutAllPaths) {
  Stored stored;
  SlabStore store;
  const std::size_t cube = store.add(slabs_of(2), remember(stored));

  store.complete(store.open(cube, 0));
  store.complete(store.open(cube, 2));

  EXPECT_THROW(store.finish(), ContractViolation);
  EXPECT_EQ(stored, (Stored{{cube, 0}}));
}

TEST(SlabStore, NeverWaitsForASlabThatNobodyCompletes) {
  Stored stored;
  SlabStore store;
  const std::size_t huge = std::size_t{100} << 20;  // two of these are more than may wait for the disk
  const std::size_t cube = store.add(slabs_of(1, huge), remember(stored));

  store.open(cube, 0);  // as by a worker that then stops with an error
  for (const std::uint64_t index : {1U, 2U, 3U, 4U, 5U}) store.complete(store.open(cube, index));

  EXPECT_TRUE(stored.empty());  // reached: no caller hung
}

TEST(SlabStore, HasNothingToFinishAtFirst) {
  SlabStore store;

  EXPECT_FALSE(store.started());
  EXPECT_NO_THROW(store.finish());
}

}  // namespace secondcurve::detail::slab_store_test

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "engine/core/block.hpp"
#include "engine/core/byte_stream.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Counts of failed paths; the first one is kept to be explained.
struct Failures {
  std::uint64_t count = 0;
  std::uint64_t first = std::numeric_limits<std::uint64_t>::max();

  void add(const BlockView& block) {
    if (block.n_failed() == 0) return;
    count += block.n_failed();
    for (std::size_t path = 0; path < block.n_paths(); ++path)
      if (block.failed(path)) first = std::min(first, block.first_path() + path);
  }
  void merge(const Failures& other) {
    count += other.count;
    first = std::min(first, other.first);
  }
  void save(ByteWriter& out) const {
    out.write_u64(count);
    out.write_u64(first);
  }
  void load(ByteReader& in) {
    count = in.read_u64();
    first = in.read_u64();
  }
};

/// Says where a path, or one of its group, left the range of numbers: the first level that did, or else the
/// first output that is no normal float.
std::string explain_failure(const Economy& economy, std::uint64_t path);

/// Whether a run may have so many failed paths: `simulation.max_failed_share` of them, and never all.
bool are_allowed(const Scenario& scenario, const Failures& failures, std::uint64_t n_paths);

/// Throws NumericalError, with the first failed path explained, where a run may not.
void check_failures(const Economy& economy, const Failures& failures, std::uint64_t n_paths);

}  // namespace secondcurve

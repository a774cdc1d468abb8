#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/batch/batch_directory.hpp"
#include "engine/batch/batch_record.hpp"
#include "engine/batch/run_batch.hpp"
#include "engine/batch/run_to_file.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

class Economy;

/// Simulates scenarios of a batch into their parts, on any number of threads side by side. What it is given
/// must outlive it.
class PartMaker final {
 public:
  /// @param report told by one thread at a time.
  PartMaker(const BatchDirectory& directory, const BatchRecord& record, const LoadEntry& load,
            const RunControl& control, std::function<void(const BatchEvent&)> report);
  PartMaker(const PartMaker&) = delete;
  PartMaker& operator=(const PartMaker&) = delete;
  ~PartMaker();

  /// Whether the part of a scenario is whole, and a function of what it should be.
  bool is_part(std::size_t entry) const;
  /// Simulates the paths of the baseline again, whose part is there: those that are made after it are
  /// compared with it. Throws as run_batch.
  void load_baseline();
  /// Simulates a scenario. Returns whether that could be done; notes why, where not. Throws as run_batch.
  bool make(std::size_t entry);

 private:
  struct LoadedBaseline;
  LoadedScenario load_as_recorded(std::size_t entry) const;
  /// Whether another process has made a part, as may be where several share a batch.
  bool was_made_meanwhile(std::size_t entry) const;
  ResultOptions options_of(std::size_t entry, const Economy& economy) const;

  const BatchDirectory& directory_;
  const BatchRecord& record_;
  const LoadEntry& load_;
  const RunControl& control_;
  std::function<void(const BatchEvent&)> report_;
  std::unique_ptr<LoadedBaseline> baseline_;
};

/// The scenarios that are left, handed out one by one, from any thread; nothing where none is left.
using NextEntry = std::function<std::optional<std::size_t>()>;

/// Makes parts, the next that is left, until none is, on thread_count(control) threads.
/// @param n_at_once scenarios side by side, at least 1. @param stopped set where one of them throws: the
/// others then end soon. Throws what the first of them threw; Interrupted where `stopped` was set by someone
/// else.
void make_parts(PartMaker& maker, const NextEntry& next, std::size_t n_at_once, const RunControl& control,
                std::atomic<bool>& stopped);

}  // namespace secondcurve

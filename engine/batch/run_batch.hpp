#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/batch/batch_directory.hpp"
#include "engine/batch/batch_record.hpp"

namespace secondcurve {

class Team;
struct LoadedScenario;

/// Something that happened to a scenario of a batch.
struct BatchEvent {
  enum class Kind { begun, done, failed, set_aside };
  Kind kind;
  std::size_t entry;
  std::string message = {};   ///< why it failed; the new name of what was set aside
  double seconds = 0.0;       ///< that it took
  std::uint64_t n_paths = 0;  ///< that were simulated
};

/// How a batch uses the machine. Nothing here changes a result.
struct BatchControl {
  int threads = 0;                                ///< of each process; 0 for all that are there for it
  const std::atomic<bool>* cancelled = nullptr;   ///< set by someone else to stop; may be null
  std::function<void(const BatchEvent&)> report;  ///< told by one thread at a time
  /// Which scenarios are made here, where others make the rest; all if it is null. Without the baseline, that
  /// has to be there already.
  std::function<bool(std::size_t entry)> is_wanted{};
};

/// The note in a result that says why its scenario is not compared with the baseline.
std::string unpaired_note(const std::string& baseline, const std::string& reason);

/// Loads an entry of the batch, from any thread.
using LoadEntry = std::function<LoadedScenario(std::size_t entry)>;

/// How many scenarios of about n_blocks blocks are simulated at once by so many threads. Short ones keep a
/// thread each; of long ones two are begun, so that the threads have work while one is loaded or written.
std::size_t n_at_once(std::uint64_t n_blocks, std::size_t n_threads);

/// Simulates every scenario that is neither done nor failed into its part of the directory, the baseline
/// first; parts that are damaged or of another batch are set aside and made again. The parts are functions of
/// the record alone: not of threads, processes, order or interruptions.
/// @param n_blocks of a scenario, about. @param team whose other processes take scenarios, too: each of them
/// has to call work_on_batch with what is broadcast. Called on rank 0.
/// Throws IoError where the disk fails, Interrupted where it is cancelled; what is done stays done. Throws
/// NumericalError where the baseline fails, UsageError where it is neither wanted nor there.
void run_batch(const BatchDirectory& directory, const BatchRecord& record, const LoadEntry& load,
               std::uint64_t n_blocks, const BatchControl& control, Team& team);

}  // namespace secondcurve

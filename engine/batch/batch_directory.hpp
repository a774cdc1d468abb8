#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/batch/batch_record.hpp"
#include "engine/schema/field.hpp"

namespace secondcurve {

/// How far a scenario of a batch is.
enum class BatchState { is_new, running, done, failed };
template <>
struct EnumNames<BatchState> {
  static constexpr std::array<std::string_view, 4> names{"new", "running", "done", "failed"};
};

/// The state of one scenario, and why it failed.
struct BatchProgress {
  BatchState state = BatchState::is_new;
  std::string message;
};

/// The files of a batch: `batch.json` says what it is, `parts/00001.h5` is the result of its first scenario,
/// `parts/00001.failed` why there is none, and `index.h5` all results in one, when every scenario is done or
/// has failed. A file is there whole or not at all, so that a batch goes on after any interruption.
class BatchDirectory final {
 public:
  explicit BatchDirectory(std::string folder) : folder_(std::move(folder)) {}

  /// Makes the directory where it is missing. Throws IoError where that cannot be done, or where it is there
  /// with other files in it than those of a batch.
  void create() const;
  /// Whether a batch was begun here.
  bool holds_batch() const;

  /// Whether all results are in the index and the parts are gone. As long as there are parts they are what
  /// counts, and the index may be older.
  bool is_finished() const;

  // All that follows throws IoError where the disk fails.

  /// Writes what the batch is, in place of what is there.
  void write_record(const BatchRecord& record) const;
  /// Throws IoError where there is none, or it is damaged.
  BatchRecord read_record() const;

  const std::string& path() const { return folder_; }
  std::string index_path() const { return folder_ + "/index.h5"; }
  std::string part_path(std::size_t entry) const;

  /// How far each scenario is. @param busy whether a process works on the batch, so that half-written parts
  /// are being written.
  std::vector<BatchProgress> progress(const BatchRecord& record, bool busy) const;

  /// Notes that a scenario failed, and why.
  void write_failure(std::size_t entry, const std::string& message) const;
  void forget_failure(std::size_t entry) const;
  /// Gives a part that is no use another name, which is returned.
  std::string set_aside(std::size_t entry) const;
  /// Removes what a process that was killed left half-written.
  void remove_temporary_files() const;
  /// Removes all parts: they are in the index.
  void remove_parts() const;

 private:
  std::string failure_path(std::size_t entry) const;
  std::optional<std::string> failure(std::size_t entry) const;

  std::string folder_;
};

}  // namespace secondcurve

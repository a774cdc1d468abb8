#pragma once

#include <deque>
#include <string>

#include "engine/core/labelled.hpp"
#include "engine/output/atomic_file.hpp"
#include "engine/output/group_writer.hpp"
#include "engine/output/hdf5_handle.hpp"
#include "engine/output/kind_of_file.hpp"

namespace secondcurve::detail {

/// A result file while it is written: its groups and open datasets, and its name at the end. Every call may
/// throw IoError and takes the Hdf5Lock itself.
class ResultTarget final {
 public:
  /// Makes the file under its temporary name.
  ResultTarget(const std::string& path, Overwrite overwrite, FileKind kind = FileKind::result);
  ResultTarget(const ResultTarget&) = delete;
  ResultTarget& operator=(const ResultTarget&) = delete;
  /// Removes what was written unless it was committed.
  ~ResultTarget();

  const std::string& path() const { return target_.path(); }

  /// Writes the root group, first of all, with the version of the format and, where it is no result, the
  /// kind.
  GroupWriter& write_root(const Group& root);
  GroupWriter& write_group(const Group& group);
  /// A group that was written. Throws ContractViolation if there is none.
  GroupWriter& group(const std::string& name);

  /// Keeps a dataset open until the end, and returns its identifier.
  Hdf5Id keep(Handle dataset);

  /// Lets the system begin to put on the disk what has been written, so that little is left for the end.
  /// Inside `in_hdf5`.
  void flush_early();

  /// Puts the whole file on the disk under its name.
  void commit();

 private:
  AtomicFile target_;
  FileKind kind_;
  Handle file_;
  int next_dimension_id_ = 0;
  std::deque<GroupWriter> groups_;  ///< the root first
  std::deque<Handle> datasets_;
};

}  // namespace secondcurve::detail

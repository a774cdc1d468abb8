#include "engine/output/result_target.hpp"

#include <fcntl.h>

#include <cstdint>
#include <utility>

#include <hdf5.h>

#include "engine/core/contract.hpp"
#include "engine/output/in_hdf5.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/result_writer.hpp"

namespace secondcurve::detail {

ResultTarget::ResultTarget(const std::string& path, Overwrite overwrite, FileKind kind)
    : target_(path, overwrite), kind_(kind) {
  in_hdf5(path, "create the file", [&] { file_ = create_file(target_.temporary_path()); });
}

ResultTarget::~ResultTarget() {
  const Hdf5Lock lock;
  if (file_.id() < 0) return;
  // Nobody wants the bytes any more. Giving back their space first lets HDF5 close the file, with
  // nothing left in its memory, even when the disk is full.
  target_.truncate();
  groups_.clear();
  datasets_.clear();
  file_ = Handle();
}

GroupWriter& ResultTarget::write_root(const Group& root) {
  SC_EXPECT(groups_.empty());
  in_hdf5(path(), "write the coordinates", [&] {
    Handle handle(H5Gopen2(file_.id(), "/", H5P_DEFAULT), H5Gclose);
    if (kind_ == FileKind::result) {
      write_attribute(handle.id(), {"Conventions", "CF-1.10"});
      write_attribute(handle.id(), {"format_version_major", std::int64_t{result_format_major}});
      write_attribute(handle.id(), {"format_version_minor", std::int64_t{result_format_minor}});
    } else {
      write_attribute(handle.id(), {kind_attribute, std::string(text_of(kind_))});
      write_attribute(handle.id(), {"shard_format", std::int64_t{shard_format}});
    }
    groups_.emplace_back(std::move(handle), next_dimension_id_).write(root);
  });
  return groups_.front();
}

GroupWriter& ResultTarget::write_group(const Group& group) {
  GroupWriter& root = this->group("");
  in_hdf5(path(), "write '" + group.name + "'", [&] { groups_.emplace_back(root, group.name).write(group); });
  return groups_.back();
}

GroupWriter& ResultTarget::group(const std::string& name) {
  for (GroupWriter& group : groups_) {
    if (group.name() == name) return group;
  }
  throw ContractViolation("the group '" + name + "' of the result was not written");
}

Hdf5Id ResultTarget::keep(Handle dataset) { return datasets_.emplace_back(std::move(dataset)).id(); }

void ResultTarget::flush_early() {
  int* descriptor = nullptr;
  check(H5Fget_vfd_handle(file_.id(), H5P_DEFAULT, reinterpret_cast<void**>(&descriptor)));
  ::sync_file_range(*descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);  // a wish: commit() waits for the disk anyway
}

void ResultTarget::commit() {
  in_hdf5(path(), "finish the file", [&] {
    groups_.clear();
    for (Handle& dataset : datasets_) dataset.close();
    check(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL));
    file_.close();
  });
  target_.commit();
}

}  // namespace secondcurve::detail

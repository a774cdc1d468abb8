#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/output/merge_results.hpp"
#include "engine/output/part_file.hpp"
#include "engine/output/result_reader.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample_parts.hpp"

// What the tests of merged files share.

namespace secondcurve::merged {

using sample::Part;
using testing_files::Folder;

inline const Variable& find(const Group& group, const std::string& name) {
  const Variable* variable = find_variable(group, name);
  if (variable == nullptr) throw std::runtime_error("no variable " + name);
  return *variable;
}

template <class T>
std::vector<T> values(const Group& group, const std::string& name) {
  return std::get<std::vector<T>>(find(group, name).data);
}

inline std::vector<std::string> texts(const Group& group, const std::string& name) {
  return values<std::string>(group, name);
}

inline std::optional<Attribute> attribute(const std::vector<Attribute>& attributes, const std::string& name) {
  for (const Attribute& each : attributes)
    if (each.name == name) return each;
  return std::nullopt;
}

inline std::string text_attribute(const std::vector<Attribute>& attributes, const std::string& name) {
  const auto found = attribute(attributes, name);
  return found ? std::get<std::string>(found->value) : "(none)";
}

template <class T>
std::size_t place(const std::vector<T>& labels, const T& label) {
  return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

/// Writes parts, one file each, and merges them. Returns the merged file.
inline std::string merge(const Folder& folder, const std::vector<Part>& parts,
                         const std::string& name = "all.h5") {
  std::vector<MergePart> merged;
  for (const Part& part : parts) {
    merged.push_back({part.scenario, "", folder.file(part.scenario + ".h5"), "done", ""});
    sample::write_part(*merged.back().path, part);
  }
  merge_results(merged, {}, folder.file(name), Overwrite::replace);
  return folder.file(name);
}

/// The parts of sample_parts.hpp, one of which failed, merged.
class MergedSample : public testing::Test {
 protected:
  static constexpr std::size_t failed = 2;
  MergedSample() {
    sample::write_parts(folder_.path());
    merge_results(sample::merge_parts(folder_.path()), sample::merge_extras(), folder_.file("merged.h5"),
                  Overwrite::refuse);
    file_.emplace(folder_.file("merged.h5"));
    root_ = file_->root();
    summary_ = file_->group("summary");
  }
  /// Number of a sample part among the merged scenarios.
  static std::size_t scenario(std::size_t part) { return part < failed ? part : part + 1; }

  Folder folder_;
  std::optional<ResultFile> file_;
  Group root_, summary_;
};

}  // namespace secondcurve::merged

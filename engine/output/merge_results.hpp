#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/atomic_file.hpp"

namespace secondcurve {

/// One scenario of a merged file.
struct MergePart {
  std::string scenario;             ///< its label, unlike that of any other part
  std::string title;                ///< of the scenario; that of its file comes first
  std::optional<std::string> path;  ///< its result file; none where it has no results: NaN everywhere
  std::string state;                ///< "done", "failed", "new"
  std::string message;              ///< why it failed
};

/// What a merged file says beyond its parts.
struct MergeExtras {
  std::vector<Variable> coordinates;  ///< numbers or texts on the dimension `scenario`, as swept values
  std::vector<Attribute> attributes;  ///< of the file: title, comment, source, ... of the whole
};

/// Writes one result file of many scenarios: docs/result-format.md, "Files of several scenarios". Parts are
/// read one at a time and twice each, so memory does not grow with their numbers and cubes, only with what is
/// kept of each as text: names, titles, messages, settings, and every file that it read, each text once.
/// Compressed cubes are copied as they are. The bytes depend on parts and extras alone.
///
/// Throws IoError if the file cannot be written, if a part is damaged or of another format, or if a label
/// means two things, which names both files; Interrupted once `cancelled` is true. Then nothing is left.
/// @param cancelled may be null. @param progress called after each of the 2 x parts.size() readings with
/// their number so far; may be empty.
void merge_results(std::span<const MergePart> parts, const MergeExtras& extras, const std::string& out,
                   Overwrite overwrite, const std::atomic<bool>* cancelled = nullptr,
                   const std::function<void(std::size_t)>& progress = {});

}  // namespace secondcurve

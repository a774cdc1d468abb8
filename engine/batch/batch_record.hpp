#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace secondcurve {

/// A scenario of a batch, as its directory remembers it.
struct BatchEntry {
  std::string name;
  std::string title;
  std::string file;                   ///< its config, as the batch was told
  std::vector<std::string> settings;  ///< "key=value", as after --set
  std::string fingerprint;            ///< run_fingerprint; empty where it cannot be run
  std::string assumptions;            ///< assumptions_fingerprint, likewise
  std::string problem;                ///< why it cannot be run; empty where it can

  friend bool operator==(const BatchEntry&, const BatchEntry&) = default;
};

/// What a batch is: enough to know it again and to say what has changed.
struct BatchRecord {
  std::string version, revision;        ///< of the program
  std::string file;                     ///< the batch file, from where the program was started
  std::optional<std::size_t> baseline;  ///< the entry that the others are compared with
  std::vector<BatchEntry> entries;
  /// Text of every file that was read, by its path from where the program was started.
  std::map<std::string, std::string> files;
};

/// As JSON, and back. Throws IoError (with `path`) where the text is no record.
std::string to_json(const BatchRecord& record);
BatchRecord batch_record_of(const std::string& json, const std::string& path);

}  // namespace secondcurve

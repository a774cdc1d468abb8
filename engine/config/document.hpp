#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/config/exclusive_keys.hpp"
#include "engine/config/files.hpp"
#include "engine/config/node.hpp"

namespace secondcurve {

/// A file as it was read. Its name is its path from the folder of the config that was asked for
/// ("../baseline.toml"), so the files can be kept and read again elsewhere.
struct SourceFile {
  std::string name;
  std::string text;

  friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

/// A config with everything it inherits, the overrides applied, and every file that was read for it.
class Document final {
 public:
  /// How many files a chain of `scenario.base` may have.
  static constexpr std::size_t longest_chain = 32;

  /// Reads a config, the configs that `scenario.base` names one after the other, and merges them, the
  /// most basic first; then applies the KEY=VALUE texts of --set. `scenario.base` itself is not in the tree.
  /// @param files must live as long as the document.
  /// @param exclusive keys that take each other's place where files or overrides are merged.
  /// Throws IoError if `path` cannot be read, ConfigError for everything wrong in the files or overrides.
  static Document load(const std::string& path, std::span<const std::string> overrides, const Files& files,
                       std::span<const ExclusiveKey> exclusive = {});

  const Node& root() const { return root_; }
  /// The path given to load.
  const std::string& path() const { return paths_.front(); }
  /// The KEY=VALUE texts given to load.
  const std::vector<std::string>& overrides() const { return overrides_; }
  /// Every file read so far, in that order, each once: the config, what it inherits, then what
  /// read_relative was asked for. Loading files().front().name from these texts with overrides() gives this
  /// document again.
  const std::vector<SourceFile>& files() const { return files_; }

  /// The merged config as TOML that loads to the same tree. File names in it stay as they were written:
  /// relative to the file that named them.
  std::string to_toml() const;

  /// The path of a file named at `where`: relative to the file that `where` stands in (for --set: to the
  /// folder of the config). Throws ConfigError at `where` if the name is empty or holds control characters.
  std::string resolve(const Node& where, const std::string& relative_path) const;

  /// Reads the UTF-8 text of a file named at `where`, resolved as by resolve(), and keeps it in files().
  /// Throws ConfigError at `where` if it cannot be read, and at the file if it is too large or not text.
  std::string read_relative(const Node& where, const std::string& relative_path);

 private:
  struct Place {
    std::string path;  ///< to read it
    std::string name;  ///< to keep it
  };

  Document(const Files& files, std::vector<std::string> overrides)
      : source_(&files), overrides_(std::move(overrides)), root_(Node::Parts{}) {}

  Place place(const Node& where, const std::string& relative_path) const;
  const std::string& read(const Place& place);
  const std::string& read_named_at(const Node& where, const Place& place);
  std::vector<Node> read_chain(const std::string& path);

  const Files* source_;
  std::vector<std::string> overrides_;
  Node root_;
  std::vector<SourceFile> files_;
  std::vector<std::string> paths_;  ///< paths_[i] is where files_[i] was read
};

}  // namespace secondcurve

#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/part_file.hpp"

namespace secondcurve::detail {

/// How to get the scenarios of a merged file again: what all parts share is kept once, the rest by scenario.
/// Holds the files that parts read, each text once.
class MergedProvenance final {
 public:
  explicit MergedProvenance(std::size_t n_scenarios)
      : n_scenarios_(n_scenarios), files_read_(n_scenarios), overrides_(n_scenarios) {}

  /// Throws IoError if an account means something else than in an earlier part.
  void add(std::size_t scenario, const PartFile& part);

  /// Attributes of the root that all parts share, and the definitions of accounts and measures.
  std::vector<Attribute> attributes() const;
  /// The group /provenance.
  Group group() const;

 private:
  /// What every part has once.
  struct Fact {
    Attribute attribute;  ///< as the first part has it
    std::string long_name;
    bool in_root = false;
    bool same = true;                 ///< in all parts so far
    std::vector<std::string> values;  ///< by scenario
  };
  struct File {
    std::string label, name, text;
  };

  void add_fact(std::size_t scenario, const Attribute& value, const std::string& long_name, bool in_root);
  void add_definition(const PartFile& part, const Attribute& definition);
  std::string label_of(const std::string& name, const std::string& text);
  void add_files(std::size_t scenario, const PartFile& part, const Group& provenance);
  void add_file_variables(Group& group) const;
  void add_overrides(Group& group) const;

  std::size_t n_scenarios_;
  std::vector<Fact> facts_;
  std::vector<std::pair<Attribute, std::string>> definitions_;  ///< of accounts and measures, and where from
  std::vector<File> files_;
  std::vector<std::string> files_read_;              ///< by scenario: labels, one a line
  std::vector<std::vector<std::string>> overrides_;  ///< by scenario
};

}  // namespace secondcurve::detail

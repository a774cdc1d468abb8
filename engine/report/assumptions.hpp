#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/config/node.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

/// A setting that a result depends on, with where it comes from.
struct Assumption {
  std::string key;                 ///< "sectors.automobiles.growth.long_run_growth"
  std::string value;               ///< as TOML, without its source and reason
  std::string unit;                ///< of its key; empty where it has none
  std::vector<std::string> facts;  ///< ids that it cites
  std::string why;
  SourcePosition where;
  std::vector<Replaced> replaced;       ///< what it was before another file or --set changed it
  std::vector<const Node*> changed_by;  ///< adjustments that change its number
  std::string becomes;                  ///< what they make of it; empty where there is none
};

/// The assumptions of a scenario in the order of its config: all settings but those that name things or say
/// what is reported. A table that has a source or a reason is one assumption, tables within it are others.
std::vector<Assumption> assumptions_of(const LoadedScenario& loaded);

/// A document that facts are taken from, as the file of documents has it. Empty where it does not say.
struct SourceDocument {
  std::string title;
  std::string publisher;
  std::string date;
  std::string address;
};

/// A fact that a config cites, as the file of facts has it.
struct CitedFact {
  std::string id;
  std::string text;   ///< what its columns say but those below
  std::string value;  ///< with its unit. This and the others are empty where the file has no such column
  std::string year;
  std::string source;
  std::optional<SourceDocument> document = std::nullopt;  ///< the one that `source` names, where it is listed
};

/// The facts that a scenario cites anywhere, in the order of their file; none where it names no such file.
std::vector<CitedFact> cited_facts_of(const LoadedScenario& loaded);

}  // namespace secondcurve

#pragma once

#include <string>

#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// Writes the JSON Schema (draft-07, which TOML editors use) of config files from their description: editors
/// complete keys, show what they mean and mark mistakes.
///
/// One file is judged alone. What `scenario.base` may bring is therefore demanded (required keys, one key of
/// each group) only in a file that names no base; that two keys exclude each other is demanded in every file.
/// Not expressed, and left to the reader: ranges of "5%", distributions against the range of their key,
/// whatever relates several keys or another file.
std::string json_schema(const TableInfo& root);

/// Writes the JSON Schema of batch files in the same way. They inherit from none, so all that must be given
/// is demanded. Not expressed: what the settings in `set` may be.
std::string batch_json_schema(const TableInfo& root);

}  // namespace secondcurve

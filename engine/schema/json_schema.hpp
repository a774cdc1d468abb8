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

}  // namespace secondcurve

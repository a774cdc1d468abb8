#pragma once

#include <span>
#include <string>

#include "engine/schema/model_info.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// Writes the reference of all config keys as Markdown: how numbers are written, then a table per section.
/// Growth models are listed with links to their pages, `../models/NAME.md`.
std::string reference_page(const TableInfo& root, std::span<const ModelInfo> models);

/// Writes the reference of the keys of batch files as Markdown.
std::string batch_reference_page(const TableInfo& root);

/// Writes keys as a Markdown table: what they mean, unit, what is allowed, what holds where one is left out.
std::string key_table(std::span<const KeyInfo> keys);

/// Writes such a table for each table that keys of a model hold, as its regimes.
std::string inner_key_tables(std::span<const KeyInfo> keys);

}  // namespace secondcurve

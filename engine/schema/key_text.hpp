#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// What may be written for a key, in words: "above 0", "level or logit", "true or false".
std::string allowed_text(const KeyInfo& key);

/// What holds where a key is left out: its default, "must be given", or "exactly one of rate,
/// takeover_years must be given". @param keys all keys of its table.
std::string left_out_text(const KeyInfo& key, std::span<const KeyInfo> keys);

/// How else a number may be written: "uncertain, by year", or empty.
std::string variation_text(const KeyInfo& key);

/// All of it in one sentence or two, as an editor shows it.
std::string describe_key(const KeyInfo& key, std::span<const KeyInfo> keys);

/// The keys of the one_of group of a key, itself among them, or none.
std::vector<std::string> group_of(const KeyInfo& key, std::span<const KeyInfo> keys);

/// Whether the range of a key says anything: it is of numbers and bounded.
bool is_bounded(const KeyInfo& key);

}  // namespace secondcurve

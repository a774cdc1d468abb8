#include "engine/random/noise.hpp"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace secondcurve {

void require_distinct_streams(std::span<const std::string> names) {
  std::unordered_map<std::uint64_t, const std::string*> seen;
  for (const std::string& name : names) {
    const auto [place, is_new] = seen.emplace(fnv1a64(name), &name);
    if (is_new) continue;
    Diagnostic clash;
    clash.key = name;
    clash.problem = fmt::format("would have the same random draws as '{}'", *place->second);
    clash.hint = "Rename one of them";
    throw ConfigError(std::move(clash));
  }
}

}  // namespace secondcurve

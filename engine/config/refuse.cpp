#include "engine/config/refuse.hpp"

#include <utility>

namespace secondcurve {

void refuse(SourcePosition where, std::string key, std::string problem, std::string allowed,
            std::string hint) {
  throw ConfigError(
      Diagnostic{std::move(where), std::move(key), std::move(problem), std::move(allowed), std::move(hint)});
}

}  // namespace secondcurve

#include "engine/simulate/tallies.hpp"

namespace secondcurve {

void Tallies::merge(const Tallies& others) {
  statistics.merge(others.statistics);
  targets.merge(others.targets);
  accounts.merge(others.accounts);
  models.merge(others.models);
  programmes.merge(others.programmes);
  failures.merge(others.failures);
  improvements.merge(others.improvements);
  watched.merge(others.watched);
}

}  // namespace secondcurve

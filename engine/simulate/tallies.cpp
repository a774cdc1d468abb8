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

void Tallies::save(ByteWriter& out) const {
  statistics.save(out);
  targets.save(out);
  accounts.save(out);
  models.save(out);
  programmes.save(out);
  failures.save(out);
  improvements.save(out);
  watched.save(out);
}

void Tallies::load(ByteReader& in) {
  statistics.load(in);
  targets.load(in);
  accounts.load(in);
  models.load(in);
  programmes.load(in);
  failures.load(in);
  improvements.load(in);
  watched.load(in);
}

}  // namespace secondcurve

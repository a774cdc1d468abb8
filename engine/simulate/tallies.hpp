#pragma once

#include "engine/simulate/account_sums.hpp"
#include "engine/simulate/failures.hpp"
#include "engine/simulate/improvement_counter.hpp"
#include "engine/simulate/model_shares.hpp"
#include "engine/simulate/programme_sums.hpp"
#include "engine/simulate/target_counter.hpp"
#include "engine/stats/accumulator.hpp"

namespace secondcurve {

/// All that the first pass over the paths counts and sums up: by one thread, or, merged, by all. The sums are
/// exact, so that neither the order of blocks nor that of merging changes a bit.
struct Tallies {
  Accumulator statistics;
  TargetCounter targets;
  AccountSums accounts;
  ModelShareSums models;
  ProgrammeSums programmes;
  Failures failures;
  ImprovementCounter improvements;
  Accumulator watched;  ///< of the cell that a rule to stop looks at, if any

  void merge(const Tallies& others);
  /// Writes what has been counted, for tallies that were made from the same pilot to load.
  void save(ByteWriter& out) const;
  /// Throws DamagedBytes where it cannot be.
  void load(ByteReader& in);
};

}  // namespace secondcurve

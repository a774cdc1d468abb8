#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/batch/batch_directory.hpp"
#include "engine/batch/batch_plan.hpp"
#include "engine/batch/batch_record.hpp"
#include "engine/batch/check_scenarios.hpp"

namespace secondcurve {

/// The record of a planned batch.
/// @param checks [scenario]. @param texts of all files that the scenarios were read from, by path.
BatchRecord record_of(const BatchPlan& plan, std::span<const ScenarioCheck> checks,
                      std::map<std::string, std::string> texts);

/// What has changed since a batch began.
struct BatchChanges {
  /// What makes it another batch, a line each: scenarios that came, went or changed, with the keys that
  /// differ, and another version of the program. Empty where nothing does.
  std::string differences;
  /// Configs of which comments or spacing have changed, if what scenarios assume has not. Results keep the
  /// texts of their configs, so those that are still to come would tell of others than those that are there.
  std::vector<std::string> reworded;
};

/// Compares a batch with what it was when it began.
/// @param redo_failed failed scenarios may have changed, or others stand in their places. @param progress
/// [scenario of `before`].
BatchChanges changes_since(const BatchRecord& before, const BatchRecord& now,
                           std::span<const BatchProgress> progress, bool redo_failed);

/// Puts the results of a batch, each of whose scenarios is done or has failed, together: `index.h5`.
/// Throws as merge_results. @param cancelled may be null.
/// @param progress told how many of twice the number of scenarios were read.
void write_index(const BatchDirectory& directory, const BatchRecord& record, const BatchPlan& plan,
                 const std::atomic<bool>* cancelled, const std::function<void(std::size_t)>& progress);

}  // namespace secondcurve

#include "engine/block/vector_target.hpp"

#include <cstdint>

#define HWY_DISABLE_PCLMUL_AES
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/core/error.hpp"

namespace secondcurve {
namespace {
const char* name_of(std::int64_t target) { return target == HWY_AVX3 ? "AVX-512" : hwy::TargetName(target); }

/// The targets that this program holds and the machine can run, best (lowest bit) first.
std::vector<std::int64_t> runnable() {
  std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  if (targets.empty()) targets.push_back(HWY_STATIC_TARGET);
  return targets;
}

/// Chooses the best of them.
std::size_t choose_target() {
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return hwy::GetChosenTarget().GetIndex();
}
}  // namespace

std::size_t detail::target_index = choose_target();

const char* vector_target() { return name_of(runnable().front()); }

bool has_fused_multiply_add() {
  constexpr std::int64_t without = HWY_SSSE3 | HWY_SSE4 | HWY_EMU128 | HWY_SCALAR;
  return (runnable().front() & without) == 0;
}

std::vector<std::string> vector_targets() {
  std::vector<std::string> names;
  for (const std::int64_t target : runnable()) names.emplace_back(name_of(target));
  return names;
}

void restrict_vector_target(const std::string& name) {
  release_vector_target();
  std::string known;
  for (const std::int64_t target : runnable()) {
    if (name == name_of(target)) {
      hwy::SetSupportedTargetsForTest(target);
      detail::target_index = choose_target();
      return;
    }
    known += (known.empty() ? "" : ", ") + std::string(name_of(target));
  }
  throw UsageError("instruction set '" + name + "': this machine and program have " + known);
}

void release_vector_target() {
  hwy::SetSupportedTargetsForTest(0);
  detail::target_index = choose_target();
}

}  // namespace secondcurve

#pragma once

#include <string>
#include <vector>

namespace secondcurve {

/// Names the instruction set that block operations use: "AVX-512", "AVX2", "SSE4", ...
const char* vector_target();

/// Whether it multiplies and adds in one step (FMA). With it the last digits of results are others than
/// without.
bool has_fused_multiply_add();

/// Names the instruction sets of this program that the machine can run, best first.
std::vector<std::string> vector_targets();

/// Makes block operations use one of `vector_targets()`. Call before other threads start.
/// Throws UsageError if the name is not among them.
void restrict_vector_target(const std::string& name);

/// Undoes `restrict_vector_target`.
void release_vector_target();

}  // namespace secondcurve

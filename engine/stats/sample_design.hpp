#pragma once

#include <cstddef>
#include <cstdint>

namespace secondcurve {

/// How many standard errors a 95% interval reaches to each side where errors are normal and their size is
/// known: the 97.5% point of the standard normal law [1].
inline constexpr double normal_reach = 1.959963984540054;

/// Which paths of a sample are independent of which: what its error bars must know.
class SampleDesign final {
 public:
  /// All paths are independent.
  SampleDesign() = default;
  /// Paths 2 k and 2 k + 1 belong together, mirrored; pairs are independent.
  static SampleDesign pairs() { return {Kind::pairs, 2, 1}; }
  /// Paths size k to size k + size - 1 share what they start with; groups are independent.
  /// @param size 2 or more, a divisor of block_paths; @param n_groups in all, 2 or more.
  static SampleDesign groups(std::size_t size, std::uint64_t n_groups) {
    return {Kind::groups, size, 1, n_groups};
  }
  /// Whole samples stand side by side, block b in sample b mod n; those are independent. n is 2 or more.
  static SampleDesign replicates(std::size_t n) { return {Kind::replicates, 1, n}; }

  bool independent() const { return kind_ == Kind::independent; }
  bool in_pairs() const { return kind_ == Kind::pairs; }
  bool in_groups() const { return kind_ == Kind::groups; }
  /// Number of neighbouring paths that belong together; 1 where none do.
  std::size_t group_size() const { return group_size_; }
  bool in_replicates() const { return kind_ == Kind::replicates; }
  /// Number of replicates; 1 for a sample that has none.
  std::size_t n_replicates() const { return n_replicates_; }
  std::size_t replicate_of(std::uint64_t block) const {
    return static_cast<std::size_t>(block % n_replicates_);
  }

  /// How many standard errors a 95% interval reaches to each side: normal_reach, or the point of Student's t
  /// with n - 1 degrees of freedom where the errors come from n groups or replicates.
  double interval_reach() const;

  friend bool operator==(const SampleDesign&, const SampleDesign&) = default;

 private:
  enum class Kind { independent, pairs, groups, replicates };
  SampleDesign(Kind kind, std::size_t group_size, std::size_t n_replicates, std::uint64_t n_groups = 0)
      : kind_(kind), group_size_(group_size), n_replicates_(n_replicates), n_groups_(n_groups) {}

  Kind kind_ = Kind::independent;
  std::size_t group_size_ = 1;
  std::size_t n_replicates_ = 1;
  std::uint64_t n_groups_ = 0;
};

}  // namespace secondcurve

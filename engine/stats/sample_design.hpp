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
  /// Paths 2 k and 2 k + 1 belong together; pairs are independent.
  static SampleDesign pairs() { return {Kind::pairs, 1}; }
  /// Whole samples stand side by side, block b in sample b mod n; those are independent. n is 2 or more.
  static SampleDesign replicates(std::size_t n) { return {Kind::replicates, n}; }

  bool in_pairs() const { return kind_ == Kind::pairs; }
  bool in_replicates() const { return kind_ == Kind::replicates; }
  /// Number of replicates; 1 for a sample that has none.
  std::size_t n_replicates() const { return n_replicates_; }
  std::size_t replicate_of(std::uint64_t block) const {
    return static_cast<std::size_t>(block % n_replicates_);
  }

  /// How many standard errors a 95% interval reaches to each side: normal_reach, or the point of Student's t
  /// with n - 1 degrees of freedom where the errors come from n replicates.
  double interval_reach() const;

  friend bool operator==(const SampleDesign&, const SampleDesign&) = default;

 private:
  enum class Kind { independent, pairs, replicates };
  SampleDesign(Kind kind, std::size_t n_replicates) : kind_(kind), n_replicates_(n_replicates) {}

  Kind kind_ = Kind::independent;
  std::size_t n_replicates_ = 1;
};

}  // namespace secondcurve

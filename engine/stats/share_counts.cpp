#include "engine/stats/share_counts.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/contract.hpp"

namespace secondcurve {

ShareCounts::ShareCounts(const SampleDesign& design, std::size_t n_questions) : design_(design) {
  counts_.resize(n_questions * n_slots());
}

void ShareCounts::add(std::uint64_t block, std::size_t question, std::uint64_t hits,
                      std::uint64_t pairs_hit) {
  std::uint64_t* counts = counts_.data() + question * n_slots();
  if (design_.in_pairs()) {
    counts[0] += hits;
    counts[1] += pairs_hit;
  } else {
    counts[design_.replicate_of(block)] += hits;
  }
}

void ShareCounts::merge(const ShareCounts& other) {
  SC_EXPECT(design_ == other.design_ && counts_.size() == other.counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

Share ShareCounts::share(std::size_t question, std::span<const std::uint64_t> n) const {
  SC_EXPECT(n.size() == design_.n_replicates());
  const std::span counts = std::span(counts_).subspan(question * n_slots(), n_slots());
  Share share;
  for (const std::uint64_t each : n) share.n += each;
  for (const std::uint64_t each : design_.in_pairs() ? counts.first(1) : counts) share.hits += each;
  if (share.hits == 0 || share.hits == share.n) return share;
  const double p = share.value(), independent = p * (1.0 - p);
  if (design_.in_pairs()) {
    // Of the mean of a pair: ((p + share of pairs that hit) / 2 - p^2), over n / 2 pairs.
    const double both = 2.0 * static_cast<double>(counts[1]) / static_cast<double>(share.n);
    share.design_effect = std::max(1.0 + (both - p * p) / independent, 0.0);
  } else if (design_.in_replicates()) {
    const auto n_replicates = static_cast<double>(n.size());
    double squares = 0.0;
    for (std::size_t r = 0; r < n.size(); ++r) {
      const double deviation = static_cast<double>(counts[r]) / static_cast<double>(n[r]) - p;
      squares += deviation * deviation;
    }
    const auto all = static_cast<double>(share.n);
    const double spread = squares / (n_replicates - 1.0) / n_replicates;
    share.design_effect = std::max(spread, n_replicates * 0.25 / (all * all)) / (independent / all);
  }
  return share;
}

}  // namespace secondcurve

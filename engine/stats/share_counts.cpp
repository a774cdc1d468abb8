#include "engine/stats/share_counts.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/byte_stream.hpp"
#include "engine/core/contract.hpp"

namespace secondcurve {

ShareCounts::ShareCounts(const SampleDesign& design, std::size_t n_questions) : design_(design) {
  counts_.resize(n_questions * n_slots());
}

void ShareCounts::add(std::uint64_t block, std::size_t question, std::uint64_t hits,
                      std::uint64_t joint_hits) {
  std::uint64_t* counts = counts_.data() + question * n_slots();
  if (design_.group_size() > 1) {
    counts[0] += hits;
    counts[1] += joint_hits;
  } else {
    counts[design_.replicate_of(block)] += hits;
  }
}

void ShareCounts::merge(const ShareCounts& other) {
  SC_EXPECT(design_ == other.design_ && counts_.size() == other.counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

void ShareCounts::save(ByteWriter& out) const { out.write_all(counts_); }

void ShareCounts::load(ByteReader& in) { in.read_all(counts_); }

Share ShareCounts::share(std::size_t question, std::span<const std::uint64_t> n) const {
  SC_EXPECT(n.size() == design_.n_replicates());
  const std::span counts = std::span(counts_).subspan(question * n_slots(), n_slots());
  Share share;
  for (const std::uint64_t each : n) share.n += each;
  for (const std::uint64_t each : design_.group_size() > 1 ? counts.first(1) : counts) share.hits += each;
  const auto size = static_cast<double>(design_.group_size());
  if (share.hits == 0 || share.hits == share.n) {
    if (design_.in_groups() && share.n > 0) share.design_effect = size;
    return share;
  }
  const double p = share.value(), independent = p * (1.0 - p);
  if (design_.group_size() > 1) {
    // Of the mean of a group of g: (p + joint hits per path - g p^2) / g, over n / g groups.
    const double joint = static_cast<double>(counts[1]) / static_cast<double>(share.n);
    share.design_effect =
        std::max(1.0 + (joint - (size - 1.0) * (p * p)) / independent, design_.in_groups() ? 1.0 : 0.0);
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

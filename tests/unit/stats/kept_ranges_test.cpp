#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/stats/kept_values.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::kept_ranges_test {

constexpr std::size_t block = 256;

/// KeptRanges of one cell in plain words: it counts every value in its bin.
class PlainRanges {
 public:
  PlainRanges(const BinScale& bins, std::vector<double> probabilities, std::size_t n_values)
      : bins_(bins),
        probabilities_(std::move(probabilities)),
        n_values_(static_cast<double>(n_values)),
        counts_(bins.n_counts()),
        is_in_range_(bins.n_counts(), true) {
    std::sort(probabilities_.begin(), probabilities_.end());
  }

  void add(double x) {
    ++counts_[bin_of(bins_, x)];
    ++n_;
  }
  void narrow() {
    std::vector<bool> left(is_in_range_.size());
    const auto n = static_cast<double>(n_);
    const double done = std::min(n / n_values_, 1.0);
    const double reach = 4.5 * std::sqrt(1.0 - done) + SampleDesign().interval_reach() * std::sqrt(done);
    for (const double p : probabilities_) {
      const double away = reach * std::sqrt(n * p * (1.0 - p)) + 8.0;
      const std::size_t last = bin_with(static_cast<std::uint64_t>(n * p + away));
      for (std::size_t bin = n * p < away ? 0 : bin_with(static_cast<std::uint64_t>(n * p - away));
           bin <= last; ++bin)
        left[bin] = is_in_range_[bin];
    }
    if (std::find(left.begin(), left.end(), true) != left.end()) is_in_range_ = left;
  }
  std::vector<BinRange> ranges() const {
    std::vector<BinRange> ranges;
    for (std::uint32_t bin = 0; bin < is_in_range_.size(); ++bin) {
      if (!is_in_range_[bin]) continue;
      if (ranges.empty() || ranges.back().end < bin) ranges.push_back({bin, bin});
      ranges.back().end = bin + 1;
    }
    return ranges;
  }

 private:
  /// The bin of the value with so many below it, or the last one.
  std::size_t bin_with(std::uint64_t n_below) const {
    std::uint64_t up_to = 0;
    for (std::size_t bin = 0; bin < counts_.size(); ++bin)
      if ((up_to += counts_[bin]) > n_below) return bin;
    return counts_.size() - 1;
  }

  BinScale bins_;
  std::vector<double> probabilities_;
  double n_values_;
  std::uint64_t n_ = 0;
  std::vector<std::uint64_t> counts_;
  std::vector<bool> is_in_range_;
};

std::string text_of(std::span<const BinRange> ranges) {
  std::string text;
  for (const BinRange& range : ranges)
    text += std::to_string(range.first) + '-' + std::to_string(range.end) + ' ';
  return text;
}

/// Counts draws by some threads, of which the last begins late, and looks again and again: expects the ranges
/// that the twin has.
/// @param draw given the share of the stream that has passed.
void expect_ranges(std::size_t n_threads, const std::vector<double>& probabilities,
                   const std::function<double(plain::Draws&, double)>& draw) {
  const std::size_t n = 150'000;
  plain::Draws draws(17);
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = draw(draws, static_cast<double>(i) / static_cast<double>(n));
  const std::vector<CellScale> scales{scale_from_pilot(std::span(x).first(4096), n)};
  KeptRanges ranges(scales, probabilities, n);
  PlainRanges expected(scales[0].bins, probabilities, n);
  std::vector<Accumulator> threads(n_threads, Accumulator(scales));
  std::vector<double> kept(block);
  std::size_t next_look = 4096, n_looks = 0;
  for (std::size_t i = 0; i < n; i += block) {
    const std::size_t n_here = std::min(block, n - i),
                      n_at_work = i < n / 3 && n_threads > 1 ? n_threads - 1 : n_threads;
    threads[i / block % n_at_work].add(0, x.data() + i, n_here, i / block, ranges.of(0), kept.data());
    for (std::size_t k = i; k < i + n_here; ++k) expected.add(x[k]);
    if (i + n_here < next_look) continue;
    std::vector<const Accumulator*> so_far;
    for (const Accumulator& each : threads)
      if (each.count(0) > 0) so_far.push_back(&each);
    ranges.narrow(0, so_far);
    expected.narrow();
    ++n_looks;
    ASSERT_EQ(text_of(ranges.of(0)), text_of(expected.ranges()))
        << "look " << n_looks << " at " << i + n_here;
    next_look = (next_look + next_look / 4) / block * block;
  }
  EXPECT_GT(n_looks, 14u);
}

TEST(KeptRanges, AreThoseOfAWholeHistogram) {
  for (const std::size_t n_threads : {1u, 3u}) {
    expect_ranges(n_threads, {0.95, 0.05, 0.25, 0.5, 0.75}, [](auto& d, double) { return d.normal(); });
    expect_ranges(n_threads, {0.5, 0.51, 0.505}, [](auto& d, double) { return d.normal(); });  // merge, part
    expect_ranges(n_threads, {0.0, 0.5, 1.0}, [](auto& d, double) { return std::exp(2.0 * d.normal()); });
    expect_ranges(n_threads, {0.1, 0.5}, [](auto& d, double) { return static_cast<double>(d.below(40)); });
  }
}

TEST(KeptRanges, AreThoseOfAWholeHistogramWhereTheStreamWanders) {
  for (const std::size_t n_threads : {1u, 3u}) {
    expect_ranges(n_threads, {0.05, 0.5, 0.95}, [](auto& d, double t) { return d.normal() + t; });
    expect_ranges(n_threads, {0.25, 0.75},
                  [](auto& d, double t) { return d.normal() + (t < 0.3 ? 0.0 : 9.0); });  // out of all ranges
  }
}

}  // namespace secondcurve::kept_ranges_test

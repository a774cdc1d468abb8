#include "engine/stats/sample_moments.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/contract.hpp"

namespace secondcurve {
namespace {

/// Standard error of a mean over replicates: their standard deviation / sqrt(number).
double error_of(const std::vector<Moments>& replicates, double Moments::*member) {
  const auto n = static_cast<double>(replicates.size());
  double sum = 0.0;
  for (const Moments& each : replicates) sum += each.*member;
  const double mean = sum / n;
  double squares = 0.0;
  for (const Moments& each : replicates) squares += (each.*member - mean) * (each.*member - mean);
  return std::sqrt(squares / (n - 1.0) / n);
}

}  // namespace

SampleMoments::SampleMoments(const MomentScale& scale, const SampleDesign& design)
    : design_(design), sums_(design.n_replicates(), MomentSums(scale)) {
  if (design.group_size() > 1) groups_.emplace(scale, design);
}

void SampleMoments::add(ColumnView x, std::size_t n, std::uint64_t block) {
  sums_[design_.replicate_of(block)].add(x, n);
  if (groups_) groups_->add(x, n);
}

void SampleMoments::merge(const SampleMoments& other) {
  SC_EXPECT(design_ == other.design_);
  for (std::size_t r = 0; r < sums_.size(); ++r) sums_[r].merge(other.sums_[r]);
  if (groups_) groups_->merge(*other.groups_);
}

void SampleMoments::save(ByteWriter& out) const {
  for (const MomentSums& each : sums_) each.save(out);
  if (groups_) groups_->save(out);
}

void SampleMoments::load(ByteReader& in) {
  for (MomentSums& each : sums_) each.load(in);
  if (groups_) groups_->load(in);
}

std::uint64_t SampleMoments::count() const {
  std::uint64_t n = 0;
  for (const MomentSums& each : sums_) n += each.count();
  return n;
}

std::vector<std::uint64_t> SampleMoments::counts() const {
  std::vector<std::uint64_t> counts;
  for (const MomentSums& each : sums_) counts.push_back(each.count());
  return counts;
}

bool SampleMoments::overflowed() const {
  return std::any_of(sums_.begin(), sums_.end(), [](const MomentSums& each) { return each.overflowed(); });
}

VarianceSplit SampleMoments::split() const {
  SC_EXPECT(design_.in_groups());
  return sums_.front().split(*groups_);
}

Moments SampleMoments::moments() const {
  if (groups_) return sums_.front().moments(*groups_);
  MomentSums all = sums_.front();
  for (std::size_t r = 1; r < sums_.size(); ++r) all.merge(sums_[r]);
  Moments moments = all.moments();
  if (!design_.in_replicates()) return moments;
  std::vector<Moments> replicates;
  for (const MomentSums& each : sums_) replicates.push_back(each.moments());
  moments.mean_se = error_of(replicates, &Moments::mean);
  moments.sd_se = error_of(replicates, &Moments::sd);
  moments.skewness_se = error_of(replicates, &Moments::skewness);
  return moments;
}

}  // namespace secondcurve

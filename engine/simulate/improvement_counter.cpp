#include "engine/simulate/improvement_counter.hpp"

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

ImprovementCounter::ImprovementCounter(const SampleDesign& design)
    : design_(design), n_(design.n_replicates(), 0), above_(design, 0) {}

ImprovementCounter::ImprovementCounter(const Pairing& pairing, const SampleDesign& design)
    : pairing_(&pairing),
      design_(design),
      n_(design.n_replicates(), 0),
      above_(design, pairing.partners.size() * pairing.n_years) {}

void ImprovementCounter::add(const PairedPaths& pairs) {
  const std::uint64_t block = pairs.own().block();
  const std::size_t size = design_.group_size();
  n_[design_.replicate_of(block)] += pairs.n();
  for (std::size_t series = 0; series < pairing_->partners.size(); ++series) {
    const auto& partner = pairing_->partners[series];
    if (!partner) continue;
    for (std::size_t year = 0; year < pairing_->n_years; ++year) {
      const ColumnView own = pairs.own().output(series, year);
      const ColumnView other = pairs.baseline().output(partner->series, year);
      std::uint64_t hits = 0;
      for (std::size_t path = 0; path < pairs.n(); ++path) hits += own[path] > other[path] ? 1u : 0u;
      const std::uint64_t joint_hits =
          size == 1 ? 0 : count_joint_hits(pairs.n(), size, [&](std::size_t i) { return own[i] > other[i]; });
      above_.add(block, question(series, year), hits, joint_hits);
    }
  }
}

void ImprovementCounter::merge(const ImprovementCounter& other) {
  for (std::size_t r = 0; r < n_.size(); ++r) n_[r] += other.n_[r];
  above_.merge(other.above_);
}

void ImprovementCounter::save(ByteWriter& out) const {
  out.write_all(n_);
  above_.save(out);
}

void ImprovementCounter::load(ByteReader& in) {
  in.read_all(n_);
  above_.load(in);
}

std::uint64_t ImprovementCounter::n_pairs() const {
  std::uint64_t n = 0;
  for (const std::uint64_t each : n_) n += each;
  return n;
}

Probability ImprovementCounter::probability(std::size_t series, std::size_t year) const {
  if (year >= pairing_->n_years || !pairing_->partners[series])
    return {not_a_number, not_a_number, not_a_number, not_a_number};
  return estimate_probability(above_.share(question(series, year), n_), design_.interval_reach());
}

PairedResult ImprovementCounter::result(const Scenario& scenario, const Scenario& baseline) const {
  PairedResult pairs{baseline.scenario.title, *pairing_, n_pairs(), {}};
  for (std::size_t series = 0; series < scenario.series.size(); ++series) {
    auto& by_year = pairs.improvement.emplace_back();
    for (std::size_t year = 0; year < scenario.simulation.grid().n_years(); ++year)
      by_year.push_back(probability(series, year));
  }
  return pairs;
}

std::vector<std::string> notes_of(const PairedResult& pairs, std::uint64_t n_paths) {
  std::vector<std::string> notes = pairs.pairing.notes;
  if (pairs.n_pairs < n_paths)
    notes.push_back(
        fmt::format("differences from the baseline are of {} of {} paths: those that both have and "
                    "that failed in neither",
                    grouped(pairs.n_pairs), grouped(n_paths)));
  return notes;
}

}  // namespace secondcurve

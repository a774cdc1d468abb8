#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "engine/random/distribution.hpp"
#include "models/levers/lever_step.hpp"

namespace secondcurve {

/// Something that happens on some paths and hits some sectors. With u the uniform of the step, it happens
/// where u < p: in the first step of its year, or in every step with p = 1 - (1 - annual probability)^dt.
///
///     e' = 2^(-dt/h) e + impact                       a shock to the log level, half of it gone after h
///     e' = e + n dt ln(1 + growth_impact)             or growth, n occurrences within the duration
///
/// A sector's log level moves by its exposure times e. What happens has its full effect at the end of the
/// step, and occurrences add up.
struct Event {
  std::optional<std::size_t> year;  ///< index, 1 is the first after the base year; none: in any step
  BoundQuantity probability;        ///< in that year, or annual [1]
  bool at_most_once = false;
  std::vector<std::pair<std::size_t, BoundQuantity>> exposures;  ///< sector, factor [1]

  BoundQuantity impact;                      ///< log level [1], or growth, effective annual [1/year]
  std::optional<Distribution> drawn_impact;  ///< takes its place, drawn at each occurrence
  std::optional<BoundQuantity> half_life;    ///< of a shock to the level [year]; none: for good
  std::size_t duration = 0;                  ///< of an effect on growth [step]; 0: a shock to the level

  std::size_t occurrence = 0;  ///< place of its uniforms among those of the levers
  std::size_t size = 0;        ///< the same of the impact; only where it is drawn
};

/// The events of a scenario.
class Events final {
 public:
  explicit Events(std::vector<Event> events) : events_(std::move(events)) {}

  std::size_t size() const { return events_.size(); }

  /// Columns that they need in a block.
  std::size_t state_columns() const {
    std::size_t n = 0;
    for (const Event& event : events_) n += columns(event);
    return n;
  }

  /// Sets the states of a block to the base year.
  void start(double* states) const {
    for (std::size_t i = 0; i < state_columns(); ++i) broadcast(states + i * lane_pitch, 0.0);
  }

  /// Lets a step happen and sets the sectors' terms. @param terms log growth since the base year by events,
  /// by sector.
  void step(const LeverStep& s, double* states, const std::vector<double*>& terms) const {
    for (const Event& event : events_)
      for (const auto& [sector, exposure] : event.exposures) broadcast(terms[sector], 0.0);
    for (const Event& event : events_) {
      double* effect = states;
      if (event.duration == 0)
        shock(event, s, states);
      else
        change_growth(event, s, states);
      for (const auto& [sector, exposure] : event.exposures)
        affine(terms[sector], 0.0, {{1.0, terms[sector]}, {exposure.at(0, s.draws), effect}});
      states += columns(event) * lane_pitch;
    }
  }

  /// The impact of an event in a step on one path; nothing where it does not happen. Of an event that happens
  /// at most once, as if it had not happened before. @param event its number. @param lane place of the path.
  std::optional<double> occurrence(std::size_t event, const LeverStep& s, std::size_t lane) const {
    const Event& each = events_[event];
    if (!can_happen(each, s)) return std::nullopt;
    alignas(lane_alignment) double values[block_paths];
    write_probability(each, s, values);
    if (!(s.uniforms[each.occurrence][lane] < values[lane])) return std::nullopt;
    write_impact(each, s, values);
    return values[lane];
  }

 private:
  /// The effect e, whether it has happened, and for growth what happened in each step of the duration.
  static constexpr std::size_t first_of_duration = 2;
  static std::size_t columns(const Event& event) { return first_of_duration + event.duration; }

  static void shock(const Event& event, const LeverStep& s, double* states) {
    constexpr double ln_2 = 0.69314718055994531;
    if (event.half_life) {
      alignas(lane_alignment) double kept[block_paths];
      divide(kept, -ln_2 * s.dt, event.half_life->at(0, s.draws));
      exponential(kept, kept);
      multiply(states, states, kept);
    }
    alignas(lane_alignment) double impact[block_paths];
    if (happen(event, s, states, impact)) add(states, states, impact);
  }

  static void change_growth(const Event& event, const LeverStep& s, double* states) {
    double* latest = states + (first_of_duration + s.index % event.duration) * lane_pitch;
    if (happen(event, s, states, latest))
      logarithm_one_plus(latest, latest);
    else
      broadcast(latest, 0.0);
    for (std::size_t i = 0; i < event.duration; ++i)
      affine(states, 0.0, {{1.0, states}, {s.dt, states + (first_of_duration + i) * lane_pitch}});
  }

  static bool can_happen(const Event& event, const LeverStep& s) {
    return !event.year || (s.year == *event.year && s.starts_year);
  }

  /// Writes the probability that it happens in a step.
  static void write_probability(const Event& event, const LeverStep& s, double* probability) {
    add(probability, event.probability.at(s.year, s.draws), 0.0);
    if (event.year || s.dt >= 1.0) return;
    negate(probability, probability);
    logarithm_one_plus(probability, probability);
    multiply(probability, probability, s.dt);
    exponential_minus_one(probability, probability);
    negate(probability, probability);
  }

  /// Writes the impact that it has where it happens.
  static void write_impact(const Event& event, const LeverStep& s, double* impact) {
    if (event.drawn_impact)
      event.drawn_impact->quantile(s.uniforms[event.size], impact);
    else
      add(impact, event.impact.at(0, s.draws), 0.0);
  }

  /// Writes the impact of what happens in a step, 0 where nothing does. @return whether anything can.
  static bool happen(const Event& event, const LeverStep& s, double* states, double* impact) {
    if (!can_happen(event, s)) return false;
    alignas(lane_alignment) double probability[block_paths];
    write_probability(event, s, probability);
    double* happened = states + lane_pitch;
    if (event.at_most_once) select_less(probability, 0.0, happened, 0.0, probability);
    const double* u = s.uniforms[event.occurrence];
    if (event.at_most_once) select_less(happened, u, probability, 1.0, happened);
    write_impact(event, s, impact);
    select_less(impact, u, probability, impact, 0.0);
    return true;
  }

  std::vector<Event> events_;
};

}  // namespace secondcurve

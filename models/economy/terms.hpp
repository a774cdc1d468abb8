#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/schema/field.hpp"

namespace secondcurve {

/// What output grows by. The log growth of a sector since the base year is the sum of one term per cause.
enum class Cause { intrinsic, links, events, investment, research, adoption, policy };
inline constexpr std::size_t n_causes = 7;
template <>
struct EnumNames<Cause> {
  static constexpr std::array<std::string_view, n_causes> names{
      "intrinsic", "links", "events", "investment", "research", "adoption", "policy"};
};
/// The causes that are part of the core, which capital and research follow; the later ones are effects on the
/// level.
inline constexpr std::size_t n_core_causes = 3;

/// The terms of a block: log growth since the base year [cause][sector][path].
using TermColumns = std::array<std::vector<double*>, n_causes>;

/// The terms that a scenario has beside the growth of its models: which sector has which, and where their
/// columns are in a block. Only what is asked for has a column.
class Terms final {
 public:
  explicit Terms(std::size_t n_sectors) : places_(n_sectors) {
    for (auto& each : places_) each.fill(none);
  }

  /// One cause of a sector's growth.
  struct Term {
    std::size_t sector;
    Cause cause;
  };

  /// Makes room for a term. Once or more for each.
  void add(std::size_t sector, Cause cause) {
    std::size_t& place = places_[sector][static_cast<std::size_t>(cause)];
    if (place == none) place = n_columns_++;
  }

  std::size_t n_sectors() const { return places_.size(); }
  std::size_t n_columns() const { return n_columns_; }
  bool empty() const { return n_columns_ == 0; }
  bool has(std::size_t sector, Cause cause) const {
    return places_[sector][static_cast<std::size_t>(cause)] != none;
  }
  /// Every cause of every sector, sector by sector, the model's own growth included.
  std::vector<Term> all() const {
    std::vector<Term> all;
    for (std::size_t sector = 0; sector < places_.size(); ++sector)
      for (std::size_t cause = 0; cause < n_causes; ++cause)
        if (cause == 0 || places_[sector][cause] != none) all.push_back({sector, static_cast<Cause>(cause)});
    return all;
  }
  /// Whether links or events move the core of a sector.
  bool moves_core(std::size_t sector) const {
    return has(sector, Cause::links) || has(sector, Cause::events);
  }
  bool has_any(std::size_t sector) const {
    for (const std::size_t place : places_[sector])
      if (place != none) return true;
    return false;
  }

  /// The columns of a block's buffer of `n_columns()` columns; null where a sector has no such term.
  TermColumns columns(double* buffer) const {
    TermColumns all;
    for (std::size_t cause = 0; cause < n_causes; ++cause)
      for (const auto& places : places_)
        all[cause].push_back(places[cause] == none ? nullptr : buffer + places[cause] * lane_pitch);
    return all;
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::vector<std::array<std::size_t, n_causes>> places_;
  std::size_t n_columns_ = 0;
};

}  // namespace secondcurve

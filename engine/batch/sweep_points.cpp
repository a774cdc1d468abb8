#include "engine/batch/sweep_points.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/design.hpp"
#include "engine/config/text.hpp"
#include "engine/random/noise.hpp"
#include "models/scenario/nearest_correlation.hpp"

namespace secondcurve {
namespace {

/// An eigenvalue this near to 0 is 0 but for rounding.
constexpr double rounding = 1e-9;

bool is_random(SweepDesign design) { return design == SweepDesign::lhs || design == SweepDesign::sobol; }

class SweepReader final {
 public:
  SweepReader(const std::string& name, const Sweep& sweep, const Checks& checks)
      : name_(name), key_("sweeps." + name), sweep_(sweep), checks_(checks) {}

  SweepPoints points() {
    check_size_of_design();
    check_axes();
    if (!checks_.sound(key_)) return {};
    SweepPoints found = is_random(sweep_.design) ? random_points() : listed_points();
    return checks_.sound(key_) ? std::move(found) : SweepPoints{};
  }

 private:
  std::string axis_key(const std::string& axis) const { return key_ + ".axes." + axis; }

  void check_size_of_design() {
    for (const auto& [name, is_given] :
         {std::pair{"samples", sweep_.samples.has_value()}, {"seed", sweep_.seed.has_value()}}) {
      const std::string key = fmt::format("{}.{}", key_, name);
      if (is_random(sweep_.design) && !is_given && checks_.sound(key))
        checks_.error(key, fmt::format("has no {}", name),
                      fmt::format("design = \"{}\" takes samples and seed", name_of(sweep_.design)));
      if (!is_random(sweep_.design) && checks_.written(key))
        checks_.error(key, fmt::format("cannot be given for design = \"{}\"", name_of(sweep_.design)),
                      "samples and seed are for lhs and sobol");
    }
    if (sweep_.design == SweepDesign::sobol && sweep_.samples && !std::has_single_bit(*sweep_.samples))
      checks_.error(key_ + ".samples", fmt::format("= {}: is no power of two", *sweep_.samples),
                    fmt::format("for sobol {} or {}", std::bit_floor(*sweep_.samples),
                                2 * std::bit_floor(*sweep_.samples)));
    if (sweep_.design != SweepDesign::lhs && checks_.written(key_ + ".rank_correlation"))
      checks_.error(key_ + ".rank_correlation",
                    fmt::format("cannot be given for design = \"{}\"", name_of(sweep_.design)),
                    "design = \"lhs\" takes it");
  }

  /// There must be an axis, and no key may be set by two of them.
  void check_axes() {
    if (sweep_.axes.empty() && checks_.sound(key_ + ".axes"))
      checks_.error(key_ + ".axes", "has no axis", fmt::format("at least one [{}.axes.NAME]", key_));
    for (std::size_t i = 0; i < sweep_.axes.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        for (const Setting& here : sweep_.axes[i].value.set)
          for (const Setting& there : sweep_.axes[j].value.set)
            if (is_key_within(here.key, there.key) || is_key_within(there.key, here.key))
              checks_.error(here.value.key(),
                            fmt::format("axis {} sets {}, too", sweep_.axes[j].name, there.key),
                            "each key by one axis");
  }

  SweepPoints listed_points() {
    SweepPoints found;
    std::vector<std::size_t> lengths;
    double n_points = 1.0;
    for (const auto& [name, axis] : sweep_.axes) {
      found.axes.push_back(listed_values(axis_key(name), axis, checks_));
      lengths.push_back(found.axes.back().size());
      n_points *= static_cast<double>(lengths.back());
    }
    if (!checks_.sound(key_)) return found;
    if (sweep_.design == SweepDesign::zip) {
      found.points = side_by_side(lengths);
    } else if (n_points > static_cast<double>(most_scenarios)) {
      checks_.error(key_, fmt::format("makes {:.6g} scenarios", n_points),
                    fmt::format("a batch has at most {}", grouped(most_scenarios)));
    } else {
      found.points = grid_points(lengths);
    }
    return found;
  }

  std::vector<std::vector<std::size_t>> side_by_side(const std::vector<std::size_t>& lengths) {
    for (std::size_t axis = 1; axis < lengths.size(); ++axis)
      if (lengths[axis] != lengths[0]) {
        checks_.error(axis_key(sweep_.axes[axis].name),
                      fmt::format("has {}", counted(lengths[axis], "value")),
                      fmt::format("as many as axis {}: {}", sweep_.axes[0].name, lengths[0]),
                      "All combinations are a grid");
        return {};
      }
    return rows(lengths[0], lengths.size());
  }

  /// Point i takes value i of every axis.
  static std::vector<std::vector<std::size_t>> rows(std::size_t n, std::size_t n_axes) {
    std::vector<std::vector<std::size_t>> points;
    for (std::size_t i = 0; i < n; ++i) points.emplace_back(n_axes, i);
    return points;
  }

  SweepPoints random_points() {
    std::vector<std::string> streams;
    for (const auto& [name, axis] : sweep_.axes) streams.push_back(fmt::format("batch/{}.{}", name_, name));
    require_distinct_streams(streams);
    const auto n = static_cast<std::size_t>(*sweep_.samples);
    DesignPoints shares = sweep_.design == SweepDesign::sobol ? sobol_points(*sweep_.seed, streams, n)
                                                              : latin_hypercube(*sweep_.seed, streams, n);
    if (checks_.written(key_ + ".rank_correlation")) shares = correlated(shares);
    SweepPoints found{{}, rows(n, sweep_.axes.size())};
    for (std::size_t i = 0; i < sweep_.axes.size(); ++i)
      found.axes.push_back(
          drawn_values(axis_key(sweep_.axes[i].name), sweep_.axes[i].value, shares[i], checks_));
    return found;
  }

  DesignPoints correlated(const DesignPoints& shares) {
    const std::string key = key_ + ".rank_correlation";
    const std::vector<double> matrix = score_correlations(key);
    if (!checks_.sound(key)) return shares;
    const double smallest = smallest_eigenvalue(matrix, sweep_.axes.size());
    if (!(smallest > rounding)) {
      checks_.error(key,
                    fmt::format("cannot hold: the smallest eigenvalue of its matrix is {:.3g}",
                                smallest < -rounding ? smallest : 0.0),
                    "must be above 0; where it is 0, some axes follow from others",
                    "Axes that always move together are one axis that sets several keys");
      return shares;
    }
    const auto scores = correlated_scores(shares, matrix);
    if (!scores) {
      checks_.error(
          key_ + ".samples",
          fmt::format("= {}: are too few to correlate {} axes", *sweep_.samples, sweep_.axes.size()),
          "several times as many as there are axes");
      return shares;
    }
    return ordered_as(shares, *scores);
  }

  std::optional<std::size_t> axis_named(const std::string& key, const std::string& name) {
    const std::size_t index = index_of(name);
    if (index < sweep_.axes.size()) return index;
    checks_.unknown_name(key, name, key_ + ".axes", "axis of this sweep", names_of(sweep_.axes));
    return std::nullopt;
  }

  std::size_t index_of(const std::string& name) const {
    std::size_t index = 0;
    while (index < sweep_.axes.size() && sweep_.axes[index].name != name) ++index;
    return index;
  }

  /// The correlations of normal scores that the config asks for, by rank correlations [axis, axis].
  std::vector<double> score_correlations(const std::string& key) {
    const std::size_t n = sweep_.axes.size();
    std::vector<std::optional<double>> given(n * n);
    for (const auto& [first, others] : sweep_.rank_correlation) {
      const auto i = axis_named(key + "." + first, first);
      for (const auto& [second, correlation] : others) {
        const std::string pair = fmt::format("{}.{}.{}", key, first, second);
        const auto j = axis_named(pair, second);
        if (!i || !j) continue;
        if (i == j)
          checks_.error(pair, "is of an axis with itself", "pairs of two axes");
        else if (given[*i * n + *j])
          checks_.error(pair, fmt::format("is given as {}.{}, too", second, first), "each pair once");
        else
          given[*i * n + *j] = given[*j * n + *i] = score_correlation(correlation);
      }
    }
    std::vector<double> matrix(n * n, 0.0);
    for (std::size_t i = 0; i < n * n; ++i) matrix[i] = i % (n + 1) == 0 ? 1.0 : given[i].value_or(0.0);
    return matrix;
  }

  const std::string& name_;
  std::string key_;
  const Sweep& sweep_;
  const Checks& checks_;
};

}  // namespace

SweepPoints sweep_points(const std::string& name, const Sweep& sweep, const Checks& checks) {
  return SweepReader(name, sweep, checks).points();
}

}  // namespace secondcurve

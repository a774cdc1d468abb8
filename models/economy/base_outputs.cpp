#include "models/economy/base_outputs.hpp"

#include <algorithm>

#include "engine/block/column_math.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

WeightedSectors resolve(const Scenario& scenario, const Weights& weights) {
  WeightedSectors terms;
  for (const auto& [name, weight] : weights) terms.emplace_back(weight, index_of(scenario.sectors, name));
  return terms;
}

BaseOutputs::BaseOutputs(const Scenario& scenario, Draws& draws) {
  for (std::size_t i = 0; i < scenario.sectors.size(); ++i) {
    const auto& [name, value] = scenario.sectors[i];
    Sector& sector = sectors_.emplace_back();
    sector.value = published_output(scenario, i);
    if (!value.base.residual_of.empty()) {
      sector.residual = Residual{*value.base.total, 1.0, {}};
      for (const auto& term : resolve(scenario, find_entry(scenario.series, value.base.residual_of)->sum)) {
        if (term.second == i)
          sector.residual->own_weight = term.first;
        else
          sector.residual->others.push_back(term);
      }
    } else if (value.base.sd > 0.0 && scenario.simulation.uncertain_base) {
      sector.draw = draws.add("sectors." + name + ".base", "sectors." + name + "/base", "account",
                              Distribution::lognormal(sector.value, value.base.sd));
    }
  }
}

bool BaseOutputs::varies(const Sector& sector) const {
  if (!sector.residual) return sector.draw.has_value();
  const WeightedSectors& others = sector.residual->others;
  return std::any_of(others.begin(), others.end(),
                     [&](const auto& other) { return sectors_[other.second].draw.has_value(); });
}

BaseOutput BaseOutputs::operator[](std::size_t index) const {
  return {sectors_[index].value, varies(sectors_[index])};
}

void BaseOutputs::fill(const ColumnBuffer& parameters, std::vector<Column>& out) const {
  for (std::size_t i = 0; i < sectors_.size(); ++i) {
    if (sectors_[i].residual) continue;
    if (!sectors_[i].draw) {
      out[i] = sectors_[i].value;
      continue;
    }
    out[i] = Column::per_path();
    std::copy_n(parameters.column(*sectors_[i].draw), block_paths, out[i].lanes());
  }
  for (std::size_t i = 0; i < sectors_.size(); ++i) {
    if (!sectors_[i].residual) continue;
    Column left = sectors_[i].residual->total;
    for (const auto& [weight, other] : sectors_[i].residual->others) left = left - weight * out[other];
    left = left / sectors_[i].residual->own_weight;
    out[i] = select_less(0.0, left, left, not_a_number);
  }
}

}  // namespace secondcurve

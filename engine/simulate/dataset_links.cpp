#include <utility>

#include "engine/simulate/dataset.hpp"
#include "models/scenario/linkages.hpp"

namespace secondcurve {

Group links_group(const Scenario& scenario) {
  const LinksSpec& links = *scenario.links;
  const double strength = median(links.strength, scenario.parameters);
  std::vector<double> sales = links.sales_shares, inputs = links.input_shares;
  for (double& share : sales) share *= strength;
  for (double& share : inputs) share *= strength;
  Linkages found = linkages(sales, inputs);

  Group group{"links", {{"supplier", links.sectors.size()}, {"buyer", links.sectors.size()}}, {}, {}};
  const auto label = [&](std::string dimension, std::string long_name) {
    group.variables.push_back({dimension, {dimension}, links.sectors, {{"long_name", std::move(long_name)}}});
  };
  const auto add = [&](std::string name, std::vector<std::string> dimensions, std::vector<double> values,
                       std::string long_name) {
    group.variables.push_back({std::move(name),
                               std::move(dimensions),
                               std::move(values),
                               {{"units", std::string("1")}, {"long_name", std::move(long_name)}}});
  };
  label("supplier", "sector that sells");
  label("buyer", "sector that buys");
  add("strength", {"scenario"}, {strength}, "median of the strength that the figures below are for");
  add("sales_share", {"scenario", "supplier", "buyer"}, std::move(sales),
      "share of the supplier's output that the buyer takes");
  add("total_effect", {"scenario", "supplier", "buyer"}, std::move(found.total),
      "log growth of the supplier in the end for lasting log growth of the buyer");
  add("output_multiplier", {"scenario", "buyer"}, std::move(found.output_multiplier),
      "output of all linked sectors for one unit more final demand for the buyer's");
  add("backward_linkage", {"scenario", "buyer"}, std::move(found.backward_linkage),
      "output multiplier over the mean of all: above 1 where a sector pulls more than others");
  add("forward_linkage", {"scenario", "supplier"}, std::move(found.forward_linkage),
      "output that one unit more primary input of the supplier enables, over the mean of all");
  return group;
}

}  // namespace secondcurve

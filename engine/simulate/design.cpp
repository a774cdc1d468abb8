#include "engine/simulate/design.hpp"

#include "engine/simulate/stopping.hpp"

namespace secondcurve {

SampleDesign design_of(const Simulation& simulation) {
  if (simulation.sampling == Sampling::antithetic) return SampleDesign::pairs();
  if (simulation.sampling == Sampling::sobol) return SampleDesign::replicates(simulation.replicates);
  if (simulation.inner == 1) return {};
  const std::uint64_t fewest = simulation.stop_when ? looks(simulation).front() : simulation.paths;
  return SampleDesign::groups(simulation.group_paths(), fewest / simulation.inner);
}

}  // namespace secondcurve

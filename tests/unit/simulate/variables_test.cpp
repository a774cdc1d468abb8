#include "engine/simulate/variables.hpp"

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::variables_test {

using test::scenario_of;
using test::sector;
using test::series;

/// Two parts that add up to their whole.
Scenario parts() {
  const std::string brownian = "model = \"geometric_brownian\", drift = 0.03, volatility = 0.1";
  return scenario_of(sector("a", "{ value = 100, sd = 5 }", brownian) + sector("b", "200", brownian) +
                     series("a", "a = 1", "all") + series("b", "b = 1", "all") +
                     series("all", "a = 1, b = 1"));
}

/// Values of every cell of the first block [cell][path].
std::vector<std::vector<double>> values_of(const Scenario& scenario, std::size_t n_paths) {
  const Economy economy(scenario);
  Economy::Workspace workspace(economy);
  const Cells cells(scenario);
  std::vector<std::vector<double>> values(cells.size());
  cells.visit(economy.simulate(0, n_paths, workspace), [&](std::size_t cell, ColumnView x, std::size_t n) {
    const Widened each(x, n);
    values.at(cell).assign(each.data(), each.data() + n);
  });
  return values;
}

TEST(Cells, HoldWhatIsDefinedAndNothingElse) {
  const Cells cells(parts());

  // Output in 6 years of 3 series, growth and average growth in 5; share in 6 and contribution in 5 of 2.
  EXPECT_EQ(cells.size(), 3u * (6 + 5 + 5) + 2u * (6 + 5));
  EXPECT_FALSE(cells.find(ReportedVariable::growth, 0, 0));
  EXPECT_FALSE(cells.find(ReportedVariable::share, 2, 3));
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    const Cell& each = cells.all()[cell];
    EXPECT_EQ(cells.find(each.variable, each.series, each.year), cell);
  }
}

TEST(Cells, MeasureGrowthAsDefined) {
  const Scenario scenario = parts();
  const Cells cells(scenario);
  const auto values = values_of(scenario, 100);
  const auto at = [&](ReportedVariable variable, std::size_t s, std::size_t year, std::size_t path) {
    return values[cells.find(variable, s, year).value()].at(path);
  };

  for (std::size_t s = 0; s < 3; ++s)
    for (std::size_t year = 1; year <= 5; ++year)
      for (std::size_t path = 0; path < 100; ++path) {
        const double now = at(ReportedVariable::output, s, year, path);
        const double before = at(ReportedVariable::output, s, year - 1, path);
        const double base = at(ReportedVariable::output, s, 0, path);
        EXPECT_NEAR(at(ReportedVariable::growth, s, year, path), now / before - 1.0, 1e-15);
        EXPECT_NEAR(at(ReportedVariable::average_growth, s, year, path),
                    std::pow(now / base, 1.0 / static_cast<double>(year)) - 1.0, 1e-14);
      }
}

TEST(Cells, AddSharesToOneAndContributionsToTheGrowthOfTheWhole) {
  const Scenario scenario = parts();
  const Cells cells(scenario);
  const auto values = values_of(scenario, 256);
  const auto at = [&](ReportedVariable variable, std::size_t s, std::size_t year, std::size_t path) {
    return values[cells.find(variable, s, year).value()].at(path);
  };

  for (std::size_t year = 0; year <= 5; ++year)
    for (std::size_t path = 0; path < 256; ++path) {
      EXPECT_NEAR(at(ReportedVariable::share, 0, year, path) + at(ReportedVariable::share, 1, year, path),
                  1.0, 1e-15);
      EXPECT_EQ(at(ReportedVariable::share, 0, year, path),
                at(ReportedVariable::output, 0, year, path) / at(ReportedVariable::output, 2, year, path));
      if (year == 0) continue;
      EXPECT_NEAR(at(ReportedVariable::contribution, 0, year, path) +
                      at(ReportedVariable::contribution, 1, year, path),
                  at(ReportedVariable::growth, 2, year, path), 1e-14);
    }
}

TEST(LivePaths, PacksTheLiveToTheFrontInOrder) {
  constexpr std::size_t n_years = 2;
  std::vector<double> room(n_years * lane_pitch + 8);
  double* outputs = room.data();
  while (reinterpret_cast<std::uintptr_t>(outputs) % lane_alignment != 0) ++outputs;
  for (std::size_t i = 0; i < n_years * lane_pitch; ++i) outputs[i] = static_cast<double>(i);
  std::vector<std::uint8_t> failed(block_paths, 0);
  failed[0] = failed[7] = failed[8] = failed[90] = 1;  // the last is not of the run

  const BlockView block(0, 20, n_years, {outputs, n_years * lane_pitch}, {}, failed.data(), 3);
  const LivePaths live(block);

  ASSERT_EQ(live.n(), 17u);
  for (std::size_t year = 0; year < n_years; ++year) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(live.output(0, year).doubles()) % lane_alignment, 0u);
    std::size_t place = 0;
    for (std::size_t path = 0; path < 20; ++path)
      if (failed[path] == 0) {
        EXPECT_EQ(live.output(0, year)[place++], block.output(0, year)[path]);
      }
    for (; place < block_paths; ++place) EXPECT_EQ(live.output(0, year)[place], 1.0);
  }
}

TEST(LivePaths, PacksFloatsAsFloats) {
  Scenario scenario = parts();
  scenario.simulation.arithmetic = Arithmetic::single_precision;
  const Economy economy(scenario);
  Economy::Workspace workspace(economy);
  const BlockView block = economy.simulate(0, 100, workspace);
  const LivePaths live(block);

  ASSERT_EQ(live.n(), 100u);
  EXPECT_FALSE(live.output(1, 0).is_single()) << "the base year is exact";
  ASSERT_TRUE(live.output(1, 3).is_single());
  EXPECT_TRUE(
      std::equal(live.output(1, 3).floats(), live.output(1, 3).floats() + 100, block.output(1, 3).floats()));
  EXPECT_EQ(live.output(1, 0)[99], block.output(1, 0)[99]);
}

TEST(LivePaths, ReadsAWholeBlockInPlace) {
  const Economy economy(parts());
  Economy::Workspace workspace(economy);
  const BlockView block = economy.simulate(0, block_paths, workspace);

  EXPECT_EQ(LivePaths(block).output(1, 3).doubles(), block.output(1, 3).doubles());
}

}  // namespace secondcurve::variables_test

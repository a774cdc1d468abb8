#include "engine/simulate/pairing.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::pairing_test {

using test::scenario_of;
using test::sector;
using test::series;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string sectors =
    sector("chips", "100", "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1") +
    sector("cars", "700", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.1");

Scenario both(const std::vector<std::string>& overrides = {}) {
  return scenario_of(sectors + series("chips", "chips = 1", "all") + series("all", "chips = 1, cars = 1"),
                     overrides);
}

TEST(PairSeries, FindsTheSameNamesInWhateverOrder) {
  const Scenario other = scenario_of(sectors + series("all", "cars = 1, chips = 1") +
                                     series("cars", "cars = 1") + series("chips", "chips = 1, cars = 0"));

  const Pairing pairing = pair_series(both(), other);

  ASSERT_EQ(pairing.partners.size(), 2u);
  EXPECT_EQ(pairing.partners[0].value().series, 2u);  // a weight of 0 is none, and part_of is not its meaning
  EXPECT_EQ(pairing.partners[1].value().series, 0u);
  EXPECT_TRUE(std::isinf(pairing.partners[0]->moment_order));
  EXPECT_EQ(pairing.n_years, 6u);
  EXPECT_THAT(pairing.notes, IsEmpty());
}

TEST(PairSeries, LeavesOutAndNamesWhatTheBaselineDoesNotHave) {
  const Scenario other = scenario_of(sectors + series("chips", "chips = 1"), {"simulation.end_year=2028"});

  const Pairing pairing = pair_series(both(), other);

  EXPECT_TRUE(pairing.partners[0]);
  EXPECT_FALSE(pairing.partners[1]);
  EXPECT_EQ(pairing.n_years, 4u);
  EXPECT_THAT(pairing.notes, ElementsAre("no difference from the baseline of all: it has no such series",
                                         "no difference from the baseline after 2028, its last year"));
}

TEST(PairSeries, DoesNotSetAgainstEachOtherWhatMeansSomethingElse) {
  const std::string measures =
      "[measures.jobs]\nunit = \"jobs\"\nfactor = { chips = 2, cars = 3 }\n[measures.hours]\nunit = \"h\"\n"
      "prices = \"none\"\nfactor = { chips = 2, cars = 3 }\n[accounts.other]\ntitle = \"Other\"\ndefinition "
      "= \"x\"\n";
  const auto with = [&](const std::string& own) {
    return scenario_of(sectors + measures + series("all", "chips = 1, cars = 1") + "[series.jobs]\n" + own);
  };
  const std::string same = "account = \"output\"\nmeasure = \"jobs\"\nper = \"all\"\nsum = { chips = 1 }\n";
  const auto note = [&](const std::string& from, const std::string& to) {
    std::string text = same;
    text.replace(text.find(from), from.size(), to);
    const Pairing pairing = pair_series(with(text), with(same));
    EXPECT_TRUE(pairing.partners[0]);
    EXPECT_EQ(pairing.partners[1].has_value(), pairing.notes.empty());
    return pairing.notes.empty() ? "" : pairing.notes.front();
  };

  EXPECT_EQ(note("jobs", "jobs"), "");
  EXPECT_EQ(note("chips = 1", "chips = 2"),
            "no difference from the baseline of jobs: there the name has another sum of sectors");
  EXPECT_THAT(note("chips = 1", "cars = 1"), HasSubstr("another sum of sectors"));
  EXPECT_THAT(note("\"jobs\"", "\"hours\""), HasSubstr("another measure"));
  EXPECT_THAT(note("per = \"all\"\n", ""), HasSubstr("another unit"));
}

TEST(PairSeries, ComparesUnitsPricesAndDivisorsToo) {
  const auto with = [&](const std::string& measure, const std::string& all) {
    return scenario_of(
        sectors + "[measures.own]\nfactor = { chips = 2, cars = 3 }\n" + measure + series("all", all) +
        "[series.x]\naccount = \"output\"\nmeasure = \"own\"\nper = \"all\"\nsum = { chips = 1 }\n");
  };
  const std::string sum = "chips = 1, cars = 1", measure = "unit = \"jobs\"\n";
  const auto notes = [&](const std::string& other_measure, const std::string& other_sum) {
    return pair_series(with(measure, sum), with(other_measure, other_sum)).notes;
  };

  EXPECT_THAT(notes(measure, sum), IsEmpty());
  EXPECT_THAT(notes("unit = \"heads\"\n", sum),
              ElementsAre(HasSubstr("of x: there the name has another unit")));
  EXPECT_THAT(notes(measure + "prices = \"none\"\n", sum),
              ElementsAre(HasSubstr("of x: there the name has another price basis")));
  EXPECT_THAT(notes(measure, "chips = 1"),
              ElementsAre(HasSubstr("of x: there the name has another divisor (per)"),
                          HasSubstr("of all: there the name has another sum")));
}

TEST(PairSeries, KnowsThatDifferencesWithHeavyTailsHaveNoMoments) {
  const std::string heavy = "[dependence.output]\nheavy_tails = { chips = 4 }\n";
  const std::string all = series("chips", "chips = 1") + series("cars", "cars = 1");
  const std::string by_median =
      sector("chips", "100", "model = \"geometric_brownian\", median_growth = 0.05, volatility = 0.1") +
      sector("cars", "700", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.1");
  const Scenario plain = scenario_of(by_median + all), tailed = scenario_of(by_median + all + heavy);

  for (const Pairing& pairing : {pair_series(plain, tailed), pair_series(tailed, plain)}) {
    EXPECT_EQ(pairing.partners[0].value().moment_order, 0.0);
    EXPECT_TRUE(std::isinf(pairing.partners[1].value().moment_order));
  }
}

TEST(WhyUnpaired, IsEmptyWhereOnlyAssumptionsDiffer) {
  const Economy one(both()), other(both({"sectors.chips.growth.drift=0.1", "simulation.paths=77",
                                         "simulation.end_year=2035", "simulation.threads=3"}));

  EXPECT_EQ(why_unpaired(one, other), "");
}

TEST(WhyUnpaired, NamesEverySettingThatMakesOtherPaths) {
  const auto why = [](const std::string& setting) { return why_unpaired(both({setting}), both()); };

  EXPECT_EQ(why("simulation.seed=7"),
            "simulation.seed is 20260101 in the baseline and 7 here (it must be the same)");
  EXPECT_EQ(why("simulation.sampling=\"antithetic\""),
            "simulation.sampling is pseudo in the baseline and antithetic here (it must be the same)");
  EXPECT_EQ(why("simulation.arithmetic=\"single\""),
            "simulation.arithmetic is double in the baseline and single here (it must be the same)");
  EXPECT_EQ(why("simulation.inner=4"),
            "simulation.inner is 1 in the baseline and 4 here (it must be the same)");
  EXPECT_EQ(why("simulation.steps_per_year=4"),
            "simulation.steps_per_year is 1 in the baseline and 4 here (it must be the same)");
  EXPECT_EQ(why("simulation.base_year=2024"),
            "simulation.base_year is 2025 in the baseline and 2024 here (it must be the same)");
  EXPECT_EQ(why("account.currency=\"mn EUR\""),
            "account.currency is bn CNY in the baseline and mn EUR here (it must be the same)");
  EXPECT_EQ(why("account.prices=\"current\""),
            "account.prices is constant 2025 in the baseline and current here (it must be the same)");
  EXPECT_EQ(why_unpaired(both({"simulation.seed=7", "simulation.inner=4"}), both()),
            "simulation.seed is 20260101 in the baseline and 7 here (it must be the same); simulation.inner "
            "is 1 in the baseline and 4 here (it must be the same)");
  EXPECT_EQ(why("simulation.replicates=16"), "");  // of sobol only
}

TEST(WhyUnpaired, AsksForEqualListsOfDrawsUnderSobolAlone) {
  const std::string sobol = "simulation.sampling=\"sobol\"", paths = "simulation.paths=4096";
  const Scenario uncertain = both({sobol, paths, "sectors.chips.growth.drift={ normal = [0.05, 0.01] }"});
  const Economy one(both({sobol, paths})),
      same(both({sobol, "simulation.paths=8192", "sectors.chips.base=90"})), more(uncertain),
      longer(both({sobol, paths, "simulation.end_year=2031"}));

  EXPECT_EQ(why_unpaired(one, same), "");
  EXPECT_EQ(why_unpaired(uncertain, both({sobol, paths})), "");  // their settings alone do not tell
  EXPECT_THAT(why_unpaired(more, one),
              StartsWith("under simulation.sampling = sobol both must draw the same list of "
                         "numbers, and the first that differs is "));
  EXPECT_THAT(why_unpaired(longer, one),
              HasSubstr("(5 draws) in one and sectors.chips/output (6 draws) in the other"));
  EXPECT_EQ(why_unpaired(both({sobol, "simulation.replicates=4", paths}), both({sobol, paths})),
            "simulation.replicates is 8 in the baseline and 4 here (it must be the same)");
  EXPECT_EQ(why_unpaired(Economy(both({"simulation.end_year=2031"})), Economy(both())), "");
}

TEST(PairingOf, RefusesWhatCannotBePaired) {
  const Economy one(both()), other(both({"simulation.seed=7"}));

  EXPECT_THROW(pairing_of(one, other), ConfigError);
  EXPECT_EQ(pairing_of(one, one).partners.size(), 2u);
}

}  // namespace secondcurve::pairing_test

#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "tests/support/simulated.hpp"
#include "tests/unit/simulate/dataset_sample.hpp"

namespace secondcurve::dataset_pairs_test {

using test::expect_consistent;
using test::Loaded;
using test::numbers;
using test::texts;
using test::variable;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The small scenario with one more series, beside one whose cars start higher and that ends a year earlier.
struct Beside {
  Loaded loaded{test::changed("folder/small.toml", "[targets.high]",
                              test::series("data", "data = 1") + "[targets.high]")};
  Loaded baseline{test::small_texts(),
                  {"sectors.cars.base.value=110", "simulation.paths=900", "simulation.end_year=2029",
                   "targets.high.year=2029"}};
  Result result = test::simulate_beside(loaded.scenario(), baseline.scenario(), 2);
  Group root = root_group(*loaded);
  Group summary = summary_group(loaded.scenario(), result);
};

TEST(SummaryBesideABaseline, HasDimensionsThatFitItsData) {
  const Beside beside;

  expect_consistent(beside.root, beside.summary);
}

TEST(SummaryBesideABaseline, PutsDifferencesInTheirPlace) {
  const Beside beside;
  const test::Reported reported(beside.loaded.scenario(), beside.result);
  const std::size_t n = beside.loaded.scenario().output.quantiles.size(), place = 1 * 6 + 3;  // all, 2028

  EXPECT_EQ(numbers(beside.summary, "difference_mean")[place],
            reported.moments(ReportedVariable::difference, "all", 3).mean);
  EXPECT_EQ(numbers(beside.summary, "relative_difference_quantile_upper")[place * n + 2],
            reported.quantiles(ReportedVariable::relative_difference, "all", 3)[2].upper);
  EXPECT_EQ(numbers(beside.summary, "average_growth_difference_sd")[place],
            reported.moments(ReportedVariable::average_growth_difference, "all", 3).sd);
  EXPECT_EQ(numbers(beside.summary, "improvement_probability")[place], 0.0);
  EXPECT_EQ(numbers(beside.summary, "improvement_probability_upper")[place],
            reported.improvement("all", 3).upper);
  EXPECT_LT(numbers(beside.summary, "difference_mean")[place], -9.0);
}

TEST(SummaryBesideABaseline, IsNanExactlyWhereThereIsNoDifference) {
  const Beside beside;

  for (std::size_t series = 0; series < 3; ++series)
    for (std::size_t year = 0; year < 6; ++year) {
      const bool defined = series < 2 && year < 5;  // data is in the baseline no series
      for (const std::string name :
           {"difference_mean", "relative_difference_sd", "improvement_probability_se"})
        EXPECT_EQ(std::isfinite(numbers(beside.summary, name)[series * 6 + year]), defined)
            << name << series << year;
      EXPECT_EQ(std::isfinite(numbers(beside.summary, "average_growth_difference_mean")[series * 6 + year]),
                defined && year > 0);
      EXPECT_TRUE(std::isfinite(numbers(beside.summary, "output_mean")[series * 6 + year]));
    }
}

TEST(SummaryBesideABaseline, NamesTheBaselineAndCountsPairs) {
  const Beside beside;

  EXPECT_THAT(texts(beside.summary, "baseline_title"), ElementsAre("A test"));
  EXPECT_THAT(std::get<std::vector<std::int64_t>>(variable(beside.summary, "paths_paired").data),
              ElementsAre(900));
  EXPECT_THAT(test::text_attribute(beside.summary, "notes"),
              HasSubstr("no difference from the baseline of data"));
}

TEST(ProvenanceBesideABaseline, HoldsItsConfigAndFingerprint) {
  const Beside beside;
  const Group provenance = provenance_group(*beside.loaded, &*beside.baseline);

  EXPECT_THAT(texts(provenance, "baseline_config").front(), HasSubstr("110"));
  EXPECT_THAT(texts(provenance, "baseline_digest"), ElementsAre(run_fingerprint(*beside.baseline)));
  EXPECT_NE(texts(provenance, "baseline_digest"), texts(provenance, "digest"));
}

}  // namespace secondcurve::dataset_pairs_test

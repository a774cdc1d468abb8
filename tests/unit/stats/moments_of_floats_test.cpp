#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include <gtest/gtest.h>

#include "engine/stats/moments.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::moments_of_floats_test {

constexpr std::size_t block = 256;

template <class Number>
Moments sum_up(const std::vector<Number>& x, const MomentScale& scale) {
  MomentSums sums(scale);
  for (std::size_t i = 0; i < x.size(); i += block) sums.add(x.data() + i, std::min(block, x.size() - i));
  return sums.moments();
}

/// The moments of floats: summed as floats, and as the same doubles.
std::array<Moments, 2> of_floats(std::vector<double> x, std::size_t n_pilot) {
  for (double& each : x) each = static_cast<float>(each);
  MomentScale scale = moment_scale(std::span(x).first(n_pilot));
  scale.pivot = static_cast<float>(scale.pivot);
  return {sum_up(std::vector<float>(x.begin(), x.end()), scale), sum_up(x, scale)};
}

TEST(MomentsOfFloats, AgreeWithThoseOfTheSameDoubles) {
  for (const double median : {1e-35, 1e-15, 1.0, 4070.0, 3e15, 1e35}) {
    const auto [floats, doubles] = of_floats(plain::lognormals(100'000, median, 0.3, 11), 4096);

    EXPECT_NEAR(floats.mean, doubles.mean, 1e-9 * doubles.sd);
    EXPECT_NEAR(floats.sd, doubles.sd, 1e-7 * doubles.sd);
    EXPECT_NEAR(floats.skewness, doubles.skewness, 1e-6);
    EXPECT_NEAR(floats.skewness_se, doubles.skewness_se, 1e-5 * doubles.skewness_se);
  }
}

TEST(MomentsOfFloats, OverflowWhereThoseOfDoublesDo) {
  for (const double jump : {1e2, 1e3, 1e5, 1e7, 1e15, 1e30}) {
    std::vector<double> x = plain::lognormals(10'000, 1.0, 0.1, 12);
    x[9000] = jump;

    const auto [floats, doubles] = of_floats(x, 256);

    for (const double Moments::*member :
         {&Moments::mean, &Moments::sd, &Moments::sd_se, &Moments::skewness_se})
      EXPECT_EQ(std::isnan(floats.*member), std::isnan(doubles.*member)) << jump;
    if (std::isfinite(doubles.sd)) {
      EXPECT_NEAR(floats.sd, doubles.sd, 1e-6 * doubles.sd) << jump;
    }
  }
}

}  // namespace secondcurve::moments_of_floats_test

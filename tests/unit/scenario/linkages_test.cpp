#include "models/scenario/linkages.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace secondcurve::linkages_test {

using testing::DoubleNear;
using testing::Pointwise;

// The economy of two sectors of Miller and Blair (2009), table 2.3: sector 1 sells 150 to itself and 500 to
// sector 2, sector 2 sells 200 to sector 1 and 100 to itself; outputs are 1000 and 2000.
const std::vector<double> sales_shares{0.15, 0.5, 0.1, 0.05};
const std::vector<double> input_shares{0.15, 0.2, 0.25, 0.05};

TEST(Linkages, AreThoseOfTheTextbook) {
  const Linkages found = linkages(sales_shares, input_shares);

  // Leontief's inverse is [1.254 0.330; 0.264 1.122] (equation 2.13).
  EXPECT_THAT(found.output_multiplier, Pointwise(DoubleNear(5e-4), std::vector<double>{1.518, 1.452}));
  EXPECT_THAT(found.backward_linkage,
              Pointwise(DoubleNear(5e-4), std::vector<double>{1.518 / 1.485, 1.452 / 1.485}));
}

TEST(Linkages, HaveTheGhoshInverseAsTheSumOfAllRounds) {
  const Linkages found = linkages(sales_shares, input_shares);

  const double determinant = 0.85 * 0.95 - 0.5 * 0.1;
  const std::vector<double> ghosh{0.95 / determinant, 0.5 / determinant, 0.1 / determinant,
                                  0.85 / determinant};
  EXPECT_THAT(found.total, Pointwise(DoubleNear(1e-14), ghosh));
  const double first = ghosh[0] + ghosh[1], second = ghosh[2] + ghosh[3];
  EXPECT_THAT(found.forward_linkage,
              Pointwise(DoubleNear(1e-14),
                        std::vector<double>{2 * first / (first + second), 2 * second / (first + second)}));
}

TEST(SpectralRadius, IsTheLargestAbsoluteEigenvalue) {
  EXPECT_NEAR(spectral_radius(std::vector<double>{0.0, 2.0, 0.5, 0.0}), 1.0, 1e-14);
  EXPECT_NEAR(spectral_radius(std::vector<double>{0.2, 0.0, 0.7, 0.3}), 0.3, 1e-14);
  EXPECT_NEAR(spectral_radius(std::vector<double>{0.0, 1.0, 0.0, 0.0}), 0.0, 1e-14);
}

}  // namespace secondcurve::linkages_test

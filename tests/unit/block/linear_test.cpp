#include "engine/block/linear.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/block/ops.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/contracts.hpp"

namespace secondcurve::linear_test {
using test::bits_of;
using test::for_each_target;
using test::has_fma;
using test::Lanes;
using test::random_lanes;
using test::single;

const Lanes a = random_lanes(-3.0, 3.0, 1), b = random_lanes(-3.0, 3.0, 2), c = random_lanes(-3.0, 3.0, 3);

TEST(BlockAffine, AddsItsTermsInTheOrderWrittenForAnyNumberOfThem) {
  std::vector<Lanes> columns;
  std::vector<Term> terms;
  for (std::uint64_t k = 0; k < 13; ++k) columns.push_back(random_lanes(-1.0, 1.0, 100 + k));
  for (std::size_t k = 0; k < 13; ++k) {
    terms.push_back(
        {k % 3 == 2 ? Operand(c.data()) : Operand(0.1 * static_cast<double>(k) - 0.3), columns[k].data()});
  }

  for_each_target([&] {
    for (std::size_t n = 0; n <= terms.size(); ++n) {
      Lanes x;
      affine(x.data(), b.data(), std::span<const Term>(terms.data(), n));
      for (std::size_t i = 0; i < block_paths; ++i) {
        double expected = b[i];
        for (std::size_t k = 0; k < n; ++k) {
          const double coefficient = k % 3 == 2 ? c[i] : 0.1 * static_cast<double>(k) - 0.3;
          expected = has_fma() ? std::fma(coefficient, columns[k][i], expected)
                               : coefficient * columns[k][i] + expected;
        }
        ASSERT_EQ(bits_of(x[i]), bits_of(expected)) << n << " terms, path " << i;
      }
    }
  });
}

TEST(BlockAffine, TakesAListAndMayWriteOverATerm) {
  for_each_target([] {
    Lanes x = a;

    affine(x.data(), 1.0, {{0.5, x.data()}, {2.0, x.data()}});

    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_NEAR(x[i], 1.0 + 2.5 * a[i], 1e-14);
  });
}

TEST(BlockMultiplyLower, HasTheBitsOfOneSumAfterTheOther) {
  for (const std::size_t n : {0u, 1u, 3u, 4u, 5u, 9u, 12u}) {
    std::vector<Lanes> x;
    std::vector<double> lower;
    for (std::size_t i = 0; i < n; ++i) {
      x.push_back(random_lanes(-3.0, 3.0, 40 + i));
      for (std::size_t j = 0; j <= i; ++j)
        lower.push_back(0.5 - 0.3 * static_cast<double>(i) + 0.7 * static_cast<double>(j));
    }
    for_each_target([&] {
      std::vector<Lanes> y = x;
      std::vector<ColumnPlace> columns;
      for (Lanes& each : y) columns.push_back(each.data());

      multiply_lower(columns, lower);

      const double* row = lower.data();
      for (std::size_t i = 0; i < n; row += ++i) {
        std::vector<Term> terms;
        for (std::size_t j = 0; j <= i; ++j) terms.push_back({row[j], x[j].data()});
        Lanes expected;
        affine(expected.data(), 0.0, terms);
        for (std::size_t path = 0; path < block_paths; ++path)
          ASSERT_EQ(bits_of(y[i][path]), bits_of(expected[path])) << "row " << i << " of " << n;
      }
    });
  }
}

TEST(BlockMultiplyLower, HasTheBitsOfOneSumAfterTheOtherInSinglePrecision) {
  const std::size_t n = 9;
  std::vector<double> lower;
  for (std::size_t k = 0; k < n * (n + 1) / 2; ++k) lower.push_back(0.3 - 0.011 * static_cast<double>(k));
  for_each_target([&] {
    std::vector<Lanes> rooms(n), before(n);
    std::vector<ColumnPlace> columns;
    for (std::size_t i = 0; i < n; ++i) {
      columns.push_back(single(rooms[i]));
      assign(columns.back(), random_lanes(-3.0, 3.0, 40 + i).data());
      before[i] = rooms[i];
    }

    multiply_lower(columns, lower);

    const double* row = lower.data();
    for (std::size_t i = 0; i < n; row += ++i) {
      std::vector<Term> terms;
      for (std::size_t j = 0; j <= i; ++j) terms.push_back({row[j], single(before[j])});
      Lanes room;
      const ColumnPlace expected = single(room);
      affine(expected, 0.0, terms);
      for (std::size_t path = 0; path < block_paths; ++path)
        ASSERT_EQ(bits_of(columns[i][path]), bits_of(expected[path])) << "row " << i;
    }
  });
}

TEST(BlockAffine, RefusesAMisalignedColumn) {
  SC_NEEDS_CONTRACTS();
  Lanes x;
  alignas(lane_alignment) float floats[block_paths + 1] = {};

  EXPECT_THROW(affine(x.data(), 0.0, {{1.0, a.data() + 1}}), ContractViolation);
  EXPECT_THROW(affine(x.data(), 0.0, {{1.0, floats + 1}}), ContractViolation);
}

}  // namespace secondcurve::linear_test

#include "engine/random/sobol.hpp"

#include <bit>

#include <boost/random/sobol.hpp>

#include "engine/core/contract.hpp"

namespace secondcurve {
namespace {

using Table = boost::random::default_sobol_table;
static_assert(n_sobol_dimensions == Table::max_dimension);

std::uint32_t reversed(std::uint32_t x) {
  std::uint32_t y = 0;
  for (int bit = 0; bit < 32; ++bit) y |= (x >> bit & 1u) << (31 - bit);
  return y;
}

}  // namespace

ReversedDirections sobol_directions(std::size_t dimension) {
  SC_EXPECT(dimension < n_sobol_dimensions);
  // Direction number k is m[k] 2^(31 - k), m[k] odd and below 2^(k + 1). With the primitive polynomial
  // x^s + a_1 x^(s-1) + ... + 1, m[k] = sum without carry of 2^j a_j m[k - j], j = 1..s, and m[k - s].
  ReversedDirections m{};
  if (dimension == 0) {
    m.fill(1);
  } else {
    const std::uint32_t polynomial = Table::polynomial(dimension - 1);
    const auto degree = static_cast<std::size_t>(std::bit_width(polynomial) - 1);
    for (std::size_t k = 0; k < degree; ++k) m[k] = Table::minit(dimension - 1, k);
    for (std::size_t k = degree; k < m.size(); ++k) {
      m[k] = m[k - degree];
      for (std::size_t j = 1; j <= degree; ++j)
        if ((polynomial >> (degree - j) & 1u) != 0) m[k] ^= m[k - j] << j;
    }
  }
  for (std::size_t k = 0; k < m.size(); ++k) m[k] = reversed(m[k] << (31 - k));
  return m;
}

}  // namespace secondcurve

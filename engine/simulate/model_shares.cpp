#include "engine/simulate/model_shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <variant>

#include "engine/block/reduce.hpp"
#include "engine/core/byte_stream.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Central moments of the output given one model, and the share of paths that follow it.
struct Given {
  double share, mean;
  double m2 = 0.0, m3 = 0.0, m4 = 0.0;
};

Given given_of(const MomentSums& sums, double n_all) {
  const CentralMoments m = sums.central_moments();
  Given given{.share = static_cast<double>(sums.count()) / n_all, .mean = m.mean};
  if (sums.count() == 1 || m.m2 == 0.0) return given;  // but for rounding
  given.m2 = m.m2;
  given.m3 = m.m3;
  given.m4 = m.m4;
  return given;
}

/// The orders of power sums that a share and its error need.
constexpr std::size_t orders_used = 4;

/// Whether the variance of a sector's output exists.
bool has_variance(const Scenario& scenario, std::size_t sector) {
  return std::isinf(tail_degrees(scenario, scenario.sectors[sector].name));
}

struct Ratio {
  double value = not_a_number, se = not_a_number;
};

/// With d the distance of a model's mean from that of all and e that of a path from its model's mean, the
/// ratio R of the variances B between the models and T of all paths has the influence
///
///     ((1 - R) d^2 + 2 (1 - R) d e - R e^2) / T
///
/// of a path, whose mean is 0 and whose variance is n times that of R.
Ratio ratio_of(const std::vector<Given>& all, double n) {
  double mean = 0.0, between = 0.0, total = 0.0, variance = 0.0;
  for (const Given& g : all) mean += g.share * g.mean;
  for (const Given& g : all) {
    const double d = g.mean - mean;
    between += g.share * d * d;
    total += g.share * (d * d + g.m2);
  }
  if (!(total > 0.0)) return {};
  const double r = between / total, rest = 1.0 - r;
  for (const Given& g : all) {
    const double d = g.mean - mean;
    variance += g.share * (rest * rest * d * d * (d * d + 4.0 * g.m2) - 2.0 * r * rest * d * d * g.m2 -
                           4.0 * r * rest * d * g.m3 + r * r * g.m4);
  }
  return {r, std::sqrt(std::max(variance, 0.0) / n) / total};
}

}  // namespace

std::vector<std::vector<double>> mixture_outputs(const BlockView& block) {
  std::vector<std::vector<double>> outputs;
  for (std::size_t mixture = 0; mixture < block.n_mixtures(); ++mixture)
    for (std::size_t year = 1; year < block.n_years(); ++year) {
      auto& live = outputs.emplace_back();
      for (std::size_t path = 0; path < block.n_paths(); ++path)
        if (!block.failed(path)) live.push_back(block.mixture_output(mixture, year)[path]);
    }
  return outputs;
}

ModelShareSums::ModelShareSums(const Economy& economy, const std::vector<MomentScale>& scales)
    : n_years_(economy.scenario().simulation.grid().n_years()), sectors_(economy.mixtures()) {
  std::size_t next = 0;
  for (const std::size_t sector : sectors_) {
    const auto& growth = std::get<GrowthSpec<GrowthMixture>>(economy.scenario().sectors[sector].value.growth);
    n_components_.push_back(growth.fixed.components.size());
    first_.push_back(sums_.size());
    for (std::size_t year = 1; year < n_years_; ++year, ++next)
      for (std::size_t k = 0; k < n_components_.back(); ++k) sums_.emplace_back(scales[next]);
  }
}

void ModelShareSums::add(const BlockView& block) {
  SC_EXPECT(block.n_mixtures() == sectors_.size());
  std::array<std::uint8_t, block_paths> left_out{};
  std::array<double, block_paths> own;
  for (std::size_t mixture = 0; mixture < sectors_.size(); ++mixture) {
    const double* component = block.component(mixture);
    for (std::size_t k = 0; k < n_components_[mixture]; ++k) {
      std::size_t n = 0;
      for (std::size_t path = 0; path < block.n_paths(); ++path) {
        const bool counts = !block.failed(path) && component[path] == static_cast<double>(k);
        left_out[path] = counts ? 0 : 1;
        n += counts ? 1 : 0;
      }
      if (n == 0) continue;
      for (std::size_t year = 1; year < n_years_; ++year) {
        compact(block.mixture_output(mixture, year), left_out.data(), block.n_paths(), own.data());
        sums_[first_[mixture] + (year - 1) * n_components_[mixture] + k].add(own.data(), n);
      }
    }
  }
}

void ModelShareSums::merge(const ModelShareSums& other) {
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].merge(other.sums_[i]);
}

void ModelShareSums::save(ByteWriter& out) const {
  for (const MomentSums& sums : sums_) sums.save(out);
}

void ModelShareSums::load(ByteReader& in) {
  for (MomentSums& sums : sums_) sums.load(in);
}

bool ModelShareSums::overflowed(const Scenario& scenario) const {
  for (std::size_t mixture = 0; mixture < sectors_.size(); ++mixture) {
    if (!has_variance(scenario, sectors_[mixture])) continue;
    for (std::size_t year = 1; year < n_years_; ++year)
      for (std::size_t k = 0; k < n_components_[mixture]; ++k)
        if (sums(mixture, year)[k].overflowed(orders_used)) return true;
  }
  return false;
}

std::vector<ModelShare> ModelShareSums::shares(const Scenario& scenario, const SampleDesign& design) const {
  std::vector<ModelShare> shares;
  for (std::size_t mixture = 0; mixture < sectors_.size(); ++mixture) {
    ModelShare share{sectors_[mixture], {not_a_number}, {not_a_number}};
    const bool shown = has_variance(scenario, sectors_[mixture]);
    for (std::size_t year = 1; year < n_years_; ++year) {
      double n = 0.0;
      for (std::size_t k = 0; k < n_components_[mixture]; ++k)
        n += static_cast<double>(sums(mixture, year)[k].count());
      std::vector<Given> given;
      for (std::size_t k = 0; k < n_components_[mixture]; ++k)
        if (const MomentSums& own = sums(mixture, year)[k]; own.count() > 0)
          given.push_back(given_of(own, n));
      const Ratio ratio = shown ? ratio_of(given, n) : Ratio{};
      share.value.push_back(ratio.value);
      share.se.push_back(design.independent() ? ratio.se : not_a_number);
    }
    shares.push_back(std::move(share));
  }
  return shares;
}

}  // namespace secondcurve

#include "models/economy/shocks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include <Eigen/Core>

#include "engine/block/ops.hpp"

namespace secondcurve {

namespace {
/// What a row adds to the variance of those before it is zero up to rounding below this.
constexpr double smallest_pivot = 1e-12;

/// The lower triangular L with L L' = `matrix`, row by row (Cholesky). A row that follows from those before
/// it has 0 on the diagonal and nothing loads on it, so singular matrices have a factor, too.
/// Source: Golub and Van Loan, Matrix Computations (4th ed. 2013), sections 4.2.7 and 4.2.8.
Eigen::MatrixXd lower_factor(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd lower = Eigen::MatrixXd::Zero(matrix.rows(), matrix.cols());
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      if (lower(j, j) == 0.0) continue;
      const double left = matrix(i, j) - lower.row(i).head(j).dot(lower.row(j).head(j));
      lower(i, j) = left / lower(j, j);
    }
    const double pivot = matrix(i, i) - lower.row(i).head(i).squaredNorm();
    if (pivot > smallest_pivot) lower(i, i) = std::sqrt(pivot);
  }
  return lower;
}
}  // namespace

Shocks::Shocks(const Scenario& scenario, Streams& streams)
    : n_steps_(scenario.simulation.grid().n_steps()),
      steps_per_year_(static_cast<std::size_t>(scenario.simulation.steps_per_year)) {
  for (std::size_t i = 0; i < scenario.sectors.size(); ++i)
    std::visit(
        [&]<class Model>(const GrowthSpec<Model>& spec) {
          for (const NoiseInfo& each : Model::describe().noises) {
            std::string owner;
            if constexpr (requires { Model::shared_owner(spec.fixed); })
              if (each.shared) owner = Model::shared_owner(spec.fixed);
            add_noise(i, each, owner.empty() ? "sectors." + scenario.sectors[i].name : owner, streams);
          }
        },
        scenario.sectors[i].value.growth);
  for (const auto& [name, dependence] : scenario.dependence) {
    if (!dependence.loadings.empty()) add_loadings(scenario, name, dependence, streams);
    if (!dependence.correlation_matrix.empty()) add_correlation(scenario, name, dependence);
  }
}

std::size_t Shocks::add_stream(std::string name, Streams& streams, NoiseKind kind, NoiseTime time) {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i].name == name) return i;
  const std::size_t n_draws = time == NoiseTime::once         ? 1
                              : time == NoiseTime::every_year ? n_steps_ / steps_per_year_
                                                              : n_steps_;
  const std::size_t place =
      streams.add(name, kind == NoiseKind::normal ? DrawKind::normal : DrawKind::uniform, n_draws);
  streams_.push_back({std::move(name), time, place});
  return streams_.size() - 1;
}

void Shocks::add_noise(std::size_t sector, const NoiseInfo& info, const std::string& owner,
                       Streams& streams) {
  const std::string name(info.name);
  noises_.push_back({sector, name, add_stream(owner + "/" + name, streams, info.kind, info.time)});
}

std::size_t Shocks::find(std::size_t sector, std::string_view noise) const {
  for (const SectorNoise& each : noises_)
    if (each.sector == sector && each.noise == noise) return each.stream;
  return streams_.size();
}

std::size_t Shocks::index(std::size_t sector, std::string_view noise) const {
  const std::size_t found = find(sector, noise);
  SC_ENSURE(found < streams_.size());
  return found;
}

void Shocks::add_loadings(const Scenario& scenario, const std::string& name, const Dependence& dependence,
                          Streams& streams) {
  std::map<std::string, std::size_t> factors;
  for (const auto& [sector, loadings] : dependence.loadings) {
    const std::size_t target = find(index_of(scenario.sectors, sector), name);
    if (target == streams_.size()) continue;  // its model has no such noise
    double squares = 0.0;
    for (const auto& loading : loadings) squares += loading.second * loading.second;
    Mix mix{target, {{std::sqrt(std::max(1.0 - squares, 0.0)), target}}};
    for (const auto& [factor, loading] : loadings) {
      const auto [place, added] = factors.try_emplace(factor, 0);
      if (added) place->second = add_stream("factors." + name + "." + factor + "/value", streams);
      mix.terms.emplace_back(loading, place->second);
    }
    mixes_.push_back(std::move(mix));
  }
}

void Shocks::add_correlation(const Scenario& scenario, const std::string& name,
                             const Dependence& dependence) {
  // Factored in its own order of rows, so that a sector appended to it changes no other shock.
  std::vector<std::size_t> rows;
  std::vector<Eigen::Index> kept;
  for (std::size_t i = 0; i < dependence.correlation_sectors.size(); ++i) {
    const std::size_t target = find(index_of(scenario.sectors, dependence.correlation_sectors[i]), name);
    if (target == streams_.size()) continue;
    rows.push_back(target);
    kept.push_back(static_cast<Eigen::Index>(i));
  }
  const auto n = static_cast<Eigen::Index>(dependence.correlation_sectors.size());
  const Eigen::Map<const Eigen::MatrixXd> full(dependence.correlation_matrix.data(), n, n);
  const Eigen::MatrixXd lower = lower_factor(full(kept, kept));
  // Row i needs the raw noises 0 to i: done from the last row up, the columns can be mixed in place.
  for (std::size_t i = rows.size(); i-- > 0;) {
    Mix mix{rows[i], {}};
    for (std::size_t j = 0; j <= i; ++j)
      mix.terms.emplace_back(lower(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)), rows[j]);
    mixes_.push_back(std::move(mix));
  }
}

void Shocks::fill_once(const Sampler::Block& block, double* buffer) const {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i].time == NoiseTime::once)
      block.fill(streams_[i].place, 0, buffer + i * draws_per_fill * lane_pitch);
}

void Shocks::fill(const Sampler::Block& block, std::size_t step, double* buffer) const {
  const bool starts_year = step % steps_per_year_ == 0;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const NoiseTime time = streams_[i].time;
    if (time == NoiseTime::once || (time == NoiseTime::every_year && !starts_year)) continue;
    const std::size_t number = draw_of(i, step);
    if (number % draws_per_fill == 0)
      block.fill(streams_[i].place, number / draws_per_fill, buffer + i * draws_per_fill * lane_pitch);
  }
  if (step % draws_per_fill != 0) return;
  std::vector<Term> terms;
  for (const Mix& mix : mixes_) {
    for (std::size_t each = 0; each < draws_per_fill; ++each) {
      terms.clear();
      for (const auto& [coefficient, source] : mix.terms)
        terms.push_back({coefficient, column(buffer, source, each)});
      affine(buffer + (mix.target * draws_per_fill + each) * lane_pitch, 0.0, terms);
    }
  }
}

}  // namespace secondcurve

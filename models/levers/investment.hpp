#pragma once

#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/block/column_math.hpp"
#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "models/levers/gestation.hpp"
#include "models/levers/lever_step.hpp"
#include "models/levers/stock_ratio.hpp"

namespace secondcurve {

/// Investment beyond what the growth models take for granted: programmes, and plans of sectors.
///
///     s      = amount share (1 + leverage) (1 - displacement) effectiveness
///     J(n)   = sum_k [F((k+1) dt) - F(k dt)] s(n - k)
///     E'     = q E + (1 - q) (J + reinvested) / d
///     kappa' = m + (kappa - m) q exp(-trend),   kappa(0) = 1
///     C      = alpha ln(kappa + E / (v Y_core))
///
/// with s the productive spending, J what of it matures in step n, F the Erlang distribution of the
/// gestation, E the extra capital, kappa the sector's own capital under its plan m, in units of v Y_core,
/// Y_core the output before effects on the level, and C the effect on log output. Where the growth model
/// builds capital K of its own, there is no plan, and C = ln F(K + E) / F(K) with the F, v and d of the
/// model. Extra capital is kept by programme and sector, so that what each adds can be told apart. Source:
/// OECD, Measuring Capital, 2nd ed. 2009, doi:10.1787/9789264068476-en (perpetual inventory); F. E. Kydland
/// and E. C. Prescott, Econometrica 50 (1982) 1345, doi:10.2307/1913386 (time to build).
class Investment final {
 public:
  struct Sector {
    std::size_t sector = 0;
    BoundQuantity capital_output_ratio;  ///< v [year]
    BoundQuantity depreciation;          ///< d, effective annual [1/year]
    BoundQuantity output_elasticity;     ///< alpha [1]
    BoundQuantity reinvestment;          ///< share of the output that programmes add [1]
    BoundQuantity plan;                  ///< m [1]
    bool has_plan = false;               ///< m may differ from 1
    bool reinvests = false;              ///< the reinvestment may differ from 0
    bool own_capital = false;            ///< the growth model says what capital does; alpha is 0
  };
  struct Programme {
    std::vector<double> spending;  ///< public money by step, in units of `amount` [1/year]
    BoundQuantity amount;          ///< unit of account
    BoundQuantity leverage, displacement, effectiveness;  ///< [1]
    BoundQuantity gestation;                              ///< mean [year]
    int stages = 2;                                       ///< of the Erlang distribution
  };
  /// What a programme spends in a sector.
  struct Part {
    std::size_t programme = 0;
    std::size_t place = 0;  ///< of the sector in the list of sectors
    double share = 0.0;
  };

  /// @param parts in the order of the sectors' places.
  Investment(std::vector<Sector> sectors, std::vector<Programme> programmes, std::vector<Part> parts,
             double dt)
      : sectors_(std::move(sectors)), programmes_(std::move(programmes)), parts_(std::move(parts)) {
    std::size_t n_columns = sectors_.size() * n_of_sector + parts_.size() * n_of_part;
    for (const Programme& each : programmes_) {
      matured_.push_back(matured(each, dt));
      first_weight_.push_back(n_columns);
      if (each.gestation.varies()) n_columns += each.spending.size();
    }
    n_columns_ = n_columns;
    for (std::size_t place = 0, first = 0; place < sectors_.size(); ++place) {
      std::size_t end = first;
      while (end < parts_.size() && parts_[end].place == place) ++end;
      parts_of_.push_back({first, end});
      first = end;
    }
  }

  const std::vector<Sector>& sectors() const { return sectors_; }
  const std::vector<Programme>& programmes() const { return programmes_; }
  const std::vector<Part>& parts() const { return parts_; }

  /// Columns that it needs in a block.
  std::size_t state_columns() const { return n_columns_; }

  /// Sets the states of a block to the base year.
  void start(const LeverStep& s, double* states) const {
    for (std::size_t place = 0; place < sectors_.size(); ++place) {
      const Sector& sector = sectors_[place];
      const Column capital = sector.capital_output_ratio.column(0, s.draws) * (*s.base)[sector.sector];
      assign(of_sector(states, place, per_capital), 1.0 / capital);
      broadcast(of_sector(states, place, ratio), 1.0);
      broadcast(of_sector(states, place, reinvested), 0.0);
    }
    for (std::size_t p = 0; p < parts_.size(); ++p) broadcast(of_part(states, p, extra), 0.0);
    for (std::size_t k = 0; k < programmes_.size(); ++k) {
      const Programme& each = programmes_[k];
      if (!each.gestation.varies()) continue;
      const auto weights =
          gestation_weights(each.gestation.column(0, s.draws), each.stages, s.dt, each.spending.size());
      for (std::size_t i = 0; i < weights.size(); ++i) assign(weight(states, k, i), weights[i]);
    }
  }

  /// Steps the stocks and sets the sectors' terms. @param terms C by sector [path].
  void step(const LeverStep& s, double* states, const std::vector<double*>& terms) const {
    for (std::size_t place = 0; place < sectors_.size(); ++place)
      if (s.index == 0 || (s.starts_year && sectors_[place].depreciation.by_year()))
        set_wear(place, s, states);
    for (std::size_t k = 0; k < programmes_.size(); ++k) spend(k, s, states);
    for (std::size_t place = 0; place < sectors_.size(); ++place)
      act(place, s, states, terms[sectors_[place].sector]);
  }

  /// The share of its sector's output Y (with all effects) that each part adds:
  ///
  ///     (1 - exp(-C_p)) E_part / E,   C_p = C - alpha ln kappa
  ///
  /// C_p is what programmes have of the effect; a part has it by its share of the extra capital.
  /// @param terms as `step` left them; @param out columns at `lane_pitch` [part][path].
  void output_shares(const LeverStep& s, const double* states, const std::vector<double*>& terms,
                     double* out) const {
    alignas(lane_alignment) double per_extra[block_paths];
    alignas(lane_alignment) double sum[block_paths];
    for (std::size_t place = 0; place < sectors_.size(); ++place) {
      add_extra(place, states, sum);
      added_share(place, s, states, terms[sectors_[place].sector], per_extra);
      divide(per_extra, per_extra, sum);
      select_less(per_extra, 0.0, sum, per_extra, 0.0);
      for (std::size_t p = parts_of_[place].first; p < parts_of_[place].end; ++p)
        multiply(out + p * lane_pitch, per_extra, of_part(states, p, extra));
    }
  }

  /// Public money that a programme has spent from the end of the base year to the end of the step, unit of
  /// account.
  Column spent(std::size_t programme, const LeverStep& s) const {
    const Programme& p = programmes_[programme];
    const auto end = p.spending.begin() + static_cast<std::ptrdiff_t>(s.index) + 1;
    return std::accumulate(p.spending.begin(), end, 0.0) * s.dt * p.amount.column(0, s.draws);
  }

  /// The same with the private money that joined it.
  Column spent_in_all(std::size_t programme, const LeverStep& s) const {
    return spent(programme, s) * (1.0 + programmes_[programme].leverage.column(0, s.draws));
  }

 private:
  /// Columns by sector: q, (1 - q) / d [year], 1 / (v base), kappa, and the spending per unit of extra
  /// capital that comes from the output of the last step [1/year].
  enum OfSector : std::size_t { kept, gain, per_capital, ratio, reinvested, n_of_sector };
  /// Columns by part: what a step adds per unit of matured `spending`, and E, unit of account.
  enum OfPart : std::size_t { fed, extra, n_of_part };
  /// The parts of one sector: from `first` to before `end`.
  struct Parts {
    std::size_t first = 0;
    std::size_t end = 0;
  };

  // `Value` is double or const double.
  template <class Value>
  static Value* of_sector(Value* states, std::size_t place, OfSector what) {
    return states + (place * n_of_sector + what) * lane_pitch;
  }
  template <class Value>
  Value* of_part(Value* states, std::size_t part, OfPart what) const {
    return states + (sectors_.size() * n_of_sector + part * n_of_part + what) * lane_pitch;
  }
  /// Those of a gestation that varies.
  double* weight(double* states, std::size_t programme, std::size_t k) const {
    return states + (first_weight_[programme] + k) * lane_pitch;
  }

  /// Productive spending per unit of `spending`, unit of account.
  static Column productive(const Programme& p, const LeverStep& s) {
    const auto of = [&](const BoundQuantity& quantity) { return quantity.column(0, s.draws); };
    return of(p.amount) * (1.0 + of(p.leverage)) * (1.0 - of(p.displacement)) * of(p.effectiveness);
  }

  /// J by step, in units of productive spending; empty where the gestation varies.
  static std::vector<double> matured(const Programme& p, double dt) {
    std::vector<double> matured;
    if (p.gestation.varies()) return matured;
    const auto weights = gestation_weights(p.gestation.value(), p.stages, dt, p.spending.size());
    for (std::size_t n = 0; n < p.spending.size(); ++n) {
      double sum = 0.0;
      for (std::size_t k = 0; k <= n; ++k) sum += weights[k].value() * p.spending[n - k];
      matured.push_back(sum);
    }
    return matured;
  }

  /// The same for one step. @param work room for it where it varies.
  Operand matured(std::size_t programme, const LeverStep& s, double* states, double* work) const {
    const Programme& p = programmes_[programme];
    if (!p.gestation.varies()) return matured_[programme][s.index];
    broadcast(work, 0.0);
    for (std::size_t k = 0; k <= s.index; ++k)
      if (const double spending = p.spending[s.index - k]; spending != 0.0)
        multiply_add(work, weight(states, programme, k), spending, work);
    return work;
  }

  /// Sets what follows from the depreciation of a sector in a year.
  void set_wear(std::size_t place, const LeverStep& s, double* states) const {
    const Column depreciation = sectors_[place].depreciation.column(s.year, s.draws);
    assign(of_sector(states, place, kept), kept_share(depreciation, s.dt));
    assign(of_sector(states, place, gain), step_gain(depreciation, s.dt));
    for (std::size_t p = parts_of_[place].first; p < parts_of_[place].end; ++p) {
      double* feed = of_part(states, p, fed);
      assign(feed, parts_[p].share * productive(programmes_[parts_[p].programme], s));
      multiply(feed, feed, of_sector(states, place, gain));
    }
  }

  /// Steps the extra capital of a programme.
  void spend(std::size_t programme, const LeverStep& s, double* states) const {
    alignas(lane_alignment) double work[block_paths];
    alignas(lane_alignment) double left[block_paths];
    alignas(lane_alignment) double added[block_paths];
    const Operand maturing = matured(programme, s, states, work);
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      if (parts_[p].programme != programme) continue;
      const std::size_t place = parts_[p].place;
      double* capital = of_part(states, p, extra);
      multiply_add(left, of_sector(states, place, gain), of_sector(states, place, reinvested),
                   of_sector(states, place, kept));
      multiply(added, of_part(states, p, fed), maturing);
      multiply_add(capital, capital, left, added);
    }
  }

  /// Adds up the extra capital of a sector.
  void add_extra(std::size_t place, const double* states, double* sum) const {
    broadcast(sum, 0.0);
    for (std::size_t p = parts_of_[place].first; p < parts_of_[place].end; ++p)
      add(sum, sum, of_part(states, p, extra));
  }

  /// Steps the capital of a sector under its plan, and sets the effect of all its capital.
  void act(std::size_t place, const LeverStep& s, double* states, double* effect) const {
    const Sector& sector = sectors_[place];
    const Operand elasticity = sector.output_elasticity.at(s.year, s.draws);
    double* own = of_sector(states, place, ratio);
    if (sector.has_plan)
      step_ratio(own, sector.plan.at(s.year, s.draws), of_sector(states, place, kept),
                 (*s.trend)[sector.sector]);
    alignas(lane_alignment) double sum[block_paths];
    alignas(lane_alignment) double work[block_paths];
    add_extra(place, states, sum);
    if (sector.own_capital) {
      multiply(effect, sum, of_sector(states, place, per_capital));
      return (*s.capital_effect)(s, sector.sector, effect);
    }
    negate(work, (*s.core)[sector.sector]);
    exponential(work, work);
    multiply(work, work, of_sector(states, place, per_capital));
    multiply_add(work, work, sum, own);
    logarithm(effect, work);
    multiply(effect, effect, elasticity);
    if (sector.reinvests) reinvest(place, s, effect, sum, states);
  }

  /// 1 - exp(-C_p): the share of a sector's output that programmes add.
  void added_share(std::size_t place, const LeverStep& s, const double* states, const double* effect,
                   double* share) const {
    logarithm(share, of_sector(states, place, ratio));
    multiply(share, share, sectors_[place].output_elasticity.at(s.year, s.draws));
    subtract(share, share, effect);
    exponential_minus_one(share, share);
    negate(share, share);
  }

  /// Works out what is invested again of the output that programmes add to Y_core exp(C): what other levers
  /// add to the level has no part in it. @param sum all extra capital of the sector.
  void reinvest(std::size_t place, const LeverStep& s, const double* effect, const double* sum,
                double* states) const {
    alignas(lane_alignment) double share[block_paths];
    alignas(lane_alignment) double output[block_paths];
    const Sector& sector = sectors_[place];
    added_share(place, s, states, effect, share);
    add(output, (*s.core)[sector.sector], effect);
    exponential(output, output);
    multiply(output, output, (*s.base)[sector.sector]);
    multiply(output, output, share);
    multiply(output, output, sector.reinvestment.at(s.year, s.draws));
    divide(output, output, sum);
    select_less(of_sector(states, place, reinvested), 0.0, sum, output, 0.0);
  }

  std::vector<Sector> sectors_;
  std::vector<Programme> programmes_;
  std::vector<Part> parts_;
  std::vector<Parts> parts_of_;               ///< by place of the sector
  std::vector<std::vector<double>> matured_;  ///< by programme and step; empty where the gestation varies
  std::vector<std::size_t> first_weight_;     ///< column by programme
  std::size_t n_columns_ = 0;
};

}  // namespace secondcurve

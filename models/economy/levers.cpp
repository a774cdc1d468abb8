#include "models/economy/levers.hpp"

#include <cstddef>

#include "engine/block/column_math.hpp"
#include "engine/block/ops.hpp"
#include "models/economy/bind_levers.hpp"
#include "models/economy/bind_stocks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

const std::vector<double*>& of(Cause cause, const TermColumns& terms) {
  return terms[static_cast<std::size_t>(cause)];
}

}  // namespace

Levers::Levers(const Scenario& scenario, Draws& draws, const Shocks& shocks, Terms& terms)
    : needs_trend_(scenario.sectors.size(), false),
      links_(bind_links(scenario, draws, terms, needs_trend_)),
      events_(bind_events(scenario, draws, shocks, terms, uniforms_)),
      investment_(bind_investment(scenario, draws, terms, needs_trend_)),
      research_(bind_research(scenario, draws, terms, needs_trend_)),
      adoptions_(bind_adoptions(scenario, draws, terms)),
      policies_(bind_policies(scenario, draws, terms)) {}

std::size_t Levers::state_columns() const {
  return links_.state_columns() + events_.state_columns() + investment_.state_columns() +
         research_.state_columns() + adoptions_.state_columns();
}

double* Levers::events_of(double* states) const { return states + links_.state_columns() * lane_pitch; }
double* Levers::investment_of(double* states) const {
  return events_of(states) + events_.state_columns() * lane_pitch;
}
const double* Levers::investment_of(const double* states) const {
  return states + (links_.state_columns() + events_.state_columns()) * lane_pitch;
}
double* Levers::research_of(double* states) const {
  return investment_of(states) + investment_.state_columns() * lane_pitch;
}
double* Levers::adoptions_of(double* states) const {
  return research_of(states) + research_.state_columns() * lane_pitch;
}

void Levers::start(const LeverStep& s, double* states) const {
  links_.start(s, states);
  events_.start(events_of(states));
  investment_.start(s, investment_of(states));
  research_.start(s, research_of(states));
  adoptions_.start(s, adoptions_of(states));
}

std::vector<const double*> Levers::uniforms_of(const LeverStep& s, const Shocks& shocks,
                                               const double* noises) const {
  std::vector<const double*> uniforms;
  for (const std::size_t stream : uniforms_)
    uniforms.push_back(shocks.column(noises, stream, s.index).doubles());
  return uniforms;
}

std::vector<std::optional<double>> Levers::occurrences(LeverStep s, const Shocks& shocks,
                                                       const double* noises, std::size_t lane) const {
  const std::vector<const double*> uniforms = uniforms_of(s, shocks, noises);
  s.uniforms = uniforms.data();
  std::vector<std::optional<double>> found;
  for (std::size_t event = 0; event < events_.size(); ++event)
    found.push_back(events_.occurrence(event, s, lane));
  return found;
}

void Levers::step_core(LeverStep s, const Shocks& shocks, const double* noises, double* states,
                       const TermColumns& terms) const {
  const std::vector<const double*> uniforms = uniforms_of(s, shocks, noises);
  s.uniforms = uniforms.data();
  links_.step(s, states, of(Cause::links, terms));
  events_.step(s, events_of(states), of(Cause::events, terms));
}

void Levers::step_levels(const LeverStep& s, double* states, const TermColumns& terms) const {
  investment_.step(s, investment_of(states), of(Cause::investment, terms));
  research_.step(s, research_of(states), of(Cause::research, terms));
  adoptions_.step(s, adoptions_of(states), of(Cause::adoption, terms));
  policies_.step(s, of(Cause::policy, terms));
}

std::vector<ProgrammeFigure> Levers::programme_figures() const {
  using Kind = ProgrammeFigure::Kind;
  std::vector<ProgrammeFigure> figures;
  for (const Investment::Part& part : investment_.parts())
    figures.push_back({Kind::output, part.programme, investment_.sectors()[part.place].sector});
  if (figures.empty()) return figures;
  for (std::size_t k = 0; k < investment_.programmes().size(); ++k) figures.push_back({Kind::spent, k});
  for (std::size_t k = 0; k < investment_.programmes().size(); ++k)
    figures.push_back({Kind::spent_in_all, k});
  return figures;
}

void Levers::report_programmes(const LeverStep& s, const double* states, const TermColumns& terms,
                               std::span<const ColumnPlace> levels, double* out) const {
  investment_.output_shares(s, investment_of(states), of(Cause::investment, terms), out);
  for (const Investment::Part& part : investment_.parts()) {
    multiply(out, out, levels[investment_.sectors()[part.place].sector]);
    out += lane_pitch;
  }
  for (std::size_t k = 0; k < investment_.programmes().size(); ++k, out += lane_pitch)
    assign(out, investment_.spent(k, s));
  for (std::size_t k = 0; k < investment_.programmes().size(); ++k, out += lane_pitch)
    assign(out, investment_.spent_in_all(k, s));
}

void Levers::finish(const LeverStep& s, double* states) const { links_.finish(s, states); }

}  // namespace secondcurve

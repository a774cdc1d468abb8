#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/random/sampler.hpp"
#include "models/economy/programme_figure.hpp"
#include "models/economy/terms.hpp"
#include "models/levers/lever_step.hpp"

namespace secondcurve {

struct Scenario;

class PathRecorder;

/// An immutable plan that turns addresses of paths into outputs: sectors, growth, dependence and series of
/// a scenario, bound to the draws of its seed. Safe to use from many threads at once.
class Economy final {
 public:
  /// Room for one block, to be reused: one per thread.
  class Workspace final {
   public:
    explicit Workspace(const Economy& economy);
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;
    ~Workspace();

   private:
    friend class Economy;
    struct Buffers;
    std::unique_ptr<Buffers> buffers_;
  };

  /// Throws ConfigError where two streams of draws would share an address (a hash collision of names).
  explicit Economy(Scenario scenario);
  Economy(const Economy&) = delete;
  Economy& operator=(const Economy&) = delete;
  ~Economy();

  const Scenario& scenario() const;
  /// Where its draws come from.
  const Sampler& sampler() const;
  /// Whether anything is drawn once per path, when it starts: parameters, bases, states of the base year,
  /// components of mixtures.
  bool draws_once() const;
  std::size_t n_series() const;
  /// Keys of the quantities drawn once per path, in the order of BlockView::parameter.
  const std::vector<std::string>& parameter_keys() const;
  /// The streams of those draws, in the same order.
  const std::vector<std::string>& parameter_streams() const;
  /// The units of those quantities, in the same order; "account" stands for the unit of account.
  const std::vector<std::string>& parameter_units() const;

  /// The terms of growth that blocks account for (BlockView::growth_by_cause); empty where a scenario has no
  /// lever, link or event, so that all growth is the models' own.
  const std::vector<Terms::Term>& account_terms() const;

  /// The sectors whose growth is a mixture of models, in the order of BlockView::component.
  const std::vector<std::size_t>& mixtures() const;

  /// What blocks report of programmes (BlockView::programme_figure); empty where none pays into a sector.
  const std::vector<ProgrammeFigure>& programme_figures() const;

  /// Simulates a block. A path is a function of its address alone: of seed, path number and names.
  /// @param n_paths paths of the block that belong to the run; the others are computed and ignored.
  /// @param recorder notes every term of one path on the way; may be null.
  BlockView simulate(std::uint64_t block, std::size_t n_paths, Workspace& workspace,
                     PathRecorder* recorder = nullptr) const;

 private:
  struct Plan;

  /// Sets a block to the base year.
  void start(std::uint64_t block, Workspace& workspace) const;
  /// What levers are told of a step.
  LeverStep place(std::size_t step, const Workspace& workspace) const;
  /// Simulates one step: noises, models, what moves the core, effects on the level.
  void advance(std::size_t step, Workspace& workspace) const;
  void add_core(Workspace& workspace) const;
  void add_total(Workspace& workspace) const;
  /// Writes the outputs of a year.
  void report(std::size_t year, Workspace& workspace) const;
  void make_series(std::size_t index, std::size_t year, Workspace& workspace) const;
  /// Writes what programmes add and spend.
  void report_programmes(std::size_t year, Workspace& workspace) const;
  /// Splits the growth of a year by cause.
  void account(std::size_t year, Workspace& workspace) const;
  void record_start(Workspace& workspace, PathRecorder& recorder) const;
  void record_step(Workspace& workspace, std::size_t step, PathRecorder& recorder) const;

  std::unique_ptr<const Plan> plan_;
};

/// Every term of one path, step by step, for `secondcurve replay`.
class PathRecorder final {
 public:
  struct SectorStep {
    std::size_t step;
    std::size_t sector;
    std::vector<double> noises;  ///< correlated, those taken, in the order of the model's description
    std::vector<double> states;  ///< after the step
    std::vector<std::pair<Cause, double>> terms;  ///< log growth since the base year by cause
    double output;                                ///< after the step, unit of account
  };

  /// Something that happened.
  struct EventStep {
    std::size_t step;
    std::size_t event;  ///< place among the scenario's events
    double impact;      ///< as drawn, before exposures: log level [1], or growth [1/year]
  };

  /// @param lane place of the path in its block.
  explicit PathRecorder(std::size_t lane) : lane_(lane) {}

  std::size_t lane() const { return lane_; }
  void add(SectorStep step) { steps_.push_back(std::move(step)); }
  void add(EventStep event) { events_.push_back(event); }
  void set_base(std::vector<double> base) { base_ = std::move(base); }
  void set_parameters(std::vector<double> values) { parameters_ = std::move(values); }

  const std::vector<SectorStep>& steps() const { return steps_; }
  const std::vector<EventStep>& events() const { return events_; }
  bool has_happened(std::size_t event) const {
    for (const EventStep& each : events_)
      if (each.event == event) return true;
    return false;
  }
  /// Output of the base year by sector.
  const std::vector<double>& base() const { return base_; }
  const std::vector<double>& parameters() const { return parameters_; }

 private:
  std::size_t lane_;
  std::vector<SectorStep> steps_;
  std::vector<EventStep> events_;
  std::vector<double> base_;
  std::vector<double> parameters_;
};

}  // namespace secondcurve

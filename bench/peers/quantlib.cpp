// The reference job with QuantLib's generator of several correlated paths, whose steps of Black-Scholes
// processes are exact in logarithms; quantiles by std::nth_element.
#include <ql/math/randomnumbers/rngtraits.hpp>
#include <ql/methods/montecarlo/multipathgenerator.hpp>
#include <ql/processes/blackscholesprocess.hpp>
#include <ql/processes/stochasticprocessarray.hpp>
#include <ql/quotes/simplequote.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/volatility/equityfx/blackconstantvol.hpp>
#include <ql/termstructures/yield/flatforward.hpp>
#include <ql/time/calendars/nullcalendar.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>
#include <ql/version.hpp>

#include "job.hpp"

namespace ql = QuantLib;

namespace {

/// The sectors as stocks: a stock's mean log growth is its interest less half its variance.
std::vector<ql::ext::shared_ptr<ql::StochasticProcess1D>> processes_of(const Job& job) {
  const ql::Date today(1, ql::January, 2024);
  ql::Settings::instance().evaluationDate() = today;
  const ql::DayCounter days = ql::Actual365Fixed();
  std::vector<ql::ext::shared_ptr<ql::StochasticProcess1D>> processes;
  for (std::size_t i = 0; i < job.n_sectors; ++i) {
    const double interest = job.mean[i] + job.sd[i] * job.sd[i] / 2.0;
    processes.push_back(ql::ext::make_shared<ql::BlackScholesProcess>(
        ql::Handle<ql::Quote>(ql::ext::make_shared<ql::SimpleQuote>(job.base[i])),
        ql::Handle<ql::YieldTermStructure>(ql::ext::make_shared<ql::FlatForward>(today, interest, days)),
        ql::Handle<ql::BlackVolTermStructure>(
            ql::ext::make_shared<ql::BlackConstantVol>(today, ql::NullCalendar(), job.sd[i], days))));
  }
  return processes;
}

}  // namespace

int main(int, char** arguments) {
  const Job job = read_job(arguments[1]);

  const Stopwatch stopwatch;
  ql::Matrix correlation(job.n_sectors, job.n_sectors);
  std::copy(job.correlation.begin(), job.correlation.end(), correlation.begin());
  const auto process = ql::ext::make_shared<ql::StochasticProcessArray>(processes_of(job), correlation);
  const ql::TimeGrid grid(static_cast<double>(job.n_years), job.n_years);
  ql::MultiPathGenerator<ql::PseudoRandom::rsg_type> generator(
      process, grid, ql::PseudoRandom::make_sequence_generator(job.n_sectors * job.n_years, job.seed), false);
  std::vector<std::vector<double>> cube(job.n_sectors * job.n_years, std::vector<double>(job.n_paths));
  for (std::size_t path = 0; path < job.n_paths; ++path) {
    const ql::MultiPath& sectors = generator.next().value;
    for (std::size_t i = 0; i < job.n_sectors; ++i)
      for (std::size_t year = 0; year < job.n_years; ++year)
        cube[i * job.n_years + year][path] = sectors[i][year + 1];
  }
  std::vector<std::vector<double>> quantiles;
  for (std::vector<double>& column : cube) quantiles.push_back(quantiles_of(column, job.probabilities));
  report(job, stopwatch.seconds(), std::string("QuantLib ") + QL_VERSION, quantiles);
}

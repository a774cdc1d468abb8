#include "engine/batch/team_problem.hpp"

#include <new>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace secondcurve {

TeamProblem TeamProblem::of(const std::exception_ptr& error) {
  if (!error) return {};
  try {
    std::rethrow_exception(error);
  } catch (const Interrupted&) {
    return {};
  } catch (const IoError& problem) {
    return {Kind::machine, problem.what()};
  } catch (const std::system_error& problem) {
    return {Kind::machine, problem.what()};
  } catch (const std::bad_alloc&) {
    return {Kind::machine, "not enough memory"};
  } catch (const NumericalError& problem) {
    return {Kind::numbers, problem.what()};
  } catch (const std::exception& problem) {
    return {Kind::defect, problem.what()};
  } catch (...) {
    return {Kind::defect, "an exception of unknown type"};
  }
}

std::exception_ptr TeamProblem::error_of(const std::string& process) const {
  switch (kind) {
    case Kind::none:
      break;
    case Kind::machine:
      return std::make_exception_ptr(IoError(process, "go on", text));
    case Kind::numbers:
      return std::make_exception_ptr(NumericalError(fmt::format("{}: {}", process, text)));
    case Kind::defect:
      return std::make_exception_ptr(std::runtime_error(fmt::format("{}: {}", process, text)));
  }
  return nullptr;
}

}  // namespace secondcurve

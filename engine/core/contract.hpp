#pragma once

#include <stdexcept>
#include <string>

namespace secondcurve {

/// A broken contract: a defect of ours, never the user's fault (exit status 1).
class ContractViolation final : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

namespace detail {
[[noreturn]] inline void contract_failed(const char* kind, const char* expression, const char* file,
                                         int line) {
  throw ContractViolation(std::string(file) + ":" + std::to_string(line) + ": " + kind +
                          " failed: " + expression);
}
}  // namespace detail
}  // namespace secondcurve

// Preconditions and postconditions. Checked where SECONDCURVE_CONTRACTS is defined (Debug builds and
// the tests); elsewhere the expression is only parsed.
#ifdef SECONDCURVE_CONTRACTS
#define SC_EXPECT(expression)          \
  ((expression) ? static_cast<void>(0) \
                : ::secondcurve::detail::contract_failed("precondition", #expression, __FILE__, __LINE__))
#define SC_ENSURE(expression)          \
  ((expression) ? static_cast<void>(0) \
                : ::secondcurve::detail::contract_failed("postcondition", #expression, __FILE__, __LINE__))
#else
#define SC_EXPECT(expression) static_cast<void>(sizeof(!(expression)))
#define SC_ENSURE(expression) static_cast<void>(sizeof(!(expression)))
#endif

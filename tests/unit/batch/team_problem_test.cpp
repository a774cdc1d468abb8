#include "engine/batch/team_problem.hpp"

#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace secondcurve::team_problem_test {

using ::testing::HasSubstr;
using ::testing::StrEq;
using ::testing::ThrowsMessage;
using Kind = TeamProblem::Kind;

template <class Error>
TeamProblem problem_of(const Error& error) {
  return TeamProblem::of(std::make_exception_ptr(error));
}

TEST(TeamProblem, KnowsWhoseFaultAnExceptionIs) {
  EXPECT_EQ(TeamProblem::of(nullptr).kind, Kind::none);
  EXPECT_EQ(problem_of(Interrupted()).kind, Kind::none);
  EXPECT_EQ(problem_of(IoError("part.h5", "write", "full")).kind, Kind::machine);
  EXPECT_EQ(problem_of(std::system_error(ENOSPC, std::generic_category())).kind, Kind::machine);
  EXPECT_EQ(problem_of(std::bad_alloc()).kind, Kind::machine);
  EXPECT_EQ(problem_of(NumericalError("too large")).kind, Kind::numbers);
  EXPECT_EQ(problem_of(std::logic_error("a bug")).kind, Kind::defect);
}

TEST(TeamProblem, IsThrownWithTheNameOfTheProcess) {
  const auto thrown = [](const TeamProblem& problem) {
    return [&problem] { std::rethrow_exception(problem.error_of("rank 2")); };
  };
  const TeamProblem disk = problem_of(IoError("part.h5", "write", "full")),
                    numbers{Kind::numbers, "too large"}, bug{Kind::defect, "a bug"};

  EXPECT_THAT(thrown(disk),
              ThrowsMessage<IoError>(StrEq("rank 2: cannot go on: part.h5: cannot write: full")));
  EXPECT_THAT(thrown(numbers), ThrowsMessage<NumericalError>(StrEq("rank 2: too large")));
  EXPECT_THAT(thrown(bug), ThrowsMessage<std::runtime_error>(StrEq("rank 2: a bug")));
  EXPECT_EQ(TeamProblem().error_of("rank 2"), nullptr);
}

}  // namespace secondcurve::team_problem_test

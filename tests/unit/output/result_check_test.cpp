#include "engine/output/result_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample_parts.hpp"

namespace secondcurve::result_check_test {

using State = ResultCheck::State;
using testing::HasSubstr;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

/// A result with cubes of three chunks a series.
std::string write_result(const Folder& folder) {
  sample::Part part;
  part.n_paths = 70000;
  sample::write_part(folder.file("a.h5"), part);
  return folder.file("a.h5");
}

State state_of(const std::string& path) {
  return check_result(path, "run_fingerprint", "print of baseline").state;
}

TEST(ResultCheck, TrustsAFinishedResult) {
  const Folder folder;

  const ResultCheck check = check_result(write_result(folder), "run_fingerprint", "print of baseline");

  EXPECT_EQ(check.state, State::whole);
  EXPECT_EQ(check.problem, "");
}

TEST(ResultCheck, SaysThatAFileIsMissing) { EXPECT_EQ(state_of(Folder().file("none.h5")), State::missing); }

TEST(ResultCheck, TellsAResultFromThatOfAnotherRun) {
  const Folder folder;
  const std::string path = write_result(folder);

  EXPECT_EQ(check_result(path, "run_fingerprint", "another").state, State::other);
  EXPECT_EQ(check_result(path, "no_such_attribute", "another").state, State::other);
}

TEST(ResultCheck, FindsThatAFileWasCutShortAnywhere) {
  const Folder folder;
  const std::string bytes = bytes_of(write_result(folder));

  for (std::size_t i = 0; i < 50; ++i) {
    write_bytes(folder.file("cut.h5"), bytes.substr(0, bytes.size() * i / 50));
    EXPECT_EQ(state_of(folder.file("cut.h5")), State::damaged) << i;
  }
  write_bytes(folder.file("cut.h5"), bytes.substr(0, bytes.size() - 1));
  EXPECT_EQ(state_of(folder.file("cut.h5")), State::damaged);
}

TEST(ResultCheck, FindsDamageInACompressedCube) {
  const Folder folder;
  const std::string bytes = bytes_of(write_result(folder));

  for (const std::size_t place : {bytes.size() / 4, bytes.size() / 2, bytes.size() * 3 / 4}) {
    std::string damaged = bytes;
    damaged[place] =
        static_cast<char>(damaged[place] ^ 1);  // in one of the chunks, by far the most of the file
    write_bytes(folder.file("damaged.h5"), damaged);
    const ResultCheck check = check_result(folder.file("damaged.h5"), "run_fingerprint", "print of baseline");
    EXPECT_EQ(check.state, State::damaged) << place;
    EXPECT_THAT(check.problem, HasSubstr("/damaged.h5: cannot read '"));
  }
}

TEST(ResultCheck, RefusesWhatIsNoResult) {
  const Folder folder;
  write_bytes(folder.file("a.h5"), "scenario,year\n");

  EXPECT_EQ(state_of(folder.file("a.h5")), State::damaged);
  EXPECT_EQ(state_of(folder.path()), State::damaged);
}

}  // namespace secondcurve::result_check_test

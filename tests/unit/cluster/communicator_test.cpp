// Run by mpirun on 1, 2, 3 and 4 processes, and by itself: all processes go through all tests side by side.

#include "engine/cluster/communicator.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <new>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::communicator_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;
using namespace std::chrono_literals;

/// The one communicator of this program. Its pieces are small, so that messages take several.
Communicator& team() {
  static Communicator communicator(1000);
  return communicator;
}

/// Waits until all have come here.
void wait_for_all() {
  team().gather("");
  team().broadcast({});
}

Bytes some_bytes(std::size_t n, std::size_t seed) {
  Bytes bytes(n);
  for (std::size_t i = 0; i < n; ++i) bytes[i] = static_cast<std::byte>((i * 7 + i / 256 + seed) & 0xff);
  return bytes;
}

TEST(Communicator, KnowsItsRankAndNames) {
  EXPECT_LT(team().rank(), team().size());
  EXPECT_EQ(team().n_here(), team().size());  // all on this machine
  EXPECT_FALSE(team().name(team().size() - 1).empty());
  if (team().size() > 1) {
    EXPECT_THAT(team().name(1), HasSubstr("rank 1 of " + std::to_string(team().size()) + " on "));
  }
}

TEST(Communicator, SharesTheProcessorsOfTheMachine) {
  if (team().size() > 1) {
    EXPECT_GE(team().n_threads(), 1);
    EXPECT_LE(team().n_threads(), std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
  } else {
    EXPECT_GE(team().n_threads(), 0);
  }
}

TEST(Communicator, BroadcastsBytesOfAnyNumber) {
  for (const std::size_t n : {0U, 1U, 999U, 1000U, 1001U, 123'456U}) {
    const Bytes sent = some_bytes(n, 3);

    const Bytes received = team().broadcast(team().rank() == 0 ? sent : some_bytes(17, 9));

    EXPECT_TRUE(received == sent) << n;
  }
}

TEST(Communicator, ReducesWhatAllHaveInATree) {
  std::vector<std::size_t> ranks{team().rank()};
  std::size_t n_merged = 0, n_saved = 0;
  const auto save = [&] {
    ++n_saved;
    Bytes bytes;
    for (const std::size_t rank : ranks) bytes.push_back(static_cast<std::byte>(rank));
    bytes.resize(5000, std::byte{0xff});
    return bytes;
  };
  const auto merge = [&](Bytes bytes) {
    ++n_merged;
    EXPECT_EQ(bytes.size(), 5000U);
    for (const std::byte byte : bytes)
      if (byte != std::byte{0xff}) ranks.push_back(static_cast<std::size_t>(byte));
  };

  team().reduce(save, merge);

  std::sort(ranks.begin(), ranks.end());
  if (team().rank() == 0) {
    std::vector<std::size_t> all(team().size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    EXPECT_EQ(ranks, all);
    EXPECT_EQ(n_saved, 0U);
    EXPECT_EQ((std::size_t{1} << n_merged) >= team().size(), true);  // a tree, not a line
  } else {
    EXPECT_EQ(n_saved, 1U);
  }
}

TEST(Communicator, GathersTextsOnRankZero) {
  const std::vector<std::string> texts =
      team().gather(std::string(team().rank() * 1500, 'x') + std::to_string(team().rank()));

  if (team().rank() > 0) {
    EXPECT_THAT(texts, IsEmpty());
  } else {
    ASSERT_THAT(texts, SizeIs(team().size()));
    for (std::size_t rank = 0; rank < texts.size(); ++rank)
      EXPECT_EQ(texts[rank], std::string(rank * 1500, 'x') + std::to_string(rank));
  }
}

TEST(Communicator, PassesTextsBetweenRankZeroAndTheOthersByChannel) {
  if (team().rank() > 0) {
    for (int i = 0; i < 3; ++i) team().send(0, Team::Channel::to_leader, std::to_string(i));
    std::optional<Team::Message> answer, stop;
    for (Naps naps; !answer || !stop; naps.rest()) {
      if (!stop) stop = team().receive(Team::Channel::stop);
      if (!answer) answer = team().receive(Team::Channel::work);
    }
    EXPECT_EQ(answer->text, "work " + std::to_string(team().rank()));
    EXPECT_EQ(stop->text, "");
  } else {
    std::vector<std::string> told(team().size());
    for (std::size_t n = 3 * (team().size() - 1); n > 0;)
      if (const auto message = team().receive(Team::Channel::to_leader)) {
        told[message->rank] += message->text;
        --n;
      }
    for (std::size_t rank = 1; rank < team().size(); ++rank) {
      EXPECT_EQ(told[rank], "012");
      team().send(rank, Team::Channel::work, "work " + std::to_string(rank));
      team().send(rank, Team::Channel::stop, "");
    }
  }
  wait_for_all();
  EXPECT_FALSE(team().receive(Team::Channel::to_leader).has_value());
}

TEST(Communicator, WaitsWithoutWorkForTheProcessor) {
  wait_for_all();
  const std::clock_t begin = std::clock();
  if (team().rank() == 0) std::this_thread::sleep_for(300ms);
  wait_for_all();

  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;

  EXPECT_LT(seconds, 0.15);
}

TEST(RefuseDifferences, NamesTheRanksThatDiffer) {
  const std::string own = team().rank() == 1 ? "two" : "one";
  const auto check = [&] {
    refuse_differences(team(),
                       {{"the name", "same", "."}, {"the number", own, "Mend it"}, {"more", own, "."}});
  };

  if (team().rank() == 0 && team().size() > 1) {
    EXPECT_THAT(check,
                ThrowsMessage<UsageError>(AllOf(HasSubstr("the number is 'one' on rank 0"),
                                                HasSubstr("'two' on rank 1 of"), HasSubstr("Mend it"))));
  } else {
    EXPECT_NO_THROW(check());
  }
}

TEST(IsFolderShared, IsTrueForAFolderThatAllSee) {
  const std::string folder = text_of(team().broadcast(bytes_of(testing::TempDir())));

  EXPECT_TRUE(is_folder_shared(team(), folder, 5s));
}

TEST(IsFolderShared, NamesTheRanksThatDoNotSeeIt) {
  testing_files::Folder own;  // every process has another one
  const auto check = [&] { return is_folder_shared(team(), own.path(), 100ms); };
  // The others look where rank 0 has written; of a folder that is not there nobody sees anything.
  const std::string missing = own.path() + "/missing";
  const auto check_missing = [&] { return is_folder_shared(team(), missing, 100ms); };

  EXPECT_TRUE(check());
  if (team().rank() == 0) {
    EXPECT_THAT(check_missing, ThrowsMessage<IoError>(HasSubstr("missing/.team-")));
  } else {
    EXPECT_FALSE(check_missing());
  }
  EXPECT_TRUE(std::filesystem::is_empty(own.path()));
}

// Goes last: what it breaks stays broken.
TEST(Communicator, KnowsThatACallHasEndedByAnException) {
  EXPECT_FALSE(team().is_broken());
  int n_left = 0;  // merges of this process, of which the last fails
  for (std::size_t step = 1; step < team().size() && (team().rank() & step) == 0; step *= 2)
    if (team().rank() + step < team().size()) ++n_left;
  const auto merge = [&](const Bytes&) {
    if (--n_left == 0 && team().rank() == 0) throw std::bad_alloc();
  };

  if (team().rank() == 0 && team().size() > 1) {
    EXPECT_THROW(team().reduce([] { return Bytes(); }, merge), std::bad_alloc);
    EXPECT_TRUE(team().is_broken());
  } else {
    team().reduce([] { return Bytes(3); }, merge);
    EXPECT_FALSE(team().is_broken());
  }
}

}  // namespace secondcurve::communicator_test

#include "engine/batch/run_batch.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/batch/batch.hpp"
#include "engine/batch/batch_team.hpp"
#include "engine/core/error.hpp"
#include "engine/run/team.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/thread_team.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::run_batch_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;

const std::string head = "batch.title = 'A test'\n";
const std::string a_and_b =
    "[scenarios.a]\nfile = 'base.toml'\n[scenarios.b]\nfile = "
    "'base.toml'\nset.sectors.industry.growth.spread = 0.2\n";
/// Growth of this size leaves the range of numbers.
const std::string fails = "[scenarios.c]\nfile = 'base.toml'\nset.sectors.industry.growth.spread = 1e6\n";

/// A batch that was planned, in a folder of its own.
struct Planned {
  explicit Planned(const std::string& text)
      : texts({{"batch.toml", head + text},
               {"base.toml", std::string(test::scenario_head) +
                                 test::one_sector("model = \"path\", growth = 0.1, spread = 0.1")}}),
        files(texts),
        plan(load_batch("batch.toml", files)),
        checks(check_scenarios(plan, files, {})),
        record(record_of(plan, checks, texts)) {
    directory.create();
  }

  void run(int threads = 2, const std::atomic<bool>* cancelled = nullptr) {
    Alone alone;
    run(alone, threads, cancelled);
  }

  void run(Team& team, int threads, const std::atomic<bool>* cancelled = nullptr) {
    const BatchControl control{
        .threads = threads, .cancelled = cancelled, .report = [&](const BatchEvent& event) {
          events[event.entry].insert(event.kind);
          if (events.size() > most_events) throw IoError("log.jsonl", "write", "the disk is full");
        }};
    const auto load = [&](std::size_t entry) {
      if (entry > 0) std::this_thread::sleep_for(delay);
      return load_planned(plan, plan.scenarios[entry], files);
    };
    run_batch(directory, record, load, mean_blocks(checks), control, team);
  }

  std::vector<std::string> states() const {
    std::vector<std::string> names;
    for (const BatchProgress& each : directory.progress(record, false))
      names.emplace_back(name_of(each.state));
    return names;
  }

  std::map<std::string, std::string> texts;
  MemoryFiles files;
  BatchPlan plan;
  std::vector<ScenarioCheck> checks;
  BatchRecord record;
  Folder folder;
  BatchDirectory directory{folder.path()};
  std::map<std::size_t, std::set<BatchEvent::Kind>> events;  ///< by scenario
  std::size_t most_events = 1000;                            ///< scenarios that may be told of
  std::chrono::milliseconds delay{0};  ///< before rank 0 begins a scenario, so that others do
};

TEST(NAtOnce, GivesShortScenariosAThreadEach) {
  EXPECT_EQ(n_at_once(1, 16), 16U);
  EXPECT_EQ(n_at_once(8, 1), 1U);
}

TEST(NAtOnce, BeginsTwoLongOnes) {
  EXPECT_EQ(n_at_once(1'000'000, 16), 2U);
  EXPECT_EQ(n_at_once(1'000'000, 1), 1U);
}

TEST(NAtOnce, FallsWithTheLengthAndNeedsNone) {
  std::size_t last = n_at_once(0, 16);
  EXPECT_EQ(last, 16U);
  for (std::uint64_t n_blocks = 1; n_blocks < 3000; n_blocks += 7) {
    const std::size_t now = n_at_once(n_blocks, 16);
    EXPECT_LE(now, last);
    last = now;
  }
  EXPECT_EQ(last, 2U);
}

TEST(RunBatch, MakesAPartOfEachScenario) {
  Planned batch(a_and_b);

  batch.run();

  EXPECT_THAT(batch.states(), ElementsAre("done", "done"));
  EXPECT_THAT(batch.events[0], ElementsAre(BatchEvent::Kind::begun, BatchEvent::Kind::done));
}

TEST(RunBatch, NotesAFailureAndRunsTheOthers) {
  Planned batch(fails + a_and_b);

  batch.run();

  EXPECT_THAT(batch.states(), ElementsAre("failed", "done", "done"));
  EXPECT_THAT(batch.events[0], ElementsAre(BatchEvent::Kind::begun, BatchEvent::Kind::failed));
  const std::string message = batch.directory.progress(batch.record, false)[0].message;
  EXPECT_THAT(message, HasSubstr("sector industry"));
}

TEST(RunBatch, StopsWhereTheBaselineFails) {
  Planned batch("batch.baseline = 'c'\n" + fails + a_and_b);

  EXPECT_THAT([&] { batch.run(); }, ThrowsMessage<NumericalError>(HasSubstr("the baseline 'c' failed")));
  EXPECT_THAT(batch.states(), ElementsAre("failed", "new", "new"));
}

TEST(RunBatch, StopsWhenItIsCancelledAndGoesOnLater) {
  Planned batch(a_and_b);
  const std::atomic<bool> cancelled{true};

  EXPECT_THROW(batch.run(2, &cancelled), Interrupted);
  EXPECT_THAT(batch.states(), ElementsAre("new", "new"));
  batch.run();
  EXPECT_THAT(batch.states(), ElementsAre("done", "done"));
}

TEST(RunBatch, RunsNothingTwiceButWhatIsDamaged) {
  Planned batch(a_and_b);
  batch.run();
  const std::string whole = bytes_of(batch.directory.part_path(1));
  testing_files::write_bytes(batch.directory.part_path(1), whole.substr(0, whole.size() / 2));
  batch.events.clear();

  batch.run();

  EXPECT_FALSE(batch.events.contains(0));
  EXPECT_TRUE(batch.events[1].contains(BatchEvent::Kind::set_aside));
  EXPECT_EQ(bytes_of(batch.directory.part_path(1)), whole);
}

TEST(RunBatch, RefusesAConfigThatIsNoLongerTheOneRecorded) {
  Planned batch(a_and_b);
  batch.record.entries[0].fingerprint = "other";

  EXPECT_THAT([&] { batch.run(); },
              ThrowsMessage<IoError>(HasSubstr("it has changed since the batch began")));
}

TEST(RunBatch, NotesWhyAScenarioIsNotCompared) {
  Planned batch("batch.baseline = 'a'\n" + a_and_b +
                "[scenarios.other]\nfile = 'base.toml'\nset.simulation.seed = 7\n");

  batch.run();

  EXPECT_THAT(bytes_of(batch.directory.part_path(2)),
              HasSubstr(unpaired_note("a", "simulation.seed is 20260101 in the baseline and 7 here")));
  EXPECT_THAT(bytes_of(batch.directory.part_path(1)), Not(HasSubstr(unpaired_note("a", ""))));
}

TEST(RunBatch, GivesTheSameBytesOnAnyNumberOfThreads) {
  // 130 blocks each: on 7 threads fewer scenarios than threads are begun, and the threads share their blocks.
  const std::string text = "batch.set.simulation.paths = 33_000\nbatch.baseline = 'a'\n" + a_and_b;
  Planned one(text), seven(text);
  ASSERT_LT(n_at_once(mean_blocks(seven.checks), 7), 7U);

  one.run(1);
  seven.run(7);

  for (const std::size_t entry : {0U, 1U})
    EXPECT_TRUE(bytes_of(one.directory.part_path(entry)) == bytes_of(seven.directory.part_path(entry)))
        << entry;
}

/// A batch by several processes, which are threads here.
class ByTeam {
 public:
  ByTeam(Planned& batch, std::size_t size) : batch_(batch) {
    for (std::size_t rank = 1; rank < size; ++rank)
      others_.emplace_back([this, rank, size] {
        test::ThreadTeam team(post_, rank, size);
        for (Bytes job = team.broadcast({}); !job.empty(); job = team.broadcast({}))
          work_on_batch(team, text_of(job), cancelled_[rank]);
      });
    leader_ = std::make_unique<test::ThreadTeam>(post_, 0, size);
  }
  ByTeam(const ByTeam&) = delete;
  ByTeam& operator=(const ByTeam&) = delete;
  ~ByTeam() {
    leader_->broadcast({});
    for (std::thread& other : others_) other.join();
  }
  void run() { batch_.run(*leader_, 1, &cancelled_[0]); }
  void cancel(std::size_t rank) { cancelled_[rank] = true; }

 private:
  Planned& batch_;
  test::Post post_;
  std::array<std::atomic<bool>, 4> cancelled_{};
  std::unique_ptr<test::ThreadTeam> leader_;
  std::vector<std::thread> others_;
};

const std::string many =
    "batch.baseline = 'a'\n" + a_and_b +
    "[sweeps.s]\nfile = 'base.toml'\ndesign = 'grid'\n"
    "[sweeps.s.axes.x]\nset.sectors.industry.growth.spread = [0.1, 0.3, 0.5, 1e6, 0.7]\n";

TEST(RunBatch, GivesTheSameBytesOnAnyNumberOfProcesses) {
  Planned alone(many);
  alone.run();
  for (const std::size_t size : {2U, 4U}) {
    Planned shared(many);
    {
      ByTeam team(shared, size);
      team.run();
    }

    EXPECT_EQ(shared.states(), alone.states());
    EXPECT_THAT(shared.states(), ElementsAre("done", "done", "done", "done", "done", "failed", "done"));
    for (std::size_t entry = 0; entry < shared.states().size(); ++entry) {
      EXPECT_EQ(shared.events[entry], alone.events[entry]) << entry;
      if (shared.states()[entry] == "done") {
        EXPECT_TRUE(bytes_of(shared.directory.part_path(entry)) ==
                    bytes_of(alone.directory.part_path(entry)));
      }
    }
  }
}

TEST(RunBatch, TellsWhichProcessFailed) {
  Planned batch(many);
  // What the others load is in the record; rank 0 has files of its own here.
  batch.record.files.at("base.toml") += "# changed\n";
  batch.delay = std::chrono::milliseconds(100);
  ByTeam team(batch, 3);

  EXPECT_THAT([&] { team.run(); }, ThrowsMessage<IoError>(MatchesRegex(
                                       "rank [12]: cannot go on: .*it has changed since the batch began.*")));
}

TEST(RunBatch, EndsAllProcessesWhereTheDeskFails) {
  Planned batch(many);
  batch.most_events = 2;  // the first is of the baseline
  batch.delay = std::chrono::milliseconds(100);
  ByTeam team(batch, 3);

  EXPECT_THAT([&] { team.run(); }, ThrowsMessage<IoError>(HasSubstr("log.jsonl: cannot write")));
}

TEST(RunBatch, TriesTheFolderBeforeAnythingIsSimulated) {
  Planned batch(many);
  ByTeam team(batch, 2);
  std::filesystem::remove_all(batch.directory.path());

  EXPECT_THAT([&] { team.run(); }, ThrowsMessage<IoError>(HasSubstr(".team-")));
  EXPECT_TRUE(batch.events.empty());
}

TEST(RunBatch, StopsAllProcessesWhenOneIsStopped) {
  for (const std::size_t rank : {0U, 2U}) {
    Planned batch("batch.set.simulation.paths = 33_000\n" + many);
    {
      ByTeam team(batch, 3);
      team.cancel(rank);

      EXPECT_THROW(team.run(), Interrupted);
    }
  }
}

}  // namespace secondcurve::run_batch_test

#include "engine/batch/team_run.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/batch/run_helper.hpp"
#include "engine/batch/run_state.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/simulate/dataset.hpp"
#include "models/economy/economy.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/thread_team.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/small_disk.hpp"

namespace secondcurve::team_run_test {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;

/// A run of 200 blocks with cubes, of which chunks have 32 blocks and more.
const std::string head = std::string(test::scenario_head) + "[output]\ncube = [\"output\"]\n";
const std::string simple =
    head + test::one_sector("model = \"geometric_brownian\", drift = 0.02, volatility = 0.1",
                            "{ value = 100, sd = 5 }");
const std::vector<std::string> paths_51_200{"simulation.paths=51_200"};
/// The rule is met after some looks, so that the cubes are written in the second pass.
const std::string with_rule =
    simple +
    "[simulation.stop_when]\nseries = \"industry\"\nyear = 2030\nstatistic = \"mean\"\n"
    "standard_error = 0.2\n";

/// What a test does to processes.
struct Plan {
  std::size_t size = 1;
  std::size_t stopped_rank = 0;
  std::uint64_t stop_after = ~0ULL;  ///< blocks that are told of
};

/// A process that sees nothing that others write.
class BlindTeam final : public Team {
 public:
  explicit BlindTeam(Team& team) : team_(team) {}
  std::size_t rank() const override { return team_.rank(); }
  std::size_t size() const override { return team_.size(); }
  std::size_t n_here() const override { return 1; }
  int n_threads() const override { return 1; }
  std::string name(std::size_t rank) const override { return team_.name(rank); }
  Bytes broadcast(Bytes bytes) override { return team_.broadcast(std::move(bytes)); }
  void reduce(const std::function<Bytes()>& save, const std::function<void(Bytes)>& merge) override {
    team_.reduce(save, merge);
  }
  std::vector<std::string> gather(const std::string&) override { return team_.gather("no"); }
  void send(std::size_t rank, Channel channel, const std::string& text) override {
    team_.send(rank, channel, text);
  }
  std::optional<Message> receive(Channel channel) override { return team_.receive(channel); }
  bool is_broken() const override { return false; }
  std::chrono::milliseconds time_after_signal() const override { return team_.time_after_signal(); }
  [[noreturn]] void abort(int status) override { team_.abort(status); }

 private:
  Team& team_;
};

/// A run by several processes, which are threads here.
class ByTeam {
 public:
  ByTeam(const std::string& config, const std::string& folder) : folder_(folder) {
    const MemoryFiles files({{"test.toml", config}});
    loaded_.emplace(load_scenario("test.toml", paths_51_200, files));
    economy_.emplace(loaded_->scenario);
  }

  std::string result() const { return folder_ + "/result.h5"; }
  RunState state() const { return RunState(result(), run_fingerprint(*loaded_)); }

  /// Blocks of all passes that are kept.
  std::uint64_t n_kept() const {
    const RunState kept = state();
    if (!kept.before()) return 0;
    std::uint64_t n = kept.before()->counting.n_done();
    for (const PassProgress& search : kept.before()->searches) n += search.n_done();
    return n;
  }

  void run(const Plan& plan, bool is_resumable = true, bool has_blind = false) {
    test::Post post;
    std::vector<std::atomic<bool>> cancelled(plan.size);
    std::vector<std::thread> others;
    for (std::size_t rank = 1; rank < plan.size; ++rank)
      others.emplace_back([&, rank] {
        test::ThreadTeam team(post, rank, plan.size);
        BlindTeam blind(team);
        RunHelper helper(has_blind ? static_cast<Team&>(blind) : team, cancelled[rank]);
        for (Bytes job = team.broadcast({}); !job.empty(); job = team.broadcast({}))
          helper.take(nlohmann::json::parse(text_of(job)).at("job").get<std::string>());
      });
    test::ThreadTeam team(post, 0, plan.size);
    std::atomic<std::uint64_t> n_told = 0;
    const RunControl control{.threads = 1, .cancelled = &cancelled[0], .progress = [&](std::uint64_t n) {
                               if ((n_told += n) >= plan.stop_after) cancelled[plan.stopped_rank] = true;
                             }};
    std::exception_ptr error;
    try {
      std::optional<RunState> kept;
      if (is_resumable) kept.emplace(result(), run_fingerprint(*loaded_));
      ResultWriter writer(result(), Overwrite::replace);
      run_to_file_with_team(writer, result(), *loaded_, *economy_, control, team, kept ? &*kept : nullptr);
    } catch (...) {
      error = std::current_exception();
    }
    team.broadcast({});
    for (std::thread& other : others) other.join();
    if (error) std::rethrow_exception(error);
  }

  /// The bytes of the same run in one process without a state.
  std::string whole() const {
    const std::string path = folder_ + "/whole.h5";
    ResultWriter writer(path, Overwrite::replace);
    run_to_file(writer, *loaded_, *economy_, {.threads = 2, .cancelled = nullptr, .progress = {}});
    return bytes_of(path);
  }

 private:
  std::string folder_;
  std::optional<LoadedScenario> loaded_;
  std::optional<Economy> economy_;
};

TEST(RunToFileWithTeam, GivesTheSameBytesWithAStateOnAnyNumberOfProcesses) {
  for (const std::string& config : {simple, with_rule}) {
    for (const std::size_t size : {1U, 3U}) {
      const Folder folder;
      ByTeam run(config, folder.path());

      run.run({.size = size});

      EXPECT_TRUE(bytes_of(run.result()) == run.whole()) << size;
      EXPECT_FALSE(fs::exists(folder.file(".result.h5.parts")));
    }
  }
}

TEST(RunToFileWithTeam, LosesNothingWhenItIsStoppedAgainAndAgain) {
  for (const std::string& config : {simple, with_rule}) {
    const Folder folder;
    ByTeam run(config, folder.path());
    std::uint64_t n_kept = 0;
    int n_stops = 0;
    for (std::size_t i = 0; !fs::exists(run.result()); ++i) {
      ASSERT_LT(i, 100U);
      const std::size_t size = 1 + i % 3;
      try {
        run.run({.size = size, .stopped_rank = (i / 2) % size, .stop_after = n_kept + 1 + 7 * i});
      } catch (const Interrupted&) {
        ++n_stops;
        const std::uint64_t n_now = run.n_kept();
        EXPECT_GT(n_now, n_kept);
        n_kept = n_now;
      }
    }

    EXPECT_GT(n_stops, 3);
    EXPECT_TRUE(bytes_of(run.result()) == run.whole());
  }
}

TEST(RunToFileWithTeam, MakesPartsOfCubesAgainThatAreLostOrDamaged) {
  for (const std::string& config : {simple, with_rule}) {
    const Folder folder;
    ByTeam run(config, folder.path());
    BlockRanges parts;
    for (std::size_t i = 0; parts.size() < 5; ++i) {
      ASSERT_LT(i, 50U);
      // Rank 0 stops after its first task, so that some blocks are left however fast the other is.
      ASSERT_THROW(run.run({.size = 2, .stop_after = run.n_kept() + 1}), Interrupted);
      const RunState state = run.state();
      ASSERT_TRUE(state.before().has_value());
      parts = state.before()->parts;
    }
    const std::string parts_folder = run.state().folder();
    const auto part = [&](std::size_t i) { return part_path(parts_folder, parts.at(i).first); };
    fs::remove(part(0));
    testing_files::write_bytes(part(2), bytes_of(part(2)).substr(0, 5000));
    fs::copy_file(part(4), part(3), fs::copy_options::overwrite_existing);  // of other paths

    run.run({.size = 2});

    EXPECT_TRUE(bytes_of(run.result()) == run.whole());
  }
}

TEST(RunToFileWithTeam, NamesTheProcessesThatDoNotSeeTheFolder) {
  const Folder folder;
  ByTeam run(simple, folder.path());

  // They would wait for 15 s for what they never see; this one says at once that it does not.
  EXPECT_THAT([&] { run.run({.size = 2}, false, true); },
              ThrowsMessage<IoError>(AllOf(HasSubstr(folder.path()), HasSubstr("is not seen by rank 1"))));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

class FullDisk : public testing_files::SmallDisk {};

TEST_F(FullDisk, LeavesTheOldState) {
  {
    RunState state(disk() + "/result.h5", "a");
    state.keep({.counting = {.end = 3, .gaps = {}, .found = Bytes(1000)}, .searches = {}, .parts = {}});

    EXPECT_THROW(
        state.keep(
            {.counting = {.end = 9, .gaps = {}, .found = Bytes(2'000'000)}, .searches = {}, .parts = {}}),
        IoError);
  }

  const RunState state(disk() + "/result.h5", "a");
  ASSERT_TRUE(state.before().has_value());
  EXPECT_EQ(state.before()->counting.end, 3U);
}

}  // namespace secondcurve::team_run_test

// Writing a cube: 131,072 paths of the Shanghai baseline (88 MB in float32), from blocks in memory to a
// finished file on the disk of TMPDIR. Bytes are those of the uncompressed cube. As in a run, all cores pack
// and compress, and one more thread writes.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/check.hpp"
#include "bench/machine_limits.hpp"
#include "bench/scenarios.hpp"
#include "engine/output/cube_sink.hpp"
#include "engine/output/deflate.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/dataset.hpp"

namespace secondcurve::bench {
namespace {

constexpr std::size_t n_cube_blocks = 512;
constexpr std::uint64_t n_cube_paths = n_cube_blocks * block_paths;

/// A file name of our own that is removed in the end.
class ScratchFile final {
 public:
  ScratchFile()
      : path_(std::filesystem::temp_directory_path() /
              ("secondcurve_bench_" + std::to_string(std::random_device()()) + ".h5")) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Simulated blocks, kept with the workspaces that hold them.
class Blocks final {
 public:
  Blocks() : loaded_(shanghai_baseline(n_cube_paths)), economy_(loaded_.scenario) {
    for (std::size_t i = 0; i < n_cube_blocks; ++i)
      blocks_.push_back(economy_.simulate(i, block_paths, workspaces_.emplace_back(economy_)));
  }

  const LoadedScenario& loaded() const { return loaded_; }
  const std::vector<BlockView>& all() const { return blocks_; }

 private:
  LoadedScenario loaded_;
  Economy economy_;
  std::vector<Economy::Workspace> workspaces_;
  std::vector<BlockView> blocks_;
};

void write(const Blocks& blocks, const ScratchFile& file, Compression compression) {
  ResultWriter writer(file.path().string(), Overwrite::replace);
  writer.write_root(root_group(blocks.loaded()));
  BlockSink& sink = writer.add_cube({.variable = "output",
                                     .group = "",
                                     .dimensions = {"scenario", "series", "year", "path"},
                                     .long_name = "output",
                                     .units = "bn CNY",
                                     .n_paths = n_cube_paths,
                                     .source = CubeSpec::Source::output,
                                     .compression = compression});
  run_blocks(0, n_cube_blocks, RunControl{},
             [&](std::size_t, std::uint64_t block) { sink.take(blocks.all()[block]); });
  writer.commit();
}

/// Whether the file holds every value, rounded to float32.
bool reads_back(const Blocks& blocks, const ScratchFile& file) {
  const ResultFile result(file.path().string());
  const BlockView& first = blocks.all().front();
  for (std::size_t series = 0; series < first.n_series(); ++series)
    for (std::size_t year = 0; year < first.n_years(); ++year) {
      const std::vector<float> row = result.read_cube("output", series, year);
      if (row.size() != n_cube_paths) return false;
      for (const BlockView& block : blocks.all())
        for (std::size_t i = 0; i < block_paths; ++i)
          if (row[block.first_path() + i] != static_cast<float>(block.output(series, year)[i])) return false;
    }
  return true;
}

/// Writes a plain file of so many bytes, flushed to the disk; whether that succeeded.
bool write_plainly(const ScratchFile& file, std::size_t n_bytes) {
  const std::vector<char> bytes(std::size_t{1} << 20u, 'x');
  const int descriptor = ::open(file.path().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  bool right = descriptor >= 0;
  for (std::size_t left = n_bytes; right && left > 0;) {
    const ssize_t written = ::write(descriptor, bytes.data(), std::min(left, bytes.size()));
    right = written > 0;
    if (right) left -= static_cast<std::size_t>(written);
  }
  right = right && ::fsync(descriptor) == 0;
  return descriptor >= 0 && ::close(descriptor) == 0 && right;
}

/// Seconds that something takes.
template <class Action>
double seconds_of(const Action& action) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  action();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Seconds to shuffle and compress the cube's chunks in memory on all cores, the median of five.
double codec_seconds(const Blocks& blocks) {
  const BlockView& first = blocks.all().front();
  detail::CubeShape shape;
  shape.n_years = first.n_years();
  shape.n_paths = shape.end_path = n_cube_paths;
  const std::size_t n_paths = shape.slab_paths(), n_values = n_paths * shape.n_years;
  std::vector<std::vector<float>> chunks;
  for (std::size_t series = 0; series < first.n_series(); ++series)
    for (std::size_t begin = 0; begin < n_cube_blocks; begin += n_paths / block_paths) {
      std::vector<float>& chunk = chunks.emplace_back();
      for (std::size_t year = 0; year < first.n_years(); ++year)
        for (std::size_t block = begin; block < begin + n_paths / block_paths; ++block) {
          const ColumnView values = blocks.all()[block].output(series, year);
          for (std::size_t i = 0; i < block_paths; ++i) chunk.push_back(static_cast<float>(values[i]));
        }
    }
  std::vector<double> seconds;
  for (int i = 0; i < 5; ++i)
    seconds.push_back(seconds_of([&] {
      run_indices(chunks.size(), RunControl{}, [&](std::size_t index) {
        const auto raw = std::as_bytes(std::span<const float>(chunks[index]));
        std::vector<std::byte> planes(n_values * sizeof(float)), packed(detail::deflate_bound(planes.size()));
        detail::shuffle(raw, sizeof(float), planes);
        benchmark::DoNotOptimize(detail::deflate(planes, packed));
      });
    }));
  return median(std::move(seconds));
}

void write_cube(benchmark::State& state, Compression compression) {
  const Blocks blocks;
  const ScratchFile file;
  write(blocks, file, compression);
  require(state, reads_back(blocks, file), "the cube does not read back");
  const BlockView& first = blocks.all().front();
  const std::size_t bytes = first.n_series() * first.n_years() * n_cube_paths * sizeof(float);
  const std::size_t stored_bytes = std::filesystem::file_size(file.path());
  require(state, write_plainly(file, stored_bytes), "a plain file cannot be written");
  const double compress_seconds = compression == Compression::deflate ? codec_seconds(blocks) : 0.0;
  std::vector<double> plain;  // in turn with the cube: a disk is fast at one time and slow at another
  for (auto _ : state) {
    plain.push_back(seconds_of([&] { write_plainly(file, stored_bytes); }));
    state.SetIterationTime(seconds_of([&] { write(blocks, file, compression); }));
  }
  if (plain.empty()) return;  // skipped: something was wrong
  const double file_seconds = median(plain);
  state.counters["bytes/s"] =
      benchmark::Counter(static_cast<double>(bytes), benchmark::Counter::kIsIterationInvariantRate);
  state.counters["stored_share"] = static_cast<double>(stored_bytes) / static_cast<double>(bytes);
  if (compress_seconds > file_seconds)
    count_of_limit(state, compress_seconds, "codec");
  else
    count_of_limit(state, file_seconds, "plain file");
}
BENCHMARK_CAPTURE(write_cube, deflate, Compression::deflate)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2.0)
    ->UseManualTime();
BENCHMARK_CAPTURE(write_cube, none, Compression::none)
    ->Unit(benchmark::kMillisecond)
    ->MinTime(2.0)
    ->UseManualTime();

}  // namespace
}  // namespace secondcurve::bench

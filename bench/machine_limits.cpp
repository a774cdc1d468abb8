// The machine's limits, by loops that do one thing and nothing else; one text, compiled once per instruction
// set.
#include "bench/machine_limits.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <vector>

#define HWY_DISABLE_PCLMUL_AES  // as the engine: so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/machine_limits.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace secondcurve::bench {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Doubles = hn::ScalableTag<double>;
using Words = hn::ScalableTag<std::uint64_t>;
using HalfWords = hn::ScalableTag<std::uint32_t>;
using Vd = hn::Vec<Doubles>;
using Vw = hn::Vec<Words>;

/// Multiply-adds in independent chains; returns how many.
double operate(double* out) {
  constexpr std::size_t n_chains = 12, n_rounds = 16384;
  const Doubles d;
  const Vd factor = hn::Set(d, out[0]);
  Vd x[n_chains];
#pragma GCC unroll 12
  for (std::size_t k = 0; k < n_chains; ++k) x[k] = hn::Set(d, static_cast<double>(k));
  for (std::size_t i = 0; i < n_rounds; ++i) {
#pragma GCC unroll 12
    for (std::size_t k = 0; k < n_chains; ++k) x[k] = hn::MulAdd(x[k], factor, factor);
  }
#pragma GCC unroll 12
  for (std::size_t k = 0; k < n_chains; ++k) hn::StoreU(x[k], d, out + k * hn::Lanes(d));
  return static_cast<double>(n_chains * n_rounds * hn::Lanes(d));
}

HWY_INLINE Vw product(Vw x, Vw factor) {
  return hn::MulEven(hn::BitCast(HalfWords(), x), hn::BitCast(HalfWords(), factor));
}
HWY_INLINE Vw swap_halves(Vw x) { return hn::BitCast(Words(), hn::Shuffle2301(hn::BitCast(HalfWords(), x))); }

/// Philox4x32-10 over and over again on its own output, one quad of words per lane; returns how many words.
template <std::size_t n_chains>
double scramble(double* out) {
  constexpr std::size_t n_times = 512;
  const Words w;
  const Vw factor0 = hn::Set(w, 0xD2511F53u), factor1 = hn::Set(w, 0xCD9E8D57u);
  Vw x[n_chains][4];
#pragma GCC unroll 8
  for (std::size_t j = 0; j < n_chains; ++j)
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k) x[j][k] = hn::Iota(w, 8 * j + k);
  for (std::size_t i = 0; i < n_times; ++i) {
#pragma GCC unroll 10
    for (std::uint32_t round = 0; round < 10; ++round) {
      const Vw key0 = hn::Set(w, round * 0x9E3779B9u), key1 = hn::Set(w, round * 0xBB67AE85u);
#pragma GCC unroll 8
      for (std::size_t j = 0; j < n_chains; ++j) {
        const Vw product0 = product(x[j][0], factor0), product1 = product(x[j][2], factor1);
        x[j][0] = hn::Xor3(swap_halves(product1), x[j][1], key0);
        x[j][2] = hn::Xor3(swap_halves(product0), x[j][3], key1);
        x[j][1] = product1;
        x[j][3] = product0;
      }
    }
  }
  Vw sum = hn::Zero(w);
#pragma GCC unroll 8
  for (std::size_t j = 0; j < n_chains; ++j) sum = hn::Add(sum, hn::Add(x[j][0], x[j][2]));
  hn::StoreU(hn::BitCast(Doubles(), sum), Doubles(), out);
  return static_cast<double>(n_times * n_chains * 4 * hn::Lanes(w));
}
double scramble_4(double* out) { return scramble<4>(out); }
double scramble_6(double* out) { return scramble<6>(out); }

/// @param n a multiple of 64.
void read(const double* x, std::size_t n, double* out) {
  constexpr std::size_t n_sums = 8;
  const Doubles d;
  const std::size_t length = hn::Lanes(d);
  Vd sum[n_sums];
#pragma GCC unroll 8
  for (std::size_t k = 0; k < n_sums; ++k) sum[k] = hn::Zero(d);
  for (std::size_t i = 0; i < n; i += n_sums * length) {
#pragma GCC unroll 8
    for (std::size_t k = 0; k < n_sums; ++k) sum[k] = hn::Add(sum[k], hn::Load(d, x + i + k * length));
  }
#pragma GCC unroll 8
  for (std::size_t k = 0; k < n_sums; ++k) hn::StoreU(sum[k], d, out + k * length);
}

/// @param n a multiple of 64.
void write(double* x, std::size_t n) {
  const Doubles d;
  const Vd value = hn::Set(d, 1.0);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) hn::Store(value, d, x + i);
}

/// Past the caches. @param n a multiple of 64.
void stream(double* x, std::size_t n) {
  const Doubles d;
  const Vd value = hn::Set(d, 1.0);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) hn::Stream(value, d, x + i);
  hwy::FlushStream();
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve::bench {
namespace {

HWY_EXPORT(operate);
HWY_EXPORT(scramble_4);
HWY_EXPORT(scramble_6);
HWY_EXPORT(read);
HWY_EXPORT(write);
HWY_EXPORT(stream);

constexpr std::size_t n_cached = 2048;                    ///< doubles: 16 KiB
constexpr std::size_t n_memory = std::size_t{32} << 20u;  ///< doubles: 256 MiB, beyond every cache

/// Room for results, so that no loop can be left out.
struct alignas(64) Scratch {
  std::array<double, 128> values{};
};

/// Processor time of this thread, as the cases are timed [s].
double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// The most units per second that `work` does in one of its calls. @param work returns how many units it did.
template <class Work>
double best_rate(int n_repeats, Work&& work) {
  double best = 0.0;
  for (int i = 0; i < n_repeats; ++i) {
    const double start = thread_seconds();
    const double units = work();
    best = std::max(best, units / (thread_seconds() - start));
  }
  return best;
}

/// Raises each of 4096 counters a few times, in an order that leaps.
double count(std::vector<std::uint32_t>& counts, const std::vector<std::uint16_t>& order) {
  constexpr int n_times = 8;
  for (int i = 0; i < n_times; ++i) {
    for (const std::uint16_t place : order) ++counts[place];
    benchmark::DoNotOptimize(counts.data());
    benchmark::ClobberMemory();
  }
  return static_cast<double>(n_times * order.size());
}

std::vector<std::uint16_t> leaping_order() {
  std::vector<std::uint16_t> order(4096);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint16_t>((i * 2731) % 4096);
  return order;
}

double bytes(std::size_t n_doubles) { return static_cast<double>(n_doubles * sizeof(double)); }

/// Doubles on a boundary of 64 bytes.
class Buffer final {
 public:
  explicit Buffer(std::size_t n) : blocks_(n / 8), n_(n) {}
  double* data() { return blocks_.front().values; }
  std::size_t size() const { return n_; }

 private:
  struct alignas(64) Line {
    double values[8];
  };
  std::vector<Line> blocks_;
  std::size_t n_;
};

MachineLimits measure() {
  Scratch scratch;
  double* out = scratch.values.data();
  Buffer cached(n_cached), memory(n_memory);
  std::vector<std::uint32_t> counts(4096);
  const std::vector<std::uint16_t> order = leaping_order();
  const auto keep = [&](double units) {
    benchmark::DoNotOptimize(scratch);
    return units;
  };
  MachineLimits limits{};
  limits.operations = best_rate(200, [&] { return keep(HWY_DYNAMIC_DISPATCH(operate)(out)); });
  limits.words = std::max(best_rate(200, [&] { return keep(HWY_DYNAMIC_DISPATCH(scramble_4)(out)); }),
                          best_rate(200, [&] { return keep(HWY_DYNAMIC_DISPATCH(scramble_6)(out)); }));
  limits.counts = best_rate(200, [&] { return count(counts, order); });
  constexpr int n_times = 64;  // so that a call is long beside the clock's own time
  limits.cache_read = best_rate(200, [&] {
    for (int i = 0; i < n_times; ++i) HWY_DYNAMIC_DISPATCH(read)(cached.data(), cached.size(), out);
    return keep(n_times * bytes(cached.size()));
  });
  limits.cache_write = best_rate(200, [&] {
    for (int i = 0; i < n_times; ++i) HWY_DYNAMIC_DISPATCH(write)(cached.data(), cached.size());
    return n_times * bytes(cached.size());
  });
  limits.memory_write = best_rate(6, [&] {
    HWY_DYNAMIC_DISPATCH(stream)(memory.data(), memory.size());
    return bytes(memory.size());
  });
  limits.memory_read = best_rate(6, [&] {
    HWY_DYNAMIC_DISPATCH(read)(memory.data(), memory.size(), out);
    return keep(bytes(memory.size()));
  });
  return limits;
}

/// Shows a limit among the cases: its time is that of one unit.
void limit(benchmark::State& state, double MachineLimits::*member) {
  const double rate = machine_limits().*member;
  for (auto _ : state) state.SetIterationTime(1.0 / rate);
  state.SetItemsProcessed(state.iterations());
}
#define LIMIT(name) BENCHMARK_CAPTURE(limit, name, &MachineLimits::name)->UseManualTime()->Iterations(1)
LIMIT(operations);
LIMIT(words);
LIMIT(counts);
LIMIT(cache_read);
LIMIT(cache_write);
LIMIT(memory_read);
LIMIT(memory_write);
#undef LIMIT

}  // namespace

const MachineLimits& machine_limits() {
  static const MachineLimits limits = measure();
  return limits;
}

double cache_seconds(std::size_t read, std::size_t written) {
  const MachineLimits& limits = machine_limits();
  return std::max(static_cast<double>(read) / limits.cache_read,
                  static_cast<double>(written) / limits.cache_write);
}

double operation_seconds(std::size_t values, std::size_t operations) {
  return static_cast<double>(values * operations) / machine_limits().operations;
}

double normal_seconds(std::size_t normals) {
  return static_cast<double>(normals) / machine_limits().words + operation_seconds(normals, 18);
}

}  // namespace secondcurve::bench
#endif

#pragma once

// The reference job as the peers in C++ read it, and how they report: see job.py. No library but the standard
// one.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

struct Job {
  std::size_t n_paths = 0, n_sectors = 0, n_years = 0;
  unsigned long seed = 0;
  std::vector<double> base, mean, sd;  ///< [sector]; of log growth in a year
  std::vector<double> correlation;     ///< [sector, sector]
  std::vector<double> probabilities;
};

inline Job read_job(const char* path) {
  std::ifstream file(path);
  Job job;
  std::size_t n_probabilities = 0;
  file >> job.n_paths >> job.n_sectors >> job.n_years >> n_probabilities >> job.seed;
  const auto read = [&](std::vector<double>& values, std::size_t n) {
    values.resize(n);
    for (double& value : values) file >> value;
  };
  read(job.base, job.n_sectors);
  read(job.mean, job.n_sectors);
  read(job.sd, job.n_sectors);
  read(job.correlation, job.n_sectors * job.n_sectors);
  read(job.probabilities, n_probabilities);
  if (!file) {
    std::fprintf(stderr, "%s: not a job\n", path);
    std::exit(2);
  }
  return job;
}

/// Quantiles of a column by linear interpolation between neighbours in order, as NumPy's and R's. Reorders
/// it.
inline std::vector<double> quantiles_of(std::vector<double>& column,
                                        const std::vector<double>& probabilities) {
  std::vector<double> quantiles;
  for (const double p : probabilities) {
    const double rank = p * static_cast<double>(column.size() - 1);
    const auto below = column.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(column.begin(), below, column.end());
    const double above = below + 1 == column.end() ? *below : *std::min_element(below + 1, column.end());
    quantiles.push_back(*below + (rank - static_cast<double>(below - column.begin())) * (above - *below));
  }
  return quantiles;
}

/// Peak resident memory of this process, as Linux tells it; 0 elsewhere [bytes].
inline long long peak_bytes() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.rfind("VmHWM:", 0) == 0) return std::stoll(line.substr(6)) * 1024;
  return 0;
}

class Stopwatch final {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

/// @param quantiles [sector * n_years + year][probability]
inline void report(const Job& job, double seconds, const std::string& version,
                   const std::vector<std::vector<double>>& quantiles) {
  std::printf("{\"seconds\": %.6f, \"peak_bytes\": %lld, \"version\": \"%s\", \"quantiles\": [", seconds,
              peak_bytes(), version.c_str());
  for (std::size_t cell = 0; cell < quantiles.size(); ++cell) {
    const std::size_t year = cell % job.n_years;
    std::printf("%s%s", cell == 0 ? "" : ", ", year == 0 ? "[[" : "[");
    for (std::size_t k = 0; k < quantiles[cell].size(); ++k)
      std::printf("%s%.17g", k == 0 ? "" : ", ", quantiles[cell][k]);
    std::printf("%s", year + 1 == job.n_years ? "]]" : "]");
  }
  std::printf("]}\n");
}

// The reference job in C++ as one would write it first: Eigen, the standard library's Mersenne twister and
// normal distribution, all paths in memory, quantiles by std::nth_element.
#include <cmath>
#include <random>

#include <Eigen/Dense>

#include "job.hpp"

int main(int, char** arguments) {
  const Job job = read_job(arguments[1]);
  const auto n = static_cast<Eigen::Index>(job.n_sectors);
  const auto vector = [&](const std::vector<double>& x) {
    return Eigen::Map<const Eigen::VectorXd>(x.data(), n);
  };

  const Stopwatch stopwatch;
  const Eigen::MatrixXd correlation = Eigen::Map<const Eigen::MatrixXd>(job.correlation.data(), n, n);
  const Eigen::MatrixXd factor = vector(job.sd).asDiagonal() * correlation.llt().matrixL().toDenseMatrix();
  const Eigen::VectorXd mean = vector(job.mean), log_base = vector(job.base).array().log();
  std::mt19937_64 generator(job.seed);
  std::normal_distribution<double> normal;
  std::vector<std::vector<double>> cube(job.n_sectors * job.n_years, std::vector<double>(job.n_paths));
  Eigen::VectorXd normals(n), state(n);
  for (std::size_t path = 0; path < job.n_paths; ++path) {
    state = log_base;
    for (std::size_t year = 0; year < job.n_years; ++year) {
      for (double& z : normals) z = normal(generator);
      state += mean + factor * normals;
      for (std::size_t i = 0; i < job.n_sectors; ++i)
        cube[i * job.n_years + year][path] = std::exp(state[static_cast<Eigen::Index>(i)]);
    }
  }
  std::vector<std::vector<double>> quantiles;
  for (std::vector<double>& column : cube) quantiles.push_back(quantiles_of(column, job.probabilities));
  report(job, stopwatch.seconds(),
         "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
             std::to_string(EIGEN_MINOR_VERSION),
         quantiles);
}

"""The reference job in NumPy with Numba: a compiled loop over paths on all cores, then NumPy's quantiles. Compiling
is not timed."""

import sys
import time

import numba
import numpy as np

from job import read_job, report


@numba.njit(parallel=True, fastmath=True)
def simulate(log_base, mean, factor, paths):
    """Fills paths [year, sector, path]."""
    n_years, n_sectors, n_paths = paths.shape
    for path in numba.prange(n_paths):
        state = log_base.copy()
        normals = np.empty(n_sectors)
        for year in range(n_years):
            for i in range(n_sectors):
                normals[i] = np.random.normal()
            for i in range(n_sectors):
                growth = mean[i]
                for j in range(i + 1):
                    growth += factor[i, j] * normals[j]
                state[i] += growth
                paths[year, i, path] = np.exp(state[i])


job = read_job(sys.argv[1])
simulate(np.log(job.base), job.mean, job.factor, np.empty((job.n_years, job.n_sectors, 64)))
start = time.perf_counter()
cube = np.empty((job.n_years, job.n_sectors, job.n_paths))
simulate(np.log(job.base), job.mean, job.factor, cube)
quantiles = np.array([[np.quantile(cube[year, sector], job.probabilities) for year in range(job.n_years)]
                      for sector in range(job.n_sectors)])
seconds = time.perf_counter() - start
report(seconds, f"Numba {numba.__version__}, NumPy {np.__version__}", quantiles)

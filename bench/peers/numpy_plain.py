"""The reference job in NumPy as one would write it first: all paths as one array of doubles."""

import sys
import time

import numpy as np

from job import read_job, report

job = read_job(sys.argv[1])
start = time.perf_counter()
normals = np.random.default_rng(job.seed).standard_normal((job.n_paths, job.n_years, job.n_sectors))
paths = job.base * np.exp(np.cumsum(job.mean + normals @ job.factor.T, axis=1))  # [path, year, sector]
quantiles = np.quantile(paths, job.probabilities, axis=0)
seconds = time.perf_counter() - start
report(seconds, f"NumPy {np.__version__}", quantiles.transpose(2, 1, 0))

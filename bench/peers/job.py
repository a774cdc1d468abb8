"""The reference job as the peers in Python read it, and how they report.

A job is a text file of numbers: n_paths n_sectors n_years n_probabilities seed; then by sector the bases, the
means and the standard deviations of log growth in a year; the correlation of sectors row by row; the
probabilities of the quantiles. A peer prints one object of JSON: seconds of its work (reading the job, start-up
and imports are not in it), its peak memory in bytes, its version, and the quantiles [sector, year, probability].
"""

import json
import sys
from dataclasses import dataclass

import numpy as np


@dataclass
class Job:
    n_paths: int
    n_sectors: int
    n_years: int
    seed: int
    base: np.ndarray  # [sector]
    mean: np.ndarray  # of log growth in a year [sector]
    sd: np.ndarray  # of log growth in a year [sector]
    factor: np.ndarray  # lower triangular: factor @ normals has the covariance of log growth [sector, sector]
    probabilities: np.ndarray


def read_job(path: str) -> Job:
    with open(path, encoding="utf-8") as file:
        numbers = file.read().split()
    n_paths, n_sectors, n_years, n_probabilities, seed = map(int, numbers[:5])
    sizes = [n_sectors, n_sectors, n_sectors, n_sectors**2, n_probabilities]
    parts = np.split(np.array(numbers[5:], dtype=float), np.cumsum(sizes)[:-1])
    base, mean, sd, correlation, probabilities = parts
    factor = np.linalg.cholesky(correlation.reshape(n_sectors, n_sectors)) * sd[:, None]
    return Job(n_paths, n_sectors, n_years, seed, base, mean, sd, factor, probabilities)


def peak_bytes() -> int:
    """Peak resident memory of this process, as Linux tells it; 0 elsewhere."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


def report(seconds: float, version: str, quantiles: np.ndarray) -> None:
    """Prints what the driver reads. `quantiles`: [sector, year, probability]."""
    json.dump({"seconds": seconds, "peak_bytes": peak_bytes(), "version": version, "quantiles": quantiles.tolist()},
              sys.stdout)

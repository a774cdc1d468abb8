#!/usr/bin/env python3
"""Times the reference job, bench/reference_job.toml, here and with other tools, in turn.

    bench/peers/compare_peers.py BUILD [--paths N] [--rounds N] [--only PEER...] [--out RESULTS.json]

BUILD is the build folder with the programs `secondcurve` and `bench/secondcurve_bench`. In each round every peer
runs once, and before and after it our own simulation, three times each, for it takes but a tenth of a second: the
ratio to the median of these six is what counts, as the machine's mood is in both. A peer that is not installed is
skipped, and that is said. Every program's quantiles are held against the lognormal law. Exit status 1 if any is
further than 6 standard errors from it, 2 if our own program cannot run.

Seconds are those of the work alone: not start-up, imports, compiling and reading the job. Ours are those of
`simulate()`: draws, dependence, growth, moments, exact quantiles with intervals; beside them stand the seconds of
the whole process `secondcurve run`, with start-up, reading the config and writing the result file.
"""

import argparse
import csv
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist, median

HERE = Path(__file__).resolve().parent
CONFIG = HERE.parent / "reference_job.toml"
TOLERANCE = 6.0  # standard errors; 315 quantiles exceed it by chance with probability 6e-7
ARITHMETICS = {"double": [], "single": ['simulation.arithmetic="single"']}  # name: settings, as after `--set`
OUR_RUNS = 3  # before a peer and after it
CONTEXT = ("compiler", "flags", "revision", "vector_target", "threads")  # of ours
FLAGS = ["-std=c++20", "-O2", "-DNDEBUG"]  # of the peers in C++


@dataclass
class Peer:
    title: str
    source: str  # file in this folder
    libraries: tuple[str, ...] = ()  # of a peer in C++: names for pkg-config


PEERS = {
    "numpy_plain": Peer("NumPy, plain", "numpy_plain.py"),
    "numpy_tuned": Peer("NumPy, tuned (float32, SFC64, year by year)", "numpy_tuned.py"),
    "numpy_numba": Peer("NumPy with Numba, all cores", "numpy_numba.py"),
    "eigen": Peer("C++: Eigen and the standard library, -O2", "eigen.cpp", ("eigen3",)),
    "r": Peer("R, vectorised", "vectorised.R"),
    "quantlib": Peer("QuantLib, MultiPathGenerator", "quantlib.cpp", ("quantlib",)),
}


class Failed(Exception):
    """A program that did not give what it should; carries why."""


@dataclass
class Job:
    n_paths: int
    n_years: int
    seed: int
    base: list[float]
    mean: list[float]  # of log growth in a year
    sd: list[float]
    correlation: list[list[float]]
    probabilities: list[float]

    def text(self) -> str:
        """Returns the job as the peers read it: see job.py."""
        rows = [[self.n_paths, len(self.base), self.n_years, len(self.probabilities), self.seed],
                self.base, self.mean, self.sd, *self.correlation, self.probabilities]
        return "".join(" ".join(map(repr, row)) + "\n" for row in rows)


def read_job(config: Path = CONFIG) -> Job:
    """Reads the job from the config that our own program runs."""
    scenario = tomllib.loads(config.read_text(encoding="utf-8"))
    simulation, sectors = scenario["simulation"], scenario["sectors"]
    with open(config.parent / scenario["dependence"]["output"]["correlation"], encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if rows[0][1:] != list(sectors):
        raise Failed(f"{config}: sectors and correlation are not in the same order")
    growth = [sector["growth"] for sector in sectors.values()]
    return Job(n_paths=simulation["paths"], n_years=simulation["end_year"] - simulation["base_year"],
               seed=simulation["seed"], base=[float(sector["base"]) for sector in sectors.values()],
               mean=[math.log1p(g["median_growth"]) for g in growth], sd=[g["volatility"] for g in growth],
               correlation=[[float(x) for x in row[1:]] for row in rows[1:]],
               probabilities=scenario["output"]["quantiles"])


def largest_error(job: Job, quantiles) -> float:
    """Returns the largest distance of a quantile [sector][year][probability] from the lognormal law, in standard
    errors: those of a quantile of n draws, sqrt(p (1 - p) / n) / density."""
    normal, largest = NormalDist(), 0.0
    for base, mean, sd, of_sector in zip(job.base, job.mean, job.sd, quantiles, strict=True):
        for year, of_year in zip(range(1, job.n_years + 1), of_sector, strict=True):
            for p, value in zip(job.probabilities, of_year, strict=True):
                z, spread = normal.inv_cdf(p), sd * math.sqrt(year)
                exact = base * math.exp(mean * year + z * spread)
                error = math.sqrt(p * (1 - p) / job.n_paths) / normal.pdf(z) * spread * exact
                if not math.isfinite(value):
                    return math.inf
                largest = max(largest, abs(value - exact) / error)
    return largest


def run(command: list[str]) -> str:
    """Runs a program and returns what it printed; says why where it failed."""
    try:
        done = subprocess.run(command, check=False, text=True, capture_output=True)
    except OSError as error:
        raise Failed(str(error)) from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise Failed(lines[-1])
    return done.stdout


def built(peer: Peer, folder: Path) -> list[str]:
    """Returns the command of a peer, compiled if need be. Raises Failed where what it needs is not there."""
    source = HERE / peer.source
    if source.suffix == ".py":
        return [sys.executable, str(source)]
    if source.suffix == ".R":
        run(["Rscript", "--version"])
        return ["Rscript", "--vanilla", str(source)]
    program = folder / source.stem
    newest = max(source.stat().st_mtime, (HERE / "job.hpp").stat().st_mtime)
    if not program.exists() or program.stat().st_mtime < newest:
        flags = [run(["pkg-config", kind, *peer.libraries]).split() for kind in ("--cflags", "--libs")]
        folder.mkdir(parents=True, exist_ok=True)
        run(["c++", *FLAGS, *flags[0], str(source), "-o", str(program), *flags[1]])
    return [str(program)]


def measured(job: Job, command: list[str]) -> dict:
    """Returns a program's report, with its largest error in the place of the quantiles."""
    report = json.loads(run(command))
    report["largest_error"] = largest_error(job, report.pop("quantiles"))
    return report


def our_command(build: Path, job: Job, settings: list[str]) -> list[str]:
    program = build / "bench" / "secondcurve_bench"
    return [str(program), "run", str(CONFIG), "0", f"simulation.paths={job.n_paths}", *settings]


def whole_program(build: Path, job: Job, settings: list[str], folder: Path) -> float:
    """Returns the seconds of `secondcurve run` from start to end."""
    options = [option for setting in settings for option in ("--set", setting)]
    start = time.perf_counter()
    run([str(build / "secondcurve"), "run", str(CONFIG), "--quiet", "--force", "-o", str(folder / "result.h5"),
         "--set", f"simulation.paths={job.n_paths}", *options])
    return time.perf_counter() - start


def machine() -> str:
    """Returns the processor's name as Linux gives it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        return next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def add_report(entry: dict, report: dict) -> None:
    """Adds a round to what is known of a program."""
    entry.setdefault("seconds", []).append(report["seconds"])
    for key in ("peak_bytes", "largest_error"):
        entry[key] = max(entry.get(key, 0), report[key])


class Comparison:
    """What is known so far of our own program and of the peers."""

    def __init__(self, build: Path, job: Job, folder: Path):
        self.build, self.job, self.folder = build, job, folder
        self.job_file = folder / "job.txt"
        self.job_file.write_text(job.text(), encoding="utf-8")
        self.ours = {name: {} for name in ARITHMETICS}
        self.peers, self.skipped, self.context = {}, {}, {}

    def time_ours(self) -> dict[str, list[float]]:
        """Runs our simulation; returns seconds by arithmetic. Raises Failed where it does not run."""
        seconds = {arithmetic: [] for arithmetic in ARITHMETICS}
        for _ in range(OUR_RUNS):
            for arithmetic, settings in ARITHMETICS.items():
                try:
                    report = measured(self.job, our_command(self.build, self.job, settings))
                except ValueError as problem:
                    raise Failed(f"secondcurve_bench: {problem}") from problem
                add_report(self.ours[arithmetic], report)
                self.ours[arithmetic]["bytes_before"] = report["bytes_before"]
                self.context = {key: report[key] for key in CONTEXT}
                seconds[arithmetic].append(report["seconds"])
        return seconds

    def time_program(self) -> None:
        """Runs the whole program, result file and all."""
        for arithmetic, settings in ARITHMETICS.items():
            seconds = whole_program(self.build, self.job, settings, self.folder)
            self.ours[arithmetic].setdefault("program_seconds", []).append(seconds)

    def time_peer(self, name: str) -> float | None:
        """Runs our simulation and a peer; returns the peer's seconds. A peer that fails is skipped from then on."""
        if name in self.skipped:
            return None
        try:
            command = [*built(PEERS[name], self.build / "peers"), str(self.job_file)]
        except Failed as problem:
            self.skip(name, problem)
            return None
        before = self.time_ours()
        try:
            report = measured(self.job, command)
        except (Failed, ValueError) as problem:
            self.skip(name, problem)
            return None
        about = {"title": PEERS[name].title, "version": report["version"], "ratios": {}}
        entry = self.peers.setdefault(name, about)
        add_report(entry, report)
        for arithmetic, after in self.time_ours().items():
            ours = median(before[arithmetic] + after)
            entry["ratios"].setdefault(arithmetic, []).append(report["seconds"] / ours)
        return report["seconds"]

    def skip(self, name: str, problem: Exception) -> None:
        self.skipped[name] = str(problem)
        self.peers.pop(name, None)


def compare(build: Path, job: Job, names: list[str], n_rounds: int, say=lambda line: None) -> dict:
    """Returns the results of all rounds. Raises Failed where our own program does not run."""
    with tempfile.TemporaryDirectory() as folder:
        found = Comparison(build, job, Path(folder))
        for number in range(1, n_rounds + 1):
            found.time_program()
            found.time_ours()
            for name in names:
                seconds = found.time_peer(name)
                if seconds is not None:
                    say(f"round {number}: {PEERS[name].title}: {seconds:.3f} s")
    return {"kind": "peers", "machine": machine(), "cores": os.cpu_count(), **found.context,
            "peer_compiler": run(["c++", "--version"]).splitlines()[0], "peer_flags": " ".join(FLAGS),
            "paths": job.n_paths, "rounds": n_rounds, "ours": found.ours, "peers": found.peers,
            "skipped": found.skipped}


def table(results: dict):
    """Yields the lines of a table."""
    for arithmetic, entry in results["ours"].items():
        yield (f"ours, {arithmetic}: {median(entry['seconds']):.3f} s, whole program "
               f"{median(entry['program_seconds']):.3f} s, peak {entry['peak_bytes'] / 1e6:.0f} MB")
    for entry in results["peers"].values():
        ratios = "".join(f", {median(r):.1f}x ({min(r):.1f} to {max(r):.1f}) of {name}"
                         for name, r in entry["ratios"].items())
        yield f"{entry['title']}: {median(entry['seconds']):.3f} s, {entry['peak_bytes'] / 1e6:.0f} MB{ratios}"
    for name, why in results["skipped"].items():
        yield f"SKIPPED {PEERS[name].title}: {why}"


def wrong_answers(results: dict):
    """Yields a line for each program whose quantiles are not those of the law."""
    for name, entry in [*results["ours"].items(), *results["peers"].items()]:
        if not entry["largest_error"] <= TOLERANCE:
            yield f"WRONG {name}: a quantile is {entry['largest_error']:.1f} standard errors from the law"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path, help="build folder with secondcurve and bench/secondcurve_bench")
    parser.add_argument("--paths", type=int, help="number of paths (default: the job's)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=list(PEERS), default=list(PEERS), metavar="PEER",
                        help=", ".join(PEERS))
    parser.add_argument("--out", type=Path, help="where to write the results as JSON")
    arguments = parser.parse_args()
    try:
        job = read_job()
        job.n_paths = arguments.paths or job.n_paths
        results = compare(arguments.build, job, arguments.only, arguments.rounds,
                          lambda line: print(line, file=sys.stderr, flush=True))
    except Failed as problem:
        print(f"compare_peers.py: {problem}", file=sys.stderr)
        return 2
    print("\n".join(table(results)))
    wrong = list(wrong_answers(results))
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    if arguments.out and not wrong:
        arguments.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

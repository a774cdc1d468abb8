#!/usr/bin/env python3
"""Measures how a run's time grows with threads, paths, sectors and steps, and its error under Sobol points.

    bench/scaling.py BUILD [--rounds N] [--shrink N] [--out RESULTS.json]

BUILD is the build folder with the program `bench/secondcurve_bench`. One thing is varied at a time, from the
reference job (bench/reference_job.toml) with 100,000 paths on all cores (1,000,000 where threads are varied); more
sectors are the same nine over again. Every round runs every point once, so that the machine's mood falls on all of
them. Seconds are those of `simulate()`, as in peers/compare_peers.py. Errors are standard errors of the mean of each industry in
the last year, from 16 scrambles of 65,536 points and from as many pseudo-random paths. --shrink divides the paths, for a trial. Exit
status 2 if a run fails.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))
from compare_peers import CONFIG, Failed, machine, read_job, run

USUAL = {"threads": 0, "paths": 100_000, "sectors": 9, "steps_per_year": 1}  # threads: 0 for all
PATHS = (10_000, 100_000, 1_000_000, 10_000_000)
SECTORS = (1, 2, 4, 8, 16, 32, 64)
STEPS_PER_YEAR = (1, 4, 12)
SCRAMBLES, POINTS = 16, 65_536
SECTOR = """
[sectors.s{number}]
account = "output"
base = {base}
growth = {{ model = "geometric_brownian", median_growth = {growth}, volatility = {volatility} }}
[series.s{number}]
account = "output"
sum = {{ s{number} = 1 }}
"""


def points() -> list[dict]:
    """Returns what is run: the name of what is varied, and the values of all four."""
    cores = os.cpu_count() or 1
    threads = [2**k for k in range(cores.bit_length()) if 2**k <= cores]
    varied = [{"varied": "threads", **USUAL, "paths": 1_000_000, "threads": value} for value in threads]
    for name, values in (("paths", PATHS), ("sectors", SECTORS), ("steps_per_year", STEPS_PER_YEAR)):
        varied += [{"varied": name, **USUAL, name: value} for value in values]
    return varied


def write_config(folder: Path, n_sectors: int) -> Path:
    """Writes the reference job with another number of sectors; returns its file."""
    job = read_job()
    head = CONFIG.read_text(encoding="utf-8").partition("\n[sectors.")[0]
    names = [f"s{number}" for number in range(1, n_sectors + 1)]
    sections = []
    for number in range(n_sectors):
        i = number % len(job.base)
        growth = round(math.expm1(job.mean[i]), 12)
        sections.append(SECTOR.format(number=number + 1, base=job.base[i], growth=growth, volatility=job.sd[i]))
    other = job.correlation[0][1]
    rows = [",".join(["sector", *names])]
    rows += [",".join([name, *(str(1.0 if name == column else other) for column in names)]) for name in names]
    (folder / "correlation.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    config = folder / "job.toml"
    config.write_text(head + "\n" + "".join(sections), encoding="utf-8")
    return config


def measure_once(program: Path, config: Path, point: dict, shrink: int) -> dict:
    """Returns the report of one run. Raises Failed where it does not run."""
    settings = [f"simulation.paths={max(point['paths'] // shrink, 1000)}",
                f"simulation.steps_per_year={point['steps_per_year']}"]
    return json.loads(run([str(program), "run", str(config), str(point["threads"]), *settings]))


def measure_sampling(program: Path, config: Path, shrink: int) -> dict:
    """Returns for both samplings the seconds of a run and the standard errors of the means. Raises Failed."""
    measured = {}
    for sampling in ("pseudo", "sobol"):
        points = max(POINTS // shrink, 256)
        settings = [f'simulation.sampling="{sampling}"', f"simulation.paths={SCRAMBLES * points}",
                    f"simulation.replicates={SCRAMBLES}"]
        report = json.loads(run([str(program), "run", str(config), "0", *settings]))
        measured[sampling] = {key: report[key] for key in ("seconds", "mean_errors")}
    return {"scrambles": SCRAMBLES, "points": points, **measured}


def measure(build: Path, n_rounds: int, shrink: int) -> dict:
    """Returns the results: for each point what was varied, path-steps, and seconds of every round."""
    program = build / "bench" / "secondcurve_bench"
    results, context = points(), {}
    with tempfile.TemporaryDirectory() as folder:
        configs = {}
        for n_sectors in {point["sectors"] for point in results}:
            (Path(folder) / str(n_sectors)).mkdir()
            configs[n_sectors] = write_config(Path(folder) / str(n_sectors), n_sectors)
        for _ in range(n_rounds):
            for point in results:
                report = measure_once(program, configs[point["sectors"]], point, shrink)
                point.setdefault("seconds", []).append(report["seconds"])
                point["peak_bytes"] = max(point.get("peak_bytes", 0), report["peak_bytes"])
                point["path_steps"] = report["paths"] * report["sectors"] * report["steps"]
                context = {key: report[key] for key in ("compiler", "flags", "revision", "vector_target")}
        sampling = measure_sampling(program, configs[len(read_job().base)], shrink)
    return {"kind": "scaling", "machine": machine(), "cores": os.cpu_count(), **context, "rounds": n_rounds,
            "points": results, "sampling": sampling}


def sampling_gains(sampling: dict) -> list[float]:
    """Returns for each industry the error with pseudo-random paths over that with Sobol points."""
    return [p / s for p, s in zip(sampling["pseudo"]["mean_errors"], sampling["sobol"]["mean_errors"])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path, help="build folder with bench/secondcurve_bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shrink", type=int, default=1, help="divide the paths by this, for a trial")
    parser.add_argument("--out", type=Path, help="where to write the results as JSON")
    arguments = parser.parse_args()
    try:
        results = measure(arguments.build, arguments.rounds, arguments.shrink)
    except (Failed, ValueError) as problem:
        print(f"scaling.py: {problem}", file=sys.stderr)
        return 2
    gains = sampling_gains(results["sampling"])
    print(f"standard errors of pseudo-random paths / of Sobol points: {min(gains):.0f} to {max(gains):.0f}")
    for point in results["points"]:
        seconds = median(point["seconds"])
        print(f"{point['varied']} = {point[point['varied']]}: {seconds:.3f} s, "
              f"{point['path_steps'] / seconds / 1e6:.1f} million path-steps/s, {point['peak_bytes'] / 1e6:.0f} MB")
    if arguments.out:
        arguments.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

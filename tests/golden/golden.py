"""The numbers of a golden case as rows of text: what, name, year, statistic, value.

Numbers are written with 17 digits, which give the double back. Runs the program of SECONDCURVE_PROGRAM.
"""

import csv
import json
import os
import subprocess
import tempfile
from pathlib import Path

import h5py

FOLDER = Path(__file__).resolve().parent
PROGRAM = os.environ.get("SECONDCURVE_PROGRAM", "secondcurve")
CASES = sorted(FOLDER.glob("*.toml"))
HEADER = ["what", "name", "year", "statistic", "value"]
PATHS = (0, 300, 999)  # printed in full; of the first block, the second, and the last, which is padded
STATISTICS = ("mean", "sd", "quantile", "skewness")
WITHOUT_FMA = ("SSE", "SSSE", "EMU", "SCALAR")


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def has_fma():
    """Tells whether the instruction set in use fuses multiplications with additions: the same bits everywhere."""
    used = next(line.split()[-1] for line in run("--version").splitlines() if line.startswith("instruction set"))
    return not used.startswith(WITHOUT_FMA)


def rows(config):
    """Returns the rows of a case as the program gives them now."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.h5"
        run("run", config, "-o", result, "--quiet")
        with h5py.File(result) as file:
            found = [*_summary_rows(file), *_target_rows(file)]
    for path in PATHS:
        found += _path_rows(json.loads(run("replay", config, "--path", path, "--json")), path)
    return [[*map(str, row[:-1]), f"{row[-1]:.17g}"] for row in found]


def _summary_rows(file):
    for row, series in enumerate(file["series"][:]):
        for column, year in enumerate(file["year"][:]):
            for variable in ("output", "growth", "share"):
                for statistic in STATISTICS:
                    values = file[f"summary/{variable}_{statistic}"][0, row, column]
                    labels = [statistic] if statistic != "quantile" else [f"quantile {p}" for p in file["quantile"][:]]
                    for label, value in zip(labels, values.reshape(-1)):
                        if value == value:  # not NaN: a year without growth, a series without a whole
                            yield variable, series.decode(), year, label, value


def _target_rows(file):
    for row, target in enumerate(file["target"][:] if "target" in file else []):
        for statistic in ("probability", "probability_se", "shortfall"):
            value = file[f"summary/target_{statistic}"][0, row]
            if value == value:
                yield "target", target.decode(), "", statistic, value


def _path_rows(replay, path):
    for key, value in replay.get("parameters", {}).items():
        yield f"path {path}", key, "", "drawn", value
    for sector, value in replay["base"].items():
        yield f"path {path}", sector, "", "base", value
    for step in replay["steps"]:
        for noise, value in step.get("noises", {}).items():
            yield f"path {path}", step["sector"], "", f"noise {noise} of step {step['step']}", value
    for series, levels in replay["series"].items():
        for column, value in enumerate(levels):
            yield f"path {path}", series, "", f"output {column} years on", value


def expected_file(config):
    return FOLDER / "expected" / f"{config.stem}.csv"


def read_expected(config):
    with open(expected_file(config), encoding="utf-8", newline="") as file:
        header, *found = csv.reader(file)
    assert header == HEADER
    return found


def write_expected(config):
    expected_file(config).parent.mkdir(exist_ok=True)
    with open(expected_file(config), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows(config)])

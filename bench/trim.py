#!/usr/bin/env python3
"""Keeps of a file of benchmark results what tables and comparisons need, a line for each repetition.

    bench/trim.py RAW.json TRIMMED.json

The trimmed file is one of benchmark results, too: compare.py reads it. Exit status 2 if RAW.json cannot be read.
"""

import json
import sys

CONTEXT = ("machine", "num_cpus", "compiler", "flags", "revision", "vector_target")
KEPT = ("name", "run_type", "real_time", "time_unit", "label", "items_per_second", "path_steps/s", "bytes/s",
        "stored_share", "of_limit", "error_occurred")
ORDER = ("family_index", "per_family_instance_index", "repetition_index")  # as they are written down


def rounded(value):
    """Returns a number with the five digits that are more than the noise leaves."""
    return float(f"{value:.5g}") if isinstance(value, float) else value


def trim(results: dict) -> str:
    context = json.dumps({key: results["context"][key] for key in CONTEXT if key in results["context"]}, indent=1)
    ordered = sorted((run for run in results["benchmarks"] if run["run_type"] == "iteration"),
                     key=lambda run: [run[key] for key in ORDER])
    runs = [{key: rounded(run[key]) for key in KEPT if key in run} for run in ordered]
    lines = ",\n".join(map(json.dumps, runs))
    return f'{{"context": {context},\n"benchmarks": [\n{lines}\n]}}\n'


def main() -> int:
    if len(sys.argv) != 3:
        print("Usage: bench/trim.py RAW.json TRIMMED.json", file=sys.stderr)
        return 2
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            text = trim(json.load(file))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"trim.py: {sys.argv[1]}: not a file of benchmark results ({type(error).__name__}: {error})",
              file=sys.stderr)
        return 2
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

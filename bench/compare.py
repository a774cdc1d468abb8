#!/usr/bin/env python3
"""Sets two files of benchmark results side by side.

    bench/compare.py BEFORE.json AFTER.json

For every case in both files: the median real time of its repetitions, the spread of the repetitions ((longest
- shortest) / median) and the ratio after / before, below 1 where AFTER is faster. "=" marks a case whose
repetitions overlap: no difference was seen. Exit status 2 if a file cannot be read or nothing can be compared.
"""

import json
import sys
from statistics import median

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
SAME = ("machine", "compiler", "flags", "vector_target")  # of the context; what differs is said


class Unusable(Exception):
    """A file that holds no results."""


def read_results(path: str) -> tuple[dict, dict[str, list[float]]]:
    """Returns the context of a file and, by case, the real times of its repetitions in nanoseconds."""
    try:
        with open(path, encoding="utf-8") as file:
            results = json.load(file)
        times = {}
        for run in results["benchmarks"]:
            if run["run_type"] == "iteration" and not run.get("error_occurred"):
                times.setdefault(run["name"], []).append(run["real_time"] * NANOSECONDS[run["time_unit"]])
        return results["context"], times
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{path}: not a file of benchmark results ({type(error).__name__}: {error})") from error


def time_text(nanoseconds: float) -> str:
    unit = max((u for u in NANOSECONDS if NANOSECONDS[u] <= nanoseconds), key=NANOSECONDS.get, default="ns")
    return f"{nanoseconds / NANOSECONDS[unit]:.4g} {unit}"


def spread(times: list[float]) -> float:
    return (max(times) - min(times)) / median(times)


def row(name: str, before: list[float], after: list[float]) -> tuple[str, ...]:
    overlap = min(before) <= max(after) and min(after) <= max(before)
    return (name, time_text(median(before)), f"{spread(before):.1%}", time_text(median(after)),
            f"{spread(after):.1%}", f"{median(after) / median(before):.3f}", "=" if overlap else "")


def compare(before_path: str, after_path: str):
    """Yields the lines of the comparison."""
    (context, before), (other_context, after) = read_results(before_path), read_results(after_path)
    for key in SAME:
        if context.get(key) != other_context.get(key):
            yield f"Not the same {key}: {context.get(key)} | {other_context.get(key)}"
    yield f"Revisions: {context.get('revision')} | {other_context.get('revision')}"
    both = [name for name in before if name in after]
    if not both:
        raise Unusable(f"{before_path} and {after_path} have no case in common")
    rows = [("case", "before", "spread", "after", "spread", "ratio", "")]
    rows += [row(name, before[name], after[name]) for name in both]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for first, *rest in rows:
        yield "  ".join([first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(rest, widths[1:]))]).rstrip()
    for name in sorted(before.keys() ^ after.keys()):
        yield f"Only {'before' if name in before else 'after'}: {name}"


def main() -> int:
    if len(sys.argv) != 3:
        print("Usage: bench/compare.py BEFORE.json AFTER.json", file=sys.stderr)
        return 2
    try:
        for line in compare(*sys.argv[1:]):
            print(line)
    except Unusable as problem:
        print(f"compare.py: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

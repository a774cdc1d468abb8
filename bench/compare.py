#!/usr/bin/env python3
"""Sets two files of benchmark results side by side.

    bench/compare.py BEFORE.json AFTER.json [--slower SHARE]

For every case in both files: the median real time of its repetitions, the spread of the repetitions ((longest
- shortest) / median) and the ratio after / before, below 1 where AFTER is faster. "=" marks a case whose
repetitions overlap: no difference was seen. "SLOWER" marks a regression: the median is longer by more than SHARE
(0.05) and the repetitions do not overlap. With fewer than three repetitions on a side nothing can be told from
noise, and no case is marked so. Exit status 1 if a case is slower, 2 if a file cannot be read or nothing can be
compared.
"""

import argparse
import json
import sys
from statistics import median

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
SAME = ("machine", "compiler", "flags", "vector_target")  # of the context; what differs is said
FEWEST = 3  # repetitions on each side from which noise is known
MACHINE = "limit/"  # cases of the machine, measured once per run: a change of the code has no part in them


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


def overlap(before: list[float], after: list[float]) -> bool:
    return min(before) <= max(after) and min(after) <= max(before)


def is_slower(name: str, before: list[float], after: list[float], share: float) -> bool:
    """Whether a case is slower beyond a share of its time and beyond the noise."""
    if name.startswith(MACHINE) or min(len(before), len(after)) < FEWEST:
        return False
    return median(after) > (1 + share) * median(before) and not overlap(before, after)


def row(name: str, before: list[float], after: list[float], share: float) -> tuple[str, ...]:
    mark = "SLOWER" if is_slower(name, before, after, share) else "=" if overlap(before, after) else ""
    return (name, time_text(median(before)), f"{spread(before):.1%}", time_text(median(after)),
            f"{spread(after):.1%}", f"{median(after) / median(before):.3f}", mark)


def compare(before_path: str, after_path: str, share: float) -> tuple[list[str], int]:
    """Returns the lines of the comparison, and how many cases are slower."""
    lines = []
    (context, before), (other_context, after) = read_results(before_path), read_results(after_path)
    for key in SAME:
        if context.get(key) != other_context.get(key):
            lines.append(f"Not the same {key}: {context.get(key)} | {other_context.get(key)}")
    lines.append(f"Revisions: {context.get('revision')} | {other_context.get('revision')}")
    both = [name for name in before if name in after]
    if not both:
        raise Unusable(f"{before_path} and {after_path} have no case in common")
    rows = [("case", "before", "spread", "after", "spread", "ratio", "")]
    rows += [row(name, before[name], after[name], share) for name in both]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for first, *rest in rows:
        lines.append("  ".join([first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(rest, widths[1:]))]).rstrip())
    for name in sorted(before.keys() ^ after.keys()):
        lines.append(f"Only {'before' if name in before else 'after'}: {name}")
    n_few = sum(min(len(before[name]), len(after[name])) < FEWEST for name in both)
    if n_few:
        lines.append(f"{n_few} of {len(both)} cases have fewer than {FEWEST} repetitions: their noise is not known")
    return lines, sum(is_slower(name, before[name], after[name], share) for name in both)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--slower", type=float, default=0.05, metavar="SHARE",
                        help="share of the time by which a case may become slower (0.05)")
    arguments = parser.parse_args()
    try:
        lines, n_slower = compare(arguments.before, arguments.after, arguments.slower)
    except Unusable as problem:
        print(f"compare.py: {problem}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    if n_slower:
        print(f"compare.py: {n_slower} slower beyond {arguments.slower:.0%} and beyond the noise", file=sys.stderr)
    return 1 if n_slower else 0


if __name__ == "__main__":
    sys.exit(main())

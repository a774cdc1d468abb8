#!/usr/bin/env python3
"""Writes the tables of docs/performance.md and draws its figures from the results in bench/results/.

    bench/make_page.py            the page and its figures
    bench/make_page.py --check    only says whether the tables are those of the results; exit status 1 if not

A table stands between `<!-- begin NAME -->` and `<!-- end NAME -->`; the text around is written by hand.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
IMAGES = ROOT / "docs" / "images"
RESULTS = ROOT / "bench" / "results"
NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
RATES = {"path_steps/s": "path-steps/s", "items_per_second": "1/s", "bytes/s": "byte/s"}  # first that a case has
LIMITS = {"operations": ("multiply-adds of doubles in registers", "/s"),
          "words": ("words of Philox4x32-10 in registers", "/s"),
          "counts": ("counters raised by one, out of 4096, in no order", "/s"),
          "cache_read": ("read from the first cache", "byte/s"),
          "cache_write": ("written to the first cache", "byte/s"),
          "memory_read": ("read from memory", "byte/s"),
          "memory_write": ("written to memory", "byte/s")}
VARIED = {"threads": "threads", "paths": "paths", "sectors": "sectors", "steps_per_year": "steps per year"}
OURS, OTHER = "#08306b", "#6baed6"  # colours


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Returns a Markdown table; the first column is text, the others are numbers."""
    lines = ["| " + " | ".join(cells) + " |" for cells in [head, *rows]]
    return "\n".join([lines[0], "|---" + "|---:" * (len(head) - 1) + "|", *lines[1:]])


def digits(value: float) -> str:
    """Returns a number with three digits, and no exponent."""
    return f"{float(f'{value:.3g}'):,.10g}"


def seconds_text(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{digits(seconds / size)} {unit}"
    return f"{digits(seconds / 1e-9)} ns"


def rate_text(rate: float, unit: str) -> str:
    """Returns a rate as "1.2 G/s", "34 Mbyte/s"."""
    prefix, size = next(((p, s) for p, s in (("G", 1e9), ("M", 1e6), ("k", 1e3)) if rate >= s), ("", 1.0))
    return f"{digits(rate / size)} {prefix}{unit.removeprefix('1')}"


def percent(share: float) -> str:
    return f"{float(f'{100 * share:.2g}'):g}%"


def range_text(values: list[float]) -> str:
    return f"{digits(min(values))} to {digits(max(values))}"


class Results:
    """The results of a folder."""

    def __init__(self, folder: Path):
        self.peers, self.scaling, self.raw_cases = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
                                                    for name in ("peers", "scaling", "cases"))

    def cases(self) -> dict[str, dict]:
        """Returns by name the median time of each case [s], its spread, label, rates and share of the limit."""
        repetitions = {}
        for run in self.raw_cases["benchmarks"]:
            if not run.get("error_occurred"):
                repetitions.setdefault(run["name"], []).append(run)
        cases = {}
        for name, runs in repetitions.items():
            times = [run["real_time"] * NANOSECONDS[run["time_unit"]] * 1e-9 for run in runs]
            case = {"seconds": median(times), "spread": (max(times) - min(times)) / median(times),
                    "label": runs[0].get("label", "")}
            for key in (*RATES, "of_limit", "stored_share"):
                if key in runs[0]:
                    case[key] = median(run[key] for run in runs)
            cases[re.sub(r"/(process_time|real_time|iterations:\d+|min_time:[\d.]+|manual_time)", "", name)] = case
        return cases


def context_table(results: Results) -> str:
    context, peers = results.raw_cases["context"], results.peers
    return table(("", ""), [
        ("processor", f"{context['machine']}, {context['num_cpus']} logical cores"),
        ("instruction set in use", context["vector_target"]),
        ("compiler and flags", f"{context['compiler']}: `{context['flags']}`"),
        ("revision", f"`{context['revision']}`"),
        ("peers in C++", f"{peers['peer_compiler']}: `{peers['peer_flags']}`")]).replace("|---:|", "|---|")


def peers_table(results: Results) -> str:
    peers = results.peers
    arithmetics = list(peers["ours"])
    head = ("", "version", "seconds", "peak memory, MB", *(f"times ours, {name}" for name in arithmetics))
    rows = [(f"**Secondcurve, {name}**: simulation", "", digits(median(entry["seconds"])),
             digits(entry["peak_bytes"] / 1e6), *("" for _ in arithmetics)) for name, entry in peers["ours"].items()]
    rows += [(f"**Secondcurve, {name}**: whole program", "", digits(median(entry["program_seconds"])),
              "", *("" for _ in arithmetics)) for name, entry in peers["ours"].items()]
    for entry in sorted(peers["peers"].values(), key=lambda e: median(e["seconds"])):
        ratios = (f"**{digits(median(r))}** ({range_text(r)})" for r in (entry["ratios"][a] for a in arithmetics))
        rows.append((entry["title"], entry["version"], digits(median(entry["seconds"])),
                     digits(entry["peak_bytes"] / 1e6), *ratios))
    text = table(head, rows)
    text += f"\n\n{peers['paths']:,} paths, {peers['rounds']} rounds, {peers['threads']} threads of ours. "
    before = ", ".join(f"{digits(e['bytes_before'] / 1e6)} MB ({name})" for name, e in peers["ours"].items())
    errors = [e["largest_error"] for e in [*peers["ours"].values(), *peers["peers"].values()]]
    text += (f"Before it simulates, our process has taken {before}. The largest distance of any program's quantile "
             f"from the law is {digits(max(errors))} standard errors.")
    return text + "".join(f" Not installed: {name}." for name in peers["skipped"])


def scaling_table(results: Results) -> str:
    rows = []
    for point in results.scaling["points"]:
        seconds = median(point["seconds"])
        rows.append((f"{VARIED[point['varied']]}: {point[point['varied']]:,}", seconds_text(seconds),
                     percent((max(point["seconds"]) - min(point["seconds"])) / seconds),
                     rate_text(point["path_steps"] / seconds, "/s"), digits(point["peak_bytes"] / 1e6)))
    return table(("varied", "time", "spread", "path-steps", "peak memory, MB"), rows)


def ratios_table(results: Results) -> str:
    """Returns the ratios that sum up the rest; each of two medians measured in turn."""
    cases = results.cases()
    threads = {p["threads"]: median(p["seconds"]) for p in results.scaling["points"] if p["varied"] == "threads"}
    sampling = results.scaling["sampling"]
    gains = [p / s for p, s in zip(sampling["pseudo"]["mean_errors"], sampling["sobol"]["mean_errors"])]
    case = lambda name: cases[f"{name}/threads:0"]["seconds"]
    rows = [(f"reference job: seconds on one thread / on {n}", f"**{digits(threads[1] / seconds)}**")
            for n, seconds in threads.items() if n > 1]
    rows += [("reference job: seconds with exact quantiles / with moments and histograms alone",
              f"**{digits(case('run_reference_job') / case('run_reference_job_without_quantiles'))}**"),
             ("Shanghai baseline: seconds with its levers / with all of them off",
              f"**{digits(case('run_shanghai_baseline') / case('run_baseline_without_levers'))}**"),
             (f"standard error of the mean of 2030: pseudo-random paths / Sobol points with scrambling and bridge, "
              f"{sampling['points']:,} a scramble, {sampling['scrambles']} scrambles, least and most of nine industries",
              f"**{digits(min(gains))}** to {digits(max(gains))}")]
    return table(("ratio", ""), rows)


def limits_table(results: Results) -> str:
    cases = results.cases()
    rows = [(f"`{name}`: {text}", rate_text(1.0 / cases[f"limit/{name}"]["seconds"], unit))
            for name, (text, unit) in LIMITS.items() if f"limit/{name}" in cases]
    return table(("limit of one core", "measured"), rows)


def is_whole_run(name: str) -> bool:
    return name.startswith(("run_", "economy_block", "write_cube"))


def case_rows(cases: dict[str, dict]) -> list[tuple[str, ...]]:
    rows = []
    for name, case in cases.items():
        rate = next((rate_text(case[key], unit) for key, unit in RATES.items() if key in case), "")
        share = f"{percent(case['of_limit'])} ({case['label']})" if "of_limit" in case else ""
        rows.append((f"`{name}`", seconds_text(case["seconds"]), percent(case["spread"]), rate, share))
    return rows


CASE_HEAD = ("case", "time", "spread", "rate", "share of the limit")


def kernels_table(results: Results) -> str:
    chosen = {name: case for name, case in results.cases().items()
              if not is_whole_run(name) and not name.startswith(("limit/", "model_step/"))}
    return table(CASE_HEAD, case_rows(chosen))


def models_table(results: Results) -> str:
    return table(CASE_HEAD, case_rows({n: c for n, c in results.cases().items() if n.startswith("model_step/")}))


def runs_table(results: Results) -> str:
    return table(CASE_HEAD, case_rows({n: c for n, c in results.cases().items() if is_whole_run(n)}))


TABLES = {"context": context_table, "peers": peers_table, "scaling": scaling_table, "ratios": ratios_table, "limits": limits_table,
          "kernels": kernels_table, "models": models_table, "runs": runs_table}


def fill(page: str, tables: dict[str, str]) -> str:
    """Returns the page with its tables replaced. Raises ValueError where one has no place."""
    for name, text in tables.items():
        place = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.S)
        page, n_found = place.subn(lambda match, text=text: f"{match[1]}{text}\n{match[2]}", page)
        if n_found != 1:
            raise ValueError(f"{n_found} places '<!-- begin {name} -->' ... '<!-- end {name} -->', not one")
    return page


def draw_peers(results: Results, plt):
    peers = results.peers
    entries = [(f"Secondcurve, {name}", median(e["seconds"]), OURS) for name, e in peers["ours"].items()]
    entries += [(e["title"], median(e["seconds"]), OTHER)
                for e in sorted(peers["peers"].values(), key=lambda e: median(e["seconds"]))]
    figure, ax = plt.subplots(figsize=(8, 0.4 * len(entries) + 0.9), constrained_layout=True)
    names, seconds, colours = zip(*entries[::-1])
    ax.scatter(seconds, names, s=60, color=colours)
    for name, value in zip(names, seconds):
        ax.annotate(f"{digits(value)} s", (value, name), (8, 0), textcoords="offset points", va="center")
    ax.set_xscale("log")
    ax.set_xlim(min(seconds) / 2, max(seconds) * 3)
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.set_xlabel("seconds (each grid line: ten times)")
    ax.grid(alpha=0.4)
    ax.spines[["top", "right"]].set_visible(False)
    return figure


def draw_scaling(results: Results, plt):
    figure, axes = plt.subplots(1, len(VARIED), figsize=(10, 2.7), constrained_layout=True)
    for ax, (name, title) in zip(axes, VARIED.items()):
        points = [point for point in results.scaling["points"] if point["varied"] == name]
        x = [point[name] for point in points]
        rates = [[point["path_steps"] / s / 1e6 for s in point["seconds"]] for point in points]
        ax.fill_between(x, list(map(min, rates)), list(map(max, rates)), color=OTHER, alpha=0.4, linewidth=0)
        ax.plot(x, list(map(median, rates)), marker="o", color=OURS)
        ax.set_xscale("log")
        ax.set_xticks(x, [f"{v:.0e}".replace("e+0", "e") if v >= 10_000 else str(v) for v in x])
        ax.minorticks_off()
        ax.set_ylim(bottom=0)
        ax.set_xlabel(title)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("million path-steps/s")
    return figure


FIGURES = {"performance-peers.svg": draw_peers, "performance-scaling.svg": draw_scaling}


def draw(results: Results, folder: Path) -> None:
    """Writes the figures. The same results give the same text: no date, fixed ids, fonts left to the reader."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"svg.hashsalt": "secondcurve", "svg.fonttype": "none", "font.size": 9})
    for name, draw_one in FIGURES.items():
        draw_one(results, plt).savefig(folder / name, metadata={"Date": None})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if the tables are others")
    arguments = parser.parse_args()
    results = Results(RESULTS)
    page = PAGE.read_text(encoding="utf-8")
    filled = fill(page, {name: make(results) for name, make in TABLES.items()})
    if arguments.check:
        if filled != page:
            print("docs/performance.md: not of bench/results: run bench/make_page.py", file=sys.stderr)
        return int(filled != page)
    PAGE.write_text(filled, encoding="utf-8")
    draw(results, IMAGES)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs clang-tidy on the sources of engine/ and models/, as they are compiled in a build folder.

    cmake/check_tidy.py CLANG_TIDY BUILD_FOLDER [--jobs N] [--seconds S] [FILE...]

All of them take a quarter of an hour on two cores. With --seconds those that were changed last come first, and
after that time no more are begun; it says how many were not looked at.

Most of clang-tidy's time goes into the standard library's headers, so the sources of a folder that are
compiled alike are looked at as one. Where that finds anything, or where they do not fit into one (two private
functions of one name), each half is looked at again, down to single files: what is reported, a file alone has
shown. Left out of the whole are the checks that look into the main file only: check_text.py has their like.

What passed is remembered in BUILD_FOLDER/tidy: a file is looked at again when it, a header of ours that it
includes, its compiler flags or .clang-tidy have changed. Exit status 1 if there is any warning.
"""

import argparse
import hashlib
import json
import re
import shlex
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from check_layers import INCLUDE

ROOT = Path(__file__).resolve().parent.parent
# Flags of g++ that clang does not know are no fault of the code.
EXTRA = ["-Wno-unknown-warning-option", "-Wno-unused-command-line-argument"]
LARGEST = 12  # files looked at as one, so that the jobs end together


def with_headers(path: Path, seen: set[Path]) -> set[Path]:
    """Adds a file and every header of ours below it to `seen`, and returns it."""
    if path in seen or not path.is_file():
        return seen
    seen.add(path)
    for line in path.read_text(encoding="utf-8").splitlines():
        match = INCLUDE.match(line)
        if match and match[1]:
            with_headers(ROOT / match[1], seen)
    return seen


def flags_of(entry: dict) -> tuple[str, ...]:
    """The flags of a compile command, without the compiler, the source and the output."""
    words = shlex.split(entry["command"])[1:]
    output = words.index("-o")
    del words[output:output + 2]
    return tuple(word for word in words if word not in ("-c", entry["file"]))


def sources_of(entry: dict) -> list[Path]:
    """The sources that a compile command compiles: itself, or those that a unity build has put together."""
    source = Path(entry["file"])
    if "Unity" not in source.parts:
        return [source]
    return [Path(name) for name in re.findall(r'^#include "(.+)"', source.read_text(encoding="utf-8"), re.M)]


def wanted(build: Path, only: list[str]) -> dict[Path, tuple[str, ...]]:
    """The sources of our libraries and programs, not of the tests, and the flags of each."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        for source in sources_of(entry):
            if not source.is_relative_to(ROOT):
                continue
            name = source.relative_to(ROOT).as_posix()
            if name.startswith(("engine/", "models/")) and (not only or name in only):
                found[source] = flags_of(entry)
    return found


def last_changes() -> dict[str, int]:
    """The files of the repository by how long ago they were committed last: 0 is the newest."""
    log = subprocess.run(["git", "log", "--format=", "--name-only"], cwd=ROOT, check=False, text=True,
                         capture_output=True).stdout
    return {name: age for age, name in reversed(list(enumerate(filter(None, log.splitlines()))))}


class Tidy:
    """clang-tidy, and what has passed it."""

    def __init__(self, program: str, build: Path):
        self.program = program
        self.build = build.resolve()
        self.stamps = self.build / "tidy"

    def stamp(self, source: Path) -> Path:
        return self.stamps / f"{source.relative_to(ROOT)}.passed"

    def fingerprint(self, source: Path, flags: tuple[str, ...]) -> str:
        digest = hashlib.sha256(shlex.join(flags).encode())
        for path in [ROOT / ".clang-tidy", Path(__file__).resolve(), *sorted(with_headers(source, set()))]:
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def has_passed(self, source: Path, flags: tuple[str, ...]) -> bool:
        stamp = self.stamp(source)
        return stamp.is_file() and stamp.read_text() == self.fingerprint(source, flags)

    def look_at(self, sources: list[Path], flags: tuple[str, ...]) -> str:
        """Returns what clang-tidy says of the sources taken as one, empty where they pass."""
        if len(sources) == 1:
            main = sources[0]
        else:
            names = [source.relative_to(ROOT).as_posix() for source in sources]
            main = self.stamps / f"{hashlib.sha256(' '.join(names).encode()).hexdigest()[:16]}.cpp"
            main.parent.mkdir(parents=True, exist_ok=True)
            main.write_text("".join(f'#include "{name}"\n' for name in names))
        command = [self.program, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", str(main), "--", *flags, *EXTRA]
        done = subprocess.run(command, cwd=self.build, check=False, text=True, capture_output=True)
        return (done.stdout or done.stderr or shlex.join(command)) if done.returncode else ""

    def check(self, sources: list[Path], flags: tuple[str, ...]) -> dict[Path, str]:
        """Returns what is wrong with which source, and remembers those that pass."""
        said = self.look_at(sources, flags)
        if not said:
            for source in sources:
                self.stamp(source).parent.mkdir(parents=True, exist_ok=True)
                self.stamp(source).write_text(self.fingerprint(source, flags))
            return {}
        if len(sources) == 1:
            return {sources[0]: said}
        half = len(sources) // 2
        return self.check(sources[:half], flags) | self.check(sources[half:], flags)


def groups_of(sources: dict[Path, tuple[str, ...]]) -> list[tuple[list[Path], tuple[str, ...]]]:
    """Sources of one folder with the same flags, in equal parts of at most LARGEST; the longest first. What is
    compiled once per instruction set cannot stand in one file with others."""
    alike = defaultdict(list)
    for source, flags in sorted(sources.items()):
        alone = source if "foreach_target.h" in source.read_text(encoding="utf-8") else None
        alike[source.parent, flags, alone].append(source)
    groups = []
    for (_, flags, _), members in alike.items():
        parts = -(-len(members) // LARGEST)
        groups += [(members[part::parts], flags) for part in range(parts)]
    return sorted(groups, key=lambda group: -sum(source.stat().st_size for source in group[0]))


def newest_first(sources: dict[Path, tuple[str, ...]]) -> list[tuple[list[Path], tuple[str, ...]]]:
    """Each source by itself, those before the others that were changed last."""
    age = last_changes()
    order = sorted(sources, key=lambda source: age.get(source.relative_to(ROOT).as_posix(), -1))
    return [([source], sources[source]) for source in order]


def main() -> int:
    parser = argparse.ArgumentParser(description="clang-tidy over engine/ and models/")
    parser.add_argument("program")
    parser.add_argument("build", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("files", nargs="*")
    options = parser.parse_intermixed_args()

    tidy = Tidy(options.program, options.build)
    sources = wanted(options.build, options.files)
    todo = {source: flags for source, flags in sources.items() if not tidy.has_passed(source, flags)}
    end = time.monotonic() + options.seconds if options.seconds else None
    groups = groups_of(todo) if end is None else newest_first(todo)
    bad, left = 0, 0

    def check(group):
        return tidy.check(*group) if end is None or time.monotonic() < end else None

    with ThreadPoolExecutor(options.jobs) as pool:
        for group, problems in zip(groups, pool.map(check, groups)):
            if problems is None:
                left += len(group[0])
                continue
            for source, said in problems.items():
                bad += 1
                print(f"== {source.relative_to(ROOT)}\n{said.strip()}", flush=True)
    unseen = f", {left} not looked at for want of time" if left else ""
    print(f"tidy: {len(sources)} files, {bad} with warnings{unseen}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

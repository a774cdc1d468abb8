#!/usr/bin/env python3
"""Runs clang-tidy on the sources of engine/ and models/, as they are compiled in a build folder.

    cmake/check_tidy.py CLANG_TIDY BUILD_FOLDER [--jobs N] [FILE...]

What passed is remembered in BUILD_FOLDER/tidy: a file is looked at again when it, a header of ours that it
includes, its compiler flags or .clang-tidy have changed. Exit status 1 if there is any warning.
"""

import argparse
import hashlib
import json
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from check_layers import INCLUDE

ROOT = Path(__file__).resolve().parent.parent
# Flags of g++ that clang does not know are no fault of the code.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-unused-command-line-argument"]


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


def fingerprint(source: Path, command: str) -> str:
    digest = hashlib.sha256(command.encode())
    for path in [ROOT / ".clang-tidy", Path(__file__).resolve(), *sorted(with_headers(source, set()))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def wanted(build: Path, only: list[str]):
    """Yields (source, compile command) of our libraries and programs, not of the tests."""
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        source = Path(entry["file"])
        if not source.is_relative_to(ROOT):
            continue
        name = source.relative_to(ROOT).as_posix()
        if name.startswith(("engine/", "models/")) and (not only or name in only):
            yield source, entry["command"]


def check(program: str, build: Path, source: Path, command: str) -> tuple[Path, str]:
    """Returns the source and what clang-tidy says of it, empty where it passes."""
    stamp = build / "tidy" / f"{source.relative_to(ROOT)}.passed"
    state = fingerprint(source, command)
    if stamp.is_file() and stamp.read_text() == state:
        return source, ""
    done = subprocess.run([program, "--quiet", "-p", str(build), *EXTRA, str(source)], cwd=ROOT, check=False,
                          text=True, capture_output=True)
    if done.returncode:
        return source, done.stdout or done.stderr or shlex.join(done.args)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(state)
    return source, ""


def main() -> int:
    parser = argparse.ArgumentParser(description="clang-tidy over engine/ and models/")
    parser.add_argument("program")
    parser.add_argument("build", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("files", nargs="*")
    options = parser.parse_intermixed_args()

    tasks = dict(wanted(options.build, options.files))
    bad = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for source, said in pool.map(lambda t: check(options.program, options.build, *t), tasks.items()):
            if said:
                bad += 1
                print(f"== {source.relative_to(ROOT)}\n{said.strip()}", flush=True)
    print(f"tidy: {len(tasks)} files, {bad} with warnings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

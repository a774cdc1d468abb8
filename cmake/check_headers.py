#!/usr/bin/env python3
"""Compiles each header of engine/, models/ and tests/support/ by itself: it includes all that it uses.

    cmake/check_headers.py CLANG BUILD_FOLDER [--jobs N] [--seconds S]

With --seconds those that were changed last come first, and after that time no more are begun; it says how many
were not looked at. What passed is remembered in BUILD_FOLDER/headers: a header is compiled again when it or a
header of ours that it includes has changed. Exit status 1 if there is any that does not compile.
"""

import argparse
import hashlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from check_tidy import ROOT, last_changes, with_headers

FOLDERS = ("engine", "models", "tests/support")


def fingerprint(header: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(with_headers(header, set())):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description="compiles each header by itself")
    parser.add_argument("program")
    parser.add_argument("build", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float)
    options = parser.parse_args()

    end = time.monotonic() + options.seconds if options.seconds else None
    age = last_changes()
    headers = sorted((path for folder in FOLDERS for path in (ROOT / folder).rglob("*.hpp")),
                     key=lambda path: age.get(path.relative_to(ROOT).as_posix(), -1))

    def check(header: Path) -> str | None:
        """Returns what the compiler says, empty where it accepts the header; None where time has run out."""
        stamp = options.build / "headers" / f"{header.relative_to(ROOT)}.passed"
        state = fingerprint(header)
        if stamp.is_file() and stamp.read_text() == state:
            return ""
        if end is not None and time.monotonic() > end:
            return None
        command = [options.program, "-std=c++20", "-fsyntax-only", f"-I{ROOT}", "-include", str(header), "-x", "c++", "-"]
        done = subprocess.run(command, check=False, text=True, capture_output=True, input="")
        if done.returncode:
            return done.stderr
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(state)
        return ""

    with ThreadPoolExecutor(options.jobs) as pool:
        said = dict(zip(headers, pool.map(check, headers)))
    for header, text in said.items():
        if text:
            print(f"== {header.relative_to(ROOT)}\n{text.strip()}")
    unseen = sum(text is None for text in said.values())
    bad = sum(bool(text) for text in said.values())
    print(f"headers: {len(headers)} files, {bad} do not compile alone"
          + (f", {unseen} not looked at for want of time" if unseen else ""))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks that clang-format would change nothing.

    cmake/check_format.py [CLANG_FORMAT] [--fix]

--fix formats the files instead. Exit status 1 if a file is not formatted.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = {".hpp", ".cpp", ".inc"}
FOLDERS = ("engine", "models", "bench", "tests")


def main() -> int:
    arguments = [a for a in sys.argv[1:] if a != "--fix"]
    program = arguments[0] if arguments else "clang-format-14"
    files = sorted(str(p.relative_to(ROOT)) for f in FOLDERS for p in (ROOT / f).rglob("*")
                   if p.suffix in SUFFIXES)
    mode = ["-i"] if "--fix" in sys.argv else ["--dry-run", "--Werror"]
    done = subprocess.run([program, *mode, *files], cwd=ROOT, check=False, text=True, stderr=subprocess.PIPE)
    places = re.findall(r"^(.+?):(\d+):\d+: error: ", done.stderr, re.M)
    for file in sorted({file for file, _ in places}):
        print(f"{file}:{next(line for f, line in places if f == file)}: not formatted")
    if done.returncode and not places:
        print(done.stderr)
    print(f"format: {len(files)} files" + ("; to format them: cmake/check_format.py --fix" if places else ""))
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks what neither the compiler nor clang-format sees: the length of files, `#pragma once`, the order
of includes, names taken over by `using` and not used, unfinished marks and paths of one machine.

    cmake/check_text.py [ROOT]

A source of C++ or a test in Python longer than 300 lines says why in a comment that begins `// Long:` or `# Long:`; length of functions is checked by
clang-tidy. Prints one line per breach; exit status 1 if there is any.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from check_layers import INCLUDE, is_standard

LONGEST_FILE = 300  # lines
FOLDERS = ("engine", "models", "bench", "tests", "cmake", "configs", "docs")
SUFFIXES = {".hpp", ".cpp", ".inc", ".py", ".cmake", ".toml", ".md", ".txt", ".json"}
CODE = {".hpp", ".cpp", ".inc"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
USING = re.compile(r"using (?:\w+::)+(\w+);")  # at the beginning of a line: not a class's
PLACEHOLDER = re.compile(r"[A-Z][A-Z_ ]*")  # a line of a page in capitals alone: a text still to come
ONE_MACHINE = re.compile(r"(?<![\w.])/(home|root|Users)/\w")


def include_group(path: str, header: str, quoted: bool) -> int:
    """Returns the place of an include: own header, standard library, third party, ours."""
    own = re.sub(r"(_test)?\.cpp$", ".hpp", path)
    if quoted and (header == own or (path.startswith("tests/") and Path(header).name == Path(own).name)):
        return 0
    if header.startswith(("engine/", "models/", "tests/", "bench/")) or header.startswith("secondcurve_"):
        return 3
    return 1 if is_standard(header) else 2


def check_include_order(path: str, lines: list[str]):
    if any("HWY_TARGET_INCLUDE" in line for line in lines):
        return  # Highway prescribes an order of its own
    last = 0
    for number, line in enumerate(lines, 1):
        if match := INCLUDE.match(line):
            group = include_group(path, match[1] or match[2], match[1] is not None)
            if group < last:
                yield f"{path}:{number}: include order is own header, standard library, third party, ours"
                return
            last = group


def check_own_header(root: Path, path: str, lines: list[str]):
    """A source includes its own header first, so that compiling it shows that the header compiles alone."""
    own = re.sub(r"\.cpp$", ".hpp", path)
    if path == own or not (root / own).is_file():
        return
    first = next(((number, match[1]) for number, line in enumerate(lines, 1) if (match := INCLUDE.match(line))), (1, ""))
    if first[1] != own:
        yield f"{path}:{first[0]}: the first include must be the file's own header, {own}"


def check_usings(path: str, lines: list[str]):
    words = Counter(re.findall(r"\w+", "\n".join(lines)))
    for number, line in enumerate(lines, 1):
        if (match := USING.match(line)) and words[match[1]] == 1:
            yield f"{path}:{number}: 'using' takes over {match[1]}, which nothing here uses"


def check_length(path: str, lines: list[str], comment: str):
    if len(lines) > LONGEST_FILE and not any(line.startswith(f"{comment} Long:") for line in lines):
        yield f"{path}:{LONGEST_FILE + 1}: {len(lines)} lines; split at {LONGEST_FILE}, or say why in '{comment} Long: ...'"


def check_code(path: str, lines: list[str]):
    yield from check_length(path, lines, "//")
    if path.endswith(".hpp") and "#pragma once" not in lines:
        yield f"{path}:1: no #pragma once"
    yield from check_include_order(path, lines)
    yield from check_usings(path, lines)
    if path.endswith("_test.cpp") and "namespace {" in lines:
        yield (f"{path}:{lines.index('namespace {') + 1}: a test's own names stand in a namespace called as its file, "
               f"{Path(path).stem}: the tests of a folder are compiled as one")


def check_file(root: Path, path: str):
    """Yields a line per breach in one file."""
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    is_page, in_block = path.startswith("docs/") and path.endswith(".md"), False
    for number, line in enumerate(lines, 1):
        in_block ^= line.startswith("```")
        if (is_page and not in_block and PLACEHOLDER.fullmatch(line)) or UNFINISHED.search(line):
            yield f"{path}:{number}: an unfinished mark: finish it, or write an issue"
        if ONE_MACHINE.search(line) and not path.startswith("tests/"):
            yield f"{path}:{number}: a path of one machine"
    if path.startswith("tests/") and path.endswith(".py"):
        yield from check_length(path, lines, "#")
    if Path(path).suffix in CODE:
        yield from check_own_header(root, path, lines)
        yield from check_code(path, lines)


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = [p for folder in FOLDERS for p in (root / folder).rglob("*") if p.suffix in SUFFIXES and p.is_file()]
    paths = sorted(p.relative_to(root).as_posix() for p in found)
    breaches = [breach for path in paths for breach in check_file(root, path)]
    for breach in breaches:
        print(breach)
    print(f"text: {len(paths)} files, {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())

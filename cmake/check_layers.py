#!/usr/bin/env python3
"""Checks every #include of engine/ and models/, and the link list of CMakeLists.txt, against the tables
of docs/architecture.md: which folder may include which, and where each third-party library may appear.

    cmake/check_layers.py [ROOT]

Prints one line per breach; exit status 1 if there is any.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

GENERATED = {"secondcurve_version.hpp": "engine/simulate/version.cpp"}  # header: its only reader
SYSTEM = {"unistd.h", "fcntl.h", "sched.h", "signal.h", "termios.h"}  # POSIX, used as if it were the standard library
SYSTEM_PREFIX = "sys/"
SUFFIXES = {".hpp", ".cpp", ".inc"}  # .inc: part of a .cpp, read once per vector instruction set
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')
TOKEN = re.compile(r"`([^`]+)`")


@dataclass
class Library:
    name: str
    headers: list[str]  # prefixes of what is written in #include
    folders: list[str]  # empty: everywhere
    sources_only: bool


@dataclass
class Tables:
    may_include: dict[str, set[str]]
    libraries: list[Library]

    def library_of(self, header: str):
        return next((lib for lib in self.libraries if any(header.startswith(h) for h in lib.headers)), None)


def table_rows(text: str, heading: str) -> list[list[str]]:
    """Returns the cells of the first table under a heading, without its head."""
    _, found, rest = text.partition(f"\n## {heading}\n")
    if not found:
        raise SystemExit(f"docs/architecture.md: no section '{heading}'")
    section = rest.split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    if len(rows) < 3:
        raise SystemExit(f"docs/architecture.md: no table in section '{heading}'")
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def read_tables(root: Path) -> Tables:
    text = (root / "docs/architecture.md").read_text(encoding="utf-8")
    may_include = {}
    for folder, included in table_rows(text, "Layers"):
        may_include[TOKEN.findall(folder)[0]] = set(TOKEN.findall(included))
    for folder, included in may_include.items():
        for other in included - may_include.keys():
            raise SystemExit(f"docs/architecture.md: {folder} may include {other}, which is no folder of the table")
    libraries = [
        Library(name, TOKEN.findall(headers), TOKEN.findall(folders), files == "`.cpp` only")
        for name, headers, folders, files in table_rows(text, "Third-party libraries")
    ]
    return Tables(may_include, libraries)


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def is_standard(header: str) -> bool:
    return not re.search(r"[./]", header) or header in SYSTEM or header.startswith(SYSTEM_PREFIX)


def check_ours(path: str, header: str, tables: Tables):
    folder, other = folder_of(path), folder_of(header)
    if other == folder or other in tables.may_include[folder]:
        return None
    if other not in tables.may_include:
        return f"{header}: no folder of the table in docs/architecture.md"
    allowed = ", ".join(sorted(tables.may_include[folder])) or "nothing of ours"
    return f"{folder} may not include {other} (allowed: {allowed})"


def check_library(path: str, header: str, tables: Tables):
    library = tables.library_of(header)
    if library is None:
        return f"{header}: neither ours, nor standard, nor of a library in docs/architecture.md"
    if library.folders and folder_of(path) not in library.folders:
        return f"{library.name} ({header}) is confined to {', '.join(library.folders)}"
    if library.sources_only and path.endswith(".hpp"):
        return f"{library.name} ({header}) may be included in .cpp files only"
    return None


def check_include(path: str, header: str, quoted: bool, tables: Tables):
    """Returns what is wrong with an #include, or None."""
    if header in GENERATED:
        return None if path == GENERATED[header] else f"{header} may be included in {GENERATED[header]} only"
    if header.startswith(("engine/", "models/")):
        return check_ours(path, header, tables) if quoted else f'{header}: write "{header}"'
    if is_standard(header) and not quoted:
        return None
    if quoted and tables.library_of(header) is None:
        return f"{header}: write the path from the repository root"
    return check_library(path, header, tables)


def sources(root: Path):
    """Yields the paths of our headers and sources, relative to the root, sorted."""
    files = [p for top in ("engine", "models") for p in (root / top).rglob("*") if p.suffix in SUFFIXES]
    yield from sorted(p.relative_to(root).as_posix() for p in files)


def check_sources(root: Path, tables: Tables):
    """Yields a line per breach in the sources."""
    for path in sources(root):
        if folder_of(path) not in tables.may_include:
            yield f"{path}:1: {folder_of(path)} is no folder of the table in docs/architecture.md"
            continue
        for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
            if match := INCLUDE.match(line):
                problem = check_include(path, match[1] or match[2], match[1] is not None, tables)
                if problem:
                    yield f"{path}:{number}: {problem}"


def check_links(root: Path, tables: Tables):
    """Yields a line per library that CMakeLists.txt links against the table."""
    text = (root / "CMakeLists.txt").read_text(encoding="utf-8")
    for call in re.finditer(r"^ *sc_library\((\S+?)(?:\s+[A-Z]+_[A-Z]+|\s+KERNELS)*(?:\s+USES\s+(.*?))?(?:\s+PRIVATE\s.*?)?\)", text, re.M):
        line = text.count("\n", 0, call.start()) + 1
        folder, uses = call[1], (call[2] or "").split()
        if folder not in tables.may_include:
            yield f"CMakeLists.txt:{line}: {folder} is no folder of the table in docs/architecture.md"
            continue
        for other in uses:
            if other not in tables.may_include[folder]:
                yield f"CMakeLists.txt:{line}: {folder} may not be linked with {other}"


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    tables = read_tables(root)
    breaches = [*check_sources(root, tables), *check_links(root, tables)]
    for breach in breaches:
        print(breach)
    print(f"layers: {sum(1 for _ in sources(root))} files, {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())

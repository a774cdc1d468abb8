"""A scratch tree for the tests of the checks."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

ARCHITECTURE = """# Architecture

## Layers

| folder | may include |
|---|---|
| `engine/core` | |
| `engine/config` | `engine/core` |
| `engine/output` | `engine/core` |
| `engine/simulate` | `engine/core`, `engine/config` |

## Third-party libraries

| library | its headers | may be included in | files |
|---|---|---|---|
| fmt | `fmt/` | everywhere | any |
| HDF5 | `hdf5.h`, `H5` | `engine/output` | `.cpp` only |
"""

LIBRARIES = """sc_library(engine/core)
sc_library(engine/config USES engine/core PRIVATE tomlplusplus::tomlplusplus)
"""


def write_tree(root: Path, files: dict[str, str]) -> None:
    """Writes the tables, a link list and the given files below root."""
    for path, text in ({"docs/architecture.md": ARCHITECTURE, "CMakeLists.txt": LIBRARIES} | files).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def run_check(script: str, root: Path) -> tuple[int, str]:
    """Runs a check of cmake/ on a tree; returns its exit status and what it printed."""
    done = subprocess.run([sys.executable, str(ROOT / "cmake" / script), str(root)], check=False,
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr

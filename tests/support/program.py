"""Runs the built program in tests, each test in an empty folder of its own.

CTest gives the program's path in SECONDCURVE_PROGRAM and this folder in PYTHONPATH. By hand:

    SECONDCURVE_PROGRAM=build/dev/secondcurve PYTHONPATH=tests/support /usr/bin/python3 tests/program/FILE.py
"""

import hashlib
import json
import os
import subprocess
import tempfile
import unittest
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
CONFIGS = SOURCE / "configs"
BASELINE = CONFIGS / "shanghai/baseline.toml"
GOOD = CONFIGS / "bad/shared/good.toml"
PROGRAM = Path(os.environ["SECONDCURVE_PROGRAM"]).resolve()

# Exit statuses: the promise of `secondcurve` to scripts.
DONE, DEFECT, CONFIG, IO, NUMERICAL, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


def digest(file):
    """Returns what tells the bytes of a file from others."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


@contextmanager
def small_disk(folder, megabytes):
    """Mounts a disk of that size, where the test may, and gives its folder."""
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder],
                             capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        raise unittest.SkipTest(f"no permission to mount a small disk: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


class ProgramTest(unittest.TestCase):
    """A test with an empty folder, `self.folder`, that the program runs in."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.folder = Path(self._folder.name)

    def run_program(self, *arguments, status=DONE, folder=None, **options):
        """Returns the finished process, whose exit status must be `status`."""
        finished = subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder or self.folder,
                                  capture_output=True, text=True, errors="replace", timeout=300, **options)
        self.assertEqual(finished.returncode, status, f"{arguments}\n{finished.stdout}\n{finished.stderr}")
        return finished

    def simulate(self, config, *arguments, name="result.h5", **settings):
        """Runs a config with settings (dots as __) and returns the path of its result."""
        given = [f"--set={key.replace('__', '.')}={json.dumps(value)}" for key, value in settings.items()]
        self.run_program("run", config, "-o", name, "--quiet", *given, *arguments)
        return self.folder / name

    def write(self, name, text):
        """Writes a file of the test's folder and returns its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def files(self):
        """Returns the names of all files in the test's folder, hidden ones too."""
        return sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if not p.is_dir())

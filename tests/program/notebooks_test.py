"""The notebooks run from top to bottom against a freshly made result and draw their pictures."""

import base64
import os
import re
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["SECONDCURVE_PROGRAM"]
BATCHES = SOURCE / "configs/shanghai/batch"


def execute(name, folder):
    """Runs a notebook with the result in `folder`; returns it with its outputs."""
    notebook = nbformat.read(SOURCE / "notebooks" / name, as_version=4)
    os.environ["SECONDCURVE_RESULT"] = str(Path(folder) / "baseline.h5")
    os.environ["SECONDCURVE_INDEX"] = str(Path(folder) / "levers/index.h5")
    NotebookClient(notebook, timeout=300, kernel_name="python3",
                   resources={"metadata": {"path": str(SOURCE / "notebooks")}}).execute()
    return notebook


def pictures(notebook):
    """Width and height in pixels of every picture that a notebook drew."""
    sizes = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                png = base64.b64decode(output["data"]["image/png"])
                sizes.append(struct.unpack(">II", png[16:24]))
    return sizes


def printed(notebook):
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))


class FirstLook(unittest.TestCase):
    def test_runs_and_draws_the_fans_totals_and_targets(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROGRAM, "run", SOURCE / "configs/shanghai/baseline.toml", "--set",
                            "simulation.paths=20_000", "--quiet", "--output", Path(folder) / "baseline.h5"], check=True)

            notebook = execute("01-first-look.ipynb", folder)

        sizes = pictures(notebook)
        self.assertEqual(len(sizes), 3)
        self.assertTrue(all(width > 700 and height > 300 for width, height in sizes), sizes)
        self.assertIn("20,000 paths", printed(notebook))
        self.assertRegex(printed(notebook), r"chips double: \d+\.\d%")


class ScenarioBatch(unittest.TestCase):
    def test_runs_and_draws_heat_maps_and_the_ranking(self):
        with tempfile.TemporaryDirectory() as folder:
            text = (BATCHES / "growth_investment_adoption.toml").read_text(encoding="utf-8")
            batch = Path(folder) / "batch.toml"
            batch.write_text(text.replace("20_000", "4000").replace('"../', f'"{BATCHES.parent}/'), encoding="utf-8")
            subprocess.run([PROGRAM, "batch", batch, "-o", Path(folder) / "levers", "--quiet"], check=True)

            notebook = execute("02-scenario-batch.ipynb", folder)

        sizes = pictures(notebook)
        self.assertEqual(len(sizes), 2)
        self.assertTrue(all(width > 700 and height > 500 for width, height in sizes), sizes)
        self.assertIn("28 scenarios, 4,000 paths each, compared with baseline", printed(notebook))
        self.assertLess(float(re.search(r"largest left over: ([\d.]+) points", printed(notebook))[1]), 0.1)


class Notebooks(unittest.TestCase):
    def test_are_committed_without_outputs(self):
        for path in sorted((SOURCE / "notebooks").glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)

            self.assertEqual([cell for cell in notebook.cells if cell.get("outputs")], [], path.name)


if __name__ == "__main__":
    unittest.main()

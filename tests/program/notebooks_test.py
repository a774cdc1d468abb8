"""The notebooks run from top to bottom against freshly made results, draw their pictures and say what the figures say."""

import base64
import io
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import tomllib
import unittest
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import nbformat
from nbclient import NotebookClient

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(os.environ["SECONDCURVE_PROGRAM"]).resolve())
BATCHES = SOURCE / "configs/shanghai/batch"
NOTEBOOKS = SOURCE / "notebooks"


def setUpModule():
    """Cells run in the folder of the notebooks, as in Jupyter."""
    plt.rcParams["figure.dpi"] = 50
    sys.path.insert(0, str(NOTEBOOKS))
    os.chdir(NOTEBOOKS)
    os.environ["SECONDCURVE_PROGRAM"] = PROGRAM


def execute(name, folder):
    """Runs a notebook as Jupyter does, with the result in `folder`; returns it with its outputs."""
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    os.environ["SECONDCURVE_RESULT"] = str(Path(folder) / "baseline.h5")
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
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


def run_cells(name, folder):
    """Runs the code of a notebook as one program, which takes less time; returns what it printed and the figures it drew."""
    os.environ["SECONDCURVE_RESULT"] = str(Path(folder) / "baseline.h5")
    os.environ["SECONDCURVE_INDEX"] = str(Path(folder) / "batch/index.h5")
    os.environ["SECONDCURVE_PATHS"] = "50_000"  # of the timed runs of the fourth
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
    figures, text = [], io.StringIO()

    def show():
        for number in plt.get_fignums():
            plt.figure(number).canvas.draw()
            figures.append(plt.figure(number).axes)
        plt.close("all")

    with mock.patch.object(plt, "show", show), redirect_stdout(text):
        exec("\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code"), {})
    return text.getvalue(), figures


def simulate_baseline(folder, paths):
    subprocess.run([PROGRAM, "run", SOURCE / "configs/shanghai/baseline.toml", "--set", f"simulation.paths={paths}", "--quiet",
                    "--output", Path(folder) / "baseline.h5"], check=True)


def simulate_batch(name, folder, paths):
    """Runs a batch of the Shanghai baseline, whose file asks for 20,000 paths, with fewer and what the notebooks read."""
    text = (BATCHES / name).read_text(encoding="utf-8")
    assert "20_000\n" in text
    if "set.output.variables" not in text:
        text = text.replace("20_000\n", '20_000\nset.output.variables = ["output", "average_growth", "difference", "relative_difference"]\n')
    batch = Path(folder) / "batch.toml"
    batch.write_text(text.replace("20_000", str(paths)).replace('"../', f'"{BATCHES.parent}/'), encoding="utf-8")
    subprocess.run([PROGRAM, "batch", batch, "-o", Path(folder) / "batch", "--quiet"], check=True)


class FirstLook(unittest.TestCase):
    def test_runs_and_draws_the_fans_totals_and_targets(self):
        with tempfile.TemporaryDirectory() as folder:
            simulate_baseline(folder, 10_000)

            notebook = execute("01-first-look.ipynb", folder)

        sizes = pictures(notebook)
        self.assertEqual(len(sizes), 3)
        self.assertTrue(all(width > 700 and height > 300 for width, height in sizes), sizes)
        self.assertIn("10,000 paths", printed(notebook))
        self.assertRegex(printed(notebook), r"chips double: \d+\.\d%")


class ScenarioBatch(unittest.TestCase):
    def test_runs_and_draws_heat_maps_and_the_ranking(self):
        with tempfile.TemporaryDirectory() as folder:
            simulate_batch("growth_investment_adoption.toml", folder, 1000)

            text, figures = run_cells("02-scenario-batch.ipynb", folder)

        self.assertEqual([len(panels) for panels in figures], [8, 1])  # six heat maps with two colour bars, the ranking
        self.assertIn("28 scenarios, 1,000 paths each, compared with baseline", text)
        self.assertLess(float(re.search(r"largest left over: ([\d.]+) points", text)[1]), 0.1)


class Dependence(unittest.TestCase):
    def test_finds_goals_missed_together_and_worst_years_shared(self):
        with tempfile.TemporaryDirectory() as folder:
            simulate_baseline(folder, 5000)

            text, figures = run_cells("03-dependence.ipynb", folder)

        self.assertEqual([len(panels) for panels in figures], [2, 1, 1, 3, 6, 2])
        self.assertLess(float(re.search(r"largest difference from the summary: (\S+)", text)[1]), 1e-3)
        self.assertGreater(float(re.search(r"all 5 missed: .* if independent: ([\d.]+) times as often", text)[1]), 1.2)
        self.assertGreater(float(re.search(r"90% band of 2030 is ([\d.]+) times as wide", text)[1]), 1.1)


class GrowthModels(unittest.TestCase):
    def test_sets_all_models_side_by_side_and_times_them(self):
        with tempfile.TemporaryDirectory() as folder:
            text, figures = run_cells("04-growth-models.ipynb", folder)
        listed = subprocess.run([PROGRAM, "models", "--json"], check=True, capture_output=True, text=True).stdout
        models = [model["name"] for model in json.loads(listed)]

        self.assertEqual([len(panels) for panels in figures], [12, 12, 1, 1])
        self.assertIn(f"{len(models)} models, ", text)
        self.assertRegex(text, rf"all {len(models)} models, 50,000 paths each: [\d.]+ s")
        config = tomllib.loads((NOTEBOOKS / "growth_models.toml").read_text(encoding="utf-8"))
        self.assertEqual(sorted(sector["growth"]["model"] for sector in config["sectors"].values()), sorted(models))


class InvestmentProgrammes(unittest.TestCase):
    def test_finds_the_return_per_yuan_and_what_it_is_made_of(self):
        with tempfile.TemporaryDirectory() as folder:
            simulate_batch("programmes.toml", folder, 4000)

            text, figures = run_cells("05-investment-programmes.ipynb", folder)

        self.assertEqual([len(panels) for panels in figures], [2, 2, 1, 2])
        self.assertLess(float(re.search(r"largest part of links: ([\d.]+)%", text)[1]), 3)
        explained = re.findall(r"the first four together (\d+)%", text)
        self.assertEqual(len(explained), 2)
        self.assertTrue(all(70 < int(share) <= 100 for share in explained), explained)


class Notebooks(unittest.TestCase):
    def test_are_committed_without_outputs(self):
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)

            self.assertEqual([cell for cell in notebook.cells if cell.get("outputs")], [], path.name)


if __name__ == "__main__":
    unittest.main()

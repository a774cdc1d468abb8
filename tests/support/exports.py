"""What the tests of `secondcurve export` share: a baseline, a scenario with its differences from it, and readers."""

import tempfile
from pathlib import Path

import openpyxl
import pandas as pd

from program import BASELINE, CONFIGS, ProgramTest

FEW = ["--set=simulation.paths=512", "--set=output.cube=[]"]
BUST = CONFIGS / "shanghai/scenarios/chip_bust.toml"


def read_csv(folder, name):
    return pd.read_csv(Path(folder) / f"{name}.csv", float_precision="round_trip", keep_default_na=False)


def read_sheet(book, name):
    """A table of a workbook, whose head stands in the fourth line."""
    rows = [[cell.value for cell in row] for row in book[name].iter_rows(min_row=4)]
    return pd.DataFrame(rows[1:], columns=rows[0])


def stored_name(variable, statistic):
    """The name in /summary of a statistic, and the quantile, if it is one."""
    if statistic[0] == "p" and statistic[1].isdigit():
        percent, _, end = statistic[1:].partition("_")
        return f"{variable}_quantile" + (f"_{end}" if end else ""), float(percent) / 100
    return (variable if statistic == "value" else f"{variable}_{statistic}"), None


def file_figures(summary, name, quantile):
    """The figures of a variable of /summary that are defined, by the labels of their dimensions."""
    data = summary[name].squeeze("scenario", drop=True).reset_coords(drop=True)
    if quantile is not None:
        data = data.sel(quantile=quantile, method="nearest", drop=True)
    return data.to_series().dropna()


class Exports(ProgramTest):
    """A baseline, and a scenario with its differences from it, made once for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        maker = ProgramTest()
        maker.folder = Path(folder.name)
        cls.baseline = maker.simulate(BASELINE, *FEW, name="baseline.h5")
        alone = maker.simulate(BUST, *FEW, name="alone.h5")
        cls.bust = maker.folder / "bust.h5"
        maker.run_program("compare", cls.baseline, alone, "-o", cls.bust, "--quiet")

    def export(self, *arguments, **options):
        return self.run_program("export", *arguments, "--quiet", **options)

    def book(self, *files):
        self.export(*files, "--xlsx", "x.xlsx")
        return openpyxl.load_workbook(self.folder / "x.xlsx")

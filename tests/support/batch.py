"""A small batch of scenarios, and what tests of it share."""

import xarray as xr

from program import DONE, GOOD, ProgramTest

SEED = 1  # of the config that is swept
BATCH = f"""
[batch]
title = "A small batch"
baseline = "base"
set.simulation.paths = 1500

[scenarios.base]
file = "{GOOD}"
[scenarios.twin]
file = "{GOOD}"
title = "The same again"
[scenarios.longer]
file = "{GOOD}"
set.simulation.end_year = 2032

[sweeps.levers]
file = "{GOOD}"
design = "grid"
[sweeps.levers.axes.growth]
set.sectors.other.growth.growth = [0.01, 0.03]
[sweeps.levers.axes.risk]
labels = ["calm", "wild"]
set.sectors.software.growth.volatility = [0.05, 0.3]
"""
NAMES = ["base", "twin", "longer", "growth=0.01,risk=calm", "growth=0.01,risk=wild", "growth=0.03,risk=calm",
         "growth=0.03,risk=wild"]
SAME_YEARS = BATCH.replace('[scenarios.longer]\nfile', '[scenarios.slow]\nfile').replace(
    "set.simulation.end_year = 2032", "set.sectors.cars.growth.volatility = 0.01").replace("longer", "slow")


class BatchTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.file = self.write("batch.toml", SAME_YEARS)

    def batch(self, folder="out", *arguments, status=DONE, file=None):
        return self.run_program("batch", file or self.file, "-o", folder, *arguments, status=status)

    def index(self, folder="out"):
        return self.folder / folder / "index.h5"

    def summary(self, folder="out"):
        """Returns the statistics of a batch, by scenario."""
        with xr.open_dataset(self.index(folder), group="summary") as file:
            return file.load()

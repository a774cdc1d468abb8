"""notebooks/secondcurve.py: what it draws and computes, on made-up data and on a result of the program."""

import sys
import unittest
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import xarray as xr

from program import CONFIGS, SOURCE, ProgramTest

sys.path.insert(0, str(SOURCE / "notebooks"))
import secondcurve  # noqa: E402


def fan_of(years, edges):
    """Quantiles [year, quantile] that are 100 times their probability in every year."""
    return xr.DataArray(np.tile(100 * np.array(edges), (len(years), 1)), dims=("year", "quantile"),
                        coords={"year": years, "quantile": edges, "title": "Chips", "unit": "bn CNY"})


class Fans(unittest.TestCase):
    def setUp(self):
        self.figure, self.ax = plt.subplots()
        self.addCleanup(plt.close, self.figure)

    def test_bands_lie_where_their_quantiles_are(self):
        secondcurve.draw_fan(self.ax, fan_of([2025, 2026, 2027], [0.05, 0.25, 0.5, 0.75, 0.95]))

        heights = [(band.get_datalim(self.ax.transData).y0, band.get_datalim(self.ax.transData).y1) for band in self.ax.collections]
        self.assertEqual([tuple(np.round(height, 6)) for height in heights], [(5, 95), (25, 75)])
        self.assertEqual(list(self.ax.lines[0].get_ydata()), [50, 50, 50])
        self.assertEqual(self.ax.get_title(), "Chips")
        self.assertEqual(self.ax.get_ylabel(), "bn CNY")

    def test_scaled_figures_have_no_unit_of_levels(self):
        secondcurve.draw_fan(self.ax, fan_of([2025, 2026], [0.05, 0.25, 0.5, 0.75, 0.95]), scale=0.01)

        self.assertAlmostEqual(self.ax.lines[0].get_ydata()[0], 0.5)
        self.assertEqual(self.ax.get_ylabel(), "")

    def test_a_quantile_that_the_file_lacks_is_an_error(self):
        with self.assertRaises(KeyError):
            secondcurve.draw_fan(self.ax, fan_of([2025, 2026], [0.25, 0.5, 0.75]))

    def test_a_table_is_drawn_with_its_numbers_and_gaps_stay_empty(self):
        table = pd.DataFrame([[0.0, 1.0], [np.nan, 0.25]], index=["a", "b"], columns=["c", "d"])

        image = secondcurve.draw_table(self.ax, table, text="{:.1f}", low=0, high=1)

        self.assertEqual([text.get_text() for text in self.ax.texts], ["0.0", "1.0", "0.2"])
        self.assertEqual(image.get_clim(), (0, 1))
        self.assertEqual([label.get_text() for label in self.ax.get_yticklabels()], ["a", "b"])


class Numbers(unittest.TestCase):
    def test_are_read_as_a_config_writes_them(self):
        for written in (0.05, "5%", {"value": 0.05, "why": "invented"}, {"value": "5%"}):
            self.assertAlmostEqual(secondcurve.number(written), 0.05)


class Targets(ProgramTest):
    def test_paths_that_meet_a_target_are_those_of_the_summary(self):
        text = (CONFIGS / "tutorials/geometric_brownian.toml").read_text(encoding="utf-8").replace("../", f"{CONFIGS}/")
        config = self.write("targets.toml", text + """
[targets.level]
series = "industry"
year = 2030
at_least = 130
[targets.low]
series = "industry"
year = 2027
at_most = 105
[targets.growth]
series = "industry"
year = 2029
average_growth_at_least = "5%"
[targets.both]
all_of = ["level", "growth"]
[targets.off]
enabled = false
series = "industry"
year = 2030
at_least = 1
""")
        result = self.simulate(config, simulation__paths=2000, output__cube=["output"])
        with xr.open_dataset(result) as root, xr.open_dataset(result, group="summary") as summary:
            output, summary = root.output.squeeze("scenario").load(), summary.squeeze("scenario").load()

        met = secondcurve.targets_met(output, secondcurve.read_config(result))
        table = secondcurve.target_table(summary)

        self.assertEqual(list(met.target.values), ["doubled", "level", "low", "growth", "both"])
        self.assertEqual(met.shape, (5, 2000))
        np.testing.assert_allclose(met.mean("path"), summary.target_probability, atol=1e-12)
        np.testing.assert_array_equal(table["probability"], summary.target_probability)
        self.assertTrue((table["lower"] < table["probability"]).all() and (table["probability"] < table["upper"]).all())
        self.assertTrue(np.isnan(table["missing on average"].iloc[4]))
        figure, ax = plt.subplots()
        self.addCleanup(plt.close, figure)
        secondcurve.draw_targets(ax, table)
        self.assertEqual([round(bar.get_width(), 9) for bar in ax.patches], [round(100 * p, 9) for p in table["probability"]])


if __name__ == "__main__":
    unittest.main()

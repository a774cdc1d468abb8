"""compare: two scenarios set against each other on the same random numbers, against pairs formed here from cubes."""

import json
import re
import unittest

import h5py
import numpy as np
import xarray as xr

from compares import CompareTest
from program import BASELINE, CONFIG, CONFIGS

STAGNATION = CONFIGS / "shanghai/scenarios/stagnation.toml"
CUBE = {"output__cube": ["output"]}


class Compare(CompareTest):
    def paired(self, baseline, scenario):
        """Returns the differences of all series of two results with cubes [series, year, path], float64."""
        with xr.open_dataset(scenario) as own, xr.open_dataset(baseline) as other:
            own, other = (file.output[0].astype(float) for file in (own, other))
            n_paths = min(own.sizes["path"], other.sizes["path"])
            own, other = xr.align(own.isel(path=slice(n_paths)), other.isel(path=slice(n_paths)), join="inner")
            both = np.isfinite(own.values[0, 0]) & np.isfinite(other.values[0, 0])
            return own.series.values, own.values[:, :, both], other.values[:, :, both]

    def assert_is_that_of_cubes(self, file, baseline, scenario):
        """The statistics in a file, against pairs formed from cubes; cubes are rounded to float32."""
        names, own, other = self.paired(baseline, scenario)
        difference, relative = own - other, own / other - 1
        rounding = 2.0**-23 * np.abs(own).max(axis=2)
        with xr.open_dataset(file, group="summary") as summary:
            summary = summary.isel(scenario=0, year=slice(own.shape[1])).sel(series=names)
            self.assertEqual(int(summary.paths_paired), own.shape[2])
            close = lambda a, b, tolerance: self.assertTrue((np.abs(a - b) <= tolerance).all(), np.abs(a - b).max())
            close(summary.difference_mean.values, difference.mean(axis=2), rounding)
            close(summary.difference_sd.values, difference.std(axis=2, ddof=1), rounding)
            close(summary.relative_difference_mean.values, relative.mean(axis=2), 1e-6)
            close(summary.improvement_probability.values, (difference > 0).mean(axis=2), 0.002)
            for p in summary["quantile"].values:
                close(summary.difference_quantile.sel(quantile=p).values, np.quantile(difference, p, axis=2), rounding)
                close(summary.relative_difference_quantile.sel(quantile=p).values, np.quantile(relative, p, axis=2), 1e-6)
            self.assertTrue(np.isnan(summary.average_growth_difference_mean.values[:, 0]).all())
            self.assertTrue(np.isfinite(summary.average_growth_difference_mean.values[:, 1:]).all())

    def test_statistics_are_those_of_cubes_subtracted(self):
        for sampling in ("pseudo", "antithetic", "sobol"):
            with self.subTest(sampling):
                more = f'sampling = "{sampling}"'
                slow = self.config(f"slow_{sampling}", simulation=more, paths=4096)
                fast = self.config(f"fast_{sampling}", simulation=more, paths=4096, growth=0.07)
                cubes = [self.simulate(config, name=f"{config.stem}.h5", **CUBE) for config in (slow, fast)]

                self.run_program("compare", slow, fast, "-o", f"{sampling}.h5")

                self.assert_is_that_of_cubes(f"{self.folder}/{sampling}.h5", *cubes)

    def test_file_is_that_of_the_scenario_but_for_its_differences(self):
        slow, fast = self.config("slow"), self.config("fast", growth=0.07)
        alone = self.simulate(fast, name="alone.h5")

        self.run_program("compare", slow, fast, "-o", "beside.h5", "--quiet")

        with h5py.File(alone) as one, h5py.File(self.folder / "beside.h5") as other:
            for name, values in one["summary"].items():
                self.assertEqual(values.dtype, other["summary"][name].dtype)
                if not values.dtype.hasobject:
                    self.assertEqual(values[()].tobytes(), other["summary"][name][()].tobytes(), name)
            added = set(other["summary"]) - set(one["summary"])
            self.assertEqual(added, {f"{variable}_{statistic}" for variable in
                                     ("difference", "relative_difference", "average_growth_difference") for statistic in
                                     ("mean", "mean_se", "sd", "sd_se", "skewness", "skewness_se", "quantile",
                                      "quantile_lower", "quantile_upper")}
                             | {f"improvement_probability{end}" for end in ("", "_se", "_lower", "_upper")}
                             | {"baseline_title", "paths_paired"})
            self.assertEqual(other["summary/baseline_title"].asstr()[0], "slow")
            self.assertEqual(other["summary/difference_mean"].attrs["units"], b"bn CNY")
            self.assertIn("0.06", other["provenance/baseline_config"].asstr()[()])
            self.assertNotEqual(other["provenance/baseline_digest"][()], other["provenance/digest"][()])

    def test_other_numbers_of_paths_years_and_series_are_of_what_both_have(self):
        slow = self.config("slow", paths=700, end=2028, more='[series.own]\ntitle = "Own"\naccount = "output"\nsum = { cars = 1 }')
        fast = self.config("fast", growth=0.07, more='[series.cars]\ntitle = "Cars"\naccount = "output"\nsum = { cars = 1 }')
        cubes = [self.simulate(config, name=f"{config.stem}.h5", **CUBE) for config in (slow, fast)]

        shown = self.run_program("compare", slow, fast, "-o", "beside.h5", "--table").stdout

        self.assert_is_that_of_cubes(self.folder / "beside.h5", *cubes)
        for note in ("no difference from the baseline of cars: it has no such series",
                     "no difference from the baseline after 2028, its last year",
                     "differences from the baseline are of 700 of 2,000 paths"):
            self.assertIn(f"Note: {note}", shown)
        with xr.open_dataset(self.folder / "beside.h5", group="summary") as summary:
            self.assertTrue(summary.difference_mean.sel(series="cars").isnull().all())
            self.assertTrue(summary.improvement_probability.sel(year=2030).isnull().all())

    def test_another_meaning_under_one_name_has_no_difference(self):
        data = self.compare(self.config("slow"), self.config("fast", weight=2))

        self.assertEqual([series["name"] for series in data["series"]], ["chips"])
        self.assertIn("no difference from the baseline of all: there the name has another sum of sectors",
                      data["scenario"]["notes"])

    def test_paths_that_fail_in_either_are_left_out(self):
        wild = ('max_failed_share = 0.5', '[sectors.odd]\ntitle = "Odd"\naccount = "output"\nbase = 1\ngrowth = {{ model = "path", '
                'growth = 0.1, spread = {{ discrete = [[0.01, {}], [1e9, {}]] }} }}')
        def of(share):
            return {"simulation": wild[0], "more": wild[1].format(1 - share, share)}
        slow, fast = self.config("slow", **of(0.05)), self.config("fast", growth=0.07, **of(0.02))
        cubes = [self.simulate(config, name=f"{config.stem}.h5", **CUBE) for config in (slow, fast)]

        data = self.compare(slow, fast, "-o", "beside.h5")

        self.assert_is_that_of_cubes(self.folder / "beside.h5", *cubes)
        self.assertGreater(data["scenario"]["paths_failed"], 0)
        self.assertLess(data["paths_paired"], 2000 - data["scenario"]["paths_failed"])

    def test_scenario_against_itself_is_zero(self):
        config = self.config("slow")
        result = self.simulate(config, name="slow.h5")
        for other in (config, result):
            with self.subTest(other=other):
                data = self.compare(config, other, "--year", 2026, 2030)
                for series in data["series"]:
                    for variable in ("difference", "relative_difference", "average_growth_difference"):
                        self.assertEqual(series[variable]["mean"] + series[variable]["mean_se"], [0.0] * 4)
                        for values in series[variable]["quantiles"].values():
                            self.assertEqual(values, [0.0, 0.0])
                    self.assertEqual(series["improvement_probability"], [0.0, 0.0])

    def test_error_of_the_difference_is_far_below_that_of_independent_runs(self):
        data = self.compare(self.config("slow"), self.config("fast", growth=0.07))

        for series in data["series"]:
            independent = np.hypot(series["mean_se"][0], series["baseline_mean_se"][0])
            self.assertLess(series["difference"]["mean_se"][0], independent / 5)
            self.assertAlmostEqual(series["difference"]["mean"][0], series["mean"][0] - series["baseline_mean"][0], places=9)

    def test_threads_change_no_byte(self):
        slow, fast = self.config("slow"), self.config("fast", growth=0.07)
        files, shown = [], []
        for n in (1, 2, 7):
            shown.append(self.run_program("compare", slow, fast, "-o", "x.h5", "--force", "--threads", n, "--table").stdout)
            files.append((self.folder / "x.h5").read_bytes())

        self.assertTrue(files[0] == files[1] == files[2])
        self.assertEqual(len(set(shown)), 1)

    def test_results_compare_as_their_configs_do(self):
        slow, fast = self.config("slow"), self.config("fast", growth=0.07)
        results = [self.simulate(config, name=f"{config.stem}.h5") for config in (slow, fast)]

        from_configs, from_results = self.compare(slow, fast), self.compare(*results)

        self.assertEqual(from_configs, from_results)
        self.assertEqual(self.files(), ["fast.h5", "fast.toml", "slow.h5", "slow.toml"])

    def test_table_shows_the_chosen_series_and_years(self):
        slow, fast = self.config("slow"), self.config("fast", growth=0.07)

        shown = self.run_program("compare", slow, fast, "--series", "chips", "--year", 2027, 2030, "--table").stdout
        data = self.compare(slow, fast, "--series", "chips", "--year", 2027, 2030)

        self.assertRegex(shown, r"(?m)^Baseline: slow \(2,000 paths\)$")
        self.assertRegex(shown, r"(?m)^Scenario: fast \(2,000 paths\)$")
        self.assertRegex(shown, r"(?m)^ +baseline +scenario +difference +std\. error +relative +5% +95% +above$")
        rows = re.findall(r"(?m)^(Chips|) +(2027|2030) .*$", shown)
        self.assertEqual(rows, [("Chips", "2027"), ("", "2030")])
        self.assertIn("\nabove: share of paths on which the scenario is above the baseline\n", shown)
        self.assertNotIn("All", shown)
        self.assertEqual((data["years"], [series["name"] for series in data["series"]]), ([2027, 2030], ["chips"]))
        mean = data["series"][0]["difference"]["mean"][1]
        self.assertIn(f"+{mean:.1f}", shown)

    def test_table_has_a_heading_for_each_account_and_no_powers_of_ten(self):
        more = ('[accounts.services]\ntitle = "Services"\ndefinition = "What people do."\n[sectors.crumbs]\n'
                'account = "services"\nbase = 0.001\ngrowth = {{ model = "geometric_brownian", drift = {}, volatility = 0.1 }}\n[series.crumbs]\n'
                'account = "services"\ntitle = "Crumbs"\nsum = {{ crumbs = 1 }}')
        slow, fast = self.config("slow", more=more.format(0.01)), self.config("fast", growth=0.07, more=more.format(0.012))

        shown = self.run_program("compare", slow, fast, "--table").stdout

        self.assertEqual(re.findall(r"(?m)^(\S+) \(bn CNY, prices constant 2025\)$", shown), ["Output", "Services"])
        table = shown.split("Services (")[1]
        self.assertRegex(table, r"(?m)^Crumbs +2030 +0\.0011 +0\.0011 +0\.0000 +<0\.0001 +\+1\.0% +0\.0000 +0\.0000 +100\.0%$")
        self.assertNotIn("e-", table)

    def test_variables_that_are_not_summarised_have_dashes(self):
        few = {"more": '[output]\nvariables = ["output", "relative_difference"]'}

        shown = self.run_program("compare", "--table", self.config("slow", **few), self.config("fast", growth=0.07, **few)).stdout

        self.assertRegex(shown, r"(?m)^Chips +2030 +\d+ +\d+ +- +- +\+\d\.\d% +- +- +\d+\.\d%$")

    def test_last_year_of_both_is_the_usual_one(self):
        self.assertEqual(self.compare(self.config("slow", end=2028), self.config("fast"))["years"], [2028])

    def test_show_prints_differences_from_the_file(self):
        self.run_program("compare", self.config("slow"), self.config("fast", growth=0.07), "-o", "x.h5", "--quiet")

        levels = self.run_program("show", "x.h5", "--table", "--variable", "difference").stdout
        shares = self.run_program("show", "x.h5", "--table", "--variable", "relative_difference").stdout

        self.assertIn("difference of the output from the baseline's on the same path, bn CNY", levels)
        self.assertRegex(levels, r"(?m)^Chips +median +")
        self.assertRegex(shares, r"(?m)^Chips +median .*\+\d+\.\d%$")
        shown = json.loads(self.run_program("show", "x.h5", "--json").stdout)["series"][0]
        with xr.open_dataset(self.folder / "x.h5", group="summary") as summary:
            for end in ("", "_se", "_lower", "_upper"):
                own = summary[f"improvement_probability{end}"].isel(scenario=0, series=0).values.tolist()
                self.assertEqual(shown[f"improvement_probability{end}"], own)
        self.simulate(self.folder / "slow.toml", name="alone.h5")
        self.assertNotIn("improvement_probability", self.run_program("show", "alone.h5", "--json").stdout)
        self.assertIn("is no variable of this result",
                      self.run_program("show", "alone.h5", "--variable", "difference", status=CONFIG).stderr)

    def test_baseline_that_stopped_early_counts_as_it_ended(self):
        rule = 'stop_when = { series = "chips", year = 2030, statistic = "mean", relative_error = 0.01 }'
        data = self.compare(self.config("slow", paths=100_000, simulation=rule), self.config("fast", paths=50_000))

        self.assertEqual(data["paths_paired"], min(data["baseline"]["paths"], 50_000))
        self.assertLess(data["baseline"]["paths"], 50_000)

    def test_quiet_prints_nothing(self):
        finished = self.run_program("compare", self.config("slow"), self.config("fast"), "--quiet")

        self.assertEqual((finished.stdout, finished.stderr), ("", ""))

    def test_shanghai_scenario_compares_with_its_baseline(self):
        settings = {"simulation__paths": 3000}
        cubes = [self.simulate(config, name=name, **settings, **CUBE)
                 for config, name in ((BASELINE, "baseline.h5"), (STAGNATION, "other.h5"))]

        self.run_program("compare", *cubes, "-o", "beside.h5", "--quiet")

        self.assert_is_that_of_cubes(self.folder / "beside.h5", *cubes)


if __name__ == "__main__":
    unittest.main()

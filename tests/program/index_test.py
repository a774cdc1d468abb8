"""What commands make of a file of several scenarios: a batch's index."""

import json
import unittest

import xarray as xr

from program import CONFIG, IO, ProgramTest

BASE = """
[scenario]
title = "Two industries"
[simulation]
base_year = 2025
end_year = 2028
paths = 400
seed = 7
[account]
prices = "constant 2025"
[accounts.output]
title = "Output"
definition = "Gross output of invented industries."
[sectors.chips]
account = "output"
base = 100
growth = { model = "geometric_brownian", median_growth = { normal = [0.06, 0.02] }, volatility = 0.1 }
[sectors.cars]
account = "output"
base = 700
growth = { model = "geometric_brownian", median_growth = 0.02, volatility = 0.07 }
[adjustments.trend]
keys = ["sectors.*.growth.median_growth"]
add = 0
[series.chips]
account = "output"
part_of = "all"
sum = { chips = 1 }
[series.all]
title = "Both"
account = "output"
sum = { chips = 1, cars = 1 }
[targets.more]
title = "More than 850"
series = "all"
year = 2028
at_least = 850
[targets.chips_120]
series = "chips"
year = 2028
at_least = 120
"""

BATCH = """
[batch]
title = "Growth"
baseline = "baseline"
[scenarios.baseline]
file = "base.toml"
[scenarios.same]
file = "base.toml"
[sweeps.growth]
file = "base.toml"
design = "zip"
[sweeps.growth.axes.growth]
set.adjustments.trend.add = [0.01, 9]
"""

FAILED = 5
INDEX = "out/index.h5"


class Index(ProgramTest):
    """Scenarios baseline, same, growth=0.01, and growth=9, which fails."""

    def setUp(self):
        super().setUp()
        self.write("base.toml", BASE)
        self.write("batch.toml", BATCH)
        self.run_program("batch", "batch.toml", "-o", "out", "--quiet", status=FAILED)

    def shown(self, *arguments):
        return json.loads(self.run_program("show", INDEX, *arguments, "--json").stdout)

    def compared(self, *arguments):
        return json.loads(self.run_program("compare", *arguments, "--json").stdout)

    def test_show_without_a_scenario_has_a_line_for_each(self):
        text = self.run_program("show", INDEX, "--table").stdout

        self.assertRegex(text, r"(?m)^Both \(bn CNY\)$")
        self.assertRegex(text, r"(?m)^Scenario +median 2028 +a year +difference +above +more +chips_120$")
        self.assertRegex(text, r"(?m)^baseline +\S+ +\S+ +- +- ")
        self.assertRegex(text, r"(?m)^growth=0\.01 .*\+\d\.\d\d% +100\.0%")
        self.assertRegex(text, r"(?m)^growth=9  failed: ")

    def test_show_of_all_takes_a_series_a_year_and_targets(self):
        text = self.run_program("show", INDEX, "--series", "chips", "--year", 2026, "--target", "chips_120", "--table").stdout
        data = self.shown("--series", "chips", "--year", 2026, "--target", "chips_120")

        self.assertRegex(text, r"(?m)^Scenario +median 2026 +a year +difference +above +chips_120$")
        self.assertEqual((data["series"], data["year"]), ("chips", 2026))
        with xr.open_dataset(self.folder / INDEX, group="summary") as summary:
            chosen = summary.sel(scenario="growth=0.01", series="chips", year=2026)
            found = data["scenarios"][2]
            self.assertEqual(found["scenario"], "growth=0.01")
            self.assertEqual(found["output_median"], float(chosen.output_quantile.sel(quantile=0.5)))
            self.assertEqual(found["relative_difference_mean"], float(chosen.relative_difference_mean))
            self.assertEqual(found["improvement_probability"], float(chosen.improvement_probability))
            self.assertEqual(found["target_probability"],
                             {"chips_120": float(chosen.target_probability.sel(target="chips_120"))})

    def test_show_of_all_refuses_what_is_of_one(self):
        for arguments, message in ((["--series", "chip"], f'"chip" is no series of {INDEX} (known: chips, all). Did'),
                                   (["--year", 2035], '"2035" is no year of out/index.h5 (known: 2025, 2026, 2027, 2028)'),
                                   (["--target", "less"], '"less" is no target of'),
                                   (["--series", "chips", "all"], "one series and one year are shown at a time"),
                                   (["--causes"], "has 4 scenarios; say which with --scenario (known: baseline, same,"),
                                   (["--scenario", "same", "--target", "more"], "--target is for the table of several")):
            self.assertIn(message, self.run_program("show", INDEX, *arguments, status=CONFIG).stderr)

    def test_scenario_equal_to_its_baseline_is_called_the_same(self):
        self.assertRegex(self.run_program("show", INDEX, "--table").stdout, r"(?m)^same +\S+ +\S+ +same +\d")
        one = self.run_program("compare", INDEX, "--scenario", "same", "--table").stdout
        self.assertRegex(one, r"(?m)^Both +2028 +\d+ +\d+ +same$")
        self.assertIn("\nBoth are the same on every path.\n", one)
        self.assertNotIn("Both are the same", self.run_program("compare", INDEX, "--scenario", "growth=0.01", "--table").stdout)

    def test_two_scenarios_of_one_file_compare_as_their_configs_do(self):
        self.write("fast.toml", '[scenario]\nbase = "base.toml"\n[adjustments.trend]\nadd = 0.01\n')
        expected = self.compared("base.toml", "fast.toml")["series"]

        for arguments in ([INDEX, "--scenario", "same", "--scenario", "growth=0.01"], [INDEX, "--scenario", "growth=0.01"],
                          ["base.toml", INDEX, "--scenario", "growth=0.01"],
                          [INDEX, INDEX, "--scenario", "baseline", "--scenario", "growth=0.01"],
                          [INDEX, "fast.toml", "--scenario", "baseline"]):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.compared(*arguments)["series"], expected)
        with xr.open_dataset(self.folder / INDEX, group="summary") as summary:
            self.assertEqual(expected[0]["difference"]["mean"][0],
                             float(summary.difference_mean.sel(scenario="growth=0.01", series="chips", year=2028)))

    def test_compared_scenarios_of_a_file_go_by_their_names(self):
        text = self.run_program("compare", INDEX, "--scenario", "growth=0.01", "--table").stdout
        data = self.compared(INDEX, "--scenario", "same", "--scenario", "growth=0.01")

        self.assertIn("Baseline: baseline: Two industries (400 paths)\nScenario: growth=0.01: Two industries", text)
        self.assertEqual((data["baseline"]["name"], data["scenario"]["name"]), ("same", "growth=0.01"))

    def test_diff_takes_two_scenarios_of_a_file(self):
        two = self.run_program("diff", INDEX, "--scenario", "same", "--scenario", "growth=0.01").stdout
        one = self.run_program("diff", INDEX, "--scenario", "growth=0.01").stdout

        self.assertIn(f"A: same of {INDEX}\nB: growth=0.01 of {INDEX}\n", two)
        self.assertRegex(two, r"(?m)^adjustments\.trend\.add +0 +0\.01$")
        self.assertIn(f"A: baseline of {INDEX}\n", one)
        self.assertEqual(self.run_program("diff", INDEX, "--scenario", "baseline", "--scenario", "same").stdout,
                         "The settings are the same.\n")

    def test_names_that_are_missing_or_too_many_are_asked_for(self):
        for arguments, message in (([INDEX], "holds several scenarios; say which with --scenario (known: baseline, same,"),
                                   ([INDEX, INDEX, "--scenario", "same"], "holds several scenarios; say which with"),
                                   ([INDEX, "--scenario", "sme"], '"sme" is no scenario of out/index.h5 (known:'),
                                   ([INDEX, *["--scenario", "same"] * 3], "--scenario same: no more files hold several"),
                                   (["base.toml", "base.toml", "--scenario", "same"], "none of the files hold several"),
                                   (["base.toml"], "1 file given; it takes two, or one result that holds several")):
            for command in ("compare", "diff"):
                self.assertIn(message, self.run_program(command, *arguments, status=CONFIG).stderr)

    def test_scenario_that_failed_says_why_and_how_to_run_it(self):
        for command in (["replay", "--path", 0], ["explain"], ["show"], ["show", "--config"], ["compare"], ["diff"], ["run", "-o", "x.h5"]):
            said = self.run_program(command[0], INDEX, "--scenario", "growth=9", *command[1:], status=IO).stderr
            self.assertIn(f"{INDEX}: cannot read the scenario 'growth=9': it failed: ", said)
            self.assertIn("adjustments.trend: moves sectors.chips.growth.median_growth from { normal = [0.06, 0.02] } to "
                          "{ normal = [9.06, 0.02] }, which lies outside", said)
            self.assertIn("Run it by itself: secondcurve run base.toml --set 'adjustments.trend.add=9'\n", said)
        (self.folder / "out/batch.json").unlink()
        self.assertIn("It was swept to adjustments.trend.add = 9. Run its config file by itself",
                      self.run_program("explain", INDEX, "--scenario", "growth=9", status=IO).stderr)


if __name__ == "__main__":
    unittest.main()

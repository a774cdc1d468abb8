"""secondcurve batch: many scenarios in one file."""

import json
import unittest

import numpy as np
import xarray as xr

from batch import NAMES, SAME_YEARS, SEED, BatchTest
from program import CONFIG, GOOD, IO, SOME_FAILED, digest


class Results(BatchTest):
    def test_index_holds_every_scenario_as_a_run_of_its_own_would_give_it(self):
        self.batch()

        summary = self.summary()
        self.assertEqual(list(summary.scenario.values), [name.replace("longer", "slow") for name in NAMES])
        np.testing.assert_array_equal(summary.swept_growth, [np.nan] * 3 + [0.01, 0.01, 0.03, 0.03])
        np.testing.assert_array_equal(summary.swept_risk, [np.nan] * 3 + [0.05, 0.3, 0.05, 0.3])
        self.assertEqual((summary.swept_growth.units, summary.swept_risk.units), ("1/year", "1/sqrt(year)"))
        self.assertEqual(set(summary.state.values), {"done"})
        self.assertEqual(list(summary.paths.values), [1500] * 7)
        alone = self.simulate(GOOD, name="alone.h5", simulation__paths=1500, sectors__other__growth__growth=0.03,
                              sectors__software__growth__volatility=0.3)
        with xr.open_dataset(alone, group="summary") as own:
            mine = summary.sel(scenario="growth=0.03,risk=wild")
            for name in ("output_mean", "growth_sd", "average_growth_quantile", "target_probability"):
                np.testing.assert_array_equal(mine[name], own[name][0], name)

    def test_differences_from_the_baseline_are_those_of_the_paths(self):
        self.file.write_text(SAME_YEARS.replace("[batch]", '[batch]\nset.output.cube = ["output"]'))
        self.batch()

        with xr.open_dataset(self.index()) as file:
            paths = file.output.astype(float).load()
        summary = self.summary().isel(scenario=slice(1, None))
        difference = (paths - paths.sel(scenario="base")).isel(scenario=slice(1, None))
        spread = paths.max().item() * 1e-6
        np.testing.assert_allclose(summary.difference_mean, difference.mean("path"), atol=spread)
        np.testing.assert_allclose(summary.difference_quantile.sel(quantile=0.5), difference.quantile(0.5, "path"),
                                   atol=spread)
        self.assertTrue((summary.improvement_probability.sel(scenario="growth=0.03,risk=calm", series="factories",
                                                             year=2030) == 1).item())
        for name in ("difference_mean", "difference_mean_se", "difference_quantile", "improvement_probability"):
            np.testing.assert_array_equal(summary[name].sel(scenario="twin").isel(year=slice(1, None)), 0, name)

    def test_threads_change_no_byte(self):
        for threads in (1, 2, 5):
            self.batch(f"out{threads}", "--threads", threads, "--quiet")

        self.assertEqual(len({digest(self.index(f"out{threads}")) for threads in (1, 2, 5)}), 1)

    def test_baseline_is_no_condition_for_a_batch(self):
        self.file.write_text(SAME_YEARS.replace('baseline = "base"\n', ""))

        self.batch()

        self.assertNotIn("difference_mean", self.summary())

    def test_scenario_that_cannot_be_paired_says_why(self):
        self.file.write_text(SAME_YEARS.replace("set.sectors.cars.growth.volatility = 0.01", "set.simulation.seed = 7"))
        said = f"Not compared with base: slow: simulation.seed is {SEED} in the baseline and 7 here"
        self.assertIn(said, self.run_program("batch", self.file, "--dry-run").stdout)
        self.assertIn(said, self.batch().stdout)

        summary = self.summary()
        self.assertTrue(summary.difference_mean.sel(scenario="slow").isnull().all())
        self.assertFalse(summary.output_mean.sel(scenario="slow").isnull().any())
        self.assertIn("cannot be compared with base", summary.notes.sel(scenario="slow").item())


    def test_numbers_of_paths_are_shown_where_they_differ(self):
        self.assertNotIn("paths", self.batch().stdout.splitlines()[1])
        self.file.write_text(SAME_YEARS.replace("set.sectors.cars.growth.volatility = 0.01", "set.simulation.paths = 2500"))

        lines = self.batch("other").stdout.splitlines()

        self.assertEqual(lines[1].split()[-1], "paths")
        self.assertEqual([line.split()[-1] for line in lines[2:5]], ["1,500", "1,500", "2,500"])

    def test_labels_leave_numbers_as_they_are(self):
        self.file.write_text(SAME_YEARS + f"""
[sweeps.more]
file = "{GOOD}"
design = "zip"
[sweeps.more.axes.risk]
set.sectors.software.growth.volatility = [0.1]
""")
        self.batch("out", "--quiet")

        np.testing.assert_array_equal(self.summary().swept_risk, [np.nan] * 3 + [0.05, 0.3, 0.05, 0.3, 0.1])

    def test_long_scenarios_are_the_same_on_more_threads_than_there_are_of_them(self):
        self.file.write_text(SAME_YEARS[:SAME_YEARS.index("[sweeps")].replace("= 1500", '= 50_000\nset.output.cube = ["output"]'))
        for threads in (1, 7):
            self.batch(f"out{threads}", "--threads", threads, "--quiet")

        self.assertEqual(digest(self.index("out1")), digest(self.index("out7")))


class Directories(BatchTest):
    def test_changed_assumption_is_named(self):
        config = self.write("own.toml", f'[scenario]\ntitle = "Own"\nbase = "{GOOD}"\n')
        self.file.write_text(SAME_YEARS.replace(f'[scenarios.slow]\nfile = "{GOOD}"', '[scenarios.slow]\nfile = "own.toml"'))
        self.batch()
        config.write_text(config.read_text() + "[sectors.other.growth]\ngrowth = 0.07\n")

        finished = self.batch("out", "--resume", status=CONFIG)

        self.assertIn("slow: sectors.other.growth.growth = 0.07 (was 0.02)", finished.stderr)

    def test_directory_of_another_batch_or_of_something_else_is_refused(self):
        self.batch()
        self.assertIn("holds a batch already", self.batch("out", status=CONFIG).stderr)
        self.write("mine/notes.txt", "keep me")
        self.assertIn("it holds other files (notes.txt)", self.batch("mine", status=IO).stderr)
        self.file.write_text(SAME_YEARS.replace("[0.01, 0.03]", "[0.01, 0.04]"))
        finished = self.batch("out", "--resume", status=CONFIG)
        self.assertIn("growth=0.03,risk=calm and growth=0.03,risk=wild: not there any more", finished.stderr)

    def test_damaged_parts_are_set_aside_and_made_again(self):
        self.file.write_text(SAME_YEARS.replace("[0.05, 0.3]", "[0.05, -0.3]"))
        self.batch("out", status=SOME_FAILED)
        whole = digest(self.index())
        part = self.folder / "out/parts/00002.h5"
        part.write_bytes(part.read_bytes()[:-2000])
        
        finished = self.batch("out", "--resume", status=SOME_FAILED)

        self.assertIn("00002.aside-1.h5", finished.stderr)
        self.assertEqual(digest(self.index()), whole)

    def test_finished_batch_has_nothing_left_to_do(self):
        self.batch()
        before = self.index().stat().st_mtime_ns

        finished = self.batch("out", "--resume")

        self.assertIn("nothing was left to do", finished.stderr)
        self.assertEqual(self.index().stat().st_mtime_ns, before)

    def test_dry_run_shows_the_plan_and_writes_nothing(self):
        finished = self.run_program("batch", self.file, "--dry-run")

        for word in ("A small batch", "growth=0.03,risk=wild", "1,500", "7 scenarios", "compared with base"):
            self.assertIn(word, finished.stdout)
        self.assertEqual(self.files(), ["batch.toml"])

    def test_dry_run_says_that_points_cannot_be_run(self):
        self.file.write_text(SAME_YEARS.replace("[0.05, 0.3]", "[0.05, -0.3]"))

        finished = self.run_program("batch", self.file, "--dry-run", status=SOME_FAILED)

        self.assertEqual(finished.stdout.count("cannot be run"), 2)
        self.assertEqual(finished.stdout.count(str(GOOD)), 1)

    def test_plan_for_programs(self):
        self.file.write_text(SAME_YEARS.replace("[0.05, 0.3]", "[0.05, -0.3]").replace(
            "set.sectors.cars.growth.volatility = 0.01", "set.simulation.seed = 7"))

        plan = json.loads(self.run_program("batch", self.file, "--dry-run", "--json", status=SOME_FAILED).stdout)

        self.assertEqual((plan["title"], plan["baseline"]), ("A small batch", "base"))
        by_name = {scenario["name"]: scenario for scenario in plan["scenarios"]}
        self.assertEqual(by_name["twin"], {"name": "twin", "config": str(GOOD), "settings": ["simulation.paths=1500"],
                                           "title": "The same again", "paths": 1500})
        self.assertIn("simulation.seed", by_name["slow"]["not_compared"])
        self.assertIn("must be at least 0", by_name["growth=0.01,risk=wild"]["error"])
        for need in ("at_once", "seconds", "memory_bytes", "disk_bytes"):
            self.assertGreater(plan["needs"][need], 0, need)

    def test_log_that_cannot_be_written_is_refused_before_anything_is(self):
        finished = self.batch("out", "--log", "none/log.jsonl", status=IO)

        self.assertIn("none/log.jsonl: cannot open the log: No such file or directory", finished.stderr)
        self.assertEqual(self.files(), ["batch.toml"])

    def test_log_may_lie_in_the_directory(self):
        self.batch("out", "--log", "out/log.jsonl", "--quiet")
        self.batch("out", "--log", "out/log.jsonl", "--quiet", "--resume")

        events = [json.loads(line)["event"] for line in (self.folder / "out/log.jsonl").read_text().splitlines()]
        self.assertEqual((events.count("done"), events[-1]), (7, "finished"))

    def test_changed_comment_is_no_other_batch(self):
        config = self.write("own.toml", f'[scenario]\ntitle = "Own"\nbase = "{GOOD}"\n')
        text = SAME_YEARS.replace(f'[scenarios.slow]\nfile = "{GOOD}"', '[scenarios.slow]\nfile = "own.toml"').replace(
            "[0.05, 0.3]", "[0.05, -0.3]")
        self.file.write_text(text)
        self.batch("out", "--quiet", status=SOME_FAILED)
        whole = digest(self.index())
        for part in ("00002", "00003"):
            (self.folder / f"out/parts/{part}.h5").unlink()
        self.file.write_text("# Another comment.\n" + text)
        config.write_text("# Another comment.\n" + config.read_text())

        redo = self.batch("out", "--redo", "failed", status=CONFIG)
        resumed = self.batch("out", "--resume", status=SOME_FAILED)

        self.assertIn(f"only comments or spacing of {config} changed, and results keep these texts", redo.stderr)
        self.assertIn(f"only comments or spacing of {config} changed since the batch began", resumed.stderr)
        self.assertEqual(digest(self.index()), whole)

    def test_file_of_another_command_is_named(self):
        run = self.run_program("run", self.file, status=CONFIG).stderr
        batch = self.run_program("batch", GOOD, "--dry-run", status=CONFIG).stderr

        self.assertIn("batch.toml:2:2: batch: this is a batch file, not a scenario. Run it with: secondcurve batch", run)
        self.assertIn("this is a scenario, not a batch file. Run it with: secondcurve run", batch)

    def test_misspelt_adjustment_gets_a_hint(self):
        self.write("own.toml", f'[scenario]\ntitle = "Own"\nbase = "{GOOD}"\n[adjustments.growth]\n'
                   'keys = ["sectors.*.growth.volatility"]\nadd = 0\n')
        self.file.write_text('[batch]\ntitle = "A"\n[scenarios.a]\nfile = "own.toml"\nset.adjustments.grwth.add = 0.01\n')

        finished = self.run_program("batch", self.file, "--dry-run", status=CONFIG)

        self.assertIn("batch.toml:5:23: adjustments.grwth: has no keys", finished.stderr)
        self.assertIn("Did you mean 'growth'?", finished.stderr)

    def test_what_does_not_fit_is_refused_before_it_begins(self):
        self.file.write_text(SAME_YEARS.replace("= 1500", '= 3_000_000_000\nset.output.cube = ["output"]'))

        finished = self.run_program("batch", self.file, "--dry-run", status=IO)

        self.assertRegex(finished.stderr, r"needs about .* GB of disk and .* GB are free")

    def test_misuse_is_refused(self):
        for arguments in (["batch"], ["batch", self.file], ["batch", self.file, "-o", "out", "--redo", "all"],
                          ["batch", "--status", "out", "--resume"], ["batch", self.file, "-o", "out", "--threads", "-1"]):
            self.assertTrue(self.run_program(*arguments, status=CONFIG).stderr.startswith("secondcurve batch: "))


if __name__ == "__main__":
    unittest.main()

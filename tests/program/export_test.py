"""`secondcurve export`: all figures of a result as CSV, to the last bit; several scenarios in one table."""

import csv
import unittest

import h5py
import numpy as np
import pandas as pd
import xarray as xr

from exports import BUST, FEW, Exports, file_figures, read_csv, stored_name
from program import BASELINE, CONFIG, GOOD

BY_YEAR = ("output", "growth", "shares", "first_reached", "change_by_cause", "growth_by_cause", "programmes",
           "differences", "variance", "model_shares")


class Csv(Exports):
    def test_holds_every_figure_of_the_result_to_the_last_bit(self):
        self.export(self.bust, "--csv", "t")

        found = {}  # name in the file: how many figures were found
        with xr.open_dataset(self.bust, group="summary") as summary:
            for table in BY_YEAR:
                if not (self.folder / f"t/{table}.csv").exists():
                    continue
                rows = read_csv(self.folder / "t", table)
                for (variable, statistic), part in rows.groupby(["variable", "statistic"]):
                    name, quantile = stored_name(variable, statistic)
                    stored = file_figures(summary, name, quantile)
                    written = part.set_index([each for each in stored.index.names])["value"]
                    pd.testing.assert_series_equal(written.sort_index(), stored.sort_index(), check_names=False,
                                                   check_exact=True, check_index_type=False)
                    found[name] = found.get(name, 0) + len(part)
            by_year = [name for name, data in summary.data_vars.items()
                       if "year" in data.dims and data.dtype == np.float64]
            missing = {name: int(summary[name].notnull().sum()) - found.get(name, 0) for name in by_year}

        self.assertGreater(len(found), 80)
        self.assertEqual({name: n for name, n in missing.items() if n}, {})

    def test_targets_and_headline_have_a_row_for_each(self):
        self.export(self.baseline, "--csv", "t")

        targets = read_csv(self.folder / "t", "targets").set_index("target")
        headline = read_csv(self.folder / "t", "headline").set_index("series")
        with xr.open_dataset(self.baseline, group="summary") as summary:
            one = summary.squeeze("scenario")
            for name in ("probability", "probability_se", "probability_lower", "shortfall", "shortfall_se"):
                stored = one[f"target_{name}"].to_series()
                written = targets[name].loc[stored.index].replace("", "nan").astype(float)
                self.assertTrue(np.array_equal(written, stored, equal_nan=True), name)
            last = one.output_quantile.isel(year=-1).sel(quantile=0.95, method="nearest").to_series()
            self.assertTrue((headline["p95"].loc[last.index] == last).all())
            self.assertEqual(set(targets["unit"]) - {""}, {"bn CNY"})

    def test_names_and_units_are_those_of_the_file(self):
        self.export(self.baseline, "--csv", "t")

        output, series = read_csv(self.folder / "t", "output"), read_csv(self.folder / "t", "series").set_index("series")
        with h5py.File(self.baseline) as file:
            units = dict(zip(file["series"].asstr()[:], file["unit"].asstr()[:]))
            chinese = dict(zip(file["series"].asstr()[:], file["title_zh"].asstr()[:]))
        levels = output[(output.variable == "output") & (output.statistic == "mean")]
        self.assertEqual(dict(zip(levels.series, levels.unit)), units)
        self.assertEqual(series.title_zh.to_dict(), chinese)
        self.assertEqual(set(levels.scenario), {"baseline"})
        self.assertGreater(len(set(levels.unit)), 1)

    def test_assumptions_come_with_sources_that_are_among_the_facts(self):
        self.export(self.baseline, "--csv", "t")

        assumptions = read_csv(self.folder / "t", "assumptions").set_index("key")
        facts = set(read_csv(self.folder / "t", "facts").fact)
        share = assumptions.loc["sectors.biomedicine.growth.half_life"]
        self.assertEqual((share["value"], share["unit"]), ("2.5", "year"))
        self.assertEqual(float(share["number"]), 2.5)
        self.assertRegex(share["place"], r"^baseline\.toml:\d+$")
        cited = {fact for text in assumptions.source for fact in text.split("; ") if fact}
        self.assertGreater(len(cited), 100)
        self.assertEqual(cited - facts, set())

    def test_history_holds_what_was_published(self):
        self.export(self.baseline, "--csv", "t")

        history = read_csv(self.folder / "t", "history")
        with xr.open_dataset(self.baseline, group="history") as stored:
            one = stored.squeeze("scenario")
            self.assertGreater(len(history), 5)
            self.assertEqual(list(history["value"]), list(one.observed.values))
            self.assertEqual(list(history["year"]), list(one.observed_year.values))
            self.assertEqual(list(history["series"]), list(one.observed_series.values))

    def test_about_says_how_it_was_made(self):
        self.export(self.bust, "--csv", "t")

        about = read_csv(self.folder / "t", "about").set_index("item")["value"]
        with h5py.File(self.bust) as file:
            self.assertEqual(about["digest"], file["provenance/digest"].asstr()[()])
            self.assertEqual(about["seed_text"], file.attrs["seed_text"].decode())
            self.assertEqual(int(about["paths"]), 512)
            self.assertEqual(about["baseline_title"], file["summary/baseline_title"].asstr()[0])

    def test_readme_explains_every_column(self):
        self.export(self.bust, "--csv", "t")

        readme = (self.folder / "t/README.txt").read_text(encoding="utf-8")
        for path in (self.folder / "t").glob("*.csv"):
            self.assertIn(f"\n{path.name}: ", readme)
            section = readme.split(f"\n{path.name}: ")[1].split("\n\n")[0]
            if "columns as in " in section:
                section = readme.split("\n" + section.split("columns as in ")[1].strip() + ": ")[1].split("\n\n")[0]
            with path.open(encoding="utf-8", newline="") as lines:
                for column in next(csv.reader(lines)):
                    self.assertRegex(section, rf"(?m)^  {column} +\S", path.name)

    def test_quotes_what_rfc_4180_asks_for(self):
        title = 'One, "two"\nand 三'
        result = self.simulate(GOOD, "--set=simulation.paths=64", series__cars__title=title)
        self.export(result, "--csv", "t")

        with (self.folder / "t/series.csv").open(encoding="utf-8", newline="") as lines:
            titles = [row["title"] for row in csv.DictReader(lines)]
        self.assertIn(title, titles)
        self.assertIn(title, set(read_csv(self.folder / "t", "output").title))

    def test_result_without_levers_has_no_tables_of_them(self):
        self.export(self.simulate(GOOD, "--set=simulation.paths=64"), "--csv", "t")

        self.assertEqual({path.stem for path in (self.folder / "t").iterdir()} &
                         {"programmes", "differences", "variance", "model_shares", "change_by_cause"}, set())

    def test_same_result_gives_the_same_bytes(self):
        for name in ("a", "b"):
            self.export(self.baseline, "--csv", name, "--xlsx", f"{name}.xlsx")

        for path in (self.folder / "a").iterdir():
            self.assertEqual(path.read_bytes(), (self.folder / "b" / path.name).read_bytes(), path.name)
        self.assertEqual((self.folder / "a.xlsx").read_bytes(), (self.folder / "b.xlsx").read_bytes())


class Several(Exports):
    def test_scenarios_stand_in_one_table(self):
        self.export(self.baseline, self.bust, "--csv", "t")

        output, changed = read_csv(self.folder / "t", "output"), read_csv(self.folder / "t", "changed_settings")
        self.assertEqual(list(dict.fromkeys(output.scenario)), ["baseline", "chip_bust"])
        self.assertEqual(set(read_csv(self.folder / "t", "differences").scenario), {"chip_bust"})
        self.assertEqual(set(changed.scenario), {"chip_bust"})
        with xr.open_dataset(self.bust, group="summary") as summary:
            stored = summary.output_mean.sel(series="leading_total", year=2030).item()
        row = output[(output.scenario == "chip_bust") & (output.series == "leading_total") & (output.year == 2030) &
                     (output.statistic == "mean")]
        self.assertEqual(row["value"].item(), stored)

    def test_each_is_set_against_the_first_with_the_figures_of_compare(self):
        alone = self.simulate(BUST, *FEW, name="alone.h5")
        self.export(self.baseline, alone, "--csv", "t")

        rows, about = read_csv(self.folder / "t", "differences"), read_csv(self.folder / "t", "about")
        self.assertEqual(set(zip(rows.scenario, rows.baseline)), {("chip_bust", "baseline")})
        with xr.open_dataset(self.bust, group="summary") as summary:  # as compare wrote it
            for (variable, statistic), part in rows.groupby(["variable", "statistic"]):
                stored = file_figures(summary, *stored_name(variable, statistic))
                written = part.set_index(["series", "year"])["value"]
                pd.testing.assert_series_equal(written.sort_index(), stored.sort_index(), check_names=False,
                                               check_exact=True, check_index_type=False)
        self.assertGreater(rows.variable.nunique(), 3)
        said = about[about.scenario == "chip_bust"].set_index("item")["value"]
        self.assertEqual((said["compared_with"], said["paths_compared"]), ("baseline", "512"))

    def test_says_what_has_no_difference_and_why(self):
        other_seed = self.simulate(BUST, *FEW, "--set=simulation.seed=3", name="seed.h5")
        other_sum = self.simulate(BASELINE, *FEW, "--set=series.leading_total.sum.biomedicine=2", name="sum.h5")

        said = self.run_program("export", self.baseline, other_seed, other_sum, "--csv", "t").stderr

        self.assertIn("chip_bust beside ", said)
        self.assertIn("simulation.seed is 20260101 in the baseline and 3 here", said)
        self.assertRegex(said, r"no difference from the baseline of leading_total.*: there the name has another sum of sectors")
        notes = read_csv(self.folder / "t", "about")
        self.assertEqual(sum("another sum of sectors" in value for value in notes["value"]), 1)
        differences, series = read_csv(self.folder / "t", "differences"), read_csv(self.folder / "t", "series")
        self.assertEqual(set(differences.scenario), {f"baseline ({other_sum})"})
        self.assertNotIn("leading_total", set(differences.series))
        sums = series[series.series == "leading_total"].set_index("scenario")["sum"]
        self.assertIn("biomedicine = 2", sums[f"baseline ({other_sum})"])
        self.assertIn("biomedicine = 1", sums["chip_bust"])

    def test_fact_stands_once_with_the_scenarios_that_cite_it(self):
        self.write("facts.csv", "id,text\nF-1,one\nF-2,two\n")
        results = []
        for name, fact in (("a", "F-1"), ("b", "F-1"), ("c", "F-2")):
            config = self.write(f"{name}.toml", f'[scenario]\ntitle = "{name}"\nbase = "{GOOD}"\n[account]\nfacts = "facts.csv"\n'
                                f'[sectors.cars]\nbase = {{ value = 100, source = "{fact}" }}\n'
                                '[sectors.software]\nbase = { value = 100, source = "F-2" }\n')
            results.append(self.simulate(config, "--set=simulation.paths=64", name=f"{name}.h5"))
        self.export(*results, "--csv", "t")

        table = read_csv(self.folder / "t", "facts")
        self.assertEqual(list(zip(table.fact, table.scenarios)), [("F-1", "a; b"), ("F-2", "all")])

    def test_scenarios_of_one_name_are_told_apart_by_their_files(self):
        (self.folder / "other.h5").write_bytes(self.baseline.read_bytes())
        self.export(self.baseline, "other.h5", "--csv", "t")

        self.assertEqual(set(read_csv(self.folder / "t", "headline").scenario),
                         {f"baseline ({self.baseline})", "baseline (other.h5)"})

    def test_index_of_a_batch_gives_all_its_scenarios(self):
        self.write("batch.toml", f"""
[batch]
title = "Two"
baseline = "baseline"
set.simulation.paths = 256
set.output.cube = []
[scenarios.baseline]
file = "{BASELINE}"
[scenarios.bust]
file = "{BUST}"
""")
        self.run_program("batch", "batch.toml", "-o", "out", "--quiet")
        self.export("out/index.h5", "--csv", "all")
        self.export("out/index.h5", "--scenario", "bust", "--csv", "one")

        all_rows, one = read_csv(self.folder / "all", "output"), read_csv(self.folder / "one", "output")
        self.assertEqual(set(all_rows.scenario), {"baseline", "bust"})
        pd.testing.assert_frame_equal(all_rows[all_rows.scenario == "bust"].reset_index(drop=True), one)
        with xr.open_dataset(self.folder / "out/index.h5", group="summary") as summary:
            stored = summary.output_mean.sel(scenario="bust", series="leading_total").to_series()
        rows = one[(one.series == "leading_total") & (one.variable == "output") & (one.statistic == "mean")]
        self.assertEqual(list(rows["value"]), list(stored))

    def test_other_price_bases_accounts_and_years_are_refused(self):
        first = self.simulate(GOOD, "--set=simulation.paths=64", name="first.h5")
        for setting in ('account.prices="constant 2020"', 'accounts.output.definition="Something else."'):
            key = setting.partition("=")[0]
            with self.subTest(key):
                text = GOOD.read_text(encoding="utf-8")
                if key.startswith("accounts.") and "[accounts.output]" not in text:
                    setting = f'{key.replace("output", text.split("[accounts.")[1].split("]")[0])}="Something else."'
                other = self.simulate(GOOD, "--set=simulation.paths=64", f"--set={setting}", "--force", name="other.h5")
                said = self.export(first, other, "--csv", "t", status=CONFIG).stderr
                self.assertRegex(said, r"^secondcurve export: .*first\.h5 and .*other\.h5 cannot stand side by side")
                self.assertFalse((self.folder / "t").exists())


if __name__ == "__main__":
    unittest.main()

"""report: one page that holds everything it shows."""

import json
import unittest

import h5py
import numpy as np

from batch import NAMES, BatchTest
from program import BASELINE, CONFIG, GOOD, IO
from reports import Elements, ReportTest, data_in

LIBRARY_BYTES = 1_050_000  # the chart library and its licences, rounded up
HOSTILE = "</script><img src=x onerror=alert(1)>"


class Pages(ReportTest):
    def test_page_of_the_baseline_holds_everything_and_is_small(self):
        result = self.simulate(BASELINE, name="baseline.h5", simulation__paths=1000)

        page = self.page(result)

        library = len((self.charts / "echarts.min.js").read_bytes())
        self.assertLess(len(page.encode()) - library + LIBRARY_BYTES, 3_000_000)
        data = data_in(page)
        (scenario,) = data["scenarios"]
        self.assertEqual(scenario["title_zh"], "上海产业基准情景 2025-2030")
        self.assertEqual(data["comparisons"], [])
        with h5py.File(result) as file:
            names = list(file["series"].asstr()[:])
            for series in scenario["series"]:
                row = names.index(series["name"])
                for variable in ("output", "growth", "average_growth", "share", "contribution"):
                    written = file[f"summary/{variable}_quantile"][0, row].T
                    if variable in series:
                        shown = np.array(series[variable]["quantile"], dtype=float)
                        np.testing.assert_allclose(shown, written, rtol=1e-8, err_msg=series["name"])
                    else:
                        self.assertTrue(np.isnan(written).all(), series["name"])
        cited = {fact for assumption in scenario["assumptions"] for fact in assumption["source"]}
        self.assertGreater(len(cited), 100)
        self.assertEqual(cited - set(scenario["facts"]), set())
        history = {series["name"]: series["history"] for series in scenario["series"] if series["history"]}
        self.assertEqual(set(history), {"biomedicine", "automobiles", "industry_total"})
        self.assertEqual(history["industry_total"][0],
                         {"year": 2015, "value": 3100.0, "prices": "current", "source": ["P-041"]})

    def test_page_loads_nothing(self):
        page = self.page(self.simulate(GOOD))

        elements = Elements(page)
        for tag, attributes in elements.all:
            for key in ("src", "href", "action", "data", "poster", "srcset", "background"):
                if key in attributes:
                    self.assertRegex(attributes[key], r"^(data:,|#)", f"{tag} {attributes}")
        for style in elements.raw["style"]:
            self.assertNotRegex(style, r"@import|url\((?!['\"]?data:)")
        policy = [a["content"] for tag, a in elements.all if a.get("http-equiv", "").lower() == "content-security-policy"]
        self.assertEqual(len(policy), 1)
        self.assertIn("default-src 'none'", policy[0])

    def test_texts_stay_texts(self):
        plain = Elements(self.page(self.simulate(GOOD), title="A title"))
        quoted = json.dumps(HOSTILE)
        config = self.changed("hostile", f"description = {quoted}", "[account]", f"facts = {json.dumps('facts.csv')}",
                              "[accounts.factories]", f"title = {quoted}", "[series.cars]", f"title = {quoted}",
                              f"title_zh = {quoted}", "[series.cars.history]", f"2024 = {{ value = 9, why = {quoted} }}",
                              "[sectors.cars]", f"base = {{ value = 100, source = 'F-1', why = {quoted} }}",
                              "[targets.cars_120]", f"title = {quoted}")
        self.write("facts.csv", f'id,text\nF-1,"{HOSTILE}"\nF-2,x\n')
        result = self.simulate(config, name="hostile.h5", scenario__title=HOSTILE)

        page = self.page(result, title=HOSTILE)

        found = Elements(page)
        self.assertEqual([tag for tag, _ in found.all], [tag for tag, _ in plain.all])
        self.assertNotIn("<img", page)
        self.assertEqual(found.title, HOSTILE)
        data = data_in(page)
        (scenario,) = data["scenarios"]
        self.assertEqual(data["title"], HOSTILE)
        self.assertEqual(scenario["series"][0]["title"], HOSTILE)
        self.assertEqual(data["facts"][scenario["facts"]["F-1"]]["text"], HOSTILE)

    def test_page_is_the_same_each_time(self):
        result = self.simulate(GOOD)

        self.assertEqual(self.page(result), self.page(result))

    def test_file_is_named_after_the_result_and_kept(self):
        result = self.simulate(GOOD, name="good.h5")
        finished = self.report(result)

        self.assertIn("Report: good.html", finished.stderr)
        before = (self.folder / "good.html").read_bytes()
        refused = self.report(result, title="Another", status=IO)

        self.assertIn("good.html: cannot write: the file exists already (use --force to replace it)", refused.stderr)
        self.assertEqual((self.folder / "good.html").read_bytes(), before)


class Comparisons(ReportTest):
    def test_differences_are_those_of_compare(self):
        push = self.changed("push", "[sectors.other.growth]", "growth = 0.03")
        slump = self.changed("slump", "[sectors.software.growth]", "volatility = 0.2")
        results = [self.simulate(config, name=f"{config.stem}.h5") for config in (GOOD, push, slump)]

        comparisons = self.data(*results)["comparisons"]

        self.assertEqual([(c["scenario"], c["baseline"], c["paired"]) for c in comparisons], [(1, 0, True), (2, 0, True)])
        for config, comparison in zip((push, slump), comparisons):
            printed = json.loads(self.run_program("compare", GOOD, config, "--json").stdout)
            self.assertEqual(comparison["paths_paired"], printed["paths_paired"])
            for shown, said in zip(comparison["series"], printed["series"], strict=True):
                self.assertEqual(shown["name"], said["name"])
                self.assertAlmostEqual(shown["improvement_probability"][-1], said["improvement_probability"][0])
                for variable in ("difference", "relative_difference", "average_growth_difference"):
                    for statistic in ("mean", "mean_se"):
                        np.testing.assert_allclose(shown[variable][statistic][-1], said[variable][statistic][0], rtol=1e-8)

    def test_differences_in_a_file_are_taken_from_it(self):
        push = self.changed("push", "[sectors.other.growth]", "growth = 0.03")
        baseline, alone = self.simulate(GOOD, name="good.h5"), self.simulate(push, name="alone.h5")
        self.run_program("compare", GOOD, push, "-o", "push.h5", "--quiet")

        self.assertEqual(self.data(baseline, alone)["comparisons"], self.data(baseline, "push.h5")["comparisons"])
        # Changed in the file, they are changed in the report: they were not simulated again.
        with h5py.File(self.folder / "push.h5", "r+") as file:
            file["summary/difference_mean"][...] = 42
        self.assertEqual(self.data(baseline, "push.h5")["comparisons"][0]["series"][0]["difference"]["mean"][1], 42)

    def test_says_why_paths_are_no_pairs(self):
        baseline = self.simulate(GOOD, name="good.h5")
        other = self.simulate(GOOD, name="other.h5", simulation__seed=2)
        older = self.simulate(GOOD, name="older.h5")
        with h5py.File(older, "r+") as file:
            file["provenance/version"][()] = "0.0.9"

        seed, version = self.data(baseline, other, older)["comparisons"]

        self.assertFalse(seed["paired"] or version["paired"])
        self.assertIn("simulation.seed is 1 in the baseline and 2 here", seed["note"])
        self.assertIn("made by version 0.0.9", version["note"])
        self.assertEqual(seed["series"], [])


class Batches(BatchTest, ReportTest):
    def test_index_gives_its_scenarios_with_their_differences(self):
        self.batch()

        data = self.data(self.index())

        names = [name.replace("longer", "slow") for name in NAMES]
        self.assertEqual([scenario["name"] for scenario in data["scenarios"]], names)
        self.assertTrue(all(comparison["paired"] for comparison in data["comparisons"]))
        summary = self.summary()
        for i, comparison in enumerate(data["comparisons"], start=1):
            for series in comparison["series"]:
                written = summary.difference_mean.sel(series=series["name"]).isel(scenario=i).values
                np.testing.assert_allclose(series["difference"]["mean"], written, rtol=1e-8)

    def test_scenarios_are_chosen_in_order(self):
        self.batch()

        data = self.data(self.index(), scenario="slow")
        self.assertEqual([scenario["name"] for scenario in data["scenarios"]], ["slow"])
        page = self.run_program("report", self.index(), "--charts", self.charts, "--scenario", "twin", "base",
                                "-o", "two.html")
        data = data_in((self.folder / "two.html").read_text(encoding="utf-8"))
        self.assertEqual([scenario["name"] for scenario in data["scenarios"]], ["twin", "base"])
        self.assertEqual(data["comparisons"][0]["series"][0]["difference"]["mean"][-1], 0)
        self.assertIn("Report: two.html", page.stderr)
        refused = self.report(self.index(), scenario="twins", status=CONFIG)
        self.assertIn('"twins" is no scenario of ', refused.stderr)
        self.assertIn("Did you mean 'twin'?", refused.stderr)

    def test_scenarios_without_results_are_left_out(self):
        self.batch()
        with h5py.File(self.index(), "r+") as file:
            states = file["state"].asstr()[:]
            states[2] = "new"
            file["state"][...] = states

        finished = self.report(self.index(), output="page.html")

        self.assertIn("left out:", finished.stderr)
        self.assertIn("it was not run", finished.stderr)
        names = [s["name"] for s in data_in((self.folder / "page.html").read_text(encoding="utf-8"))["scenarios"]]
        self.assertEqual(names, [name for name in NAMES if name != "longer"])

    def test_published_values_are_merged(self):
        self.write("known.toml", f'[scenario]\ntitle = "Known"\nbase = "{GOOD}"\n[series.cars.history]\n2023 = 90\n2024 = 95\n')
        self.write("more.toml", f'[scenario]\ntitle = "More"\nbase = "{GOOD}"\n[series.cars.history]\n2024 = 96\n'
                                '[series.factories.history]\n2020 = 390\n')
        self.write("current.toml", f'[scenario]\ntitle = "Current"\nbase = "{GOOD}"\n[series.cars]\n'
                                   'history_prices = "current"\n[series.cars.history]\n2024 = 96\n')
        self.file.write_text('[batch]\ntitle = "Known"\nset.simulation.paths = 300\n[scenarios.none]\n'
                             f'file = "{GOOD}"\n[scenarios.known]\nfile = "known.toml"\n[scenarios.more]\nfile = "more.toml"\n'
                             '[scenarios.current]\nfile = "current.toml"\n')
        self.batch()

        shown = {scenario["name"]: {(series["name"], past["year"], past["prices"]): past["value"] for series in scenario["series"]
                                    for past in series["history"]} for scenario in self.data(self.index())["scenarios"]}

        own = next(prices for (_, year, prices) in shown["known"] if year == 2023)
        self.assertEqual(shown, {
            "none": {}, "known": {("cars", 2023, own): 90, ("cars", 2024, own): 95},
            "more": {("cars", 2024, own): 96, ("factories", 2020, own): 390}, "current": {("cars", 2024, "current"): 96}})


if __name__ == "__main__":
    unittest.main()

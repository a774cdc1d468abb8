"""What show prints: tables, JSON, and what it and compare print into pipes."""

import csv
import io
import json
import unittest

import h5py
import numpy as np
import pandas as pd
import xarray as xr

from exports import Exports, file_figures
from program import BASELINE, CONFIG, CONFIGS, DONE, GOOD, SOURCE, ProgramTest


def names(dataset):
    return [name.decode() for name in dataset[:]]


class Show(ProgramTest):
    def setUp(self):
        super().setUp()
        self.result = self.simulate(GOOD)

    def test_json_holds_the_statistics_of_the_file(self):
        shown = json.loads(self.run_program("show", self.result, "--series", "cars", "chain", "--year", "2026", "2030",
                                            "--variable", "growth", "--json").stdout)

        with h5py.File(self.result) as file:
            rows = [names(file["series"]).index(name) for name in ("cars", "chain")]
            mean = file["summary/growth_mean"][0][np.ix_(rows, [1, 5])]
            median = file["summary/growth_quantile"][0][np.ix_(rows, [1, 5], [1])][..., 0]
        self.assertEqual([entry["name"] for entry in shown["series"]], ["cars", "chain"])
        self.assertEqual((shown["variable"], shown["years"]), ("growth", [2026, 2030]))
        self.assertEqual([entry["mean"] for entry in shown["series"]], mean.tolist())
        self.assertEqual([entry["quantiles"]["50"] for entry in shown["series"]], median.tolist())

    def test_json_of_everything_parses_and_holds_no_nan(self):
        for variable in ("output", "growth", "average_growth", "share", "contribution"):
            text = self.run_program("show", self.result, "--variable", variable, "--json").stdout

            shown = json.loads(text, parse_constant=lambda name: self.fail(f"{name} is no JSON"))
            self.assertEqual(len(shown["series"]), 3)

    def test_table_has_the_chosen_series_and_years_alone(self):
        table = self.run_program("show", self.result, "--table", "--series", "cars", "--year", "2030").stdout

        self.assertIn("2030", table)
        self.assertIn("cars", table)
        self.assertNotIn("2029", table)
        self.assertNotIn("chain", table)

    def test_year_that_is_not_there_gets_those_that_are(self):
        self.assertIn('"2035" is no year of this result (known: 2025, 2026, 2027, 2028, 2029, 2030)',
                      self.run_program("show", self.result, "--year", 2035, status=CONFIG).stderr)

    def test_unknown_choices_get_a_hint(self):
        for option, given, hint in (("--series", "carz", "Did you mean 'cars'?"), ("--year", "2050", "known: 2025, 2026"),
                                    ("--variable", "growht", "Did you mean 'growth'?")):
            self.assertIn(hint, self.run_program("show", self.result, option, given, status=CONFIG).stderr)

    def test_options_of_which_one_would_do_nothing_are_refused(self):
        for one, other in (("causes", "programmes"), ("programmes", "variance"), ("causes", "variance"), ("config", "json"),
                           ("config", "causes"), ("config", "year=2026"), ("causes", "variable=growth"),
                           ("programmes", "series=cars")):
            said = self.run_program("show", self.result, f"--{other}", f"--{one}", status=CONFIG).stderr

            self.assertEqual(said, f"secondcurve show: --{one} and --{other.split('=')[0]} exclude each other\n")

    def test_config_of_the_result_runs_again(self):
        text = self.run_program("show", self.result, "--config").stdout
        self.write("facts.csv", (GOOD.parent / "facts.csv").read_text())
        again = self.write("again.toml", text)

        self.run_program("check", again, status=DONE)

        self.assertIn('title = "A small scenario"', text)


class ShowSplits(ProgramTest):
    def test_variance_is_that_of_the_file_and_its_json(self):
        result = self.simulate(CONFIGS / "tutorials/variance_split.toml", simulation__paths=4096)
        with h5py.File(result) as file:
            share = file["summary/output_parameter_share"][0, 0]
            parts = [file[f"summary/output_variance_{part}"][0, 0] for part in ("parameters", "shocks")]
            self.assertEqual(file.attrs["inner"], 16)
            np.testing.assert_allclose(share[1:], (parts[0] / (parts[0] + parts[1]))[1:], rtol=1e-12)

        table = self.run_program("show", result, "--table", "--variance", "--year", "2026", "2035").stdout
        shown = json.loads(self.run_program("show", result, "--json").stdout)

        self.assertIn(f"{100 * share[10]:.1f}%", table)
        self.assertNotIn("2027", table)
        self.assertEqual(shown["series"][0]["variance"]["parameter_share"][1:], share[1:].tolist())
        self.assertIsNone(shown["series"][0]["variance"]["parameter_share"][0])  # the base has no spread

    def test_programmes_are_those_of_the_file_and_its_json(self):
        result = self.simulate(CONFIGS / "tutorials/investment.toml")
        with h5py.File(result) as file:
            figures = {name: file[f"summary/programme_{name}"][0, 0]
                       for name in ("output", "spent", "spent_in_all", "output_per_spent", "output_per_spent_in_all")}
            titles = names(file["summary/programme_title"])

        table = self.run_program("show", result, "--programmes", "--table").stdout
        shown = json.loads(self.run_program("show", result, "--json").stdout)["programmes"]

        self.assertEqual([programme["title"] for programme in shown], titles)
        np.testing.assert_allclose(figures["spent"], [0, 10, 20, 30, 40, 50, 50, 50], atol=1e-12)
        np.testing.assert_allclose(figures["output_per_spent"][1:],
                                   np.cumsum(figures["output"])[1:] / figures["spent"][1:], rtol=1e-12)
        self.assertGreater(figures["output_per_spent"][-1], 0.1)
        for name, values in figures.items():
            self.assertEqual([np.nan if value is None else value for value in shown[0][name]][1:], values[1:].tolist())
        self.assertIn("A guidance fund", table)
        self.assertIn(f"{figures['output_per_spent'][-1]:.3f}", table)

    def test_causes_and_model_shares_are_in_the_json(self):
        result = self.simulate(BASELINE, simulation__paths=1000)
        with h5py.File(result) as file:
            summary, causes = file["summary"], names(file["summary/cause"])
            change = summary["change_by_cause"][0, names(file["series"]).index("leading_total")]
            share = summary["model_share"][0, names(summary["sector"]).index("metaverse")]

        shown = json.loads(self.run_program("show", result, "--json", "--series", "leading_total").stdout)

        self.assertEqual(shown["series"][0]["change_by_cause"]["events"][1:], change[1:, causes.index("events")].tolist())
        self.assertEqual(list(shown["series"][0]["change_by_cause"]), causes)
        self.assertEqual([(each["sector"], each["share"][1:]) for each in shown["model_shares"]],
                         [("metaverse", share[1:].tolist())])

    def test_json_of_a_table_holds_its_figures_alone(self):
        split = self.simulate(CONFIGS / "tutorials/variance_split.toml", name="split.h5", simulation__paths=1024)
        levers = self.simulate(CONFIGS / "tutorials/investment.toml", name="levers.h5", simulation__paths=1000)
        for result, option, part in ((split, "--variance", "variance"), (levers, "--causes", "change_by_cause"),
                                     (levers, "--programmes", None)):
            with self.subTest(option):
                shown = json.loads(self.run_program("show", result, option, "--year", "2027", "--json").stdout)
                whole = json.loads(self.run_program("show", result, "--year", "2027", "--json").stdout)

                self.assertNotIn("targets", shown)
                self.assertEqual(shown["years"], [2027])
                if part is None:
                    self.assertEqual(shown["programmes"], whole["programmes"])
                else:
                    self.assertEqual([each[part] for each in shown["series"]], [each[part] for each in whole["series"]])
                    self.assertNotIn("mean", shown["series"][0])

    def test_results_without_them_say_so(self):
        result = self.simulate(CONFIGS / "tutorials/path.toml")

        for option, hint in (("--variance", "simulation.inner above 1"), ("--programmes", "no [programmes.NAME]"),
                             ("--causes", "no lever, link or event")):
            for json_too in ([], ["--json"]):
                self.assertIn(hint, self.run_program("show", result, option, *json_too, status=CONFIG).stderr)


class Pipes(Exports):
    """What show and compare print where the output is no terminal."""

    def tsv(self, *arguments):
        text = self.run_program(*arguments).stdout
        lines = [line.split("\t") for line in text.splitlines()]
        self.assertEqual({len(line) for line in lines}, {len(lines[0])})
        return pd.read_csv(io.StringIO(text), sep="\t", quoting=csv.QUOTE_NONE, float_precision="round_trip")

    def test_show_prints_lines_with_tabs_and_all_digits(self):
        table = self.tsv("show", self.baseline, "--series", "leading_total", "--year", 2026, 2030)

        self.assertEqual(list(table.variable), ["output"] * 2 + ["growth"] * 2 + ["average_growth"] * 2)
        self.assertEqual(list(table.year), [2026, 2030] * 3)
        self.assertEqual(set(table.unit), {"bn CNY", "1"})
        with xr.open_dataset(self.baseline, group="summary") as summary:
            stored = file_figures(summary, "output_quantile", 0.95)
        self.assertEqual(list(table.p95[:2]), [stored["leading_total", 2026], stored["leading_total", 2030]])

    def test_show_prints_what_is_asked_for(self):
        self.assertEqual(set(self.tsv("show", self.baseline, "--variable", "share").variable), {"share"})
        self.assertIn("intrinsic", set(self.tsv("show", self.baseline, "--causes").cause))
        self.assertIn("programme_spent", set(self.tsv("show", self.baseline, "--programmes").variable))
        targets = self.tsv("show", self.baseline, "--targets")
        shown = json.loads(self.run_program("show", self.baseline, "--targets", "--json").stdout)["targets"]
        self.assertEqual(list(targets.probability), [each["probability"] for each in shown])

    def test_compare_prints_both_and_their_differences(self):
        table = self.tsv("compare", self.baseline, self.bust, "--series", "leading_total").set_index("variable")

        with xr.open_dataset(self.bust, group="summary") as summary:
            stored = summary.difference_mean.sel(series="leading_total", year=2030).item()
        self.assertEqual(table.loc["difference", "mean"], stored)
        self.assertEqual(table.loc["baseline_output", "scenario"], "baseline")
        self.assertAlmostEqual(table.loc["output", "mean"] - table.loc["baseline_output", "mean"], stored, 9)
        self.assertTrue(0 <= table.loc["improvement_probability", "value"] <= 1)

    def test_tables_and_json_are_printed_where_asked_for(self):
        self.assertIn("Three leading industries  median",
                      self.run_program("show", self.baseline, "--table", "--series", "leading_total").stdout)
        self.assertIn("baseline, scenario: means",
                      self.run_program("compare", self.baseline, self.bust, "--table").stdout)
        for command in (["show", self.baseline], ["compare", self.baseline, self.bust]):
            said = self.run_program(*command, "--tsv", "--json", status=CONFIG).stderr
            self.assertIn("--tsv and --json exclude each other", said)

    def test_quickstart_prints_a_table_into_any_output(self):
        self.assertIn('"$program" show "$result" --table\n', (SOURCE / "quickstart").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()

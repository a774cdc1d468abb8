"""`secondcurve export`: all figures of a result as CSV, to the last bit, in a workbook and in the format of the IAMC;
several scenarios in one table; what is refused, and that nothing half written stays. `show` and `compare` into pipes."""

import csv
import io
import json
import os
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
import openpyxl
import pandas as pd
import xarray as xr

from program import BASELINE, CONFIG, CONFIGS, GOOD, IO, SOURCE, ProgramTest, small_disk

FEW = ["--set=simulation.paths=512", "--set=output.cube=[]"]
BUST = CONFIGS / "shanghai/scenarios/chip_bust.toml"
LABELS = ("series", "sector", "target", "programme", "cause")
BY_YEAR = ("output", "growth", "shares", "first_reached", "change_by_cause", "growth_by_cause", "programmes",
           "differences", "variance", "model_shares")


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


MADE = {}  # results that all tests read, and the folder that they are in


def setUpModule():
    folder = MADE["folder"] = tempfile.TemporaryDirectory()
    maker = ProgramTest()
    maker.folder = Path(folder.name)
    MADE["baseline"] = maker.simulate(BASELINE, *FEW, name="baseline.h5")
    alone = maker.simulate(BUST, *FEW, name="alone.h5")
    MADE["bust"] = maker.folder / "bust.h5"
    maker.run_program("compare", MADE["baseline"], alone, "-o", MADE["bust"], "--quiet")


def tearDownModule():
    MADE["folder"].cleanup()


class Exports(ProgramTest):
    """A baseline, and a scenario with its differences from it."""

    def setUp(self):
        super().setUp()
        self.baseline, self.bust = MADE["baseline"], MADE["bust"]

    def export(self, *arguments, **options):
        return self.run_program("export", *arguments, "--quiet", **options)

    def book(self, *files):
        self.export(*files, "--xlsx", "x.xlsx")
        return openpyxl.load_workbook(self.folder / "x.xlsx")


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


class Workbook(Exports):
    @classmethod
    def setUpClass(cls):
        maker = cls()
        with tempfile.TemporaryDirectory() as folder:
            maker.folder = Path(folder)
            cls.whole = maker.book(MADE["bust"])

    def test_first_sheet_says_what_is_where(self):
        book = self.whole

        self.assertEqual(book.sheetnames[:4], ["Contents", "Headline figures", "Output", "Growth"])
        listed = [row[0].value for row in book["Contents"].iter_rows(min_row=4)]
        self.assertEqual(listed[:listed.index(None)], book.sheetnames[1:])
        questions = {row[0].value: row[1].value for row in book["Contents"].iter_rows(min_row=4) if row[0].value}
        self.assertIn("Differences", questions)

    def test_figures_are_those_of_the_file(self):
        book = self.whole

        with xr.open_dataset(self.bust, group="summary") as summary:
            for sheet, variable in (("Output", "output"), ("Growth", "growth"), ("Differences", "relative_difference")):
                rows = read_sheet(book, sheet)
                rows = rows[(rows.variable == variable) & (rows.series == "leading_total")].set_index("statistic")
                for statistic in ("mean", "mean_se", "sd", "p5", "p50", "p95"):
                    name, quantile = stored_name(variable, statistic)
                    stored = file_figures(summary, name, quantile).loc["leading_total"]
                    written = rows.loc[statistic, list(stored.index)].astype(float)
                    np.testing.assert_allclose(written, stored, rtol=1e-14, err_msg=f"{sheet} {statistic}")

    def test_heads_stay_in_view_and_fractions_are_percentages(self):
        book = self.whole

        for sheet in book.worksheets[1:]:
            self.assertEqual(sheet.freeze_panes, "A5", sheet.title)
            self.assertEqual(sheet.auto_filter.ref, f"A4:{sheet.dimensions.split(':')[1]}", sheet.title)
            self.assertTrue(all(cell.font.bold for cell in sheet[4]), sheet.title)
        formats = {cell.number_format for row in book["Growth"].iter_rows(min_row=5)
                   for cell in row if isinstance(cell.value, float)}
        self.assertLessEqual(formats, {"0.0%", "0.00%"})
        levels = {cell.number_format for row in book["Output"].iter_rows(min_row=5)
                  for cell in row if isinstance(cell.value, float)}
        self.assertFalse(any("%" in each for each in levels), levels)
        self.assertIn("#,##0", levels)

    def test_has_no_sheet_of_what_the_file_does_not_hold(self):
        book = self.book(self.simulate(GOOD, "--set=simulation.paths=64"))

        self.assertNotIn("Programmes", book.sheetnames)
        self.assertNotIn("Differences", book.sheetnames)
        self.assertTrue(all(sheet.max_row > 4 for sheet in book.worksheets))

    def test_texts_are_never_formulas(self):
        formula = '=HYPERLINK("https://example.org","x")'
        book = self.book(self.simulate(GOOD, "--set=simulation.paths=64", series__cars__title=formula,
                                       scenario__title="=1+1"))

        self.assertEqual(book["Contents"]["A1"].value, "=1+1")
        self.assertIn(formula, list(read_sheet(book, "Output")["title"]))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        self.assertEqual({cell.data_type for cell in cells}, {"s", "n"})
        self.assertFalse(any(cell.hyperlink for cell in cells))


class Iamc(Exports):
    def test_is_a_wide_table_of_the_figures_with_years(self):
        self.export(self.baseline, self.bust, "--iamc", "i.csv", "--region", "Shanghai")

        table = pd.read_csv(self.folder / "i.csv", float_precision="round_trip")
        years = [str(year) for year in range(2025, 2031)]
        self.assertEqual(list(table.columns), ["Model", "Scenario", "Region", "Variable", "Unit", *years])
        self.assertEqual(set(table.Region), {"Shanghai"})
        self.assertEqual(set(table.Scenario), {"baseline", "chip_bust"})
        self.assertRegex(table.Model.unique().item(), r"^secondcurve \d+\.\d+\.\d+$")
        self.assertFalse(table.duplicated(["Model", "Scenario", "Region", "Variable", "Unit"]).any())
        self.assertFalse(table[["Variable", "Unit"]].isnull().any().any())
        self.assertFalse(table.Variable.str.contains(r"\|\||^\||\|$").any())
        row = table[(table.Variable == "Output|Manufacturing gross output|Integrated circuits|Median") &
                    (table.Scenario == "baseline")]
        with xr.open_dataset(self.baseline, group="summary") as summary:
            stored = file_figures(summary, "output_quantile", 0.5).loc["integrated_circuits"]
        self.assertEqual(row.Unit.item(), "bn CNY, prices constant 2025")
        self.assertEqual(list(row[years].iloc[0]), list(stored))

    def test_bars_in_titles_and_titles_that_are_the_same_are_told_apart(self):
        result = self.simulate(BASELINE, *FEW, series__biomedicine__title="Chips|cars",
                               series__integrated_circuits__title="Chips|cars")
        self.export(result, "--iamc", "i.csv", "--region", "R")

        variables = set(pd.read_csv(self.folder / "i.csv").Variable)
        for name in ("biomedicine", "integrated_circuits"):
            self.assertIn(f"Output|Manufacturing gross output|Chips/cars ({name})|Median", variables)

    def test_needs_a_region(self):
        self.assertIn("--iamc needs --region", self.export(self.baseline, "--iamc", "i.csv", status=CONFIG).stderr)
        self.assertEqual(self.files(), [])


class Refusals(Exports):
    def refused(self, *arguments, status=IO, **options):
        lines = self.export(*arguments, status=status, **options).stderr.strip().splitlines()
        said = [line for line in lines if not line.startswith("[ERROR]")]  # those of libxlsxwriter
        self.assertEqual(len(said), 1, lines)
        return said[0]

    def test_files_that_are_no_results_of_this_format(self):
        self.write("text.h5", "no result")
        whole = self.baseline.read_bytes()
        (self.folder / "cut.h5").write_bytes(whole[:len(whole) // 2])
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        (self.folder / "old.h5").write_bytes(whole)
        with h5py.File(self.folder / "old.h5", "r+") as file:
            file.attrs["format_version_major"] = np.int32(0)
        for name, reason in (("text.h5", "not a Secondcurve result"), ("cut.h5", "the file is incomplete"),
                             ("other.h5", "not a Secondcurve result"), ("old.h5", "format 0"), ("none.h5", "No such file")):
            with self.subTest(name):
                said = self.refused(name, "--csv", "t", "--xlsx", "t.xlsx")
                self.assertTrue(said.startswith(f"{name}: "), said)
                self.assertIn(reason, said)
        self.assertEqual(self.files(), ["cut.h5", "old.h5", "other.h5", "text.h5"])

    def test_what_is_there_is_replaced_only_where_asked_for(self):
        for arguments in (["--csv", "t"], ["--xlsx", "t.xlsx"], ["--iamc", "t.csv", "--region", "R"]):
            with self.subTest(arguments[0]):
                self.export(self.baseline, *arguments)
                before = {name: (self.folder / name).read_bytes() for name in self.files()}
                self.assertIn("use --force", self.refused(self.bust, *arguments))
                self.assertEqual({name: (self.folder / name).read_bytes() for name in self.files()}, before)
                self.export(self.bust, *arguments, "--force")
        self.assertEqual(set(read_csv(self.folder / "t", "headline").scenario), {"chip_bust"})

    def test_folder_of_other_files_is_never_replaced(self):
        self.write("t/mine.txt", "precious")
        self.assertIn("'mine.txt' is no table of an export", self.refused(self.baseline, "--csv", "t", "--force"))
        self.assertEqual(self.files(), ["t/mine.txt"])
        self.write("u/output.csv", "mine, too")
        self.assertIn("no README.txt of an export", self.refused(self.baseline, "--csv", "u", "--force"))
        self.assertEqual((self.folder / "u/output.csv").read_text(encoding="utf-8"), "mine, too")

    def test_empty_folder_is_filled(self):
        (self.folder / "t").mkdir()
        self.export(self.baseline, "--csv", "t/")

        self.assertIn("t/README.txt", self.files())

    def test_full_disk_leaves_nothing(self):
        with small_disk(self.folder / "small", 1) as disk:
            (disk / "other").write_bytes(bytes(900_000))
            for arguments in (["--csv", disk / "t"], ["--iamc", disk / "t.csv", "--region", "R"],
                              ["--xlsx", disk / "t.xlsx"]):
                with self.subTest(arguments[0]):
                    self.refused(self.baseline, self.bust, *arguments)
                    self.assertEqual(list(disk.iterdir()), [disk / "other"])

    def test_full_disk_of_temporary_files_leaves_no_workbook(self):
        with small_disk(self.folder / "small", 1) as disk:
            said = self.refused(self.baseline, self.bust, "--xlsx", "t.xlsx", env={**os.environ, "TMPDIR": str(disk)})
            self.assertEqual(said, "t.xlsx: cannot write: the disk of temporary files, see TMPDIR, takes no more")
        self.assertNotIn("t.xlsx", self.files())

    def test_misuse_is_explained(self):
        for arguments, message in (([self.baseline], "--csv DIR"), (["--csv", "t"], "give a result file"),
                                   ([self.baseline, "--csv", "t", "--region", "R"], "--region is for --iamc"),
                                   ([self.baseline, "--csv", "no/t"], "does not exist"),
                                   ([self.baseline, self.baseline, "--csv", "t"], "given twice"),
                                   ([self.baseline, "--xlsx", self.baseline, "--force"], "is the input"),
                                   ([self.baseline, "--iamc", self.baseline, "--region", "R", "--force"], "is the input"),
                                   ([self.baseline, "--csv", "t", "--iamc", "t", "--region", "R"], "two things"),
                                   ([self.baseline, "--csv", "t", "--scenario", "x"], "no scenario")):
            with self.subTest(message):
                status = IO if message == "does not exist" else CONFIG
                self.assertIn(message, self.export(*arguments, status=status).stderr)
        self.assertEqual(self.files(), [])


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

"""`secondcurve export` into a workbook and in the format of the IAMC."""

import re
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from exports import FEW, Exports, file_figures, read_sheet, stored_name
from program import BASELINE, CONFIG, CONFIGS, GOOD


class Workbook(Exports):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        maker = cls()
        with tempfile.TemporaryDirectory() as folder:
            maker.folder = Path(folder)
            cls.whole = maker.book(cls.bust)

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
        self.assertTrue(all(re.fullmatch(r"0\.0+%|0\.00E\+00", each) for each in formats), formats)
        levels = {cell.number_format for row in book["Output"].iter_rows(min_row=5)
                  for cell in row if isinstance(cell.value, float)}
        self.assertFalse(any("%" in each for each in levels), levels)
        self.assertIn("#,##0", levels)

    def test_contents_lead_to_the_sheets(self):
        contents = self.whole["Contents"]

        links = {cell.value: cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink}
        self.assertEqual(links, {name: f"'{name}'!A1" for name in self.whole.sheetnames[1:]})

    def test_no_figure_that_is_not_zero_is_shown_as_zero(self):
        for sheet in self.whole.worksheets[1:]:
            head = [cell.value for cell in sheet[4]]
            for row in sheet.iter_rows(min_row=5):
                sizes = [abs(cell.value) for cell in row if isinstance(cell.value, float) and cell.value]
                for cell in row:
                    decimals = re.search(r"\.(0+)(%?)$", cell.number_format)
                    if not isinstance(cell.value, float) or not cell.value or decimals is None:
                        continue
                    shown = abs(cell.value) * (100 if decimals[2] else 1)
                    is_small = abs(cell.value) < max(sizes) / 1000  # beside others of its row
                    self.assertTrue(is_small or round(shown, len(decimals[1])) > 0,
                                    f"{sheet.title} {cell.coordinate} {head[cell.column - 1]}: {cell.value} as {cell.number_format}")

    def test_numbers_are_numbers(self):
        number = re.compile(r"-?\d[\d,]*(\.\d+)?")
        as_written = {"Assumptions": {"value", "replaces", "becomes"}, "Facts": {"value", "date"}, "Changed settings": {"value", "value_in_first"},
                      "About": {"value"}}  # texts of configs and sources
        for sheet in self.whole.worksheets:
            head = [cell.value for cell in sheet[4]]
            for row in sheet.iter_rows(min_row=5):
                for cell in row:
                    if isinstance(cell.value, str) and head[cell.column - 1] not in {"unit"} | as_written.get(sheet.title, set()):
                        self.assertIsNone(number.fullmatch(cell.value), f"{sheet.title} {cell.coordinate}: {cell.value}")
        about = dict(zip(*[[row[i].value for row in self.whole["About"].iter_rows(min_row=5)] for i in (1, 2)]))
        self.assertEqual((about["paths"], about["seed_text"]), (512, "20260101"))

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
        self.assertTrue(all(cell.hyperlink.target is None for cell in cells if cell.hyperlink))  # within the book


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

    def test_programmes_of_one_title_are_told_apart(self):
        title = "Same"
        text = (CONFIGS / "tutorials/investment.toml").read_text(encoding="utf-8")
        name = re.search(r"(?m)^\[programmes\.(\w+)\]", text)[1]
        own = text[text.index(f"[programmes.{name}]"):]
        own = own[:re.search(r"(?m)^\[(?!programmes\." + name + r")", own).start()] if re.search(r"(?m)^\[(?!programmes\." + name + ")", own) else own
        both = text + "\n" + own.replace(f"[programmes.{name}", "[programmes.twin")
        config = self.write("twins.toml", both)
        result = self.simulate(config, "--set=simulation.paths=64", f"--set=programmes.{name}.title=\"{title}\"",
                               f"--set=programmes.twin.title=\"{title}\"")
        self.export(result, "--iamc", "i.csv", "--region", "R")

        table = pd.read_csv(self.folder / "i.csv")
        self.assertFalse(table.duplicated(["Model", "Scenario", "Region", "Variable", "Unit"]).any())
        for each in (name, "twin"):
            self.assertIn(f"Programme|{title} ({each})|Output added", set(table.Variable))

    def test_title_of_an_account_is_whole(self):
        result = self.simulate(GOOD, "--set=simulation.paths=64", accounts__factories__title="Output at 5. 2 prices. All")
        self.export(result, "--iamc", "i.csv", "--region", "R")

        heads = {variable.split("|")[1] for variable in pd.read_csv(self.folder / "i.csv").Variable}
        self.assertIn("Output at 5. 2 prices. All", heads)

    def test_needs_a_region(self):
        self.assertIn("--iamc needs --region", self.export(self.baseline, "--iamc", "i.csv", status=CONFIG).stderr)
        self.assertEqual(self.files(), [])


if __name__ == "__main__":
    unittest.main()

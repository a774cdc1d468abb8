"""The page that `secondcurve report` writes of several results."""

import unittest

import h5py

from report_page import BETTER, ReportPageTest

# Of the same title, with other quantiles, and a series that adds up other sectors.
OTHER = """
[scenario]
title = "Works <b>&amp; yards</b>"
base = "works.toml"
[series.half]
sum = { cars = 0.5, ships = 0.7 }
[output]
quantiles = [0.05, 0.1, 0.5, 0.9]
"""

# It changes ships on every path, and by nothing that can be seen.
TINY = """
[scenario]
title = "Hardly more ships"
base = "works.toml"
[sectors.ships.growth]
median_growth = 0.02000001
"""


class ReportComparison(ReportPageTest):
    """Several results in one page; the first is the baseline."""

    @classmethod
    def make_pages(cls):
        for name, text in (("ships", BETTER), ("other", OTHER), ("tiny", TINY)):
            cls.write(f"{name}.toml", text)
            cls.program("compare", "works.toml", f"{name}.toml", "-o", f"{name}.h5")
        cls.program("run", "works.toml", "-o", "works.h5")
        cls.program("report", "works.h5", "ships.h5", "-o", "both.html")
        cls.program("report", "works.h5", "ships.h5", "other.h5", "tiny.h5", "-o", "four.html")
        cls.both, cls.four = cls.folder / "both.html", cls.folder / "four.html"

    def test_two_scenarios_are_compared_by_paired_differences(self):
        figures = self.open(self.both, "lang=en&series=ships&year=2028")
        with h5py.File(self.folder / "ships.h5") as file:
            ships = list(file["series"].asstr()[:]).index("ships")
            relative = file["summary/relative_difference_quantile"][0, ships, 3, 1]

        self.assertEqual(figures["differences-ships-2028"]["cells"][0][:2], ["More ships", f"+{relative:.1%}"])
        self.assertIn("scenarios-ships", list(figures))
        self.assertIn("works-difference-ships-ships", list(figures))

        self.choose("sc-scenario", "1")
        self.assertEqual(self.text("h1"), "More ships")
        self.assertIn("instead of 0.02", self.browser.run("return document.getElementById('sc-assumptions').textContent"))

    def test_headline_is_that_of_the_chosen_scenario(self):
        self.open(self.four, "lang=en")
        self.assertNotIn(" against ", self.text("#sc-headline"))

        self.choose("sc-scenario", "1")
        self.assertIn("“More ships” against “Works <b>&amp; yards</b> (works)”", self.text("#sc-headline"))

        self.choose("sc-scenario", "3")
        self.assertIn("“Hardly more ships” against “Works <b>&amp; yards</b> (works)”: no difference", self.text("#sc-headline"))
        self.assertNotIn("More ships", self.text("#sc-headline"))
        self.assertEqual(self.browser.run("return document.getElementById('sc-other').value"), "3")

    def test_scenarios_of_one_title_are_told_apart_and_the_baseline_is_marked(self):
        self.open(self.four, "lang=en")
        menu = self.browser.run("return [...document.getElementById('sc-scenario').options].map((option) => option.text)")

        self.assertEqual(menu, ["Works <b>&amp; yards</b> (works) (baseline)", "More ships",
                                "Works <b>&amp; yards</b> (other)", "Hardly more ships"])
        same = self.browser.run("""
          const all = page.state.data.scenarios;
          all[2].name = all[0].name;
          const of_files = [0, 1, 2].map((i) => scenario_label(page.state, i));
          all[2].file = all[0].file;
          return [of_files, [0, 1, 2].map((i) => scenario_label(page.state, i))];""")
        title = "Works <b>&amp; yards</b>"
        self.assertEqual(same, [[f"{title} (works.h5)", "More ships", f"{title} (other.h5)"],
                                [f"{title} (1)", "More ships", f"{title} (3)"]])

    def test_only_quantiles_that_all_results_hold_stand_under_one_head(self):
        figures = self.open(self.four, "lang=en&series=ships&year=2028")
        head = self.browser.run("""
          const table = document.querySelector('[data-figure="differences-ships-2028"] table');
          return [...table.tHead.rows[0].cells].map((cell) => cell.textContent);""")
        subtitle = self.text('[data-figure="differences-ships-2028"] .sc-subtitle')

        # 0.1, 0.5, 0.75, 0.95 in three results and 0.05, 0.1, 0.5, 0.9 in one: nothing above the median is common
        self.assertEqual(head, ["Scenario", "Median"])
        self.assertIn("Shown here are those that all of them have: 10%, 50%.", subtitle)
        self.assertEqual([row[0] for row in figures["differences-ships-2028"]["cells"]],
                         ["More ships", "Works <b>&amp; yards</b> (other)", "Hardly more ships"])
        with h5py.File(self.folder / "ships.h5") as file:
            ships = list(file["series"].asstr()[:]).index("ships")
            median = file["summary/relative_difference_quantile"][0, ships, 3, 1]
        self.assertEqual(figures["differences-ships-2028"]["cells"][0], ["More ships", f"+{median:.1%}"])

        alone = self.open(self.both, "lang=en&series=ships&year=2028")
        self.assertIn("85% of futures", self.text('[data-figure="differences-ships-2028"] .sc-subtitle'))
        self.assertEqual(len(alone["differences-ships-2028"]["cells"][0]), 3)

    def test_no_share_of_futures_is_claimed_for_a_difference_that_cannot_be_seen(self):
        figures = self.open(self.four, "lang=en&series=ships&year=2028")
        raw = self.browser.run("return page.data.comparisons[2].series.find(({name}) => name === 'ships').improvement_probability.at(-1)")
        self.choose("sc-other", "3")

        self.assertEqual(raw, 1)  # the paths do differ
        rows = {row[0]: row[2:] for row in self.rows("#sc-comparison > .sc-table-box")}
        self.assertEqual(rows["ships"], ["no difference", "", "", "", ""])
        self.assertEqual(rows["All works"], ["no difference", "", "", "", ""])
        self.assertIn("“Hardly more ships” makes no difference to “ships” in any year", self.text("#sc-comparison"))
        self.assertNotIn("tiny-difference-tiny-ships", list(self.figures()))
        self.assertEqual(figures["differences-ships-2028"]["cells"][2][1], "no difference")

        self.choose("sc-other", "1")
        rows = {row[0]: row[2:] for row in self.rows("#sc-comparison > .sc-table-box")}
        self.assertEqual(rows["ships"][-1], "100%")
        self.assertEqual(rows["advice"], ["no difference", "", "", "", ""])

    def test_what_is_counted_otherwise_is_not_drawn_together(self):
        figures = self.open(self.four, "lang=en&series=half&year=2028")

        self.assertEqual([row[0] for row in figures["scenarios-half"]["cells"]],
                         ["Works <b>&amp; yards</b> (works) (baseline)", "More ships", "Hardly more ships"])
        self.assertIn("“half” is not the same thing in “Works <b>&amp; yards</b> (other)” as in "
                      "“Works <b>&amp; yards</b> (works)”: it adds up other sectors.", self.text("#sc-comparison"))
        notes = self.browser.run("return [...document.querySelectorAll('#sc-comparison .sc-notes li')].map((li) => li.textContent)")
        self.assertEqual(notes, ["Works <b>&amp; yards</b> (other): no difference from the baseline of half: there the name has another sum of sectors"])
        apart = self.browser.run("""
          const [, list] = comparison_notes(page.state, [{scenario: 1, paired: true, note: 'one\\ntwo'}]);
          return [...list.children].map((item) => item.textContent);""")
        self.assertEqual(apart, ["More ships: one", "More ships: two"])

        meanings = self.browser.run("""
          const one = {account: 'a', measure: 'output', unit: 'bn CNY', prices: 'current', sum: {x: 1}};
          return [{}, {account: 'b'}, {measure: 'jobs'}, {unit: 'persons'}, {prices: 'constant 2020'}, {sum: {x: 1, y: 1}}]
            .map((change) => other_meaning(one, {...one, ...change}));""")
        self.assertEqual(meanings, [None, *(f"comparison_other_{what}" for what in ("account", "measure", "unit", "prices", "sum"))])

    def test_facts_of_several_scenarios_are_listed_once(self):
        self.open(self.four, "lang=en")
        listed = "return [...document.querySelectorAll('.sc-sources li')].map((li) => li.textContent.slice(0, 4))"

        self.assertEqual(self.browser.run(listed), ["F-1.", "F-2."])
        self.assertEqual(self.browser.run("return page.data.facts.length"), 2)
        self.choose("sc-scenario", "2")
        self.assertEqual(self.browser.run(listed), ["F-1.", "F-2."])


if __name__ == "__main__":
    unittest.main()

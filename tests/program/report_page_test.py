"""The page that `secondcurve report` writes, as a reader meets it: in a browser, without a network.

A picture of the baseline's report is left in the folder SECONDCURVE_ARTEFACTS, or in `artefacts` beside the program.
"""

import os
import struct
import subprocess
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import h5py

from browser import Browser, skip_without_browser
from program import BASELINE, PROGRAM, SOURCE

ARTEFACTS = Path(os.environ.get("SECONDCURVE_ARTEFACTS", PROGRAM.parent / "artefacts"))

# Two accounts, a whole with parts, a programme, goals, quantiles that are no pairs, and texts that would like to be code.
SCENARIO = r'''
[scenario]
title = "Works <b>&amp; yards</b>"
title_zh = "工厂与船坞"
description = "</script><script>window.hostile = 1</script>"

[simulation]
base_year = 2025
end_year = 2028
paths = 500
seed = 7

[account]
prices = "constant 2025"
facts = "facts.csv"

[accounts.factories]
title = "Factories <img src=x onerror='window.hostile = 2'>"
title_zh = "工厂产值"
definition = "Output of {b} factories @SCRIPT@ ${window.hostile = 3}"

[accounts.services]
title = "Services"
definition = "Revenue"

[sectors.cars]
title = "Cars"
account = "factories"
base = { value = 100, sd = 5, year = 2025, source = "F-1", why = "<svg onload='window.hostile = 4'>" }
growth = { model = "geometric_brownian", median_growth = 0.05, volatility = 0.08 }
[sectors.cars.investment]
capital_output_ratio = 0.5
depreciation = 0.096
output_elasticity = 0.35

[sectors.ships]
account = "factories"
base = 300
growth = { model = "geometric_brownian", median_growth = 0.02, volatility = 0.03 }

[sectors.advice]
account = "services"
base = 80
growth = { model = "path", growth = 0.04 }

[programmes.fund]
title = "A fund <i>"
amount = 20
years = [2026, 2027]
allocation = { cars = 1 }
leverage = 1
displacement = 0.5
effectiveness = 0.8
gestation = 1

[series.cars]
title = "<img src=x onerror='window.hostile = 5'> {c} cars"
title_zh = "汽车<b>"
group = "works"
account = "factories"
part_of = "all_works"
sum = { cars = 1 }

[series.fleet]
group = "mixed"
account = "factories"
part_of = "all_works"
sum = { ships = 0.5 }

[series.half]
group = "mixed"
account = "factories"
part_of = "all_works"
sum = { cars = 0.5, ships = 0.6 }

[series.ships]
group = "works"
account = "factories"
part_of = "all_works"
sum = { ships = 1 }

[series.all_works]
title = "All works"
title_zh = "全部工厂"
group = "total"
account = "factories"
sum = { cars = 1, ships = 1 }

[series.advice]
account = "services"
sum = { advice = 1 }

[targets.more_cars]
title = "Cars reach 120 <script>"
series = "cars"
year = 2028
at_least = 120

[targets.growing_works]
series = "all_works"
year = 2028
average_growth_at_least = 0.03

[output]
quantiles = [0.1, 0.5, 0.75, 0.95]
'''

BETTER = '''
[scenario]
title = "More ships"
base = "works.toml"
[sectors.ships.growth]
median_growth = 0.03
'''

# Returns for each figure what stands in the place of its picture, its text for those who do not see it, and its numbers.
READ_FIGURES = """
return [...document.querySelectorAll('.sc-figure')].map((figure) => {
  const svg = figure.querySelector('.sc-chart svg');
  const box = svg?.getBoundingClientRect();
  return {id: figure.dataset.figure, title: figure.querySelector('.sc-title').textContent,
          text: figure.querySelector('.sc-chart').getAttribute('aria-label'),
          role: figure.querySelector('.sc-chart').getAttribute('role'),
          shapes: svg ? svg.querySelectorAll('path, circle, polygon, polyline, rect').length : 0,
          width: box?.width ?? 0, height: box?.height ?? 0, inner: svg ? svg.innerHTML : '',
          rows: figure.querySelectorAll('tbody tr').length,
          cells: [...figure.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)),
          buttons: figure.querySelectorAll('[data-download]').length};
});
"""


def charts_missing():
    """Returns why the chart library cannot be had, or nothing once it is there."""
    fetched = subprocess.run([SOURCE / "cmake/fetch_charts"], capture_output=True, text=True, check=False)
    return fetched.stderr.strip() if fetched.returncode == 3 else None


class ReportPage(unittest.TestCase):
    """One browser for all tests; each starts the page anew, which is opened only where it is another one."""

    @classmethod
    def setUpClass(cls):
        skip_without_browser()
        if (why := charts_missing()) is not None:
            raise unittest.SkipTest(why)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        (cls.folder / "works.toml").write_text(SCENARIO, encoding="utf-8")
        (cls.folder / "facts.csv").write_text("id,note,value,source\nF-1,<b>cars</b>,100,A yearbook\n", encoding="utf-8")
        (cls.folder / "ships.toml").write_text(BETTER, encoding="utf-8")
        cls.program("run", "works.toml", "-o", "works.h5")
        cls.program("compare", "works.toml", "ships.toml", "-o", "ships.h5")
        cls.program("report", "works.h5", "-o", "works.html")
        cls.program("report", "works.h5", "ships.h5", "-o", "both.html")
        cls.works, cls.both = cls.folder / "works.html", cls.folder / "both.html"
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    @classmethod
    def program(cls, *arguments):
        subprocess.run([PROGRAM, *map(str, arguments), "--quiet"], cwd=cls.folder, check=True, timeout=120)

    def setUp(self):
        self.browser.set_width(1280)

    def tearDown(self):
        self.assertEqual(self.browser.messages(), [])
        self.assertEqual(self.browser.requests(), [])

    def open(self, path, query="lang=en"):
        address = self.browser.run("return location.pathname")
        if address == str(path.resolve()):
            self.browser.run("start(arguments[0])", query)
        else:
            self.browser.open(path, query)
        return self.figures()

    def figures(self):
        return {figure["id"]: figure for figure in self.browser.run(READ_FIGURES)}

    def choose(self, name, value):
        """Chooses an option as a reader would: with the keyboard's event."""
        self.browser.run("const s = document.getElementById(arguments[0]); s.value = arguments[1];"
                         "s.dispatchEvent(new Event('change'));", name, value)
        return self.figures()

    def text(self, selector="body"):
        return self.browser.run("return document.querySelector(arguments[0]).innerText", selector)

    # ---- The baseline, as in the README

    def test_the_baseline_is_drawn_in_full_and_kept_as_a_picture(self):
        self.program("run", BASELINE, "--set=simulation.paths=1000", "-o", "baseline.h5")
        self.program("report", "baseline.h5", "-o", "baseline.html")
        figures = self.open(self.folder / "baseline.html")
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.browser.screenshot(ARTEFACTS / "report-page.png", 3000)

        self.assertLess((self.folder / "baseline.html").stat().st_size, 3_000_000)
        self.assertGreater(len(figures), 45)
        for figure in figures.values():
            self.assertGreater(figure["shapes"], 4, figure["id"])
            self.assertGreater(min(figure["width"], figure["height"]), 70, figure["id"])
            self.assertRegex(figure["text"], r"^[A-Z][^{}]{40,}\.$", figure["id"])
            self.assertEqual(figure["role"], "img")
            self.assertGreater(figure["rows"], 0, figure["id"])
            self.assertEqual(figure["buttons"], 2, figure["id"])
        width, height = struct.unpack(">II", (ARTEFACTS / "report-page.png").read_bytes()[16:24])
        self.assertEqual((width, height), (1280, 3000))
        self.check_no_account_is_mixed()

    def check_no_account_is_mixed(self):
        stacks = self.browser.run("return compositions(scenario_of(page.state)).filter((c) => c.stacked).map((c) =>"
                                  "({accounts: [c.whole, ...c.parts].map((s) => s.account), sum: Math.max(...c.sums)}))")
        self.assertGreater(len(stacks), 3)
        for stack in stacks:
            self.assertEqual(len(set(stack["accounts"])), 1)
            self.assertLess(stack["sum"], 1 + 1e-6)

    # ---- Numbers

    def test_numbers_are_those_of_the_result_and_bands_pair_its_quantiles(self):
        figures = self.open(self.works, "lang=en&series=all_works")
        with h5py.File(self.folder / "works.h5") as file:
            summary = file["summary"]
            series = list(file["series"].asstr()[:]).index("all_works")
            levels = summary["output_quantile"][0, series, 3]
            growth = summary["growth_quantile"][0, series, 1, 1]
            probabilities = summary["target_probability"][0]

        row = figures["works-output-all_works"]["cells"][-1]
        self.assertEqual(row[:5], ["2028", *(f"{level:.0f}" for level in levels)])
        self.assertEqual(figures["works-growth-all_works"]["cells"][0][:2], ["2026", f"+{growth:.1%}"])
        self.assertEqual([cells[4] for cells in figures["works-targets"]["cells"]], [f"{p:.1%}" for p in probabilities])
        self.assertIn(f"All works in 2028: {levels[1]:.0f} bn CNY. In 85 of 100 simulated futures it lies between "
                      f"{levels[0]:.0f} and {levels[3]:.0f}.", self.text("#sc-headline"))

        bands = self.browser.run("return [bands_of([0.1, 0.5, 0.75, 0.95]), bands_of([0.5, 0.9]), bands_of([])]")
        self.assertEqual([(b["low"], b["high"]) for b in bands[0]], [(0, 3)])
        self.assertAlmostEqual(bands[0][0]["share"], 0.85)
        self.assertEqual(bands[1:], [[], []])

    def test_parts_that_share_a_sector_are_not_stacked(self):
        self.open(self.works)

        stacked = self.browser.run("return compositions(scenario_of(page.state)).map(({group, stacked}) => [group, stacked])")
        self.assertEqual(stacked, [["works", True], ["mixed", False]])

    # ---- What a reader can change

    def test_selectors_change_chart_numbers_and_text(self):
        before = self.open(self.works)
        after = self.choose("sc-series", "ships")

        self.assertIn("works-output-cars", list(before))
        self.assertNotIn("works-output-cars", list(after))
        old, new = before["works-output-cars"], after["works-output-ships"]
        for part in ("inner", "text", "cells", "title"):
            self.assertFalse(old[part] == new[part], part)
        self.assertIn("ships", new["text"])

        year = self.choose("sc-year", "2026")
        self.assertIn("works-average-growth-factories-2026", list(year))
        self.assertFalse(year["works-average-growth-factories-2026"]["inner"] == after["works-average-growth-factories-2028"]["inner"])
        self.assertIn("2025 to 2026", year["works-average-growth-factories-2026"]["text"])

    def test_speaks_chinese_with_a_word_for_each_of_english(self):
        english = self.open(self.works, "lang=en&series=all_works")
        chinese = self.choose("sc-language", "zh")

        self.assertEqual(self.browser.run("return document.documentElement.lang"), "zh-CN")
        self.assertEqual(self.browser.driver.title, "工厂与船坞")
        self.assertIn("全部工厂", chinese["works-output-all_works"]["title"])
        self.assertRegex(chinese["works-output-all_works"]["text"], "扇形图.*中位数")
        self.assertFalse(english["works-output-all_works"]["inner"] == chinese["works-output-all_works"]["inner"])
        self.assertNotRegex(self.text("#sc-contents"), "[A-Za-z]{3}")
        self.assertNotRegex(self.text("#sc-bar label"), "[A-Za-z]{3}")

        wrong = self.browser.run(r"""
          const places = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
          return Object.entries(words).filter(([, two]) => two.length !== 2 || !two[0] || !two[1]
            || places(two[0]) !== places(two[1])).map(([key]) => key);""")
        self.assertEqual(wrong, [])

        self.assertIn("不低于120 十亿元", chinese["works-targets"]["cells"][0])

    def test_light_and_dark(self):
        dark = self.open(self.works, "lang=en&theme=dark")
        colours = "return [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        in_dark = self.browser.run(colours)
        light = self.choose("sc-theme", "light")
        in_light = self.browser.run(colours)

        self.assertNotEqual(in_dark, in_light)
        self.assertIn("#e8ecf1", dark["works-targets"]["inner"])
        self.assertNotIn("#e8ecf1", light["works-targets"]["inner"])
        self.assertIn("#1c2430", light["works-targets"]["inner"])

    def test_two_scenarios_are_compared_by_paired_differences(self):
        figures = self.open(self.both, "lang=en&series=ships&year=2028")
        with h5py.File(self.folder / "ships.h5") as file:
            ships = list(file["series"].asstr()[:]).index("ships")
            relative = file["summary/relative_difference_quantile"][0, ships, 3, 1]

        self.assertEqual(figures["differences-ships-2028"]["cells"][0][:2], ["More ships", f"+{relative:.1%}"])
        self.assertIn("scenarios-ships", list(figures))
        self.assertIn("works-difference-ships-ships", list(figures))
        self.assertRegex(self.text("#sc-comparison"), r"(?s)advice.*unchanged")
        self.assertRegex(self.text("#sc-headline"), "“More ships” against “Works <b>&amp; yards</b>”")

        self.choose("sc-scenario", "1")
        self.assertEqual(self.text("h1"), "More ships")
        self.assertIn("instead of 0.02", self.browser.run("return document.getElementById('sc-assumptions').textContent"))

    def test_assumptions_can_be_searched(self):
        self.open(self.works)
        self.browser.run("const f = document.getElementById('sc-find'); f.value = 'cars volatility';"
                         "f.dispatchEvent(new Event('input'));")

        shown = self.browser.run("return [...document.querySelectorAll('#sc-assumptions tbody tr')]"
                                 ".filter((row) => row.offsetHeight > 0).map((row) => row.innerText)")
        self.assertEqual(len(shown), 1)
        self.assertIn("0.08", shown[0])

    # ---- Texts that would like to be code

    def test_texts_of_a_config_stay_texts(self):
        figures = self.open(self.works, "lang=en&series=cars")

        self.assertEqual(self.browser.run("return [typeof window.hostile, document.images.length, document.scripts.length,"
                                          "document.querySelectorAll('main b, main i').length]"), ["undefined", 0, 3, 0])
        self.assertEqual(self.text("h1"), "Works <b>&amp; yards</b>")
        self.assertIn("</script><script>window.hostile = 1</script>", self.text("header"))
        self.assertIn("F-1. <b>cars</b>", self.text("#sc-sources"))
        self.assertIn("{b} factories @SCRIPT@ ${window.hostile = 3}", self.text("#sc-accounts"))
        self.assertIn("<img src=x onerror='window.hostile = 5'> {c} cars", figures["works-fan-cars"]["title"])
        self.assertIn("&lt;img src=x", figures["works-average-growth-factories-2028"]["inner"])

        tip = self.browser.run("""
          const figure = [...figures].find(({id}) => id === 'works-composition-all_works-works');
          figure.drawn.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 1});
          return document.querySelector('.sc-tip').innerText;""")

        self.assertIn("2026", tip)
        self.assertIn("<img src=x onerror='window.hostile = 5'> {c} cars", tip)
        self.assertEqual(self.browser.run("return [typeof window.hostile, document.images.length]"), ["undefined", 0])

    # ---- Pictures, paper, small screens, keyboard

    def test_each_chart_can_be_saved(self):
        saved = self.folder / "saved"
        self.browser.accept_downloads(saved)
        self.open(self.works)
        for kind in ("svg", "png"):
            self.browser.run(f"document.querySelector('[data-figure=works-composition-all_works-works] [data-download={kind}]').click()")
        pictures = [saved / f"works-composition-all_works-works.{kind}" for kind in ("svg", "png")]
        self.wait_for(lambda: all(picture.is_file() for picture in pictures))

        drawing = ElementTree.fromstring(pictures[0].read_text(encoding="utf-8"))
        texts = "".join(drawing.itertext())
        self.assertIn("All works: works", texts)
        self.assertIn("<img src=x", texts)
        self.assertIn("500 simulated futures", texts)
        self.assertNotIn("script", {element.tag.split("}")[-1] for element in drawing.iter()})
        png = pictures[1].read_bytes()
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(struct.unpack(">I", png[16:20])[0], 2000)

    def wait_for(self, condition, seconds=10):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "waited in vain")
            time.sleep(0.05)

    def test_paper_is_light_and_complete(self):
        self.open(self.works, "lang=en&theme=dark")
        state = """return [document.documentElement.dataset.theme, document.querySelectorAll('details.sc-assumptions:not([open])').length,
                   Math.max(...[...document.querySelectorAll('.sc-chart svg')].map((svg) => svg.getBoundingClientRect().width))]"""
        self.browser.print_as(True)
        self.browser.run("window.dispatchEvent(new Event('beforeprint'))")
        on_paper = self.browser.run(state)
        shown = self.browser.run("""return ['.sc-bar', '.sc-contents', '.sc-tools', '.sc-settings', '.sc-chart', '.sc-table', '.sc-sources']
          .filter((part) => [...document.querySelectorAll(part)].some((node) => node.checkVisibility()))""")
        breaks = self.browser.run("""return ['.sc-figure', '.sc-table tr'].map((part) =>
          getComputedStyle(document.querySelector(part)).breakInside)""")
        self.browser.run("window.dispatchEvent(new Event('afterprint'))")
        self.browser.print_as(False)
        afterwards = self.browser.run(state)

        self.assertEqual(on_paper[:2], ["light", 0])
        self.assertLessEqual(on_paper[2], 700)
        self.assertEqual(afterwards[0], "dark")
        self.assertGreater(afterwards[1], 0)
        self.assertEqual(shown, [".sc-chart", ".sc-table", ".sc-sources"])
        self.assertEqual(breaks, ["avoid", "avoid"])

    def test_fits_a_small_screen(self):
        self.browser.set_width(400)
        figures = self.open(self.works)

        self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), 400)
        for figure in figures.values():
            self.assertLessEqual(figure["width"], 400)
            self.assertGreater(figure["width"], 250)

    def test_everything_is_reached_with_the_keyboard(self):
        self.open(self.works)
        keys = webdriver_keys()
        self.browser.driver.switch_to.active_element.send_keys(keys.TAB)
        reached = [self.browser.run("return document.activeElement.id")]
        self.assertEqual(reached, ["sc-skip"])
        for _ in range(5):
            self.browser.driver.switch_to.active_element.send_keys(keys.TAB)
            reached.append(self.browser.run("return document.activeElement.id"))
            outline = self.browser.run("return getComputedStyle(document.activeElement).outlineWidth")
            self.assertEqual(outline, "3px", reached[-1])

        self.assertEqual(reached, ["sc-skip", "sc-language", "sc-theme", "sc-print", "sc-series", "sc-year"])
        unreachable = self.browser.run("""
          const controls = document.querySelectorAll('select, button, input, summary, a[href], .sc-scroll');
          return [...controls].filter((control) => control.tabIndex < 0 || control.ariaHidden === 'true').length""")
        self.assertEqual(unreachable, 0)
        nameless = self.browser.run("""
          return [...document.querySelectorAll('select, input')].filter((c) => !c.labels.length).length
            + [...document.querySelectorAll('button')].filter((b) => !b.textContent).length""")
        self.assertEqual(nameless, 0)


def webdriver_keys():
    from selenium.webdriver.common.keys import Keys
    return Keys


if __name__ == "__main__":
    unittest.main()

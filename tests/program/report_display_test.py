"""The page that `secondcurve report` writes as a picture, on paper, on a small screen and with the keyboard.

A picture of the baseline's report is left in the folder SECONDCURVE_ARTEFACTS, or in `artefacts` beside the program.
"""

import os
import struct
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import h5py

from program import BASELINE, PROGRAM
from report_page import ReportPageTest

ARTEFACTS = Path(os.environ.get("SECONDCURVE_ARTEFACTS", PROGRAM.parent / "artefacts"))

# Returns for each chart of the parts of a whole what it says, and the head and the cells of its table.
READ_COMPOSITIONS = """
return [...document.querySelectorAll('.sc-figure[data-figure*="-composition-"]')].map((figure) => ({
  id: figure.dataset.figure, text: figure.textContent,
  head: [...figure.querySelectorAll('thead th')].map((cell) => cell.textContent),
  cells: [...figure.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))}));
"""


def webdriver_keys():
    from selenium.webdriver.common.keys import Keys
    return Keys


class ReportDisplay(ReportPageTest):
    """The baseline as in the README, and a small result."""

    @classmethod
    def make_pages(cls):
        cls.program("run", "works.toml", "-o", "works.h5")
        cls.program("report", "works.h5", "-o", "works.html")
        cls.works = cls.folder / "works.html"

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
        self.assertLess(self.browser.pages_on_paper(), 40)  # 32 when this was written, 58 with a chart a row

    def check_no_account_is_mixed(self):
        """Every chart of parts shows series that have the account of their whole, by the result; parts on top of one another
        hold all of the whole once."""
        with h5py.File(self.folder / "baseline.h5") as file:
            names, titles, accounts = (list(file[name].asstr()[:]) for name in ("series", "title", "account"))
        charts = self.browser.run(READ_COMPOSITIONS)
        n_stacked = 0
        for chart in charts:
            whole = max((name for name in names if f"-composition-{name}-" in chart["id"]), key=len)
            account = accounts[names.index(whole)]
            parts = [part for part in chart["head"][1:] if part != "All other"]
            for part in parts:
                self.assertIn(account, {own for title, own in zip(titles, accounts) if title == part}, f"{chart['id']}: {part}")
            if "overlap" in chart["text"]:
                continue
            n_stacked += 1
            for year, *shares in chart["cells"]:
                total = sum(float(share.rstrip("%")) for share in shares)
                self.assertAlmostEqual(total, 100, delta=0.05 * len(shares) + 1e-9, msg=f"{chart['id']} {year}")
        self.assertGreater(n_stacked, 3)
        self.assertGreater(len({accounts[names.index(name)] for name in names}), 2)  # there are others to be mixed with

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

    def test_wide_tables_say_that_they_scroll(self):
        hints = "return [...document.querySelectorAll('#sc-main > section > .sc-table-box .sc-hint')].map((hint) => hint.checkVisibility())"
        self.open(self.works)
        self.assertNotIn(True, self.browser.run(hints))

        self.browser.set_width(400)
        self.open(self.works)
        self.browser.run("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        self.wait_for(lambda: True in self.browser.run(hints) and self.browser.run("""
          return [...document.querySelectorAll('.sc-scroll')].every((table) =>
            (table.scrollWidth > table.clientWidth + 1) !== table.previousElementSibling.hidden)"""))

    def test_error_bars_keep_their_width_on_a_small_screen(self):
        self.browser.set_width(400)
        figures = self.open(self.works)
        widths = self.browser.run("""
          const figure = [...figures].find(({id}) => id === 'works-targets');
          const axis = echarts.getInstanceByDom(figure.box).getModel().getComponent('xAxis').axis;
          return axis.toGlobalCoord(axis.dataToCoord(1)) - axis.toGlobalCoord(axis.dataToCoord(0));""")

        self.assertGreater(widths, 200)  # of 0 to 100%; names stand above the bars
        self.assertRegex(figures["works-targets"]["inner"], r"\d\.\d% ± \d\.\d")

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


if __name__ == "__main__":
    unittest.main()

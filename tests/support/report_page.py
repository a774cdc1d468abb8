"""Reports as a reader meets them: in a browser, without a network. Tests of pages derive from ReportPageTest."""

import subprocess
import tempfile
import unittest
from pathlib import Path

from browser import Browser, skip_without_browser
from program import PROGRAM, SOURCE

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
sources = "documents.csv"

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
base = { value = 300, source = "F-2; F-1" }
growth = { model = "geometric_brownian", median_growth = 0.02, volatility = 0.03 }

[sectors.advice]
account = "services"
base = 80
growth = { model = "path", growth = 0.04 }

[measures.jobs]
title = "Jobs"
unit = "thousand persons"
factor.cars = 2
factor.ships = 1

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
history = { 2023 = { value = 90, source = "F-1" }, 2024 = 95 }
history_prices = "current"
title = "<img src=x onerror='window.hostile = 5'> {c} cars"
title_zh = "汽车<b>"
group = "works"
account = "factories"
part_of = "all_works"
sum = { cars = 1 }

[series.cars_total]
title = "Car works"
group = "total"
account = "factories"
part_of = "all_works"
sum = { cars = 1 }

[series.fleet]
group = "mixed"
account = "factories"
part_of = "all_works"
sum = { ships = 0.5 }

[series.most]
title = "Most works"
group = "total"
account = "factories"
part_of = "all_works"
sum = { ships = 1 }

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

[series.jobs]
title = "Jobs"
title_zh = "就业"
account = "factories"
measure = "jobs"
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

# A fact with a document, one whose document is not listed, with an address that is a link and one that would like to be code.
FACTS = """id,note,value,source
F-1,<b>cars</b>,100,yearbook
F-2,ships,300,"A page, https://example.org/ships; javascript:window.hostile=6"
"""
DOCUMENTS = """id,title,publisher,date,address
yearbook,Yearbook <i>2025</i>,Bureau of Statistics,2025-09,https://example.org/yearbook
"""

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


class ReportPageTest(unittest.TestCase):
    """One browser for all tests of a class; each starts the page anew, which is opened only where it is another one."""

    @classmethod
    def setUpClass(cls):
        skip_without_browser()
        if (why := charts_missing()) is not None:
            raise unittest.SkipTest(why)
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.write("works.toml", SCENARIO)
        cls.write("facts.csv", FACTS)
        cls.write("documents.csv", DOCUMENTS)
        cls.make_pages()
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    @classmethod
    def make_pages(cls):
        """Makes the pages of a class in its folder."""

    @classmethod
    def write(cls, name, text):
        (cls.folder / name).write_text(text, encoding="utf-8")

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

    def rows(self, selector):
        """Returns the texts of the cells of the first table under a selector."""
        return self.browser.run("""
          const table = document.querySelector(arguments[0] + ' table');
          return [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent));""", selector)

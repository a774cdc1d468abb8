"""What the tests of `secondcurve report` share: a page, its elements and its data."""

import json
import re
from html.parser import HTMLParser

from program import DONE, GOOD, ProgramTest


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the texts of its scripts and styles."""

    def __init__(self, page):
        super().__init__()
        self.all, self.raw, self.title = [], {"script": [], "style": []}, ""
        self._open = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))
        self._open = tag
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag):
        self._open = None

    def handle_data(self, data):
        if self._open in self.raw:
            self.raw[self._open][-1] += data
        if self._open == "title":
            self.title += data


def data_in(page):
    """Returns the data that a page holds."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


class ReportTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.charts = self.folder / "charts"  # in place of the library, so that no network is needed
        self.write("charts/echarts.min.js", "var echarts = {};")
        self.write("charts/LICENSES", "Licence <of all>")

    def report(self, *files, status=DONE, **options):
        """Returns the finished process of a report with those options."""
        given = [f"--{key}={value}" for key, value in ({"charts": self.charts} | options).items()]
        return self.run_program("report", *files, *given, status=status)

    def page(self, *files, **options):
        self.run_program("report", *files, "--charts", self.charts, "-o", "page.html", "--force", "--quiet",
                         *(f"--{key}={value}" for key, value in options.items()))
        return (self.folder / "page.html").read_text(encoding="utf-8")

    def data(self, *files, **options):
        return data_in(self.page(*files, **options))

    def changed(self, name, *settings):
        """Writes a scenario that inherits from the small one, and returns its file."""
        return self.write(f"{name}.toml", f'[scenario]\ntitle = "{name}"\nbase = "{GOOD}"\n' + "\n".join(settings))

"""check_docs.py finds broken links and anchors, what is loaded from elsewhere, and pages that the menu lacks."""

import sys
import tempfile
import unittest
from pathlib import Path

from tree import ROOT

sys.path.insert(0, str(ROOT / "cmake"))
import check_docs  # noqa: E402

START = '<a href="page.html">Page</a><a href="page.html#part">Part</a><a href="https://example.org/">Other</a>'
PAGE = '<h2 id="part">Part</h2><a href="index.html">Start</a><img src="images/fan.svg"><a href="images/fan.svg">Fan</a>'


class CheckSite(unittest.TestCase):
    def breaches(self, **changed):
        files = {"index.html": START, "page.html": PAGE, "images/fan.svg": "<svg/>"} | changed
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return list(check_docs.check_site(Path(folder)))

    def test_passes_a_good_site(self):
        self.assertEqual(self.breaches(), [])

    def test_finds_a_link_to_no_file(self):
        found = self.breaches(**{"index.html": '<a href="pages.html">Page</a>'})

        self.assertEqual(found, ["index.html: links to pages.html, which is not in the site"])

    def test_finds_an_anchor_that_is_not_there(self):
        for link, where in (("page.html#parts", "index.html"), ("#parts", "index.html")):
            with self.subTest(link):
                found = self.breaches(**{where: f'<a href="{link}">Part</a>'})

                self.assertEqual(found, [f"index.html: links to {link}: that page has no #parts"])

    def test_finds_what_is_loaded_from_elsewhere_or_missing(self):
        for tag, problem in (('<script src="https://example.org/x.js"></script>', "from elsewhere"),
                             ('<link rel="stylesheet" href="//example.org/x.css">', "from elsewhere"),
                             ('<img src="images/fans.svg">', "which is not in the site"),
                             ('<img src="images/fan.svg" srcset="images/fan.svg 1x, https://example.org/x.png 2x">', "from elsewhere"),
                             ('<style>@import "https://example.org/x.css";</style>', "from elsewhere"),
                             ('<style>p { background: url(images/fans.svg) }</style>', "which is not in the site"),
                             ('<p style="background: url(\'//example.org/x.png\')">', "from elsewhere")):
            with self.subTest(tag):
                found = self.breaches(**{"page.html": PAGE + tag})

                self.assertEqual(len(found), 1, found)
                self.assertIn(problem, found[0])

    def test_finds_what_style_sheets_load(self):
        good = "@font-face { src: url('../images/fan.svg') } p { mask: url(#id); cursor: url(data:image/png;base64,AA==) }"
        self.assertEqual(self.breaches(**{"css/x.css": good + "/* url(https://example.org/) */"}), [])
        for rule, problem in (("@import url(https://example.org/x.css);", "from elsewhere"),
                              ('p { background: url("fan.svg") }', "which is not in the site")):
            with self.subTest(rule):
                found = self.breaches(**{"css/x.css": rule})

                self.assertEqual(len(found), 1, found)
                self.assertIn(problem, found[0])

    def test_takes_what_a_page_holds_itself(self):
        held = '<img src="data:image/png;base64,AA=="><style>p { background: url(data:image/png;base64,AA==) }</style>'
        self.assertEqual(self.breaches(**{"page.html": PAGE + held}), [])


class CheckRepository(unittest.TestCase):
    def test_a_path_in_backquotes_is_found(self):
        self.assertEqual(check_docs.PATH.findall("see `docs/index.md`, `docs/`, `configs/a_b.toml` and `secondcurve run`"),
                         ["docs/index.md", "configs/a_b.toml"])


if __name__ == "__main__":
    unittest.main()

"""Tests of make_page.py and trim.py: docs/performance.md holds the results of bench/results."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import make_page
import trim


class PageTest(unittest.TestCase):
    def test_page_holds_the_results(self):
        done = subprocess.run([sys.executable, make_page.__file__, "--check"], check=False, text=True,
                              capture_output=True)

        self.assertEqual(done.returncode, 0, done.stderr)

    def test_page_shows_every_figure(self):
        page = make_page.PAGE.read_text(encoding="utf-8")
        for name in make_page.FIGURES:
            self.assertIn(f"(images/{name})", page)
            self.assertTrue((make_page.IMAGES / name).is_file(), name)

    def test_every_case_is_in_one_table(self):
        results = make_page.Results(make_page.RESULTS)
        text = "".join(make(results) for make in make_page.TABLES.values())

        for name in results.cases():
            self.assertEqual(text.count(f"| `{name}` |") + text.count(f"| `{name.removeprefix('limit/')}`:"), 1, name)

    def test_tables_replace_what_stood_there(self):
        page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n"
        self.assertEqual(make_page.fill(page, {"x": "new \\1"}),
                         "a\n<!-- begin x -->\nnew \\1\n<!-- end x -->\nb\n")
        with self.assertRaisesRegex(ValueError, "begin y"):
            make_page.fill(page, {"y": "new"})

    def test_numbers_have_three_digits(self):
        self.assertEqual([make_page.digits(x) for x in (0.012345, 1.0, 12.345, 123456.0)],
                         ["0.0123", "1", "12.3", "123,000"])
        self.assertEqual([make_page.seconds_text(x) for x in (2.5, 0.0123, 1.5e-6, 4e-10)],
                         ["2.5 s", "12.3 ms", "1.5 us", "0.4 ns"])
        self.assertEqual(make_page.rate_text(1.234e9, "1/s"), "1.23 G/s")
        self.assertEqual(make_page.rate_text(5.6e6, "byte/s"), "5.6 Mbyte/s")

    def test_trimmed_results_keep_what_is_compared(self):
        run = {"name": "a", "run_type": "iteration", "real_time": 1.23456789, "time_unit": "ms", "threads": 1,
               "of_limit": 0.5, "family_index": 1, "per_family_instance_index": 0, "repetition_index": 0}
        first = {**run, "name": "b", "family_index": 0}
        raw = {"context": {"machine": "M", "date": "today"},
               "benchmarks": [run, first, {**run, "run_type": "aggregate", "name": "a_mean"}]}
        trimmed = json.loads(trim.trim(raw))

        self.assertEqual(trimmed["context"], {"machine": "M"})
        kept = {"run_type": "iteration", "real_time": 1.2346, "time_unit": "ms", "of_limit": 0.5}
        self.assertEqual(trimmed["benchmarks"], [{"name": "b", **kept}, {"name": "a", **kept}])

    def test_trimming_refuses_other_files(self):
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "other.json"
            other.write_text("[]", encoding="utf-8")
            done = subprocess.run([sys.executable, trim.__file__, str(other), str(other)], check=False, text=True,
                                  capture_output=True)
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()

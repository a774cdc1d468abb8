"""Tests of compare.py on small files of results."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

COMPARE = Path(__file__).parent / "compare.py"


def results(times, unit="ms", **context):
    """Benchmark results: the real times of the repetitions by case, and an aggregate that must be ignored."""
    runs = [{"name": name, "run_type": "iteration", "real_time": t, "time_unit": unit}
            for name, repetitions in times.items() for t in repetitions]
    runs += [{"name": f"{name}_mean", "run_type": "aggregate", "real_time": 0.0, "time_unit": unit} for name in times]
    return {"context": {"machine": "A", "revision": "1234", **context}, "benchmarks": runs}


class CompareTest(unittest.TestCase):
    def compare(self, *contents):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, content in enumerate(contents):
                paths.append(Path(folder) / f"{number}.json")
                paths[-1].write_text(content if isinstance(content, str) else json.dumps(content))
            return subprocess.run([sys.executable, str(COMPARE), *map(str, paths)], check=False, text=True,
                                  capture_output=True)

    def rows(self, *contents):
        lines = [line.split() for line in self.compare(*contents).stdout.splitlines()]
        return {words[0]: words[1:] for words in lines if words}

    def test_compares_the_medians_of_repetitions(self):
        rows = self.rows(results({"run": [10.0, 12.0, 11.0]}), results({"run": [5.5, 5.0, 6.0]}))
        self.assertEqual(rows["run"], ["11", "ms", "18.2%", "5.5", "ms", "18.2%", "0.500"])
        self.assertNotIn("run_mean", rows)

    def test_marks_cases_whose_repetitions_overlap(self):
        rows = self.rows(results({"near": [10.0, 11.0], "far": [10.0, 11.0]}),
                         results({"near": [10.9, 12.0], "far": [11.1, 12.0]}))
        self.assertEqual(rows["near"][-1], "=")
        self.assertNotEqual(rows["far"][-1], "=")

    def test_compares_times_in_different_units(self):
        rows = self.rows(results({"run": [2.0]}), results({"run": [1000.0]}, unit="us"))
        self.assertEqual(rows["run"][-1], "0.500")

    def test_says_where_machines_differ_and_which_cases_are_alone(self):
        done = self.compare(results({"both": [1.0], "old": [1.0]}),
                            results({"both": [1.0], "new": [1.0]}, machine="B"))
        self.assertIn("Not the same machine: A | B", done.stdout)
        self.assertIn("Only before: old", done.stdout)
        self.assertIn("Only after: new", done.stdout)
        self.assertEqual(done.returncode, 0)

    def test_refuses_what_it_cannot_compare(self):
        good = results({"run": [1.0]})
        for other in ("no JSON", "[]", "{}", results({"other": [1.0]})):
            done = self.compare(good, other)
            self.assertEqual(done.returncode, 2, other)
            self.assertIn("compare.py: ", done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(self.compare(good).returncode, 2)


if __name__ == "__main__":
    unittest.main()

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
    def compare(self, *contents, options=()):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, content in enumerate(contents):
                paths.append(Path(folder) / f"{number}.json")
                paths[-1].write_text(content if isinstance(content, str) else json.dumps(content))
            return subprocess.run([sys.executable, str(COMPARE), *map(str, paths), *options], check=False, text=True,
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

    def test_fails_on_a_regression_beyond_the_noise(self):
        before = results({"run": [10.0, 10.1, 10.2], "other": [5.0, 5.1, 5.2]})
        slower = results({"run": [11.0, 11.1, 11.3], "other": [5.0, 5.1, 5.2]})

        done = self.compare(before, slower)

        self.assertEqual(done.returncode, 1)
        self.assertEqual([line.split()[0] for line in done.stdout.splitlines() if line.endswith("SLOWER")], ["run"])
        self.assertIn("1 slower", done.stderr)
        self.assertEqual(self.compare(before, slower, options=["--slower", "0.2"]).returncode, 0)

    def test_allows_what_noise_may_be(self):
        before = results({"run": [10.0, 10.1, 10.2]})
        for times in ([9.0, 12.0, 12.5], [10.25, 10.3, 10.4], [12.0, 12.1], [5.0, 5.1, 5.2]):
            with self.subTest(times=times):  # overlapping, little, of too few repetitions, faster
                self.assertEqual(self.compare(before, results({"run": times})).returncode, 0)
        few = self.compare(before, results({"run": [12.0, 12.1]}))
        self.assertIn("1 of 1 cases have fewer than 3 repetitions", few.stdout)

    def test_blames_no_change_for_the_machine(self):
        done = self.compare(results({"limit/words": [1.0, 1.0, 1.0]}), results({"limit/words": [2.0, 2.0, 2.0]}))

        self.assertEqual(done.returncode, 0)
        self.assertIn("2.000", done.stdout)

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

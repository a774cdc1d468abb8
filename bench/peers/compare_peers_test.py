"""Tests of compare_peers.py: its judgement on numbers worked out here, and the whole of it on a few paths with the
programs of the build folder BUILD that the environment names."""

import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from statistics import NormalDist

sys.path.insert(0, str(Path(__file__).parent))
import compare_peers
from compare_peers import Failed, Job, largest_error

BUILD = Path(os.environ.get("SECONDCURVE_BUILD", ""))


def small_job() -> Job:
    return Job(n_paths=10_000, n_years=2, seed=1, base=[100.0], mean=[0.02], sd=[0.1], correlation=[[1.0]],
               probabilities=[0.05, 0.5])


def exact(job: Job) -> list:
    """The quantiles of the lognormal law."""
    return [[[base * math.exp(mean * t + sd * math.sqrt(t) * NormalDist().inv_cdf(p)) for p in job.probabilities]
             for t in range(1, job.n_years + 1)] for base, mean, sd in zip(job.base, job.mean, job.sd)]


class JudgementTest(unittest.TestCase):
    def test_finds_no_error_in_the_law_itself(self):
        self.assertLess(largest_error(small_job(), exact(small_job())), 1e-9)

    def test_counts_standard_errors_of_a_median(self):
        # Of n draws of a normal, the median has a standard error of sd sqrt(pi / 2n).
        job = small_job()
        quantiles = exact(job)
        quantiles[0][1][1] *= 1 + 7 * 0.1 * math.sqrt(2) * math.sqrt(math.pi / 2 / job.n_paths)

        self.assertAlmostEqual(largest_error(job, quantiles), 7.0, places=6)

    def test_takes_no_other_shape_and_no_missing_number(self):
        quantiles = exact(small_job())
        with self.assertRaises(ValueError):
            largest_error(small_job(), [quantiles[0][:1]])
        quantiles[0][0][0] = math.nan
        self.assertEqual(largest_error(small_job(), quantiles), math.inf)

    def test_names_wrong_programs(self):
        results = {"ours": {"double": {"largest_error": 3.0}}, "peers": {"far": {"largest_error": 6.5}}}
        self.assertEqual(list(compare_peers.wrong_answers(results)),
                         ["WRONG far: a quantile is 6.5 standard errors from the law"])

    def test_says_why_a_peer_is_not_there(self):
        compare_peers.PEERS["none"] = compare_peers.Peer("None", "eigen.cpp", ("no-such-library",))
        self.addCleanup(compare_peers.PEERS.pop, "none")
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(Failed, "no-such-library|pkg-config"):
            compare_peers.built(compare_peers.PEERS["none"], Path(folder))


@unittest.skipUnless(BUILD.name, "SECONDCURVE_BUILD names no build folder")
class WholeTest(unittest.TestCase):
    def compare(self, *options):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "results.json"
            command = [sys.executable, compare_peers.__file__, str(BUILD), "--paths", "20000", "--rounds", "2"]
            done = subprocess.run([*command, "--out", str(out), *options], check=False, text=True, capture_output=True)
            return done, json.loads(out.read_text()) if out.exists() else None

    def test_times_ours_and_peers_in_turn_and_checks_both(self):
        done, results = self.compare("--only", "numpy_plain", "numpy_tuned")

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(list(results["peers"]), ["numpy_plain", "numpy_tuned"])
        for entry in [*results["ours"].values(), *results["peers"].values()]:
            self.assertLess(entry["largest_error"], 6.0)
            self.assertGreater(entry["peak_bytes"], 1e6)
        for entry in results["peers"].values():
            self.assertEqual(len(entry["ratios"]["double"]), 2)
            for seconds, ratio in zip(entry["seconds"], entry["ratios"]["double"], strict=True):
                self.assertGreaterEqual(ratio, seconds / max(results["ours"]["double"]["seconds"]))
                self.assertLessEqual(ratio, seconds / min(results["ours"]["double"]["seconds"]))
        self.assertEqual(len(results["ours"]["double"]["seconds"]), 2 * (3 + 2 * 6))
        self.assertEqual(len(results["ours"]["double"]["program_seconds"]), 2)
        self.assertTrue(results["revision"] and results["compiler"] and results["machine"])

    def test_refuses_a_folder_without_our_program(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, compare_peers.__file__, folder], check=False, text=True,
                                  capture_output=True)

        self.assertEqual(done.returncode, 2)
        self.assertIn("compare_peers.py: ", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()

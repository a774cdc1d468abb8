"""Tests of scaling.py: its configs, and the whole of it on a few paths with the programs of the build folder that
the environment names in SECONDCURVE_BUILD."""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import scaling

BUILD = Path(os.environ.get("SECONDCURVE_BUILD", ""))


class ScalingTest(unittest.TestCase):
    def test_writes_the_reference_job_with_other_sectors(self):
        own = tomllib.loads(scaling.CONFIG.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            nine = tomllib.loads(scaling.write_config(Path(folder), 9).read_text(encoding="utf-8"))
            eleven = tomllib.loads(scaling.write_config(Path(folder), 11).read_text(encoding="utf-8"))
            rows = (Path(folder) / "correlation.csv").read_text(encoding="utf-8").splitlines()

        self.assertEqual(nine, own)
        self.assertEqual(eleven["sectors"]["s11"], own["sectors"]["s2"])
        self.assertEqual(rows[11], "s11," + "0.4," * 10 + "1.0")

    @unittest.skipUnless(BUILD.name, "SECONDCURVE_BUILD names no build folder")
    def test_measures_every_point_in_every_round(self):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "results.json"
            done = subprocess.run([sys.executable, scaling.__file__, str(BUILD), "--rounds", "2", "--shrink", "1000",
                                   "--out", str(out)], check=False, text=True, capture_output=True)

            self.assertEqual(done.returncode, 0, done.stderr)
            results = json.loads(out.read_text(encoding="utf-8"))
        points = results["points"]
        self.assertEqual({point["varied"] for point in points}, {"threads", "paths", "sectors", "steps_per_year"})
        for point in points:
            self.assertEqual(len(point["seconds"]), 2)
            paths = max(point["paths"] // 1000, 1000)
            self.assertEqual(point["path_steps"], paths * point["sectors"] * point["steps_per_year"] * 7)

        gains = scaling.sampling_gains(results["sampling"])
        self.assertEqual(len(gains), 9)
        self.assertGreater(min(gains), 4)  # of 256 points only

    def test_says_why_a_run_failed(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, scaling.__file__, folder], check=False, text=True,
                                  capture_output=True)

        self.assertEqual(done.returncode, 2)
        self.assertIn("scaling.py: ", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()

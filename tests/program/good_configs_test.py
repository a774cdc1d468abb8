"""Every config that ships is right and runs; the Shanghai baseline starts at the published totals."""

import resource
import time
import unittest

import h5py
import numpy as np

from program import BASELINE, CONFIGS, ProgramTest

SHIPPED = sorted(file for folder in ("shanghai", "tutorials") for file in (CONFIGS / folder).rglob("*.toml")
                 if file.parent.name != "batch")
SLOWEST_BASELINE = 20.0  # s: ten times what an idle machine with two cores may take, so that a busy one passes


def base_levels(result, series):
    """Returns the levels of a series in the base year [path], from the cube of a result."""
    with h5py.File(result) as file:
        row = [name.decode() for name in file["series"][:]].index(series)
        return file["output"][0, row, 0, :]


class GoodConfigs(ProgramTest):
    def test_each_passes_the_check(self):
        finished = self.run_program("check", *SHIPPED)

        self.assertEqual(finished.stdout.count(": ok: "), len(SHIPPED))
        self.assertGreaterEqual(len(SHIPPED), 11)

    def test_each_runs(self):
        for file in SHIPPED:
            with self.subTest(file.name):
                result = self.simulate(file, name=f"{file.stem}.h5", simulation__paths=2000)

                with h5py.File(result) as opened:
                    self.assertEqual(int(opened["summary/paths"][()].item()), 2000)
                    self.assertEqual(int(opened["summary/paths_failed"][()].item()), 0)


class ShanghaiBaseline(ProgramTest):
    def test_published_total_is_exact_on_every_path(self):
        result = self.simulate(BASELINE, simulation__paths=2000, output__cube=["output"])

        self.assertEqual(set(base_levels(result, "industry_total")), {np.float32(4070)})
        self.assertGreater(base_levels(result, "leading_total").std(), 10)

    def test_without_uncertain_levels_every_path_starts_at_the_published_ones(self):
        result = self.simulate(BASELINE, simulation__paths=2000, simulation__uncertain_base=False,
                               output__cube=["output"])

        for series, published in {"leading_total": 501, "pillar_total": 3091, "industry_total": 4070}.items():
            self.assertEqual(set(base_levels(result, series)), {np.float32(published)}, series)

    def test_statistics_of_the_base_year_hold_the_published_totals_to_rounding(self):
        result = self.simulate(BASELINE, simulation__paths=2000, simulation__uncertain_base=False)

        with h5py.File(result) as file:
            names = [name.decode() for name in file["series"][:]]
            mean, sd = (file[f"summary/output_{what}"][0, :, 0] for what in ("mean", "sd"))
        for series, published in {"leading_total": 501, "pillar_total": 3091, "industry_total": 4070}.items():
            self.assertAlmostEqual(mean[names.index(series)] / published, 1.0, delta=1e-14)
            self.assertLess(sd[names.index(series)], 1e-9 * published)

    def test_hundred_thousand_paths_take_seconds(self):
        start = time.monotonic()
        self.run_program("run", BASELINE, "--quiet", "--set", "simulation.paths=100_000")
        seconds = time.monotonic() - start

        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"\nbaseline, 100,000 paths: {seconds:.2f} s ({used.ru_utime + used.ru_stime:.2f} s of processor for "
              f"this class; the aim is 2 s on two idle cores)")
        self.assertLess(seconds, SLOWEST_BASELINE)


if __name__ == "__main__":
    unittest.main()

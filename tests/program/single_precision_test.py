"""simulation.arithmetic = "single": the paths of double precision but for rounding, whatever model and lever makes them."""

import unittest

import h5py
import numpy

from program import BASELINE, CONFIGS, ProgramTest

TUTORIALS = sorted((CONFIGS / "tutorials").glob("*.toml"))
# Of an output: seven digits, once for each step and state.
TOLERANCE = 2e-5


class SinglePrecision(ProgramTest):
    def both(self, config, **settings):
        """Returns the results of a config in double and in single precision."""
        return [self.simulate(config, "--force", name=f"{arithmetic}.h5", simulation__arithmetic=arithmetic,
                              output__cube=["output"], **settings)
                for arithmetic in ("double", "single")]

    def assert_same_paths(self, config, **settings):
        double, single = self.both(config, **settings)
        with h5py.File(double) as one, h5py.File(single) as other:
            exact, rounded = one["output"][:], other["output"][:]
            numpy.testing.assert_array_equal(numpy.isnan(exact), numpy.isnan(rounded))
            numpy.testing.assert_array_equal(exact[..., 0, :], rounded[..., 0, :], "the base year is exact")
            numpy.testing.assert_allclose(rounded, exact, rtol=TOLERANCE)
            self.assertGreater(numpy.nanmax(abs(rounded - exact)), 0, "it is double precision")
            for statistic in ("mean", "quantile"):
                numpy.testing.assert_allclose(other[f"summary/output_{statistic}"][:],
                                              one[f"summary/output_{statistic}"][:], rtol=TOLERANCE)

    def test_paths_of_every_tutorial(self):
        for config in TUTORIALS:
            with self.subTest(config=config.name):
                self.assert_same_paths(config, simulation__paths=1024)

    def test_paths_of_the_baseline_however_they_are_drawn(self):
        for settings in ({"simulation__paths": 1300}, {"simulation__paths": 1300, "simulation__sampling": "antithetic"},
                         {"simulation__paths": 2048, "simulation__sampling": "sobol"},
                         {"simulation__paths": 1280, "simulation__inner": 16},
                         {"simulation__paths": 600, "simulation__steps_per_year": 12}):
            with self.subTest(settings=settings):
                self.assert_same_paths(BASELINE, **settings)

    def test_any_number_of_threads_gives_the_same_bytes(self):
        one, three = (self.simulate(BASELINE, "--force", "--threads", n, name=f"{n}.h5", simulation__paths=9000,
                                    simulation__arithmetic="single").read_bytes() for n in (1, 3))

        self.assertEqual(one, three)

    def test_result_says_what_it_is(self):
        for arithmetic in ("double", "single"):
            said = self.run_program("run", BASELINE, "-o", f"{arithmetic}.h5", "--set=simulation.paths=1024",
                                    f'--set=simulation.arithmetic="{arithmetic}"').stdout
            with h5py.File(self.folder / f"{arithmetic}.h5") as file:
                self.assertEqual(file.attrs["arithmetic"].decode(), arithmetic)
            self.assertEqual(", single precision" in said.splitlines()[1], arithmetic == "single", said)

    def test_result_runs_again_to_the_same_bytes(self):
        first = self.simulate(BASELINE, name="first.h5", simulation__paths=3000, simulation__arithmetic="single")

        again = self.simulate(first, name="again.h5")

        self.assertEqual(first.read_bytes(), again.read_bytes())


if __name__ == "__main__":
    unittest.main()

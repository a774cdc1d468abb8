"""The same draws, whatever else changes: threads, paths, years, sectors, what is reported.

Files are compared byte by byte and cubes bit by bit. A number of paths is never a multiple of a block of
256, so that blocks with padding are compared with full ones.
"""

import unittest

import h5py
import numpy as np

from program import BASELINE, CONFIGS, GOOD, ProgramTest

CUBE = {"output__cube": ["output"]}
BUSES = """
[sectors.buses]
account = "factories"
base = { value = 30, sd = 3 }
[sectors.buses.growth]
model = "mean_reverting"
initial_growth = 0.02
long_run_growth = { uniform = [0.0, 0.04] }
growth_volatility = 0.01
volatility = 0.05

[series.buses]
account = "factories"
sum = { buses = 1 }

"""


def cube(result):
    """Returns {series: levels [year, path]} of a result."""
    with h5py.File(result) as file:
        return {name.decode(): file["output"][0, row] for row, name in enumerate(file["series"][:])}


def bits(levels):
    return np.ascontiguousarray(levels).view(np.uint32)


class SameFile(ProgramTest):
    def test_threads_change_no_byte(self):
        for config, settings in ((BASELINE, {"simulation__paths": 5000} | CUBE), (BASELINE, {"simulation__paths": 40_000}),
                                 (BASELINE, {"simulation__paths": 5000, "simulation__sampling": "antithetic"} | CUBE),
                                 (BASELINE, {"simulation__paths": 8192, "simulation__sampling": "sobol"} | CUBE),
                                 (BASELINE, {"simulation__paths": 4992, "simulation__inner": 16} | CUBE),
                                 (CONFIGS / "tutorials/logistic.toml", CUBE)):
            files = [self.simulate(config, "--threads", n, "--force", name="result.h5", **settings).read_bytes()
                     for n in (1, 2, 7)]

            self.assertTrue(files[0] == files[1] == files[2], f"{config.name} {settings}")

    def test_result_gives_the_same_file_again(self):
        first = self.simulate(BASELINE, name="first.h5", simulation__paths=5000, **CUBE)

        again = self.simulate(first, name="again.h5")

        self.assertTrue(first.read_bytes() == again.read_bytes())

    def test_result_of_a_config_with_tables_gives_the_same_file_where_they_are_gone(self):
        self.write("sub/growth.csv", "year,other\n2026,0.03\n2028,0.01\n")
        self.write("sub/own.toml", f'[scenario]\ntitle = "Own"\nbase = "{GOOD}"\n\n[sectors.other.growth]\n'
                                   'growth = { csv = "growth.csv", column = "other" }\n')
        first = self.simulate("sub/own.toml", name="first.h5")
        for file in ("sub/growth.csv", "sub/own.toml"):
            (self.folder / file).unlink()

        again = self.simulate(first, name="again.h5")

        self.assertTrue(first.read_bytes() == again.read_bytes())

    def test_another_seed_gives_another_file(self):
        first = self.simulate(GOOD, name="first.h5", **CUBE)

        other = cube(self.simulate(GOOD, name="other.h5", simulation__seed=2, **CUBE))

        self.assertLess(np.mean(bits(cube(first)["cars"]) == bits(other["cars"])), 0.01)


class SameDraws(ProgramTest):
    def assert_kept(self, before, after):
        """Checks that every level of `before` is in `after`, to the bit; `after` may have more of everything."""
        self.assertLessEqual(set(before), set(after))
        for name, levels in before.items():
            n_years, n_paths = levels.shape
            np.testing.assert_array_equal(bits(after[name][:n_years, :n_paths]), bits(levels), name)

    def test_more_paths_change_no_earlier_one(self):
        few = cube(self.simulate(BASELINE, name="few.h5", simulation__paths=1000, **CUBE))

        many = cube(self.simulate(BASELINE, name="many.h5", simulation__paths=3333, **CUBE))

        self.assert_kept(few, many)

    def test_more_antithetic_paths_change_no_earlier_one(self):
        antithetic = CUBE | {"simulation__sampling": "antithetic"}
        few = cube(self.simulate(BASELINE, name="few.h5", simulation__paths=1000, **antithetic))

        many = cube(self.simulate(BASELINE, name="many.h5", simulation__paths=3334, **antithetic))

        self.assert_kept(few, many)

    def test_more_sobol_points_change_no_earlier_one(self):
        sobol = CUBE | {"simulation__sampling": "sobol", "simulation__replicates": 4}
        few = cube(self.simulate(BASELINE, name="few.h5", simulation__paths=1024, **sobol))

        many = cube(self.simulate(BASELINE, name="many.h5", simulation__paths=4096, **sobol))

        self.assert_kept(few, many)

    def test_more_years_change_no_earlier_one(self):
        short = cube(self.simulate(BASELINE, name="short.h5", simulation__paths=1000, **CUBE))

        long = cube(self.simulate(BASELINE, name="long.h5", simulation__paths=1000, simulation__end_year=2040, **CUBE))

        self.assertEqual(long["leading_total"].shape, (16, 1000))
        self.assert_kept(short, long)

    def test_another_sector_changes_no_other_wherever_it_stands(self):
        text = GOOD.read_text(encoding="utf-8").replace('"facts.csv"', f'"{GOOD.parent}/facts.csv"')
        before = cube(self.simulate(self.write("plain.toml", text), **CUBE))
        first = text.replace("[sectors.cars]\n", BUSES + "[sectors.cars]\n")
        last = text + BUSES + "[dependence.output.loadings.buses]\ncommon = 0.7\nstreets = 0.4\n"

        for name, config in (("first", first), ("last", last)):
            after = cube(self.simulate(self.write(f"{name}.toml", config), name=f"{name}.h5", **CUBE))

            self.assertIn("buses", after)
            self.assert_kept(before, after)

    def test_what_is_reported_changes_no_draw(self):
        before = cube(self.simulate(GOOD, name="before.h5", **CUBE))
        own = self.write("own.toml", f'[scenario]\ntitle = "Other words"\nbase = "{GOOD}"\n\n[targets.both]\n'
                                     'enabled = false\n\n[output]\nquantiles = [0.5]\ncompression = "none"\n\n'
                                     '[series.industry]\naccount = "chain"\nsum = { cars = 2 }\n')

        after = cube(self.simulate(own, name="after.h5", **CUBE))

        self.assert_kept(before, after)

    def test_assumption_about_one_sector_leaves_the_others_alone(self):
        before = cube(self.simulate(GOOD, name="before.h5", **CUBE))

        after = cube(self.simulate(GOOD, name="after.h5", sectors__software__growth__volatility=0.3, **CUBE))

        self.assert_kept({name: before[name] for name in ("cars", "factories")}, after)
        self.assertFalse(np.array_equal(before["chain"], after["chain"]))


if __name__ == "__main__":
    unittest.main()

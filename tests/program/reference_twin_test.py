"""The engine against the independent NumPy twin, tests/support/reference_simulation.py.

Both draw their own random numbers, so they agree within Monte Carlo error. For each variable, series, year
and quantile that the engine reports, the share of the twin's paths below it is p up to
sqrt(p (1 - p) (1/n + 1/m)), whatever the distribution. Means are held to their standard errors, shares of
paths that meet a target to sqrt(p (1 - p) (1/n + 1/m)). n = m = 30,000 for the Shanghai scenarios and
n = m = 20,000 for the tutorials; seeds are fixed. All comparisons, about 30,000, are held to 7 standard
errors: a false alarm has probability below 2 * 1.3e-12 * 30,000 = 8e-8. `test_wrong_assumption_is_noticed`
shows that a volatility 12% too high fails.
"""

import math
import unittest

import h5py
import numpy as np

from program import BASELINE, CONFIGS, ProgramTest
from reference_config import read_config
from reference_simulation import simulate as simulate_twin

MOST = 7.0  # standard errors
SHANGHAI = CONFIGS / "shanghai"


def names(dataset):
    return [name.decode() for name in dataset[:]]


def has_heavy_tails(config, series):
    """Tells whether a series holds a sector with heavy tails: its levels have no mean then."""
    heavy = {sector for table in config.get("dependence", {}).values() for sector in table.get("heavy_tails", {})}
    return any(sector in heavy and weight for sector, weight in config["series"][series]["sum"].items())


def variables(twin, series):
    """Returns {variable: values [year, path]} of a series; NaN where a year has none."""
    level = twin.levels(series)
    growth, average = np.full_like(level, np.nan), np.full_like(level, np.nan)
    growth[1:] = level[1:] / level[:-1] - 1
    for year in range(1, len(level)):
        average[year] = (level[year] / level[0]) ** (1 / year) - 1
    found = {"output": level, "growth": growth, "average_growth": average}
    if has_heavy_tails(twin.config, series):
        found["log_output"] = np.log(level)
    whole = twin.config["series"][series].get("part_of")
    if whole:
        total = twin.levels(whole)
        contribution = np.full_like(level, np.nan)
        contribution[1:] = (level[1:] - level[:-1]) / total[:-1]
        found |= {"share": level / total, "contribution": contribution}
    return found


class Agreement(ProgramTest):
    def worst(self, config, *, n_paths, **settings):
        """Returns the largest difference between engine and twin [standard errors], where, and how many."""
        result = self.simulate(config, "--force", simulation__paths=n_paths, **settings)
        twin = simulate_twin(read_config(config), n_paths=n_paths, seed=20_251)
        found = []
        with h5py.File(result) as file:
            probabilities = file["quantile"][:]
            for row, series in enumerate(names(file["series"])):
                for variable, values in variables(twin, series).items():
                    mean = file[f"summary/{variable}_mean"][0, row]
                    quantiles = file[f"summary/{variable}_quantile"][0, row]
                    unbounded = has_heavy_tails(twin.config, series) and variable not in ("share", "log_output")
                    for year in range(len(mean)):
                        found += self.compare(mean[year], quantiles[year], probabilities, values[year],
                                              f"{variable} of {series} in {twin.years[year]}",
                                              has_mean=year == 0 or not unbounded)
            for row, target in enumerate(names(file["target"]) if "target" in file else []):
                share, twin_share = file["summary/target_probability"][0, row], twin.target_met(target).mean()
                self.assertTrue(np.isfinite(share), f"target {target} should have a probability")
                error = math.sqrt(2 * max(share * (1 - share), 1 / n_paths) / n_paths)
                found.append((abs(share - twin_share) / error, f"target {target}"))
        return *max(found), len(found)

    def compare(self, mean, quantiles, probabilities, values, where, has_mean):
        """Yields (difference [standard errors], where) of one variable in one year."""
        if not np.isfinite(values).all():
            self.assertTrue(np.isnan(mean), f"{where} should have no value")
            return
        if has_mean or np.ptp(values) < 1e-9 * abs(values.mean()):
            self.assertTrue(np.isfinite(mean), f"{where} should have a mean")
        self.assertTrue(np.isfinite(quantiles).all(), f"{where} should have quantiles")
        if np.ptp(values) < 1e-9 * abs(values.mean()):  # certain, such as a published total: no error is allowed
            yield (0.0 if abs(mean / values.mean() - 1) < 1e-12 else math.inf), f"mean {where}"
            return
        n = values.size
        if has_mean:
            yield abs(mean - values.mean()) / (values.std() * math.sqrt(2 / n)), f"mean {where}"
        else:
            self.assertTrue(np.isnan(mean), f"{where} should have no mean")
        for p, quantile in zip(probabilities, quantiles):
            # Between these two shares where many paths have the same value, which both round in their way.
            below, up_to = (np.mean(values <= quantile + way * 1e-9 * abs(quantile)) for way in (-1, 1))
            missed = max(below - p, p - up_to, 0.0)
            yield missed / math.sqrt(2 * p * (1 - p) / n), f"quantile {p} of {where}"

    def test_missing_numbers_are_noticed(self):
        values = np.random.default_rng(5).normal(100, 5, 1000)
        quantiles = np.quantile(values, (0.05, 0.5))

        def compare(mean, quantiles, has_mean=True):
            return list(self.compare(mean, quantiles, (0.05, 0.5), values, "output", has_mean))

        self.assertLess(max(compare(values.mean(), quantiles))[0], MOST)
        for mean, given, has_mean in ((math.nan, quantiles, True), (values.mean(), (math.nan, 100.0), True),
                                      (math.nan, (95.0, math.nan), False)):
            with self.assertRaisesRegex(AssertionError, "should have"):
                compare(mean, given, has_mean)

    def test_shanghai_scenarios(self):
        for config in (SHANGHAI / "baseline.toml", SHANGHAI / "scenarios/chip_bust.toml"):
            with self.subTest(config.name):
                worst, where, n = self.worst(config, n_paths=30_000)

                print(f"\n{config.name}: {n} comparisons, the worst {worst:.2f} standard errors ({where})")
                self.assertLess(worst, MOST, where)
                self.assertGreater(n, 1500)

    def test_tutorials(self):
        for config in sorted((CONFIGS / "tutorials").glob("*.toml")):
            with self.subTest(config.name):
                worst, where, n = self.worst(config, n_paths=20_000)

                print(f"\n{config.name}: {n} comparisons, the worst {worst:.2f} standard errors ({where})")
                self.assertLess(worst, MOST, where)

    def test_other_ways_of_sampling(self):
        # Their errors are smaller than those of the twin, whose paths are independent, so the bounds hold.
        for sampling in ("antithetic", "sobol"):
            with self.subTest(sampling):
                worst, where, n = self.worst(BASELINE, n_paths=16384, simulation__sampling=sampling)

                print(f"\n{sampling}: {n} comparisons, the worst {worst:.2f} standard errors ({where})")
                self.assertLess(worst, MOST, where)

    def test_wrong_assumption_is_noticed(self):
        volatility = 1.12 * read_config(BASELINE)["sectors"]["biomedicine"]["growth"]["volatility"]["value"]

        worst, where, _ = self.worst(BASELINE, n_paths=30_000, sectors__biomedicine__growth__volatility=volatility)

        self.assertGreater(worst, MOST)
        self.assertRegex(where, "biomedicine|life_and_health")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/python3
"""Checks the mixture of the reference simulation against what its components give by themselves.

Statistical cases use n = 200,000 paths and fixed seeds and allow six standard errors: a false alarm has
probability below 4e-9 each. Beside each stands a case that must fail.

    python3 tests/support/reference_mixture_test.py
"""

import math
import unittest

import numpy as np

from reference_simulation import simulate

N = 200_000


def brownian(growth, volatility):
    return {"model": "geometric_brownian", "median_growth": growth, "volatility": volatility}


def mixture(*components):
    return {"model": "mixture", "components": {f"c{k}": {"weight": weight} | table
                                               for k, (weight, table) in enumerate(components)}}


def log_growth(growth, n_paths=N, steps=4, **tables):
    config = {"simulation": {"base_year": 2025, "end_year": 2027, "steps_per_year": steps, "paths": n_paths},
              "sectors": {"only": {"base": 100, "growth": growth}}} | tables
    return np.log(simulate(config).levels("only") / 100)


class MixtureTest(unittest.TestCase):
    def test_components_are_drawn_by_their_weights(self):
        found = log_growth(mixture((0.3, brownian(0.1, 0.0)), (0.7, brownian(0.2, 0.0))))[-1]

        share = np.mean(found < 2 * math.log(1.15))

        def off(weight):
            return abs(share - weight) / math.sqrt(weight * (1 - weight) / N)

        self.assertLess(off(0.3), 6)
        self.assertGreater(off(0.31), 6)
        self.assertEqual(len(np.unique(np.round(found, 9))), 2)

    def test_mean_and_variance_are_those_of_a_mixture(self):
        found = log_growth(mixture((0.3, brownian(0.2, 0.05)), (0.7, brownian(0.02, 0.1))))[-1]

        def off(growth, volatility):
            """Returns how far mean and variance are from those of another first component [standard errors]."""
            means = np.array([2 * math.log1p(growth), 2 * math.log(1.02)])
            variances = np.array([2 * volatility**2, 2 * 0.1**2])
            mean = 0.3 * means[0] + 0.7 * means[1]
            variance = np.dot([0.3, 0.7], variances + (means - mean) ** 2)
            fourth = np.mean((found - mean) ** 4)
            return (abs(found.mean() - mean) / math.sqrt(variance / N),
                    abs(np.mean((found - mean) ** 2) - variance) / math.sqrt((fourth - variance**2) / N))

        self.assertLess(max(off(0.2, 0.05)), 6)
        self.assertGreater(off(0.21, 0.05)[0], 6)
        self.assertGreater(off(0.2, 0.07)[1], 6)

    def test_a_component_stays_with_its_path(self):
        found = log_growth(mixture((0.5, brownian(0.1, 0.0)), (0.5, brownian(0.2, 0.0))), n_paths=1000)

        np.testing.assert_allclose(found[2], 2 * found[1], rtol=1e-12)

    def test_links_see_what_the_component_of_the_path_expects(self):
        config = {"simulation": {"base_year": 2025, "end_year": 2027, "paths": 100},
                  "sectors": {"buyer": {"base": 100, "growth": mixture((0.5, brownian(0.1, 0.0)),
                                                                       (0.5, brownian(0.3, 0.0)))},
                              "seller": {"base": 100, "growth": brownian(0.0, 0.0)}},
                  "links": {"table": {"seller": {"buyer": 0.5}}}}

        np.testing.assert_allclose(simulate(config).levels("seller"), 100, rtol=1e-12)


if __name__ == "__main__":
    unittest.main()

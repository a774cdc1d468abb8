#!/usr/bin/python3
"""Checks the composed models of the reference simulation, and its autoregression, against closed forms.

Statistical cases use n = 200,000 paths and fixed seeds and allow six standard errors: a false alarm has
probability below 4e-9 each. Beside each stands a case that must fail.

    python3 tests/support/reference_composed_test.py
"""

import math
import unittest

import numpy as np

from reference_simulation import simulate

N = 200_000


def one_sector(growth, years=5, steps=4):
    return {"simulation": {"base_year": 2025, "end_year": 2025 + years, "steps_per_year": steps, "paths": N},
            "sectors": {"only": {"base": 100, "growth": growth}}}


class SecondCurveTest(unittest.TestCase):
    first = {"model": "mean_reverting", "initial_growth": 0.05, "long_run_growth": 0.05, "growth_volatility": 0.0,
             "half_life": 3.0, "volatility": 0.0}
    second = {"share": 0.2, "capacity": 1.5, "takeover_years": 15, "volatility": 0.0}

    def level(self, second, first=None):
        growth = {"model": "second_curve", "first": first or self.first, "second": second}
        return simulate(one_sector(growth), n_paths=4).levels("only")[-1]

    def test_curves_add_up(self):
        rate = math.log(81) / 15

        expected = 80 * 1.05**5 + 150 / (1 + 6.5 * math.exp(-5 * rate))

        np.testing.assert_allclose(self.level(self.second), expected, rtol=1e-12)

    def test_the_fourth_follows_from_three(self):
        four = self.second | {"midpoint": 2025 + math.log(6.5) * 15 / math.log(81)}
        expected = self.level(self.second)

        for left_out in ("share", "capacity", "midpoint", "takeover_years"):
            three = {key: node for key, node in four.items() if key != left_out}
            np.testing.assert_allclose(self.level(three), expected, rtol=1e-12)

    def test_each_curve_has_its_own_noise(self):
        growth = {"model": "second_curve", "first": self.first | {"volatility": 0.1},
                  "second": self.second | {"volatility": 0.3}}
        levels = simulate(one_sector(growth, years=1, steps=1), seed=12).levels("only")[1]
        young = 150 / (1 + 6.5 * math.exp(-math.log(81) / 15))

        def off(first, second):
            """Returns how far mean and sd are from those of other volatilities [standard errors]."""
            mean = 84 * math.exp(first**2 / 2) + young * math.exp(second**2 / 2)
            variance = ((84 * math.exp(first**2 / 2))**2 * math.expm1(first**2)
                        + (young * math.exp(second**2 / 2))**2 * math.expm1(second**2))
            # Kurtosis below 5: the standard error of the sd is at most sqrt(2) times that of a normal sample.
            return (abs(levels.mean() - mean) / math.sqrt(variance / N),
                    abs(levels.std() / math.sqrt(variance) - 1) * math.sqrt(N))

        self.assertLess(max(off(0.1, 0.3)), 6)
        self.assertGreater(max(off(0.105, 0.3)), 6)
        self.assertGreater(max(off(0.1, 0.31)), 6)


class AutoregressiveTest(unittest.TestCase):
    def test_moments_are_those_of_the_recursion(self):
        growth = {"model": "autoregressive", "initial_growth": 0.12, "long_run_growth": 0.04, "persistence": 0.7,
                  "volatility": 0.06}

        levels = simulate(one_sector(growth, steps=1), seed=13).levels("only")
        sample = np.log(levels[-1] / 100)

        def off(persistence, volatility):
            """Returns how far mean and sd are from those of other parameters [standard errors]."""
            mean = sum(math.log(1.04) + math.log(1.12 / 1.04) * persistence**k for k in range(1, 6))
            variance = sum((volatility * (1 - persistence**k) / (1 - persistence))**2 for k in range(1, 6))
            return (abs(sample.mean() - mean) / math.sqrt(variance / N),
                    abs(sample.std() / math.sqrt(variance) - 1) * math.sqrt(2 * N))

        self.assertLess(max(off(0.7, 0.06)), 6)
        self.assertGreater(off(0.68, 0.06)[0], 6)
        self.assertGreater(off(0.7, 0.061)[1], 6)


class ProductionFunctionTest(unittest.TestCase):
    def level(self, substitution, **investment):
        growth = {"model": "production_function", "elasticity_of_substitution": substitution,
                  "capital": {"output_elasticity": 0.4, "capital_output_ratio": 1.5, "depreciation": 0.1} | investment,
                  "labour": {"output_elasticity": 0.6, "growth": 0.01},
                  "research": {"elasticity": 0.1, "stock_output_ratio": 0.4, "spending": 9},
                  "productivity": {"initial_growth": 0.02, "long_run_growth": 0.02, "volatility": 0.0}}
        return simulate(one_sector(growth), n_paths=4).levels("only")[-1]

    def expected(self, substitution, capital):
        research = 0.85**5 + (1 - 0.85**5) * 9 / (0.15 * 40)
        rho = (substitution - 1) / substitution
        bracket = (capital**0.4 * 1.01**3 if rho == 0
                   else (0.4 * capital**rho + 0.6 * 1.01**(5 * rho))**(1 / rho))
        return 100 * 1.02**5 * research**0.1 * bracket

    def test_amounts_build_stocks_that_make_output(self):
        capital = 0.9**5 + (1 - 0.9**5) * 30 / (0.1 * 150)

        for substitution in (1, 0.5, 2):
            np.testing.assert_allclose(self.level(substitution, investment=30),
                                       self.expected(substitution, capital), rtol=1e-12)

    def test_amounts_are_zero_in_years_not_listed(self):
        capital = 0.9**5 + 0.9**3 * 30 / 150

        np.testing.assert_allclose(self.level(1, investment={"2027": 30}), self.expected(1, capital), rtol=1e-12)


if __name__ == "__main__":
    unittest.main()

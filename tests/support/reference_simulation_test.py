#!/usr/bin/python3
"""Checks the reference simulation against closed forms.

Statistical cases use n = 200,000 paths and fixed seeds. A mean is held to six of its standard errors
and a standard deviation to six of its own (relative: 1 / sqrt(2 n)), so a false alarm has probability
below 4e-9 each; `test_wrong_volatility_is_noticed` shows that the same check fails when it should.

    python3 tests/support/reference_simulation_test.py
"""

# Long: a case for each closed form of the one simulation that it checks.
import itertools
import math
import tempfile
import unittest
from pathlib import Path

import numpy as np

from reference_config import Quantity, merge, read_config
from reference_draws import Draws, draw
from reference_simulation import simulate

N = 200_000
ROOT = Path(__file__).resolve().parents[2]


def one_sector(growth, years=5, steps=4, base=100.0):
    return {"simulation": {"base_year": 2025, "end_year": 2025 + years, "steps_per_year": steps, "paths": N},
            "sectors": {"only": {"base": base, "growth": growth}}}


def log_growth(config, year=-1):
    levels = simulate(config, seed=11).levels("only")
    return np.log(levels[year] / levels[0])


def integrated_moments(t, initial, long_run, kappa, eta, sigma, rho=0.0):
    """Mean and variance of x(t) - x(0) for dg = kappa (m - g) dt + eta dW1, dx = g dt + sigma dW2."""
    reach = (1 - math.exp(-kappa * t)) / kappa
    squared = (1 - math.exp(-2 * kappa * t)) / (2 * kappa)
    mean = long_run * t + (initial - long_run) * reach
    variance = (eta**2 / kappa**2 * (t - 2 * reach + squared) + sigma**2 * t
                + 2 * rho * sigma * eta / kappa * (t - reach))
    return mean, variance


class Statistical(unittest.TestCase):
    def assert_normal(self, sample, mean, variance):
        sd = math.sqrt(variance)
        self.assertLess(abs(sample.mean() - mean), 6 * sd / math.sqrt(sample.size))
        self.assertLess(abs(sample.std() / sd - 1), 6 / math.sqrt(2 * sample.size))


class GeometricBrownianTest(Statistical):
    def test_median_growth_is_the_growth_of_the_median(self):
        sample = log_growth(one_sector({"model": "geometric_brownian", "median_growth": "8%", "volatility": 0.1}))

        self.assert_normal(sample, 5 * math.log(1.08), 5 * 0.1**2)

    def test_mean_growth_is_the_growth_of_the_mean(self):
        sample = log_growth(one_sector({"model": "geometric_brownian", "mean_growth": 0.08, "volatility": 0.1}))

        self.assert_normal(sample, 5 * (math.log(1.08) - 0.1**2 / 2), 5 * 0.1**2)

    def test_drift_is_that_of_ito(self):
        sample = log_growth(one_sector({"model": "geometric_brownian", "drift": 0.05, "volatility": 0.2}))

        self.assert_normal(sample, 5 * (0.05 - 0.2**2 / 2), 5 * 0.2**2)

    def test_wrong_volatility_is_noticed(self):
        sample = log_growth(one_sector({"model": "geometric_brownian", "drift": 0.05, "volatility": 0.203}))

        with self.assertRaises(AssertionError):
            self.assert_normal(sample, 5 * (0.05 - 0.2**2 / 2), 5 * 0.2**2)


class MeanRevertingTest(Statistical):
    growth = {"model": "mean_reverting", "initial_growth": 0.15, "long_run_growth": 0.05, "half_life": 2.0,
              "growth_volatility": 0.04, "volatility": 0.06, "shock_correlation": 0.5}

    def test_moments_are_those_of_the_integrated_process_for_any_step(self):
        expected = integrated_moments(5, math.log(1.15), math.log(1.05), math.log(2) / 2, 0.04, 0.06, 0.5)

        for steps in (1, 4, 12):
            with self.subTest(steps=steps):
                self.assert_normal(log_growth(one_sector(self.growth, steps=steps)), *expected)

    def test_growth_sd_is_the_stationary_one(self):
        growth = {key: value for key, value in self.growth.items() if key != "growth_volatility"}
        kappa = math.log(2) / 2
        expected = integrated_moments(5, math.log(1.15), math.log(1.05), kappa, 0.05 * math.sqrt(2 * kappa), 0.06, 0.5)

        self.assert_normal(log_growth(one_sector(growth | {"growth_sd": 0.05})), *expected)

    def test_uncertain_long_run_growth_widens_the_band(self):
        growth = self.growth | {"long_run_growth": {"uniform": [0.02, 0.08]}, "growth_volatility": 0.0,
                                "volatility": 0.0}
        kappa = math.log(2) / 2
        pull = 5 - (1 - math.exp(-5 * kappa)) / kappa
        low, high = (math.log(rate) * pull + math.log(1.15) * (5 - pull) for rate in (1.02, 1.08))

        sample = log_growth(one_sector(growth))

        self.assertAlmostEqual(sample.min(), low, delta=1e-4)
        self.assertAlmostEqual(sample.max(), high, delta=1e-4)


class LogisticTest(Statistical):
    def test_without_noise_follows_the_s_curve(self):
        config = one_sector({"model": "logistic", "takeover_years": 20, "capacity": 4, "volatility": 0})

        level = simulate(config, n_paths=1).levels("only")[5, 0]

        self.assertAlmostEqual(level, 400 / (1 + 3 * math.exp(-5 * math.log(81) / 20)), places=9)

    def test_noise_on_the_logit_is_a_random_walk_below_capacity(self):
        config = one_sector({"model": "logistic", "rate": 0.3, "capacity_level": 250, "volatility": 0.2,
                             "noise": "logit"})

        level = simulate(config, seed=11).levels("only")[5]

        self.assertLess(level.max(), 250)
        self.assert_normal(np.log(level / (250 - level)), math.log(100 / 150) + 0.3 * 5, 5 * 0.2**2)


class PathTest(Statistical):
    def test_growth_follows_its_years_and_keeps_the_last(self):
        config = one_sector({"model": "path", "growth": {"2026": 0.10, "2028": "-5%"}})

        levels = simulate(config, n_paths=1).levels("only")[:, 0]

        np.testing.assert_allclose(levels, [100, 110, 121, 121 * 0.95, 121 * 0.95**2, 121 * 0.95**3])

    def test_spread_is_the_same_in_every_year(self):
        config = one_sector({"model": "path", "growth": 0.03, "spread": 0.05})

        for year in (1, 5):
            with self.subTest(year=year):
                self.assert_normal(log_growth(config, year), year * math.log(1.03), 0.05**2)


class ChanceTest(unittest.TestCase):
    """Models in which chance decides among laws: moments of the log growth by every sequence of what may happen."""

    def assert_moments(self, sample, mean, variance):
        fourth = ((sample - mean) ** 4).mean()
        self.assertLess(abs(sample.mean() - mean), 6 * math.sqrt(variance / sample.size))
        self.assertLess(abs(sample.var() - variance), 6 * math.sqrt((fourth - variance**2) / sample.size))

    def by_sequences(self, start, transition, means, variances, n_steps):
        """Mean and variance of the sum over steps of a chain that moves, then adds what its state adds."""
        mean = square = 0.0
        for states in itertools.product(range(len(start)), repeat=n_steps + 1):
            probability = start[states[0]] * math.prod(transition[a][b] for a, b in itertools.pairwise(states))
            total = sum(means[state] for state in states[1:])
            mean += probability * total
            square += probability * (total**2 + sum(variances[state] for state in states[1:]))
        return mean, square - mean**2

    regimes = {"good": {"growth": 0.12, "volatility": 0.03}, "bad": {"growth": -0.06, "volatility": 0.09}}
    matrix = [[0.8, 0.2], [0.4, 0.6]]

    def test_regimes_have_the_moments_of_their_sequences(self):
        growth = {"model": "regime_switching", "regimes": self.regimes, "transition": self.matrix}
        expected = self.by_sequences([2 / 3, 1 / 3], self.matrix, np.log([1.12, 0.94]), np.square([0.03, 0.09]), 5)

        sample = log_growth(one_sector(growth, steps=1))

        self.assert_moments(sample, *expected)
        with self.assertRaises(AssertionError):
            self.assert_moments(log_growth(one_sector(growth | {"initial_regime": "good"}, steps=1)), *expected)

    def test_quarters_have_the_root_of_the_annual_matrix(self):
        kept = 0.4 ** 0.25                                  # of the eigenvalue that is not 1, per quarter
        quarter = [[2 / 3 + kept / 3, 1 / 3 - kept / 3], [2 / 3 - kept * 2 / 3, 1 / 3 + kept * 2 / 3]]
        expected = self.by_sequences([1, 0], quarter, np.log([1.12, 0.94]) / 4, np.square([0.03, 0.09]) / 4, 8)

        sample = log_growth(one_sector({"model": "regime_switching", "regimes": self.regimes, "transition": self.matrix,
                                        "initial_regime": "good"}, years=2))

        self.assert_moments(sample, *expected)

    def test_durations_are_those_that_are_given(self):
        # Left at rates a and b, the chain keeps exp(-(a + b) t) of what it knows.
        regimes = {"good": self.regimes["good"] | {"mean_duration": 4}, "bad": self.regimes["bad"] | {"mean_duration": 2}}
        kept = math.exp(-0.75 / 4)
        quarter = [[2 / 3 + kept / 3, 1 / 3 - kept / 3], [2 / 3 - kept * 2 / 3, 1 / 3 + kept * 2 / 3]]
        expected = self.by_sequences([2 / 3, 1 / 3], quarter, np.log([1.12, 0.94]) / 4, np.square([0.03, 0.09]) / 4, 8)

        self.assert_moments(log_growth(one_sector({"model": "regime_switching", "regimes": regimes}, years=2)), *expected)

    def test_jumps_have_the_moments_of_their_law(self):
        growth = {"model": "jump_diffusion", "mean_growth": 0.06, "volatility": 0.05, "jump_rate": 0.4,
                  "jump_mean": -0.15, "jump_volatility": 0.08}
        drift = math.log(1.06) - 0.05**2 / 2
        k = math.exp(-0.15 + 0.08**2 / 2) - 1
        variance = 5 * (0.05**2 + 0.4 * (0.15**2 + 0.08**2))

        self.assert_moments(log_growth(one_sector(growth)), 5 * (drift - 0.4 * k - 0.4 * 0.15), variance)
        self.assert_moments(log_growth(one_sector(growth | {"compensate": False})), 5 * (drift - 0.4 * 0.15), variance)

    def test_years_of_a_history_follow_each_other(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "past.csv").write_text("year,only\n2020,100\n2021,110\n2022,99\n2023,102\n")
            config = one_sector({"model": "historical_bootstrap", "history": "past"}, years=4)
            config["histories"] = {"past": {"levels": str(Path(folder, "past.csv")), "mean_block": 2.5}}
            sample = log_growth(config)
        anew = 1 / 2.5 / 3
        follows = [[anew + (1 - 1 / 2.5) * (b == (a + 1) % 3) for b in range(3)] for a in range(3)]

        self.assert_moments(sample, *self.by_sequences([1 / 3] * 3, follows, np.log([1.1, 0.9, 102 / 99]), [0] * 3, 4))

    def test_sectors_of_one_chain_are_in_one_regime(self):
        growth = {"model": "regime_switching", "chain": "cycle", "transition": self.matrix,
                  "regimes": {name: table | {"volatility": 0} for name, table in self.regimes.items()}}
        config = one_sector(growth)
        config["sectors"] |= {"same": {"base": 100, "growth": growth},
                              "alone": {"base": 100, "growth": {k: v for k, v in growth.items() if k != "chain"}}}

        result = simulate(config, n_paths=1000)

        np.testing.assert_array_equal(result.levels("only"), result.levels("same"))
        self.assertFalse(np.array_equal(result.levels("only"), result.levels("alone")))


class CompositionTest(Statistical):
    def config(self):
        growth = {"model": "geometric_brownian", "median_growth": 0.05, "volatility": 0.1}
        return {"simulation": {"base_year": 2025, "end_year": 2027, "paths": N},
                "sectors": {"a": {"base": {"value": 300, "sd": 30}, "growth": growth},
                            "rest": {"base": {"residual_of": "total", "total": 1000}, "growth": growth}},
                "series": {"total": {"sum": {"a": 1, "rest": 1}}, "part": {"sum": {"a": 0.4}}},
                "dependence": {"output": {"loadings": {"a": {"common": 0.6}, "rest": {"common": 0.5}}}},
                "targets": {"level": {"series": "part", "year": 2026, "at_least": 120},
                            "growth": {"series": "part", "year": 2027, "average_growth_at_least": 0.05},
                            "both": {"all_of": ["level", "growth"]}}}

    def test_residual_keeps_the_total_exact_on_every_path(self):
        result = simulate(self.config())

        np.testing.assert_allclose(result.levels("total")[0], 1000, rtol=1e-14)
        self.assertGreater(result.levels("rest")[0].std(), 29)

    def test_uncertain_base_has_the_stated_mean_and_sd(self):
        base = simulate(self.config()).levels("a")[0]

        self.assertLess(abs(base.mean() - 300), 6 * 30 / math.sqrt(N))
        self.assertLess(abs(base.std() / 30 - 1), 0.015)

    def test_fixed_base_starts_at_the_value(self):
        result = simulate(self.config(), uncertain_base=False)

        np.testing.assert_allclose(result.levels("a")[0], 300, rtol=1e-14)

    def test_shared_factor_correlates_sectors_by_the_product_of_loadings(self):
        result = simulate(self.config(), uncertain_base=False)

        growth = [np.log(result.levels(name)[1] / result.levels(name)[0]) for name in ("a", "rest")]

        self.assertAlmostEqual(np.corrcoef(growth)[0, 1], 0.3, delta=6 / math.sqrt(N))

    def test_targets_are_met_together_only_where_each_is(self):
        result = simulate(self.config())

        level, growth, both = (result.target_met(name) for name in ("level", "growth", "both"))

        np.testing.assert_array_equal(both, level & growth)
        self.assertAlmostEqual(growth.mean(), 0.5, delta=6 * 0.5 / math.sqrt(N))


class LeversTest(unittest.TestCase):
    """Against closed forms that hold for any step where nothing gestates."""

    def levels(self, *, steps=1, investment=None, research=None, **sections):
        config = one_sector({"model": "path", "growth": 0.04}, steps=steps)
        levers = {"investment": investment, "research": research}
        config["sectors"]["only"] |= {key: table for key, table in levers.items() if table}
        return simulate(config | sections, n_paths=1).levels("only")[:, 0]

    investment = {"capital_output_ratio": 1.5, "depreciation": 0.1, "output_elasticity": 0.4}

    def test_programme_lifts_output_by_its_capital(self):
        programmes = {"fund": {"amount": 20, "years": [2024, 2027], "allocation": {"only": 1}, "leverage": 3,
                               "displacement": 0.5, "effectiveness": 0.8}}
        capital = [0, 8, 15.2, 15.2 * 0.9, 15.2 * 0.9**2, 15.2 * 0.9**3]
        core = 100 * 1.04 ** np.arange(6)

        for steps in (1, 4, 12):
            with self.subTest(steps=steps):
                found = self.levels(steps=steps, investment=self.investment, programmes=programmes)

                np.testing.assert_allclose(found, core * (1 + capital / (1.5 * core)) ** 0.4, rtol=1e-12)

    def test_gestation_delays_capital_by_its_mean(self):
        fund = {"schedule": {"2026": 12}, "allocation": {"only": 1}, "gestation": 1.5, "gestation_order": 1}
        core = 100 * 1.04 ** np.arange(6)
        matured = [12 * (math.exp(-k / 1.5) - math.exp(-(k + 1) / 1.5)) for k in range(5)]
        capital = [sum(matured[k] * 0.9 ** (year - 1 - k) for k in range(year)) for year in range(6)]

        found = self.levels(investment=self.investment, programmes={"fund": fund})

        np.testing.assert_allclose(found, core * (1 + np.array(capital) / (1.5 * core)) ** 0.4, rtol=1e-12)

    def test_plan_and_research_are_followed_at_the_pace_of_depreciation_and_growth(self):
        research = {"reference_intensity": 0.05, "intensity": 0.06, "elasticity": 0.07}
        core, years = 100 * 1.04 ** np.arange(6), np.arange(6)

        for steps in (1, 4):
            with self.subTest(steps=steps):
                planned = self.levels(steps=steps, investment=self.investment | {"plan": 1.2})
                researched = self.levels(steps=steps, research=research)
                late = self.levels(steps=steps, research=research | {"lag": 2})

                np.testing.assert_allclose(planned, core * (1.2 - 0.2 * (0.9 / 1.04) ** years) ** 0.4, rtol=1e-12)
                stock = 1.2 - 0.2 * (0.85 / 1.04) ** years
                np.testing.assert_allclose(researched, core * stock**0.07, rtol=1e-12)
                np.testing.assert_allclose(late[2:], core[2:] * stock[:4] ** 0.07, rtol=1e-12)

    def test_policy_adds_its_uplift_after_the_ramp(self):
        policies = {"push": {"sectors": ["only"], "uplift": 0.02, "from": 2027, "until": 2028, "ramp": 2}}

        found = self.levels(steps=4, policies=policies)

        np.testing.assert_allclose(found, 100 * 1.04 ** np.arange(6) * np.cumprod([1, 1, 1.01, 1.02, 1, 1]), rtol=1e-12)


class CoreLeversTest(unittest.TestCase):
    """Adoption, events and links against closed forms."""

    def levels(self, *, steps=1, years=5, n_paths=1, **sections):
        growth = {"model": "path", "growth": 0.04}
        config = {"simulation": {"base_year": 2025, "end_year": 2025 + years, "steps_per_year": steps},
                  "sectors": {"a": {"base": 100, "growth": growth}, "b": {"base": 200, "growth": growth}}}
        result = simulate(config | sections, n_paths=n_paths, seed=3)
        return {name: np.log(result.levels(name) / result.levels(name)[0]) - np.log(1.04) * np.arange(years + 1)[:, None]
                for name in ("a", "b")}

    @staticmethod
    def bass(initial, p, q, ceiling, t):
        rest = (1 - initial / ceiling) / (1 + q / p * initial / ceiling) * np.exp(-(p + q) * t)
        return ceiling * (1 - rest) / (1 + q / p * rest)

    def test_adoption_follows_the_closed_form_of_bass(self):
        tool = {"initial": 0.1, "ceiling": 0.8, "p": 0.02, "q": 0.4, "gain": {"a": 0.5}}
        years = np.arange(6)
        plain, helped = (self.bass(0.1, p, 0.4, 0.8, years) for p in (0.02, 0.06))

        everything = self.levels(steps=4, adoption={"tool": tool | {"counts": "all"}})["a"][:, 0]
        extra = self.levels(adoption={"tool": tool | {"support": 3}})["a"][:, 0]

        np.testing.assert_allclose(everything, 0.5 * (plain - 0.1), atol=1e-9)
        np.testing.assert_allclose(extra, 0.5 * (helped - plain), atol=1e-9)

    def test_events_fade_by_their_half_life_or_last_for_their_duration(self):
        shock = {"year": 2027, "impact": -0.1, "recovery_half_life": 2, "exposure": {"a": 1, "b": 1.5}}
        slump = {"annual_probability": 1, "growth_impact": -0.02, "duration": 2, "exposure": {"a": 1}}
        faded = -0.1 * np.array([0, 0, *np.exp2(-(np.arange(4) + 0.75) / 2)])

        levels = self.levels(steps=4, events={"shock": shock})
        slumps = self.levels(events={"slump": slump})["a"][:, 0]

        np.testing.assert_allclose(levels["a"][:, 0], faded, atol=1e-12)
        np.testing.assert_allclose(levels["b"][:, 0], 1.5 * faded, atol=1e-12)
        np.testing.assert_allclose(slumps, np.log(0.98) * np.array([0, 1, 3, 5, 7, 9]), atol=1e-12)

    def test_events_strike_as_often_as_their_probability_says(self):
        shock = {"annual_probability": 0.3, "impact": {"uniform": [-0.2, -0.1]}, "exposure": {"a": 1}}

        for steps, once, expected in ((4, False, 4 * (1 - 0.7**0.25)), (4, True, 0.3)):
            levels = self.levels(steps=steps, years=1, n_paths=N, events={"shock": shock | {"at_most_once": once}})["a"][1]

            self.assertAlmostEqual(levels.mean(), -0.15 * expected, delta=6 * levels.std() / math.sqrt(N))

    def test_links_end_at_the_inverse(self):
        table = {"a": {"a": 0.1, "b": 0.4}, "b": {"a": 0.3, "b": 0.2}}
        shock = {"year": 2026, "impact": 0.1, "exposure": {"b": 1}}

        for steps in (1, 4):
            levels = self.levels(steps=steps, years=80, links={"table": table}, events={"shock": shock})

            self.assertAlmostEqual(levels["a"][1, 0], 0, places=12)
            self.assertAlmostEqual(levels["a"][2, 0], 0.04, places=12)
            self.assertAlmostEqual(levels["a"][-1, 0], 0.1 * 0.4 / 0.6, places=9)
            self.assertAlmostEqual(levels["b"][-1, 0], 0.1 * 0.9 / 0.6, places=9)

    def test_links_move_buyers_by_their_share_of_inputs(self):
        shock = {"year": 2026, "impact": 0.1, "exposure": {"a": 1}}
        links = {"table": {"a": {"b": 0.4}}, "strength": 0, "supply_strength": 0.5}

        levels = self.levels(links=links, events={"shock": shock})

        np.testing.assert_allclose(levels["b"][:, 0], [0, 0] + 4 * [0.5 * 0.4 * 100 / 200 * 0.1], atol=1e-12)


class ConfigTest(unittest.TestCase):
    def test_values_and_changed_models_replace_as_a_whole(self):
        base = {"growth": {"model": "path", "growth": {"2026": 0.1}, "volatility": {"value": 0.1, "why": "x"}}}

        same = merge(base, {"growth": {"growth": {"2027": 0.2}, "volatility": {"normal": [0.1, 0.01]}}})
        other = merge(base, {"growth": {"model": "logistic", "rate": 0.2}})

        self.assertEqual(same["growth"], {"model": "path", "growth": {"2027": 0.2},
                                          "volatility": {"normal": [0.1, 0.01]}})
        self.assertEqual(other["growth"], {"model": "logistic", "rate": 0.2})

    def test_file_inherits_from_its_base_and_reads_csv_beside_itself(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "plan.csv").write_text("year,fast\n2026,0.1\n2027,0.2\n")
            Path(folder, "base.toml").write_text('[s]\ngrowth = { csv = "plan.csv", column = "fast" }\nkept = 1\n')
            Path(folder, "own.toml").write_text('[scenario]\nbase = "base.toml"\n[s]\nadded = 2\n')

            config = read_config(Path(folder, "own.toml"))
            quantity = Quantity(config["s"]["growth"], Draws(config, 1, None), "s.growth")

        self.assertEqual((config["s"]["kept"], config["s"]["added"]), (1, 2))
        self.assertEqual([quantity.at(year) for year in (2025, 2026, 2027, 2030)], [0.1, 0.1, 0.2, 0.2])

    def test_truncated_distribution_stays_inside(self):
        drawn = draw({"normal": [0.0, 1.0], "min": -0.5, "max": "150%"}, 10_000, np.random.default_rng(3))

        self.assertGreaterEqual(drawn.min(), -0.5)
        self.assertLessEqual(drawn.max(), 1.5)
        self.assertLess((drawn == -0.5).sum(), 2)

    def test_each_distribution_has_its_mean_and_spread(self):
        a, b = 1 + 4 / 3, 1 + 8 / 3   # of the PERT below
        cases = (({"pert": [0, 1, 3]}, 7 / 6, 3 * math.sqrt(a * b / (7 * 36))),
                 ({"beta": [2, 6]}, 0.25, math.sqrt(12 / (64 * 9))),
                 ({"student_t": [1, 2, 12]}, 1, 2 * math.sqrt(1.2)),
                 ({"discrete": [[1, 3], [5, 1]]}, 2, math.sqrt(3)),
                 ({"quantiles": {"p10": 1 - 1.2815515655446004, "p50": 1, "p97_5": 1 + 1.959963984540054}}, 1, 1))
        for node, mean, sd in cases:
            with self.subTest(node):
                drawn = draw(node, N, np.random.default_rng(4))

                self.assertAlmostEqual(drawn.mean(), mean, delta=6 * sd / math.sqrt(N))
                self.assertAlmostEqual(drawn.std(), sd, delta=6 * sd / math.sqrt(2 * N))

    def test_shared_parameter_is_one_draw(self):
        draws = Draws({"parameters": {"demand": {"normal": [0, 1]}}}, 5, np.random.default_rng(4))

        first, second = (Quantity({"parameter": "demand"}, draws, key).at(2030) for key in ("a", "b"))

        np.testing.assert_array_equal(first, second)

    def test_correlated_draws_keep_their_distribution_and_have_the_correlation(self):
        entry = {"keys": ["s.*.growth"], "loadings": {"trend": 0.8}}
        draws = Draws({"parameter_correlation": {"x": entry}}, N, np.random.default_rng(4))
        normal, uniform, free = (draws.draw(node, key) for node, key in (
            ({"normal": [1, 2]}, "s.a.growth"), ({"uniform": [0, 1]}, "s.b.growth"), ({"normal": [0, 1]}, "s.c.drift")))

        # of a normal and Phi of another: correlation r sqrt(3 / pi); standard error below 1 / sqrt(n)
        self.assertAlmostEqual(np.corrcoef(normal, uniform)[0, 1], 0.64 * math.sqrt(3 / math.pi),
                               delta=6 / math.sqrt(N))
        self.assertAlmostEqual(np.corrcoef(normal, free)[0, 1], 0, delta=6 / math.sqrt(N))
        self.assertAlmostEqual(normal.std(), 2, delta=6 * 2 / math.sqrt(2 * N))

    def test_shanghai_starts_at_the_published_levels(self):
        result = simulate(read_config(ROOT / "configs/shanghai/baseline.toml"), n_paths=100, uncertain_base=False)

        starts = {"leading_total": 501, "pillar_total": 3091, "industry_total": 4070, "leading_total_scale": 2080}

        for name, published in starts.items():
            np.testing.assert_allclose(result.levels(name)[0], published, rtol=1e-14)


if __name__ == "__main__":
    unittest.main()

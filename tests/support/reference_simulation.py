#!/usr/bin/python3
"""A second, independent simulation of a scenario, in NumPy: the twin that the engine is checked with.

It draws its own random numbers, so it agrees with the engine within Monte Carlo error, never to
the bit. Models: geometric_brownian, mean_reverting, logistic, path, autoregressive, those of
reference_chance.py, reference_composed.py and reference_mixture.py; factor loadings or correlations
between the sectors' noises, Student t copulas, shocks with heavy tails; uncertain parameters, shared and
correlated ones too, and base values; a sector that is the residual of a total; the levers of
reference_levers.py and reference_core_levers.py; measures.

    python3 tests/support/reference_simulation.py configs/shanghai/baseline.toml [--paths N]
        [--seed N] [--fixed-base] [--json]
"""

# Long: one simulation, read from top to bottom; what can stand alone has files of its own.
import argparse
import copy
import json
import math

import numpy as np

from reference_chance import make_chance_model
from reference_composed import COMPOSED_MODELS
from reference_config import Quantity, as_number, read_config, read_correlation
from reference_core_levers import CoreLevers
from reference_draws import Draws, lognormal, unnamed
from reference_laws import change_law
from reference_levers import make_levers
from reference_mixture import Mixture

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class GeometricBrownian:
    """dX = mu X dt + sigma X dW, in logs."""

    noises = ("output",)

    def __init__(self, parameters, base):
        self.parameters = parameters

    def step(self, log_level, noise, dt, year):
        given = {name: quantity.at(year) for name, quantity in self.parameters.items()}
        sigma = given["volatility"]
        if "median_growth" in given:
            rate = np.log1p(given["median_growth"])
        elif "mean_growth" in given:
            rate = np.log1p(given["mean_growth"]) - sigma**2 / 2
        else:
            rate = given["drift"] - sigma**2 / 2
        return log_level + rate * dt + sigma * math.sqrt(dt) * noise["output"]


class MeanReverting:
    """dg = kappa (g_inf - g) dt + eta dW1, dx = g dt + sigma dW2, stepped jointly and exactly."""

    noises = ("output", "growth_rate")

    def __init__(self, parameters, base):
        self.parameters = parameters
        self.log_growth = None

    def step(self, log_level, noise, dt, year):
        given = {name: quantity.at(year) for name, quantity in self.parameters.items()}
        kappa = math.log(2) / given.get("half_life", 3.0)
        eta = (given["growth_volatility"] if "growth_volatility" in given
               else given.get("growth_sd", 0.0) * np.sqrt(2 * kappa))
        sigma, rho = given["volatility"], given.get("shock_correlation", 0.0)
        if self.log_growth is None:
            self.log_growth = np.log1p(given["initial_growth"])
        target = np.log1p(given["long_run_growth"])

        # With u the time left in the step, dW1 enters g' by exp(-kappa u) and x by
        # (1 - exp(-kappa u)) / kappa: variances and covariance are integrals over u in [0, dt].
        decay = np.exp(-kappa * dt)
        reach = (1 - decay) / kappa                               # integral of exp(-kappa u)
        growth_variance = eta**2 * (1 - decay**2) / (2 * kappa)
        covariance = (eta**2 * (reach - (1 - decay**2) / (2 * kappa)) / kappa
                      + rho * eta * sigma * reach)
        variance = (eta**2 * (dt - 2 * reach + (1 - decay**2) / (2 * kappa)) / kappa**2
                    + 2 * rho * eta * sigma * (dt - reach) / kappa + sigma**2 * dt)
        growth_sd = np.sqrt(growth_variance)
        shared = np.divide(covariance, growth_sd, out=np.zeros(np.broadcast(covariance, growth_sd).shape),
                           where=growth_sd > 0)
        own = np.sqrt(np.maximum(variance - shared**2, 0))

        deviation = self.log_growth - target
        self.log_growth = target + deviation * decay + growth_sd * noise["growth_rate"]
        return (log_level + target * dt + deviation * reach
                + shared * noise["growth_rate"] + own * noise["output"])


class Logistic:
    """dY = r Y (1 - Y/K) dt with noise on the level, or a random walk of logit(Y/K)."""

    noises = ("output",)

    def __init__(self, parameters, base):
        self.noise_on = parameters.pop("noise", "level")
        self.parameters = parameters
        self.base = base

    def step(self, log_level, noise, dt, year):
        given = {name: quantity.at(year) for name, quantity in self.parameters.items()}
        rate = given["rate"] if "rate" in given else math.log(81) / given["takeover_years"]
        capacity = given["capacity_level"] if "capacity_level" in given else given["capacity"] * self.base
        shock = given["volatility"] * math.sqrt(dt) * noise["output"]
        odds = capacity * np.exp(-log_level) - 1                 # (K - Y) / Y
        if self.noise_on == "logit":
            return np.log(capacity) - np.log1p(odds * np.exp(-rate * dt - shock))
        return np.log(capacity) - np.log1p(odds * np.exp(-rate * dt)) + shock


class Path:
    """Growth given year by year, with an error band of constant width around it."""

    noises = ("output",)

    def __init__(self, parameters, base):
        self.parameters = parameters
        self.planned = np.log(base)

    def step(self, log_level, noise, dt, year):
        spread = self.parameters["spread"].at(year) if "spread" in self.parameters else 0.0
        self.planned = self.planned + np.log1p(self.parameters["growth"].at(year)) * dt
        return self.planned + spread * noise["output"]


class Autoregressive:
    """dx(t) = m + phi (dx(t-1) - m) + sigma z, on annual steps."""

    noises = ("output",)

    def __init__(self, parameters, base):
        self.parameters = parameters
        self.last = None

    def step(self, log_level, noise, dt, year):
        given = {name: quantity.at(year) for name, quantity in self.parameters.items()}
        mean = np.log1p(given["long_run_growth"])
        last = np.log1p(given["initial_growth"]) if self.last is None else self.last
        self.last = mean + given["persistence"] * (last - mean) + given["volatility"] * noise["output"]
        return log_level + self.last


MODELS = {"geometric_brownian": GeometricBrownian, "mean_reverting": MeanReverting,
          "logistic": Logistic, "path": Path, "autoregressive": Autoregressive}


def make_model(path, growth, base, base_year, draws):
    """Returns the model of the growth table at a key, its parameters drawn."""
    if growth["model"] in COMPOSED_MODELS:
        def make(key, table, output):
            return make_model(f"{path}.{key}", table, output, base_year, draws)

        def draw(key, node, amount=False):
            return Quantity(node, draws, f"{path}.{key}", amount)

        return COMPOSED_MODELS[growth["model"]](growth, base, base_year, make, draw)
    parameters = {key: node if key == "noise" else Quantity(node, draws, f"{path}.{key}")
                  for key, node in growth.items() if key != "model"}
    return MODELS[growth["model"]](parameters, base)


class Result:
    """Levels [bn] by name: sectors and series, each an array [year, path]; years from the base year."""

    def __init__(self, config, years, sectors, factors):
        """`factors` are Quantities {measure: {sector: Quantity}}."""
        self.config, self.years, self.sectors = config, years, sectors
        raw = {name: self._sum(table, factors.get(table.get("measure"), {}))
               for name, table in config.get("series", {}).items()}
        self.series = {name: raw[name] / raw[table["per"]] if "per" in table else raw[name]
                       for name, table in config.get("series", {}).items()}

    def _sum(self, table, factors):
        """Returns the weighted sum of a series [year, path], each sector times its factor in the measure."""
        return sum(as_number(weight) * np.array([level * (factors[sector].at(year) if factors else 1.0)
                                                 for year, level in zip(self.years, self.sectors[sector])])
                   for sector, weight in table["sum"].items())

    def levels(self, name):
        return self.series[name] if name in self.series else self.sectors[name]

    def quantiles(self, name, year, probabilities=QUANTILES):
        return np.quantile(self.levels(name)[self.years.index(year)], probabilities)

    def average_growth(self, name, year):
        """Returns the average yearly growth since the base year, one value per path."""
        levels = self.levels(name)
        n_years = year - self.years[0]
        return (levels[n_years] / levels[0]) ** (1 / n_years) - 1

    def target_met(self, name):
        """Returns for each path whether it meets the target called `name`."""
        target = self.config["targets"][name]
        if "all_of" in target:
            return np.logical_and.reduce([self.target_met(part) for part in target["all_of"]])
        level = self.levels(target["series"])[self.years.index(target["year"])]
        if "at_least" in target:
            return level >= as_number(target["at_least"])
        if "at_most" in target:
            return level <= as_number(target["at_most"])
        return self.average_growth(target["series"], target["year"]) >= as_number(target["average_growth_at_least"])


def simulate(config, n_paths=None, seed=1, uncertain_base=None):
    """Returns the Result of a config; `n_paths` and `uncertain_base` replace those of the config."""
    settings = config["simulation"]
    n_paths = n_paths or settings["paths"]
    if uncertain_base is None:
        uncertain_base = settings.get("uncertain_base", True)
    rng = np.random.default_rng(seed)
    draws = Draws(config, n_paths, rng)
    bases = _draw_bases(config, draws, uncertain_base)
    shared = {}

    def make(path, name, growth):
        if growth["model"] == "mixture":
            return Mixture(growth, lambda key, table: make(f"{path}.{key}", name, table), bases[name], draws)
        return (make_chance_model(path, name, growth, config, draws, shared)
                or make_model(path, growth, bases[name], settings["base_year"], draws))

    models = {name: make(f"sectors.{name}.growth", name, sector["growth"])
              for name, sector in config["sectors"].items()}
    dependence = {noise: table for noise, table in config.get("dependence", {}).items() if table.get("enabled", True)}

    levers = make_levers(config, models, draws)
    moved = CoreLevers(config, models, bases, draws)
    factors = {name: {sector: unnamed(node, draws) for sector, node in measure["factor"].items()}
               for name, measure in config.get("measures", {}).items()}
    expectation = {name: model.expectation() if hasattr(model, "expectation") else copy.deepcopy(model)
                   for name, model in models.items()}  # the same models, stepped without noise
    expected = {name: np.log(base) for name, base in bases.items()}

    n_steps = settings.get("steps_per_year", 1)
    years = list(range(settings["base_year"], settings["end_year"] + 1))
    log_levels = {name: np.broadcast_to(np.log(base), n_paths) for name, base in bases.items()}
    kept = {name: [np.exp(level)] for name, level in log_levels.items()}
    for year in years[1:]:
        for step in range(n_steps):
            noise = _draw_noise(models, dependence, n_paths, rng)
            log_levels = {name: model.step(log_levels[name], noise[name], 1 / n_steps, year)
                          for name, model in models.items()}
            before = expected
            expected = {name: model.step(before[name], dict.fromkeys(model.noises, 0.0), 1 / n_steps, year)
                        for name, model in expectation.items()}
            trend = {name: expected[name] - before[name] for name in models}
            n = (year - years[1]) * n_steps + step
            core = moved.step(n, year, 1 / n_steps, log_levels)
            effects = [lever.step(n, year, 1 / n_steps, core, trend) for lever in levers]
            total = {name: level + sum(effect.get(name, 0.0) for effect in effects) for name, level in core.items()}
            moved.finish(total, trend, year, 1 / n_steps)
        for name, level in total.items():
            kept[name].append(np.exp(level))
    return Result(config, years, {name: np.array(levels) for name, levels in kept.items()}, factors)


def _draw_bases(config, draws, uncertain):
    bases, residuals = {}, []
    for name, sector in config["sectors"].items():
        base = sector["base"]
        if isinstance(base, dict) and "residual_of" in base:
            residuals.append((name, base))
        elif uncertain and isinstance(base, dict) and base.get("sd"):
            sample = lognormal(as_number(base), as_number(base["sd"]), draws.n_paths, draws.rng)
            bases[name] = draws.tied(sample, f"sectors.{name}.base")
        else:
            bases[name] = as_number(base)
    for name, base in residuals:
        weights = config["series"][base["residual_of"]]["sum"]
        others = sum(as_number(weight) * bases[other] for other, weight in weights.items() if other != name)
        bases[name] = (as_number(base["total"]) - others) / as_number(weights[name])
    return bases


def _draw_noise(models, dependence, n_paths, rng):
    """Returns shocks for one step: {sector: {noise: [path]}}, tied together as `dependence` says."""
    drawn = {name: {} for name in models}
    for kind in sorted({kind for model in models.values() for kind in model.noises}):
        table = dependence.get(kind, {})
        shocks = _draw_normals([name for name, model in models.items() if kind in model.noises], table, n_paths, rng)
        degrees = table["degrees_of_freedom"] if table.get("copula") == "student_t" else math.inf
        divisor = np.sqrt(rng.chisquare(degrees, n_paths) / degrees) if degrees < math.inf else 1.0
        for name, shock in shocks.items():
            wanted = as_number(table.get("heavy_tails", {}).get(name, math.inf))
            drawn[name][kind] = change_law(shock / divisor, degrees, wanted)
    return drawn


def _draw_normals(sectors, table, n_paths, rng):
    """Returns standard normals {sector: [path]}, tied by factor loadings or by a correlation matrix."""
    loadings = table.get("loadings", {})
    factors = {factor: rng.standard_normal(n_paths)
               for factor in sorted({factor for row in loadings.values() for factor in row})}
    shocks = {}
    for name in sectors:
        row = {factor: as_number(weight) for factor, weight in loadings.get(name, {}).items()}
        own = math.sqrt(1 - sum(weight**2 for weight in row.values()))
        shocks[name] = own * rng.standard_normal(n_paths) + sum(w * factors[factor] for factor, w in row.items())
    if "correlation" in table:
        names, matrix = read_correlation(table["correlation"])
        values, vectors = np.linalg.eigh(matrix)   # V sqrt(D) is a root of the matrix, singular or not
        mixed = vectors * np.sqrt(np.maximum(values, 0)) @ rng.standard_normal((len(names), n_paths))
        shocks |= {name: column for name, column in zip(names, mixed) if name in sectors}
    return shocks


def summarise(result):
    """Returns quantiles by name and year, and the probability of each target with its error."""
    names = [*result.series, *(name for name in result.sectors if name not in result.series)]
    levels = {name: {str(year): dict(zip(map(str, QUANTILES), result.quantiles(name, year).tolist()))
                     for year in result.years} for name in names}
    targets = {}
    for name in result.config.get("targets", {}):
        met = result.target_met(name)
        share = float(met.mean())
        targets[name] = {"probability": share, "standard_error": math.sqrt(share * (1 - share) / met.size)}
    return {"levels": levels, "targets": targets}


def _print_tables(summary, years):
    print(f"{'':34}{'year':>5}" + "".join(f"{q:>10.0%}" for q in QUANTILES))
    for name, by_year in summary["levels"].items():
        for year in years[1:]:
            row = by_year[str(year)].values()
            print(f"{name:34}{year:>5}" + "".join(f"{level:>10.1f}" for level in row))
    for name, target in summary["targets"].items():
        print(f"{name:39}{target['probability']:>10.3f} +- {target['standard_error']:.4f}")


def main():
    parser = argparse.ArgumentParser(description="Simulate a scenario with the NumPy reference.")
    parser.add_argument("config")
    parser.add_argument("--paths", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fixed-base", action="store_true", help="no error in the base values")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    result = simulate(read_config(options.config), options.paths, options.seed,
                      uncertain_base=False if options.fixed_base else None)
    summary = summarise(result)
    if options.json:
        print(json.dumps(summary, indent=1))
    else:
        _print_tables(summary, result.years)


if __name__ == "__main__":
    main()

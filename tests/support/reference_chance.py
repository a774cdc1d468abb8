"""Models of the reference simulation in which chance decides: regimes, jumps, years of a history.

Each knows its expected growth, too: `expectation()` is a model that steps along it.
"""

import copy
import math

import numpy as np

from reference_config import Quantity, as_number, read_rows


def make_chance_model(path, name, growth, config, draws, shared):
    """Returns the model of the growth table of a sector at `path`, or None if it is another's.

    `shared` holds what sectors share, by name.
    """
    if growth["model"] == "regime_switching":
        regimes = [{key: Quantity(table[key], draws, f"{path}.regimes.{regime}.{key}") for key in ("growth", "volatility")}
                   for regime, table in growth["regimes"].items()]
        owner = f"chain {growth['chain']}" if growth.get("chain") else f"growth {path}"
        if owner not in shared:
            shared[owner] = Chain(growth, draws.n_paths, draws.rng)
        return RegimeSwitching(regimes, shared[owner])
    if growth["model"] == "historical_bootstrap":
        owner = f"history {growth['history']}"
        if owner not in shared:
            shared[owner] = History(config["histories"][growth["history"]], draws.n_paths, draws.rng)
        return HistoricalBootstrap(growth.get("column", name), shared[owner])
    if growth["model"] == "jump_diffusion":
        parameters = {key: Quantity(node, draws, f"{path}.{key}") for key, node in growth.items()
                      if key not in ("model", "compensate")}
        return JumpDiffusion(parameters, growth.get("compensate", True), draws.rng)
    return None


class RegimeSwitching:
    """Growth and volatility by the state of a Markov chain, which moves at the start of each step."""

    noises = ("output",)

    def __init__(self, regimes, chain):
        self.regimes, self.chain = regimes, chain
        self.steps = 0

    def step(self, log_level, noise, dt, year):
        self.steps += 1
        regime = self.chain.at(self.steps, dt)
        growth, volatility = (np.choose(regime, [quantities[key].at(year) for quantities in self.regimes])
                              for key in ("growth", "volatility"))
        return log_level + np.log1p(growth) * dt + volatility * math.sqrt(dt) * noise["output"]

    def expectation(self):
        return ExpectedRegimes(self.regimes, self.chain)


class ExpectedRegimes:
    """What regimes are expected to add: their growth by the distribution of the chain."""

    noises = ()

    def __init__(self, regimes, chain):
        self.regimes, self.chain = regimes, chain
        self.shares = chain.start

    def step(self, log_level, noise, dt, year):
        self.shares = self.shares @ self.chain.transition(dt)
        return log_level + sum(share * np.log1p(quantities["growth"].at(year)) * dt
                               for share, quantities in zip(self.shares, self.regimes))


class Chain:
    """A Markov chain that several sectors may share: the state of each path after each step."""

    def __init__(self, growth, n_paths, rng):
        self.names, self.rng = list(growth["regimes"]), rng
        if growth.get("transition"):
            self.annual, self.rates = np.array(growth["transition"], dtype=float), None
        else:
            self.rates = np.array([self._rates(name, table) for name, table in growth["regimes"].items()])
            self.annual = self.transition(1.0)
        start = growth.get("initial_regime")
        self.start = np.eye(len(self.names))[self.names.index(start)] if start else self._long_run()
        self.states = [self._pick(np.cumsum(self.start)[np.newaxis, :].repeat(n_paths, axis=0))]

    def at(self, step, dt):
        while len(self.states) <= step:
            self.states.append(self._pick(np.cumsum(self.transition(dt), axis=1)[self.states[-1]]))
        return self.states[step]

    def _rates(self, name, table):
        leaving = 1 / as_number(table["mean_duration"])
        others = [other for other in self.names if other != name]
        next_ = table.get("next") or {others[0]: 1.0}
        return [-leaving if other == name else leaving * as_number(next_.get(other, 0.0)) for other in self.names]

    def transition(self, dt):
        """Returns the matrix of a step: the power of the annual one, or the exponential of the rates."""
        if self.rates is None and dt == 1:
            return self.annual
        values, vectors = np.linalg.eig((self.annual if self.rates is None else self.rates).astype(complex))
        scaled = values**dt if self.rates is None else np.exp(values * dt)
        return np.real(vectors @ np.diag(scaled) @ np.linalg.inv(vectors))

    def _long_run(self):
        return np.linalg.matrix_power(self.annual, 100_000)[0]

    def _pick(self, cumulative):
        u = self.rng.random(len(cumulative))
        return (u[:, np.newaxis] >= cumulative[:, :-1]).sum(axis=1)


class JumpDiffusion:
    """Geometric Brownian motion with a Poisson number of normal jumps of the log level."""

    noises = ("output", "jump_size")

    def __init__(self, parameters, compensate, rng):
        self.parameters, self.compensate, self.rng = parameters, compensate, rng

    def step(self, log_level, noise, dt, year):
        return log_level + self._growth(noise, dt, year)

    def expectation(self):
        expected = copy.copy(self)
        expected.rng = None
        return expected

    def _growth(self, noise, dt, year):
        given = {name: quantity.at(year) for name, quantity in self.parameters.items()}
        sigma, rate, mean = given["volatility"], given["jump_rate"], given["jump_mean"]
        sd = given.get("jump_volatility", 0.0)
        if "median_growth" in given:
            drift = np.log1p(given["median_growth"])
        else:
            drift = (given["drift"] if "drift" in given else np.log1p(given["mean_growth"])) - sigma**2 / 2
        if self.compensate:
            drift = drift - rate * (np.exp(mean + sd**2 / 2) - 1)
        if self.rng is None:
            return drift * dt + rate * dt * mean
        jumps = self.rng.poisson(np.broadcast_to(rate * dt, noise["output"].shape))
        return (drift * dt + sigma * math.sqrt(dt) * noise["output"]
                + jumps * mean + np.sqrt(jumps) * sd * noise["jump_size"])


class HistoricalBootstrap:
    """Observed annual growth in blocks of years, which all sectors of a history share."""

    noises = ()

    def __init__(self, column, history):
        self.history, self.column = history, column
        self.first_year = None

    def step(self, log_level, noise, dt, year):
        self.first_year = self.first_year or year
        drawn = self.history.at(year - self.first_year)
        return log_level + self.history.log_growth(self.column)[drawn] * dt

    def expectation(self):
        return ExpectedYears(self.history.log_growth(self.column).mean())


class ExpectedYears:
    """What years of a history are expected to add: their mean."""

    noises = ()

    def __init__(self, mean):
        self.mean = mean

    def step(self, log_level, noise, dt, year):
        return log_level + self.mean * dt


class History:
    """A table of observed years, and which of them each path draws, year by year."""

    def __init__(self, table, n_paths, rng):
        self.given = "growth" if "growth" in table else "levels"
        self.rows = read_rows(table[self.given])
        self.n_observed = len(self.rows) - (self.given == "levels")
        self.restart = 1 / as_number(table["mean_block"])
        self.n_paths, self.rng, self.drawn = n_paths, rng, []

    def at(self, year):
        while len(self.drawn) <= year:
            drawn = self.rng.integers(0, self.n_observed, self.n_paths)
            if self.drawn:
                goes_on = self.rng.random(self.n_paths) >= self.restart
                drawn = np.where(goes_on, (self.drawn[-1] + 1) % self.n_observed, drawn)
            self.drawn.append(drawn)
        return self.drawn[year]

    def log_growth(self, column):
        values = np.array([float(row[column]) for row in self.rows])
        return np.log1p(values) if self.given == "growth" else np.diff(np.log(values))

"""The growth model of the reference simulation that is one of several others, drawn for each path."""

import copy

import numpy as np

from reference_config import as_number


class Mixture:
    """Simulates every component on every path and shows, on each, the one that it follows."""

    def __init__(self, growth, make, base, draws):
        tables = {name: table for name, table in growth["components"].items() if table.get("enabled", True)}
        weights = np.array([as_number(table["weight"]) for table in tables.values()])
        self.models = [make(f"components.{name}", {key: node for key, node in table.items()
                                                   if key not in ("weight", "enabled")})
                       for name, table in tables.items()]
        self.chosen = draws.rng.choice(len(weights), draws.n_paths, p=weights / weights.sum())
        self._start(base)

    def _start(self, base):
        self.noises = tuple(sorted({noise for model in self.models for noise in model.noises}))
        self.base, self.levels = base, [np.log(base)] * len(self.models)

    def step(self, log_level, noise, dt, year):
        self.levels = [model.step(level, noise, dt, year) for model, level in zip(self.models, self.levels)]
        return np.choose(self.chosen, [np.broadcast_to(level, self.chosen.shape) for level in self.levels])

    def expectation(self):
        expected = copy.copy(self)
        expected.models = [model.expectation() if hasattr(model, "expectation") else copy.deepcopy(model)
                           for model in self.models]
        expected._start(self.base)
        return expected

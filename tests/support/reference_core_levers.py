"""Adoption, events and links of the reference simulation.

Written from the equations, not from the engine: diffusion by small Runge-Kutta steps rather than its closed
form, events as lists of what has happened rather than as states, links from the whole history of growth.
"""

import csv
import math

import numpy as np

from reference_config import DISTRIBUTIONS, as_number, is_year_table
from reference_draws import draw, unnamed


def enabled(config, section):
    return [table for table in config.get(section, {}).values() if table.get("enabled", True)]


def published_output(config, sector):
    """Returns the output of the base year at the published figures."""
    base = config["sectors"][sector]["base"]
    if not (isinstance(base, dict) and "residual_of" in base):
        return as_number(base)
    weights = config["series"][base["residual_of"]]["sum"]
    others = sum(as_number(weight) * published_output(config, name)
                 for name, weight in weights.items() if name != sector)
    return (as_number(base["total"]) - others) / as_number(weights[sector])


class Adoption:
    """The share that has adopted a technology: da/dt = (p u + q a/m) (m - a)."""

    substeps = 40

    def __init__(self, table, draws):
        def quantity(node):
            return unnamed(node, draws)

        self.initial, ceiling, self.p, self.q = (
            quantity(table.get(key, default)).at(0)
            for key, default in (("initial", 0.0), ("ceiling", 1.0), ("p", None), ("q", None)))
        self.ceiling = np.maximum(ceiling, self.initial)
        self.support = quantity(table.get("support", 1.0))
        self.gain = {sector: quantity(node).at(0) for sector, node in table["gain"].items()}
        self.only_extra = table.get("counts", "extra") == "extra"
        self.share = self.reference = self.initial

    def spread(self, share, support, dt):
        def speed(a):
            return (self.p * support + self.q * a / self.ceiling) * (self.ceiling - a)

        h = dt / self.substeps
        for _ in range(self.substeps):
            k1 = speed(share)
            k2 = speed(share + h / 2 * k1)
            k3 = speed(share + h / 2 * k2)
            share = share + h / 6 * (k1 + 2 * k2 + 2 * k3 + speed(share + h * k3))
        return share

    def step(self, n, year, dt, core, trend):
        self.share = self.spread(self.share, self.support.at(year), dt)
        if self.only_extra:
            self.reference = self.spread(self.reference, 1.0, dt)
        return {sector: gain * (self.share - self.reference) for sector, gain in self.gain.items()}


class Event:
    """Something that hits sectors, with everything that has happened so far as (step, impact [path])."""

    def __init__(self, table, draws):
        self.table, self.n_paths, self.rng = table, draws.n_paths, draws.rng
        self.exposure = {sector: unnamed(node, draws).at(0) for sector, node in table["exposure"].items()}
        self.probability = unnamed(table.get("annual_probability", table.get("probability", 1.0)), draws)
        key = "impact" if "impact" in table else "growth_impact"
        self.changes_level, self.impact = key == "impact", table[key]
        self.half_life = (unnamed(table["recovery_half_life"], draws).at(0)
                          if "recovery_half_life" in table else math.inf)
        self.happened = []

    def strike(self, n, year, dt):
        """Returns where it happens in step n [path]."""
        if "year" in self.table:
            starts = n % round(1 / dt) == 0
            probability = self.probability.at(year) if year == self.table["year"] and starts else 0.0
        else:
            probability = 1 - (1 - self.probability.at(year)) ** dt
        strikes = self.rng.random(self.n_paths) < probability
        if self.table.get("at_most_once", False):
            for _, hit, _ in self.happened:
                strikes &= ~hit
        return strikes

    def step(self, n, year, dt):
        strikes = self.strike(n, year, dt)
        size = (draw(self.impact, self.n_paths, self.rng) if _is_distribution(self.impact)
                else as_number(self.impact))
        self.happened.append((n, strikes, np.where(strikes, size, 0.0)))
        effect = np.zeros(self.n_paths)
        for at, _, impact in self.happened:
            age = (n - at) * dt
            if self.changes_level:
                effect += impact * np.exp2(-age / self.half_life)
            else:
                effect += np.log1p(impact) * np.minimum(age + dt, self.table["duration"])
        return {sector: exposure * effect for sector, exposure in self.exposure.items()}


def _is_distribution(node):
    return isinstance(node, dict) and not is_year_table(node) and any(key in node for key in DISTRIBUTIONS)


class Links:
    """Growth beyond expectation passed on to suppliers, and to buyers through supply, a delay later."""

    def __init__(self, table, config, models, draws):
        self.names, self.models = list(config["sectors"]), models
        self.strength, self.supply_strength = (unnamed(table.get(key, default), draws).at(0)
                                               for key, default in (("strength", 1.0), ("supply_strength", 0.0)))
        self.delay, self.long_run = as_number(table.get("delay", 1)), table.get("measured_from") == "long_run"
        output = {name: published_output(config, name) for name in self.names}
        self.sold = self.sales_shares(table, output)
        self.bought = {(i, j): share * output[i] / output[j] for (i, j), share in self.sold.items()}
        self.first_year = config["simulation"]["base_year"] + 1
        self.deviations, self.effect = [], dict.fromkeys(self.names, 0.0)

    def sales_shares(self, table, output):
        """Returns {(supplier, buyer): share of the supplier's output}."""
        if "table" in table:
            return {(i, j): as_number(share) for i, row in table["table"].items() for j, share in row.items()}
        with open(table.get("matrix") or table["coefficients"], encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        shares = {(row[0], buyer): float(value) for row in rows for buyer, value in zip(header[1:], row[1:])}
        if "coefficients" in table:
            everywhere, by_supplier = table.get("purchase_share", 1.0), table.get("purchase_shares", {})
            shares = {(i, j): share * as_number(by_supplier.get(i, everywhere)) * output[j] / output[i]
                      for (i, j), share in shares.items()}
        return shares

    def growth(self, key, name, year, dt):
        """Returns the log growth of a step at a rate that the sector's model names."""
        return np.log1p(self.models[name].parameters[key].at(year)) * dt

    def before_base(self, dt):
        """Returns the deviations of a step before the base year."""
        if not self.long_run:
            return dict.fromkeys(self.names, 0.0)
        return {name: self.growth("initial_growth", name, self.first_year, dt)
                - self.growth("long_run_growth", name, self.first_year, dt)
                for name in self.names if "long_run_growth" in self.models[name].parameters}

    def step(self, n, dt):
        at = n - round(self.delay / dt)
        seen = self.deviations[at] if at >= 0 else self.before_base(dt)
        for (supplier, buyer), share in self.sold.items():
            self.effect[supplier] = self.effect[supplier] + self.strength * share * seen.get(buyer, 0.0)
        for (supplier, buyer), share in self.bought.items():
            self.effect[buyer] = self.effect[buyer] + self.supply_strength * share * seen.get(supplier, 0.0)
        return dict(self.effect)

    def finish(self, year, dt, growth, trend):
        """Notes how far a step's growth was from what it is measured from."""
        def expected(name):
            if not self.long_run:
                return trend[name]
            known = "long_run_growth" in self.models[name].parameters
            return self.growth("long_run_growth", name, year, dt) if known else growth[name]

        self.deviations.append({name: growth[name] - expected(name) for name in self.names})


class CoreLevers:
    """Links and events of a config, which move the core of sectors."""

    def __init__(self, config, models, bases, draws):
        self.events = [Event(table, draws) for table in enabled(config, "events")]
        links = config.get("links", {"enabled": False})
        self.links = Links(links, config, models, draws) if links.get("enabled", True) else None
        self.total = {name: np.log(base) for name, base in bases.items()}

    def step(self, n, year, dt, own):
        """Returns the core {sector: log level}; `own` are the models' own levels."""
        effects = [event.step(n, year, dt) for event in self.events]
        if self.links:
            effects.append(self.links.step(n, dt))
        return {name: level + sum(effect.get(name, 0.0) for effect in effects) for name, level in own.items()}

    def finish(self, total, trend, year, dt):
        """Notes by how much sectors grew beyond expectation."""
        if self.links:
            self.links.finish(year, dt, {name: total[name] - self.total[name] for name in total}, trend)
        self.total = total

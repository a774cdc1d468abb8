"""The levers of the reference simulation that act on the level: programmes and plans, research, policies.

Each lever has `step(n, year, dt, core, trend)`, which advances it to the end of step n and returns its
effects {sector: log level [path]}; `core` and `trend` are {sector: log level, expected log growth}.
"""

import math

import numpy as np

from reference_config import as_number
from reference_core_levers import Adoption, enabled
from reference_draws import unnamed


def make_levers(config, models, draws):
    """Returns the levers of a config, with their uncertain numbers drawn."""
    def quantity(node):
        return unnamed(node, draws)

    programmes = [Programme(table, quantity) for table in enabled(config, "programmes")]
    return [*(Investment(name, sector["investment"], config, quantity, programmes)
              for name, sector in config["sectors"].items() if "investment" in sector),
            *(ModelCapital(name, models[name], config, programmes)
              for name in config["sectors"] if hasattr(models[name], "effect_of_capital")),
            *(Research(name, sector["research"], config, quantity)
              for name, sector in config["sectors"].items() if "research" in sector),
            *(Adoption(table, draws) for table in enabled(config, "adoption")),
            *(Policy(policy, quantity) for policy in enabled(config, "policies"))]


def _amount(quantity, year):
    """Returns an amount by year: none in years that are not listed."""
    return quantity.by_year.get(0, quantity.by_year.get(year, 0.0))


class Programme:
    """Public money, and the part of it that has matured."""

    def __init__(self, table, quantity):
        self.allocation = {name: as_number(share) for name, share in table["allocation"].items()}
        given = {key: quantity(table.get(key, default)).at(0)
                 for key, default in (("leverage", 0), ("displacement", 0), ("effectiveness", 1), ("gestation", 0))}
        self.productive = (1 + given["leverage"]) * (1 - given["displacement"]) * given["effectiveness"]
        self.gestation, self.stages = given["gestation"], table.get("gestation_order", 2)
        self.schedule = quantity(table["schedule"]) if "schedule" in table else None
        self.amount = quantity(table["amount"]).at(0) if "amount" in table else None
        self.years = table.get("years")

    def spending(self, year):
        """Returns productive spending a year."""
        if self.schedule is not None:
            return _amount(self.schedule, year) * self.productive
        first, last = self.years
        return (self.amount / (last - first + 1) if first <= year <= last else 0.0) * self.productive

    def matured_share(self, time):
        if time == 0:
            return 0.0
        x = self.stages * time / np.maximum(self.gestation, 1e-12)
        return 1 - sum(np.exp(j * np.log(x) - x - math.lgamma(j + 1)) for j in range(self.stages))

    def matured(self, n, dt, first_year):
        """Returns what matures in step n, a year; money spent up to the base year does not count."""
        steps = round(1 / dt)
        return sum((self.matured_share((n - m + 1) * dt) - self.matured_share((n - m) * dt))
                   * self.spending(first_year + m // steps) for m in range(n + 1))


class Investment:
    """Extra capital from programmes beside own capital that follows a plan: C = alpha ln(kappa + E / (v Y))."""

    def __init__(self, sector, table, config, quantity, programmes):
        self.sector, self.first_year = sector, config["simulation"]["base_year"] + 1
        self.ratio, self.depreciation, self.elasticity = (
            quantity(table[key]).at(0) for key in ("capital_output_ratio", "depreciation", "output_elasticity"))
        self.reinvestment, self.plan = quantity(table.get("reinvestment", 0)), quantity(table.get("plan", 1))
        self.programmes = [each for each in programmes if each.allocation.get(sector, 0) > 0]
        self.extra, self.kappa, self.reinvested = 0.0, 1.0, 0.0

    def step(self, n, year, dt, core, trend):
        q = (1 - self.depreciation) ** dt
        matured = sum(programme.allocation[self.sector] * programme.matured(n, dt, self.first_year)
                      for programme in self.programmes)
        self.extra = q * self.extra + (1 - q) * (matured + self.reinvested) / self.depreciation
        plan = self.plan.at(year)
        self.kappa = plan + (self.kappa - plan) * q * np.exp(-trend[self.sector])
        level = np.exp(core[self.sector])
        factor = (self.kappa + self.extra / (self.ratio * level)) ** self.elasticity
        self.reinvested = self.reinvestment.at(year) * level * (factor - self.kappa ** self.elasticity)
        return {self.sector: np.log(factor)}


class ModelCapital:
    """Extra capital from programmes beside that of a production function F: C = ln F(K + E) - ln F(K)."""

    def __init__(self, sector, model, config, programmes):
        self.sector, self.model, self.first_year = sector, model, config["simulation"]["base_year"] + 1
        self.programmes = [each for each in programmes if each.allocation.get(sector, 0) > 0]
        self.extra = 0.0

    def step(self, n, year, dt, core, trend):
        depreciation = self.model.capital["depreciation"].at(year)
        kept = (1 - depreciation) ** dt
        matured = sum(programme.allocation[self.sector] * programme.matured(n, dt, self.first_year)
                      for programme in self.programmes)
        self.extra = kept * self.extra + (1 - kept) * matured / depreciation
        return {self.sector: self.model.effect_of_capital(self.extra, year)}


class Research:
    """A research stock in units of the one at the reference intensity: R = elasticity ln rho."""

    def __init__(self, sector, table, config, quantity):
        self.sector, self.base_year = sector, config["simulation"]["base_year"]
        self.reference = quantity(table["reference_intensity"]).at(0)
        self.intensity = quantity(table.get("intensity", table["reference_intensity"]))
        self.elasticity = quantity(table["elasticity"])
        self.depreciation, self.lag = quantity(table.get("depreciation", 0.15)).at(0), as_number(table.get("lag", 0))
        self.rho = 1.0

    def step(self, n, year, dt, core, trend):
        fed_year = self.base_year + math.floor(n * dt - self.lag + 1e-9) + 1
        fed = self.intensity.at(fed_year) / self.reference if fed_year > self.base_year else 1.0
        self.rho = fed + (self.rho - fed) * (1 - self.depreciation) ** dt * np.exp(-trend[self.sector])
        return {self.sector: self.elasticity.at(year) * np.log(self.rho)}


class Policy:
    """Growth added to some sectors for some years, at full strength after a ramp."""

    def __init__(self, table, quantity):
        self.table, self.uplift, self.added = table, quantity(table["uplift"]), 0.0

    def step(self, n, year, dt, core, trend):
        first, last = self.table["from"], self.table.get("until", math.inf)
        if first <= year <= last:
            strength = min(1, (year - first + 1) / self.table.get("ramp", 1))
            self.added = self.added + np.log1p(strength * self.uplift.at(year)) * dt
        return {sector: self.added for sector in self.table["sectors"]}

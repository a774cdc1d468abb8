"""The growth models of the reference simulation that are made of others, or of several stocks.

`make(key, table, output)` returns the model of a growth table for a sector of that output in the base year, and
`draw(key, node)` a number of the config, one value or one per path. Keys are below the sector's growth table.
"""

import math

import numpy as np


class SecondCurve:
    """A first curve by a model of its own, and an S-curve on top of it."""

    noises = ("output", "second_output", "growth_rate")

    def __init__(self, growth, base, base_year, make, draw):
        given = {key: draw(f"second.{key}", node) for key, node in growth["second"].items()}
        self.volatility = given.pop("volatility")
        known = {key: quantity.at(base_year) for key, quantity in given.items()}
        to_midpoint = known["midpoint"] - base_year if "midpoint" in known else None
        self.rate = (math.log(81) / known["takeover_years"] if "takeover_years" in known
                     else np.log(known["capacity"] / known["share"] - 1) / to_midpoint)
        share = (known["share"] if "share" in known
                 else known["capacity"] / (1 + np.exp(self.rate * to_midpoint)))
        self.capacity = base * (known["capacity"] if "capacity" in known
                                else share * (1 + np.exp(self.rate * to_midpoint)))
        self.first = make("first", growth["first"], base * (1 - share))
        self.first_log, self.second_log = np.log(base * (1 - share)), np.log(base * share)

    def step(self, log_level, noise, dt, year):
        self.first_log = self.first.step(self.first_log, noise, dt, year)
        odds = self.capacity * np.exp(-self.second_log) - 1
        shock = self.volatility.at(year) * math.sqrt(dt) * noise["second_output"]
        self.second_log = np.log(self.capacity) - np.log1p(odds * np.exp(-self.rate * dt)) + shock
        return np.logaddexp(self.first_log, self.second_log)


class ProductionFunction:
    """Normalised CES of capital and labour, times productivity and a stock of research."""

    noises = ("output", "growth_rate")

    def __init__(self, growth, base, base_year, make, draw):
        def drawn(table):
            return {key: draw(f"{table}.{key}", node, amount=key in ("investment", "spending"))
                    for key, node in growth.get(table, {}).items()}

        self.base, self.base_year = base, base_year
        self.capital, self.labour, self.research = drawn("capital"), drawn("labour"), drawn("research")
        self.productivity = make("productivity", growth["productivity"] | {"model": "mean_reverting"}, base)
        key = "elasticity_of_substitution"
        self.substitution = np.asarray(draw(key, growth.get(key, 1)).at(base_year))
        self.log_productivity, self.log_labour = np.log(base), 0.0
        self.stocks = {"capital": 1.0, "research": 1.0}

    def step(self, log_level, noise, dt, year):
        output = np.exp(log_level) / self.base
        self.log_labour = self.log_labour + np.log1p(self.labour["growth"].at(year)) * dt
        self.log_productivity = self.productivity.step(self.log_productivity, noise, dt, year)
        self._feed("capital", self.capital, "capital_output_ratio", "investment_rate", "investment", output, dt, year)
        made = self.log_productivity + self._bracket(self.stocks["capital"], year)
        if self.research:
            self._feed("research", self.research, "stock_output_ratio", "intensity", "spending", output, dt, year)
            made = made + self.research["elasticity"].at(year) * np.log(self.stocks["research"])
        return made

    def effect_of_capital(self, extra, year):
        """Returns what capital of that amount beside the model's own adds to the log level."""
        own = self.base * self.capital["capital_output_ratio"].at(self.base_year)
        return (self._bracket(self.stocks["capital"] + extra / own, year)
                - self._bracket(self.stocks["capital"], year))

    def _feed(self, name, given, ratio, rate, amount, output, dt, year):
        depreciation = given["depreciation"].at(year) if "depreciation" in given else 0.15
        spent = given[rate].at(year) * output if rate in given else given[amount].at(year) / self.base
        kept = (1 - depreciation) ** dt
        added = (1 - kept) * spent / (depreciation * given[ratio].at(self.base_year))
        self.stocks[name] = kept * self.stocks[name] + added

    def _bracket(self, capital, year):
        alpha = self.capital["output_elasticity"].at(year)
        total = alpha + self.labour["output_elasticity"].at(year)
        share, labour = alpha / total, np.exp(self.log_labour)
        rho = (self.substitution - 1) / self.substitution
        simple = total * (share * np.log(capital) + (1 - share) * np.log(labour))
        with np.errstate(divide="ignore", invalid="ignore"):
            ces = np.log(share * capital**rho + (1 - share) * labour**rho) * total / rho
        return np.where(np.abs(rho) < 1e-8, simple, ces)


COMPOSED_MODELS = {"second_curve": SecondCurve, "production_function": ProductionFunction}

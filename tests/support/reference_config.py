"""Reads a scenario for the reference simulation: TOML or JSON, inheritance, numbers and years.

An independent second reading of the config language, kept plain on purpose. It trusts its input:
the program is the one that rejects a bad config.
"""

import csv
import json
import tomllib
from pathlib import Path

import numpy as np

DISTRIBUTIONS = ("normal", "lognormal", "uniform", "triangular", "pert", "beta", "student_t", "discrete",
                 "quantiles")
VALUE_KEYS = {"value", "parameter", "csv", *DISTRIBUTIONS}


def read_config(path):
    """Returns the scenario in `path` as nested dicts, everything it inherits filled in and adjusted."""
    config = _read_merged(path)
    for adjustment in config.get("adjustments", {}).values():
        if adjustment.get("enabled", True):
            adjust(config, adjustment)
    return config


def _read_merged(path):
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    own = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    _anchor_csv_files(own, path.parent)
    base = own.get("scenario", {}).get("base")
    return merge(_read_merged(path.parent / base), own) if base else own


def merge(base, own):
    """Returns `base` overridden by `own`: tables key by key, values and changed models as a whole."""
    merged = dict(base)
    for key, new in own.items():
        old = base.get(key)
        merged[key] = merge(old, new) if _merges(old, new) else new
    return merged


def _merges(old, new):
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return False
    if is_value(old) or is_value(new):
        return False
    return "model" not in new or new["model"] == old.get("model")


def adjust(config, adjustment):
    """Changes the numbers that an `[adjustments.NAME]` names, each once."""
    times, add = (as_number(adjustment.get(key, default)) for key, default in (("times", 1), ("add", 0)))
    places = {}
    for pattern in adjustment["keys"]:
        _find(config, pattern.split("."), places)
    for node, name in places.values():
        node[name] = _changed(node[name], lambda x: times * as_number(x) + add, lambda x: times * x)


def _find(node, names, places):
    """Adds what a pattern matches to places {(identity of the table, name): (table, name)}."""
    for name in list(node) if names[0] == "*" else names[:1]:
        if name in node and len(names) == 1:
            places[id(node), name] = (node, name)
        elif isinstance(node.get(name), dict):
            _find(node[name], names[1:], places)


def _changed(number, moved, stretched):
    """Returns a number, in whatever form it is written, with its values moved and its widths stretched."""
    if not isinstance(number, dict):
        return moved(number)
    number = dict(number)
    for key in ("value", "min", "max"):
        if key in number:
            number[key] = moved(number[key])
    for key, numbers in number.items():
        if key in ("normal", "student_t"):
            number[key] = [moved(numbers[0]), stretched(numbers[1]), *numbers[2:]]
        elif key in ("uniform", "triangular", "pert"):
            number[key] = [moved(x) for x in numbers]
        elif key == "discrete":
            number[key] = [[moved(value), weight] for value, weight in numbers]
        elif key == "quantiles":
            number[key] = {share: moved(value) for share, value in numbers.items()}
        elif key in ("lognormal", "beta", "csv", "parameter"):
            raise ValueError(f"{key}: adjustments of it are not known here")
        elif key.isdigit():
            number[key] = moved(numbers)
    return number


def is_value(node):
    """Tells whether a table is one number: with its source, a distribution, or given by year."""
    return bool(VALUE_KEYS & node.keys()) or is_year_table(node)


def is_year_table(node):
    return isinstance(node, dict) and any(key.isdigit() for key in node)


def _anchor_csv_files(node, folder):
    for child in node.values():
        if isinstance(child, dict):
            _anchor_csv_files(child, folder)
    for key in ("csv", "correlation"):
        if isinstance(node.get(key), str):
            node[key] = str(folder / node[key])
    for form in ("matrix", "coefficients"):  # of links
        if isinstance(node.get("links"), dict) and form in node["links"]:
            node["links"][form] = str(folder / node["links"][form])
    for history in node.get("histories", {}).values():
        for key in ("growth", "levels"):
            if key in history:
                history[key] = str(folder / history[key])


def as_number(node):
    """Returns a plain number: 0.05, "5%" or the value of {value = 0.05, source = "..."}."""
    if isinstance(node, dict):
        return as_number(node["value"])
    if isinstance(node, str):
        return float(node.rstrip("%")) / 100 if node.endswith("%") else float(node)
    return float(node)


class Quantity:
    """A parameter as drawn: one value or one per path, the same in all years or listed by year.

    `draws` is a reference_draws.Draws, `key` the full key of the parameter. A yearly amount is zero in years
    that are not listed.
    """

    def __init__(self, node, draws, key, amount=False):
        node, key = draws.shared(node, key)
        if isinstance(node, dict) and "csv" in node:
            node = _read_column(node["csv"], node["column"])
        if is_year_table(node):
            self.by_year = {int(year): as_number(value) for year, value in node.items() if year.isdigit()}
        else:
            self.by_year = {0: draws.draw(node, key)}
        self.amount = amount and 0 not in self.by_year

    def at(self, year):
        """Returns the value in `year`: that of the last year listed up to it, else the first."""
        if self.amount:
            return self.by_year.get(year, 0.0)
        listed = sorted(self.by_year)
        reached = [known for known in listed if known <= year]
        return self.by_year[reached[-1] if reached else listed[0]]


def read_rows(file):
    """Returns the rows of a CSV file as dicts by the names of its columns."""
    with open(file, encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _read_column(file, column):
    return {row["year"]: float(row[column]) for row in read_rows(file)}


def read_correlation(file):
    """Returns the names and the matrix of a table of correlations."""
    with open(file, encoding="utf-8", newline="") as rows:
        (_, *names), *table = ([field.strip() for field in row] for row in csv.reader(rows))
    return names, np.array([[float(field) for field in row[1:]] for row in table])

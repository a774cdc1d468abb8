"""What the reference simulation draws once per path: uncertain parameters and base values.

The forms of distributions by NumPy's own generators, and `[parameter_correlation]` by ranks: a sample of
each distribution is put into the order of correlated normals, which needs no quantile function.
"""

from statistics import NormalDist

import numpy as np

from reference_config import DISTRIBUTIONS, Quantity, as_number


class Draws:
    """Draws by key: each key once, those of one `[parameter_correlation]` together."""

    def __init__(self, config, n_paths, rng):
        self.config, self.n_paths, self.rng = config, n_paths, rng
        self.drawn, self.factors, self.matrix_scores = {}, {}, {}

    def shared(self, node, key):
        """Returns the node and the key that `{ parameter = "NAME" }` stands for; others as they are."""
        if not (isinstance(node, dict) and "parameter" in node):
            return node, key
        return self.config["parameters"][node["parameter"]], f"parameters.{node['parameter']}"

    def draw(self, node, key):
        """Returns a number, or one draw per path where the config gives a distribution."""
        if not (isinstance(node, dict) and any(kind in node for kind in DISTRIBUTIONS)):
            return as_number(node)
        if key not in self.drawn:
            self.drawn[key] = self.tied(draw(node, self.n_paths, self.rng), key)
        return self.drawn[key]

    def tied(self, sample, key):
        """Returns a sample in the order that the correlation of its key asks for."""
        scores = self.scores(key)
        if scores is None:
            return sample
        ranks = np.empty(scores.size, dtype=int)
        ranks[np.argsort(scores)] = np.arange(scores.size)
        return np.sort(sample)[ranks]

    def scores(self, key):
        """Returns normals that correlate as the last entry that names a key says; None if none does."""
        governing = None
        for name, entry in self.config.get("parameter_correlation", {}).items():
            if entry.get("enabled", True) and self.names(name, entry, key):
                governing = name
        if governing is None:
            return None
        if governing in self.matrix_scores:
            return self.matrix_scores[governing][key]
        loadings = {factor: as_number(value)
                    for factor, value in self.config["parameter_correlation"][governing]["loadings"].items()}
        own = np.sqrt(1 - sum(loading**2 for loading in loadings.values()))
        return (own * self.rng.standard_normal(self.n_paths)
                + sum(loading * self.factor(factor) for factor, loading in loadings.items()))

    def names(self, name, entry, key):
        """Tells whether an entry names a key; draws the scores of a matrix when it is first asked for."""
        if "loadings" in entry:
            return any(matches(pattern, key) for pattern in entry["keys"])
        if name not in self.matrix_scores:
            with open(entry["correlation"], encoding="utf-8") as file:
                keys, *rows = [[field.strip() for field in line.split(",")][1:] for line in file if line.strip()]
            scores = self.rng.multivariate_normal(np.zeros(len(keys)), np.array(rows, dtype=float), self.n_paths).T
            self.matrix_scores[name] = dict(zip(keys, scores))
        return key in self.matrix_scores[name]

    def factor(self, name):
        if name not in self.factors:
            self.factors[name] = self.rng.standard_normal(self.n_paths)
        return self.factors[name]


def unnamed(node, draws):
    """Returns the Quantity of a number that no correlation names."""
    return Quantity(node, draws, f"unnamed {len(draws.drawn)}")


def matches(pattern, key):
    """Tells whether a key fits a pattern in which `*` stands for any name between dots."""
    wanted, given = pattern.split("."), key.split(".")
    return len(wanted) == len(given) and all(part in ("*", name) for part, name in zip(wanted, given))


def draw(node, n_paths, rng):
    """Returns draws of a distribution, one per path."""
    kind = next(kind for kind in DISTRIBUTIONS if kind in node)
    low, high = (as_number(node[k]) if k in node else limit
                 for k, limit in (("min", -np.inf), ("max", np.inf)))
    drawn = _draw(kind, node[kind], n_paths, rng)
    while (outside := (drawn < low) | (drawn > high)).any():   # truncated, not clipped
        drawn[outside] = _draw(kind, node[kind], int(outside.sum()), rng)
    return drawn


def _draw(kind, written, n, rng):
    if kind == "discrete":
        values, weights = np.array([[as_number(each) for each in pair] for pair in written]).T
        return rng.choice(values, n, p=weights / weights.sum())
    if kind == "quantiles":
        return _through_quantiles({float(name[1:].replace("_", ".")) / 100: as_number(value)
                                   for name, value in written.items()}, rng.standard_normal(n))
    numbers = [as_number(each) for each in written]
    if kind == "pert":
        low, mode, high = numbers
        shares = rng.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), n)
        return low + (high - low) * shares
    if kind == "student_t":
        location, scale, degrees = numbers
        return location + scale * rng.standard_t(degrees, n)
    if kind == "lognormal":
        return lognormal(*numbers, n, rng)
    return {"normal": rng.normal, "uniform": rng.uniform, "triangular": rng.triangular, "beta": rng.beta}[kind](
        *numbers, n)


def lognormal(mean, sd, n, rng):
    """Returns n lognormal draws with the given mean and standard deviation of the level."""
    variance = np.log1p((sd / mean) ** 2)
    return mean * np.exp(np.sqrt(variance) * rng.standard_normal(n) - variance / 2)


def _through_quantiles(given, scores):
    """Returns values at normal scores: cubic between given quantiles, straight beyond them."""
    shares = sorted(given)
    z = np.array([NormalDist().inv_cdf(share) for share in shares])
    x = np.array([given[share] for share in shares])
    widths, secants = np.diff(z), np.diff(x) / np.diff(z)
    slopes = np.concatenate([secants[:1], np.zeros(len(z) - 2), secants[-1:]])
    for i in range(1, len(z) - 1):   # weighted harmonic means of the secants: Fritsch and Butland 1984
        weights = np.array([2 * widths[i] + widths[i - 1], widths[i] + 2 * widths[i - 1]])
        slopes[i] = weights.sum() / (weights / secants[i - 1:i + 1]).sum()
    i = np.clip(np.searchsorted(z, scores) - 1, 0, len(z) - 2)
    h, t = widths[i], (scores - z[i]) / widths[i]
    inside = ((1 + 2 * t) * (1 - t)**2 * x[i] + t * (1 - t)**2 * h * slopes[i]
              + t**2 * (3 - 2 * t) * x[i + 1] + t**2 * (t - 1) * h * slopes[i + 1])
    return np.where(scores < z[0], x[0] + (scores - z[0]) * slopes[0],
                    np.where(scores > z[-1], x[-1] + (scores - z[-1]) * slopes[-1], inside))

"""Student t laws for the reference simulation, from their densities alone: NumPy has no quantiles."""

import functools
import math

import numpy as np

STEPS = 200_000


def change_law(x, given, wanted):
    """Returns values of a Student t law as those of another, of variance 1, that are exceeded as often.

    `given` and `wanted` are degrees of freedom; infinity stands for the normal law.
    """
    if given == wanted:
        return x * (1.0 if math.isinf(wanted) else math.sqrt((wanted - 2) / wanted))
    places, log_tails = _table(given)
    tails = np.interp(np.abs(x), places, log_tails)
    places, log_tails = _table(wanted)
    scale = 1.0 if math.isinf(wanted) else math.sqrt((wanted - 2) / wanted)
    return np.sign(x) * scale * np.interp(-tails, -log_tails, places)


@functools.lru_cache
def _table(degrees):
    """Returns places from 0 on and the logarithm of the probability of more than each."""
    if math.isinf(degrees):
        x = np.linspace(0, 12, STEPS + 1)
        density, slope = np.exp(-x**2 / 2) / math.sqrt(2 * math.pi), np.ones_like(x)
    else:
        s = np.linspace(0, 25, STEPS + 1)          # x = sqrt(nu) sinh(s): even in the logarithm far out
        x, slope = math.sqrt(degrees) * np.sinh(s), math.sqrt(degrees) * np.cosh(s)
        constant = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2) - math.log(degrees * math.pi) / 2
        density = np.exp(constant - (degrees + 1) / 2 * np.log1p(x**2 / degrees))
    width = 12 / STEPS if math.isinf(degrees) else 25 / STEPS
    f = density * slope
    pieces = (f[1:] + f[:-1]) / 2 * width          # trapezoids, summed from the far end
    tails = np.append(np.cumsum(pieces[::-1])[::-1], 0)
    tails *= 0.5 / tails[0]
    kept = tails > 1e-300
    return x[kept], np.log(tails[kept])

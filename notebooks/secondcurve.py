"""What several notebooks draw and compute from result files and xarray does not have: fan charts, tables of targets,
and which paths meet which targets.

Import it in a notebook of this folder, or with this folder in PYTHONPATH. It needs NumPy, pandas, xarray and matplotlib.
All arrays are those of the result file (docs/result-format.md) without the dimension `scenario`:

    summary = xr.open_dataset("baseline.h5", group="summary").squeeze("scenario")
"""

import tomllib

import numpy as np
import pandas as pd
import xarray as xr

BANDS = ((0.05, 0.95), (0.25, 0.75))  # probabilities: 90% and 50% of all paths lie between them


def draw_fan(ax, quantiles, bands=BANDS, scale=1.0, color="tab:blue"):
    """Draws the median of a series over the years and the bands that hold a share of the paths.

    `quantiles` is [year, quantile], such as `summary.output_quantile.sel(series="chips")`, times `scale` (100 for
    percent). Raises KeyError where the file does not hold a quantile that a band, or the median, needs.
    """
    years = quantiles.year
    for number, (low, high) in enumerate(bands):
        edges = [scale * quantiles.sel(quantile=edge) for edge in (low, high)]
        ax.fill_between(years, *edges, alpha=0.25 + 0.2 * number, color=color, linewidth=0)
    ax.plot(years, scale * quantiles.sel(quantile=0.5), color=color)
    if "title" in quantiles.coords:
        ax.set_title(quantiles.title.item(), fontsize=10)
    if "unit" in quantiles.coords and scale == 1.0:
        ax.set_ylabel(quantiles.unit.item(), fontsize=8)
    ax.set_xticks(years.values[:: 1 + years.size // 12])
    ax.tick_params(labelsize=8)


def draw_table(ax, table, text="{:.2f}", low=None, high=None, cmap="viridis"):
    """Draws a DataFrame as a heat map with its numbers, each formatted with `text`; returns the image, for a colour bar.

    Colours go from `low` to `high`, by default from the smallest number to the largest. The first row is at the top.
    """
    values = table.to_numpy(dtype=float)
    image = ax.imshow(values, cmap=cmap, vmin=low, vmax=high, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            red, green, blue, _ = image.cmap(image.norm(value))
            is_dark = 0.3 * red + 0.6 * green + 0.1 * blue < 0.5
            ax.text(column, row, text.format(value), ha="center", va="center", fontsize=8, color="white" if is_dark else "black")
    ax.set_xticks(range(values.shape[1]), table.columns)
    ax.set_yticks(range(values.shape[0]), table.index)
    ax.tick_params(labelsize=8)
    return image


def target_table(summary):
    """Returns a row for each target: probability, its Monte Carlo error and 95% interval, and what is missing on average.

    `missing on average` is in `unit`, zero where the target is met, and NaN for a joint target.
    """
    return pd.DataFrame({
        "probability": summary.target_probability.values,
        "std. error": summary.target_probability_se.values,
        "lower": summary.target_probability_lower.values,
        "upper": summary.target_probability_upper.values,
        "missing on average": summary.target_shortfall.values,
        "unit": summary.target_unit.values,
    }, index=pd.Index(summary.target_title.values, name="target"))


def draw_targets(ax, table):
    """Draws the probabilities of a `target_table` as bars, with their 95% Monte Carlo intervals."""
    places = np.arange(len(table))
    error = [100 * (table.probability - table.lower), 100 * (table.upper - table.probability)]
    ax.barh(places, 100 * table.probability, xerr=error, color="tab:blue", alpha=0.6)
    ax.set_yticks(places, table.index, fontsize=9)
    ax.invert_yaxis()
    ax.set_xlim(0, 100)
    ax.set_xlabel("probability, %")


def read_config(path):
    """Returns the config that made a result, with all that it inherits, as nested dictionaries."""
    with xr.open_dataset(path, group="provenance") as provenance:
        return tomllib.loads(provenance.config.item())


def number(written):
    """Returns the number that a config has where no draw and no year is meant: 0.05, "5%" or { value = 0.05 }."""
    if isinstance(written, dict):
        written = written["value"]
    if isinstance(written, str):
        return float(written.rstrip("% ")) / 100
    return float(written)


def targets_met(output, config):
    """Returns for every path whether it meets each target, [target, path], in the order of the config.

    `output` is the cube of one scenario, [series, year, path], and `config` that of `read_config`. A path that failed
    meets nothing. The cube holds 7 digits, so a path within 1e-7 of a goal may count on its other side.
    """
    targets = {name: target for name, target in config.get("targets", {}).items() if target.get("enabled", True)}

    def met(target):
        if "all_of" in target:
            return np.logical_and.reduce([met(targets[part]) for part in target["all_of"]])
        series = output.sel(series=target["series"]).astype(float)
        level = series.sel(year=target["year"])
        if "at_least" in target:
            return (level >= number(target["at_least"])).values
        if "at_most" in target:
            return (level <= number(target["at_most"])).values
        first = int(output.year[0])
        growth = (level / series.sel(year=first)) ** (1 / (target["year"] - first)) - 1
        return (growth >= number(target["average_growth_at_least"])).values

    rows = [met(target) for target in targets.values()]
    return xr.DataArray(np.array(rows).reshape(len(rows), output.sizes["path"]), dims=("target", "path"),
                        coords={"target": list(targets)})

"""Draws the fan charts of the README from a result file.

    /usr/bin/python3 docs/images/draw_fans.py build/quickstart/baseline.h5 docs/images/baseline-fans.svg
"""

import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import xarray as xr

SHOWN = ("integrated_circuits", "biomedicine", "artificial_intelligence", "electronic_information", "automobiles",
         "high_end_equipment", "advanced_materials", "fashion_goods", "industry_total")


def main(result, picture):
    root = xr.open_dataset(result)
    output = xr.open_dataset(result, group="summary").output_quantile.squeeze("scenario")
    # The same result gives the same text: no date, fixed ids, fonts left to the reader.
    plt.rcParams.update({"svg.hashsalt": "secondcurve", "svg.fonttype": "none", "font.size": 9})
    figure, axes = plt.subplots(3, 3, figsize=(9.5, 6.6), constrained_layout=True)
    for ax, name in zip(axes.flat, SHOWN):
        fan = output.sel(series=name)
        ax.fill_between(fan.year, fan.sel(quantile=0.05), fan.sel(quantile=0.95), color="#c6dbef", linewidth=0)
        ax.fill_between(fan.year, fan.sel(quantile=0.25), fan.sel(quantile=0.75), color="#6baed6", linewidth=0)
        ax.plot(fan.year, fan.sel(quantile=0.5), color="#08306b")
        ax.set_title(str(root.title.sel(series=name).values), fontsize=8.5)
        ax.set_ylim(bottom=0)
        ax.set_xticks(fan.year.values)
    for ax, name in zip(axes[:, 0], SHOWN[::3]):
        ax.set_ylabel(str(root.unit.sel(series=name).values))
    figure.savefig(picture, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The Shanghai baseline and its scenarios against an independent simulation of the same assumptions.

The tables below are its figures: another program, written from the equations alone, with yearly steps and
100,000 paths (scenarios: 40,000). A figure q that it gives as the p-quantile is held against the share of
the engine's paths below q, which is p up to sqrt(p (1 - p) (1/n + 1/m)), whatever the distribution. Figures
are rounded, so the share may be that of any level which rounds to q. Probabilities are held likewise. All
comparisons, about 330, are held to 6 standard errors: a false alarm has probability below 2e-9 * 330 = 7e-7.
"""

import math
import unittest

import h5py
import numpy as np

from program import BASELINE, CONFIGS, ProgramTest

MOST = 6.0  # standard errors
THEIRS, THEIRS_OF_SCENARIOS = 100_000, 40_000  # paths behind the figures
OURS, OURS_OF_SCENARIOS = 20_000, 5_000
BAND = (0.05, 0.5, 0.95)
SCENARIOS = CONFIGS / "shanghai/scenarios"

# Output in 2030 [bn yuan], average growth 2025-30 [%], each 5%, median, 95%; levels of 2025 taken as known.
SERIES = {
    "integrated_circuits": ((248, 373, 525), (1.9, 10.6, 18.5)),
    "biomedicine": ((215, 258, 310), (0.7, 4.4, 8.3)),
    "artificial_intelligence": ((84, 118, 165), (4.3, 11.6, 19.5)),
    "leading_total": ((598, 753, 936), (3.6, 8.5, 13.3)),
    "electronic_information": ((751, 960, 1212), (0.6, 5.7, 10.8)),
    "life_and_health": ((215, 258, 310), (0.7, 4.4, 8.3)),
    "automobiles": ((626, 792, 1003), (-2.5, 2.2, 7.2)),
    "high_end_equipment": ((763, 911, 1088), (0.6, 4.2, 8.0)),
    "advanced_materials": ((328, 395, 477), (-0.0, 3.7, 7.7)),
    "fashion_goods": ((341, 403, 476), (-1.9, 1.4, 4.9)),
    "pillar_total": ((3268, 3737, 4265), (1.1, 3.9, 6.7)),
    "industry_total": ((4207, 4761, 5384), (0.7, 3.2, 5.8)),
    "integrated_circuits_scale": ((624, 827, 1076), (5.4, 11.5, 17.5)),
    "biomedicine_scale": ((1074, 1241, 1436), (1.2, 4.2, 7.3)),
    "artificial_intelligence_scale": ((862, 1170, 1606), (7.9, 14.7, 22.2)),
    "leading_total_scale": ((2755, 3254, 3866), (5.8, 9.4, 13.2)),
}
# The same for overlays, whose levels of 2025 are drawn.
OVERLAYS = {
    "green_low_carbon": ((429, 655, 999), (3.2, 8.8, 14.6)),
    "metaverse": ((91, 242, 742), (-6.3, 5.1, 26.0)),
    "smart_terminals": ((289, 486, 812), (0.9, 7.4, 14.3)),
    "future_health": ((40, 91, 209), (4.3, 15.2, 27.2)),
    "future_intelligence": ((41, 99, 236), (6.6, 19.8, 34.3)),
    "future_energy": ((17, 41, 99), (2.8, 15.6, 29.8)),
    "future_space": ((84, 194, 449), (6.0, 17.9, 30.9)),
    "future_materials": ((20, 46, 108), (1.9, 13.2, 25.7)),
}
TARGETS = {"leading_ten_percent": 0.30, "leading_eight_percent": 0.57, "leading_and_industry": 0.26,
           "new_materials_350": 0.60, "fashion_405": 0.32, "leading_scale_3000": 0.79,
           "artificial_intelligence_scale_1000": 0.80, "integrated_circuits_scale_800": 0.58}
OVERLAY_TARGETS = {"future_industries_500": 0.54, "space_150_in_2027": 0.34, "space_250_in_2030": 0.31,
                   "smart_terminals_500": 0.46}

# Median average growth 2025-30 [%] of the models alone, then with events, links, adoption and funds added in turn.
LEVERS = {1: ("events", ("export_controls", "closure", "chip_cycle_bust", "ai_breakthrough", "demand_boom",
                         "external_demand_slump")),
          3: ("adoption", ("ai_plus", "smart_factories", "sme_digitalisation")),
          4: ("programmes", ("leading_industry_funds", "future_industry_fund"))}
BY_LEVER = {
    "leading_total": (8.35, 8.03, 8.02, 8.30, 8.47),
    "integrated_circuits": (10.83, 10.25, 10.21, 10.48, 10.63),
    "biomedicine": (4.03, 3.97, 3.97, 4.28, 4.44),
    "artificial_intelligence": (11.22, 11.08, 11.06, 11.32, 11.60),
    "electronic_information": (5.88, 5.33, 5.30, 5.62, 5.70),
    "automobiles": (1.90, 1.86, 1.86, 2.20, 2.20),
    "high_end_equipment": (3.79, 3.72, 3.71, 4.16, 4.18),
    "pillar_total": (3.64, 3.47, 3.46, 3.83, 3.86),
    "industry_total": (2.95, 2.81, 2.80, 3.15, 3.18),
    "leading_total_scale": (9.01, 9.01, 9.01, 9.26, 9.36),
}

# Paired differences from the baseline in percent: all industry in 2030 (5%, median, 95%); medians of the leading
# three, the clusters and the whole chain in 2030; of all industry and the three in 2027, then in 2028; and the
# probability that the three grow 10% a year.
DIFFERENCES = {
    "stagnation": ((-12.3, -6.8, -5.7), (-7.5, -6.8, -5.7), (-1.9, -2.7), (-3.2, -4.2), 0.12),
    "ai_push": ((0.5, 0.6, 1.4), (1.2, 0.7, 1.9), (0.3, 0.5), (0.5, 0.8), 0.35),
    "funds_twice_the_pace": ((0.0, 0.1, 0.2), (0.5, 0.1, 0.3), (0.0, 0.1), (0.0, 0.3), 0.32),
    "chip_bust": ((-1.0, -0.7, -0.5), (-2.1, -0.9, -1.0), (-2.1, -7.1), (-1.7, -5.1), 0.25),
    "export_controls": ((-3.7, -1.9, -0.9), (-9.2, -2.3, -4.7), (-1.7, -8.4), (-1.8, -8.7), 0.09),
    "second_curve_succeeds": ((3.7, 4.5, 5.6), (0.0, 5.0, 0.0), (1.7, 0.0), (2.6, 0.0), 0.30),
    "second_curve_fails": ((-4.3, -3.5, -2.8), (0.0, -3.9, 0.0), (-1.4, 0.0), (-2.1, 0.0), 0.30),
    "green_push": ((0.9, 1.2, 1.6), (0.0, 0.9, 0.0), (0.5, 0.0), (0.7, 0.0), 0.30),
    "investment_surge": ((2.8, 3.2, 3.5), (4.0, 3.2, 0.9), (1.5, 2.0), (2.2, 2.8), 0.41),
    "funds_brought_forward": ((0.0, 0.1, 0.1), (0.3, 0.1, 0.2), (0.0, 0.2), (0.1, 0.4), 0.31),
    "balanced_ten_percent": ((1.8, 2.1, 2.4), (7.9, 2.5, 2.3), (0.8, 3.0), (1.3, 4.9), 0.52),
}


class Result:
    """Levels [year, path] by series, and probabilities by target, of a result with a cube."""

    def __init__(self, file):
        with h5py.File(file) as opened:
            series, targets = ([name.decode() for name in opened[each][:]] for each in ("series", "target"))
            cube = opened["output"][0].astype(float)
            self.levels = dict(zip(series, cube))
            self.met = dict(zip(targets, opened["summary/target_probability"][0]))

    def output(self, series, year=2030):
        return self.levels[series][year - 2025]

    def average_growth(self, series):
        """Returns the average growth 2025-30 [%], one per path."""
        return 100 * ((self.output(series) / self.output(series, 2025)) ** 0.2 - 1)


class Shanghai(ProgramTest):
    def result(self, config=BASELINE, *arguments, uncertain_base=False, paths=OURS):
        return Result(self.simulate(config, "--force", *arguments, simulation__uncertain_base=uncertain_base,
                                    simulation__paths=paths, output__cube=["output"]))

    def assert_quantile(self, values, p, figure, rounding, theirs, where):
        """Holds the share of values below a figure, known to half of `rounding`, to p."""
        below, up_to = (np.mean(values < figure + way * rounding) for way in (-0.5, 0.5))
        self.assert_within(max(below - p, p - up_to, 0.0), p, values.size, theirs, where)

    def assert_within(self, missed, p, ours, theirs, where):
        errors = missed / math.sqrt(p * (1 - p) * (1 / ours + 1 / theirs))
        self.assertLess(errors, MOST, f"{where}: {errors:.1f} standard errors")

    def assert_bands(self, result, figures):
        for series, (levels, rates) in figures.items():
            for p, level, rate in zip(BAND, levels, rates):
                self.assert_quantile(result.output(series), p, level, 1, THEIRS, f"{p:.0%} of {series}")
                self.assert_quantile(result.average_growth(series), p, rate, 0.1, THEIRS, f"{p:.0%} growth of {series}")

    def assert_targets(self, result, figures, n=OURS, theirs=THEIRS):
        for target, figure in figures.items():
            missed = max(abs(result.met[target] - figure) - 0.005, 0.0)
            self.assert_within(missed, figure, n, theirs, f"{target}, {result.met[target]:.3f}")

    def test_bands_and_targets_are_those_of_the_independent_simulation(self):
        result = self.result()

        self.assert_bands(result, SERIES)
        self.assert_targets(result, TARGETS)

    def test_overlays_are_too_when_their_levels_are_drawn(self):
        result = self.result(uncertain_base=True)

        self.assert_bands(result, OVERLAYS)
        self.assert_targets(result, OVERLAY_TARGETS)

    def test_each_lever_adds_what_it_adds_there(self):
        for included in range(4):  # with all of them it is the baseline
            off = [f"--set={section}.{name}.enabled=false" for added, (section, names) in LEVERS.items()
                   if added > included for name in names]
            off += ["--set=links.strength=0"] if included < 2 else []
            result = self.result(BASELINE, *off)

            for series, growth in BY_LEVER.items():
                self.assert_quantile(result.average_growth(series), 0.5, growth[included], 0.01, THEIRS,
                                     f"{series} with {included} kinds of levers")

    def test_a_baseline_without_events_is_noticed(self):
        off = [f"--set=events.{name}.enabled=false" for name in LEVERS[1][1]]

        with self.assertRaisesRegex(AssertionError, "standard errors"):
            self.assert_bands(self.result(BASELINE, *off), SERIES)

    def test_scenarios_differ_from_the_baseline_as_there_path_by_path(self):
        self.assertEqual(set(DIFFERENCES), {file.stem for file in SCENARIOS.glob("*.toml")})
        baseline = self.result(paths=OURS_OF_SCENARIOS)
        for name, (total, others, in_2027, in_2028, probability) in DIFFERENCES.items():
            scenario = self.result(SCENARIOS / f"{name}.toml", paths=OURS_OF_SCENARIOS)
            figures = [("industry_total", 2030, p, figure) for p, figure in zip(BAND, total)]
            figures += [(series, 2030, 0.5, figure)
                        for series, figure in zip(("leading_total", "pillar_total", "leading_total_scale"), others)]
            figures += [(series, year, 0.5, figure) for year, pair in ((2027, in_2027), (2028, in_2028))
                        for series, figure in zip(("industry_total", "leading_total"), pair)]
            for series, year, p, figure in figures:
                difference = 100 * (scenario.output(series, year) / baseline.output(series, year) - 1)
                self.assert_quantile(difference, p, figure, 0.1, THEIRS_OF_SCENARIOS,
                                     f"{name}: {p:.0%} of {series} in {year}")
            self.assert_targets(scenario, {"leading_ten_percent": probability}, OURS_OF_SCENARIOS, THEIRS_OF_SCENARIOS)


if __name__ == "__main__":
    unittest.main()

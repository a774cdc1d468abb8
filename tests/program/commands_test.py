"""What the commands print: explain, check, replay, models, schema."""

import json
import unittest

import h5py
import numpy as np

from program import BASELINE, CONFIG, CONFIGS, DONE, GOOD, ProgramTest

CHIP_BUST = CONFIGS / "shanghai/scenarios/chip_bust.toml"
CARS = "sectors.automobiles.growth"


def line_of(file, text):
    """Returns the number of the line of a file that begins with `text`."""
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(text))


def names(dataset):
    return [name.decode() for name in dataset[:]]


class Explain(ProgramTest):
    def settings(self, *arguments):
        return {entry["key"]: entry for entry in json.loads(self.run_program("explain", *arguments, "--json").stdout)}

    def test_setting_comes_with_its_file_line_and_what_it_replaced(self):
        own = self.write("own.toml", f'[scenario]\ntitle = "Own"\nbase = "{GOOD}"\n\n[simulation]\nend_year = 2035\n')

        given = self.settings(own)["simulation.end_year"]

        self.assertEqual((given["value"], given["file"], given["line"]), ("2035", str(own), 6))
        self.assertEqual(given["replaces"], [{"value": "2030", "file": str(GOOD), "line": line_of(GOOD, "end_year")}])

    def test_inherited_setting_names_the_file_that_set_it(self):
        given = self.settings(CHIP_BUST)["account.prices"]

        self.assertTrue(given["file"].endswith("baseline.toml"))
        self.assertEqual(given["line"], line_of(BASELINE, "prices ="))
        self.assertNotIn("replaces", given)

    def steady_cars(self):
        """Writes a scenario that gives cars another growth model."""
        return self.write("steady.toml", f'[scenario]\nbase = "{CHIP_BUST}"\n[{CARS}]\nmodel = "geometric_brownian"\n'
                          "median_growth = 0.1\nvolatility = 0.08\n")

    def test_changed_model_shows_the_growth_that_it_replaced(self):
        given = self.settings(self.steady_cars(), CARS)

        self.assertEqual(set(given), {CARS, f"{CARS}.model", f"{CARS}.median_growth", f"{CARS}.volatility"})
        self.assertIn('model = "second_curve"', given[CARS]["replaces"][0]["value"])

    def test_override_names_the_command_line_and_what_it_replaced(self):
        steady = self.steady_cars()

        given = self.settings(steady, CARS, "--set", f"{CARS}.volatility=0.2")[f"{CARS}.volatility"]

        self.assertEqual((given["value"], given["file"]), ("0.2", "--set"))
        self.assertEqual(given["replaces"][0]["line"], line_of(steady, "volatility = 0.08"))

    def adjusted(self):
        """Writes a scenario with two adjustments of the trend of cars, one of them inherited, and one of nothing."""
        base = self.write("base.toml", f'[scenario]\nbase = "{BASELINE}"\n[adjustments.slower]\nkeys = ["{CARS}.half_life"]\n'
                          f'times = 0.5\n[{CARS}]\nmodel = "mean_reverting"\ninitial_growth = 0.02\nlong_run_growth = 0.05\n'
                          "half_life = 4\nvolatility = 0.05\n")
        return base, self.write("own.toml", f'[scenario]\nbase = "base.toml"\n[adjustments.later]\nkeys = ["{CARS}.half_life"]\n'
                                "add = 1\ntimes = 3\n")

    def test_adjusted_number_comes_with_its_changes_in_order_and_what_it_becomes(self):
        base, own = self.adjusted()

        given = self.settings(own, CARS, "--set", "adjustments.slower.add=0.5")[f"{CARS}.half_life"]

        self.assertEqual([(change["key"].removeprefix("adjustments."), change["value"], change["file"], change["line"])
                          for change in given["changed_by"]],
                         [("slower.times", "0.5", str(base), 5), ("slower.add", "0.5", "--set", 0),
                          ("later.times", "3", str(own), 6), ("later.add", "1", str(own), 5)])
        self.assertEqual((given["value"], given["becomes"]), ("4", "8.5"))  # (4 x 0.5 + 0.5) x 3 + 1
        text = self.run_program("explain", own, f"{CARS}.half_life").stdout
        self.assertRegex(text, r"(?m)^    changed by adjustments\.slower\.times = 0\.5 +\S+base\.toml:5$")
        self.assertRegex(text, r"(?m)^    becomes 7$")  # 4 x 0.5 x 3 + 1
        trend = self.settings(own, CARS)[f"{CARS}.long_run_growth"]
        self.assertEqual((trend["value"], trend.get("changed_by"), trend.get("becomes")), ("0.05", None, None))
        self.assertIn("    may be changed by adjustments.trend.add = 0 ",
                      self.run_program("explain", own, f"{CARS}.long_run_growth").stdout)

    def test_patterns_come_with_the_numbers_to_which_they_apply(self):
        _, own = self.adjusted()
        steady = self.write("steady.toml", '[scenario]\nbase = "own.toml"\n[sectors.biomedicine.growth]\n'
                            'model = "geometric_brownian"\nmedian_growth = 0.05\nvolatility = 0.05\n')

        wide, narrow = (self.settings(file, "parameter_correlation.trend.keys") for file in (own, steady))

        before, after = (each["parameter_correlation.trend.keys"]["applies_to"] for each in (wide, narrow))
        self.assertEqual(set(before) - set(after), {"sectors.biomedicine.growth.long_run_growth"})
        self.assertIn(f"    applies to {len(after)} numbers: ",
                      self.run_program("explain", steady, "parameter_correlation").stdout)

    def test_text_says_the_same_and_estimates_the_run(self):
        text = self.run_program("explain", CHIP_BUST).stdout

        self.assertRegex(text, rf"events.chip_bust_2027.year = 2027 +\S+chip_bust.toml:{line_of(CHIP_BUST, 'year')}\n")
        self.assertRegex(text, r"A run takes about .* s on this machine when it is idle, .* of memory and .* of disk\.\n$")


    def test_steps_within_a_year_are_said_to_have_annual_levels(self):
        said = "A year has 4 steps; the level of each is annual: output of the twelve months to its end."

        self.assertIn(said, self.run_program("explain", GOOD, "--set", "simulation.steps_per_year=4").stdout)
        self.assertNotIn("twelve months", self.run_program("explain", GOOD).stdout)

    def test_mistyped_key_gets_the_keys_that_are_there_and_a_hint(self):
        for key, known, hint in (("sectors.automobile", "known: integrated_circuits, ", "Did you mean 'automobiles'?"),
                                 ("simulaton", "known: scenario, ", "Did you mean 'simulation'?"),
                                 ("sectors.automobiles.growth.modl", "known: ", "Did you mean 'model'?")):
            said = self.run_program("explain", BASELINE, key, status=CONFIG).stderr

            self.assertIn(f'sets no "{key}" ({known}', said)
            self.assertTrue(said.endswith(f"). {hint}\n"), said)


class Check(ProgramTest):
    def test_loadings_without_the_noise_are_noted_and_are_no_error(self):
        config = self.write("loadings.toml", f'[scenario]\nbase = "{GOOD}"\n'
                            "[dependence.growth_rate]\nloadings = { software = { common = 0.5 } }\n")

        finished = self.run_program("check", config, status=DONE)
        quiet = self.run_program("check", "--quiet", config, status=DONE)

        self.assertEqual(finished.stdout.splitlines()[1:], [
            f"{config}: note: dependence.growth_rate: the loadings of software have no effect: its model "
            "geometric_brownian has no noise growth_rate"])
        self.assertEqual(quiet.stdout, "")


class Replay(ProgramTest):
    """A path printed alone is the path of the cube, whose numbers are float32."""

    def setUp(self):
        super().setUp()
        self.result = self.simulate(BASELINE, simulation__paths=1000, output__cube=["output"])

    def replayed(self, path, config=BASELINE):
        return json.loads(self.run_program("replay", config, "--path", path, "--set", "simulation.paths=1000",
                                           "--json").stdout)

    def test_series_equal_the_cube(self):
        with h5py.File(self.result) as file:
            cube, series = file["output"][0], names(file["series"])
        for path in (0, 255, 256, 999):
            shown = self.replayed(path)

            self.assertEqual(list(shown["series"]), series)
            for row, levels in enumerate(shown["series"].values()):
                np.testing.assert_array_equal(np.float32(levels), cube[row, :, path])

    def test_drawn_parameters_equal_the_cube(self):
        with h5py.File(self.result) as file:
            group = file["parameters"]
            drawn, keys = group["values"][0], names(group["parameter"])
        shown = self.replayed(777)["parameters"]

        self.assertEqual(list(shown), keys)
        self.assertEqual(drawn.dtype, np.float64)
        np.testing.assert_array_equal(np.array(list(shown.values())), drawn[:, 777])

    def test_series_are_the_sums_of_the_sectors(self):
        shown = self.replayed(42)
        per_year = 1
        levels = {sector: [base] for sector, base in shown["base"].items()}
        for row in shown["steps"]:
            if row["step"] % per_year == per_year - 1:
                levels[row["sector"]].append(row["output"])

        chips, services = levels["integrated_circuits"], levels["integrated_circuits_services"]
        leading = [sum(parts) for parts in zip(chips, levels["biomedicine"], levels["artificial_intelligence"])]
        np.testing.assert_allclose(shown["series"]["integrated_circuits_scale"], np.add(chips, services), rtol=1e-14)
        np.testing.assert_allclose(shown["series"]["leading_total"], leading, rtol=1e-14)

    def test_events_are_listed_with_their_impacts(self):
        tutorial = CONFIGS / "tutorials/events.toml"
        floods = 0
        for path in range(20):
            shown = self.replayed(path, tutorial)
            happened = [(event["step"], event["event"], event["impact"]) for event in shown["events"]]
            text = self.run_program("replay", tutorial, "--path", path).stdout
            self.assertIn((4, "strike", -0.105), happened)  # the first quarter of 2027
            self.assertRegex(text, r"(?m)^2027 1/4  strike: A strike +log level -0\.105000$")
            half_lives = {"strike": 1, "flood": 2}  # [year], of what hits makers; both in full
            effect = [row["terms"]["events"] for row in shown["steps"] if row["sector"] == "makers"]
            for step, seen in enumerate(effect):
                left = sum(impact * 2 ** (-(step - at) / 4 / half_lives[name])
                           for at, name, impact in happened if name in half_lives and at <= step)
                self.assertAlmostEqual(seen, left, places=12)
            floods += sum(name == "flood" for _, name, _ in happened)
        self.assertGreater(floods, 0)
        one = self.run_program("replay", tutorial, "--path", 7, "--sector", "makers").stdout
        self.assertNotIn("fair: ", one)  # it hits shops alone

    def test_number_of_a_path_may_have_underscores_as_in_a_config(self):
        few, many = (self.run_program("replay", GOOD, "--path", path, "--set", "simulation.paths=2_000").stdout
                     for path in ("1234", "1_234"))

        self.assertEqual(many, few)
        self.assertIn("('1_')", self.run_program("replay", GOOD, "--path", "1_", status=CONFIG).stderr)

    def test_result_replays_as_its_config_does(self):
        self.assertEqual(self.replayed(5, self.result), self.replayed(5))

    def test_text_names_every_sector_and_one_if_asked(self):
        every = self.run_program("replay", BASELINE, "--path", 1).stdout
        one = self.run_program("replay", BASELINE, "--path", 1, "--sector", "automobiles").stdout

        self.assertIn("fashion: ", every)
        self.assertIn("automobiles: ", one)
        self.assertNotIn("fashion: ", one)


class Models(ProgramTest):
    def test_list_names_each_model_and_each_has_its_page(self):
        listed = json.loads(self.run_program("models", "--json").stdout)
        text = self.run_program("models").stdout

        pages = {page.stem for page in (CONFIGS.parent / "docs/models").glob("*.md")} - {"README"}
        self.assertGreater(len(pages), 9)
        self.assertEqual({m["name"] for m in listed}, pages)
        for model in listed:
            page = self.run_program("models", model["name"]).stdout
            self.assertIn(model["name"], text)
            for part in (model["source"], *(parameter["name"] for parameter in model["parameters"])):
                self.assertIn(part, page)

    def test_one_model_as_json_is_that_of_the_list(self):
        listed = json.loads(self.run_program("models", "--json").stdout)

        self.assertEqual(json.loads(self.run_program("models", "logistic", "--json").stdout), listed[2])


class Schema(ProgramTest):
    def test_schema_is_json_and_knows_the_sections(self):
        schema = json.loads(self.run_program("schema").stdout)

        self.assertLessEqual({"scenario", "simulation", "sectors", "series", "targets"}, set(schema["properties"]))

    def test_reference_page_names_every_section(self):
        page = self.run_program("schema", "--markdown").stdout

        for section in ("[simulation]", "[sectors.NAME]", "[targets.NAME]"):
            self.assertIn(section, page)


if __name__ == "__main__":
    unittest.main()

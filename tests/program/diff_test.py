"""What `secondcurve diff` prints: the settings in which two scenarios differ."""

import json
import unittest

from program import BASELINE, CONFIG, CONFIGS, GOOD, ProgramTest

PUSH = CONFIGS / "shanghai/scenarios/ai_push.toml"


class Diff(ProgramTest):
    def differences(self, first, second):
        return json.loads(self.run_program("diff", first, second, "--json").stdout)

    def variant(self, text):
        return self.write("variant.toml", f'[scenario]\nbase = "{GOOD}"\n{text}')

    def test_a_scenario_does_not_differ_from_itself(self):
        self.assertEqual(self.run_program("diff", GOOD, GOOD).stdout, "The settings are the same.\n")
        self.assertEqual(self.differences(GOOD, self.variant("")), {"a": str(GOOD), "b": str(self.folder / "variant.toml"),
                                                                   "settings": [], "tables": []})

    def test_json_holds_the_values_of_both_with_their_places(self):
        variant = self.variant("[simulation]\npaths = 500\n[output]\ncube = [\"output\"]\n")

        found = self.differences(GOOD, variant)["settings"]

        self.assertEqual([entry["key"] for entry in found], ["simulation.paths", "output.cube"])
        self.assertEqual((found[0]["a"]["value"], found[0]["b"]), ("2000", {"value": "500", "file": str(variant), "line": 4}))
        self.assertEqual((found[0]["a"]["file"], found[1]["a"]), (str(GOOD), None))
        turned = self.differences(variant, GOOD)["settings"]
        self.assertEqual([(e["key"], e["a"], e["b"]) for e in turned], [(e["key"], e["b"], e["a"]) for e in found])

    def test_table_leaves_out_sources_unless_they_alone_differ(self):
        variant = self.variant('[sectors.cars]\nbase = { value = 100, sd = 6, year = 2025, source = "F-1" }\n'
                               '[sectors.cars.growth]\ninitial_growth = { value = 0.08, source = "F-1" }\n')

        text = self.run_program("diff", GOOD, variant).stdout

        self.assertIn("sectors.cars.base\n    A  { value = 100, sd = 5, year = 2025 }\n"
                      "    B  { value = 100, sd = 6, year = 2025 }\n", text)
        self.assertIn('initial_growth\n    A  { value = 0.08, source = "F-2" }\n    B  { value = 0.08, source = "F-1" }\n', text)

    def test_lines_have_100_columns_at_most_and_values_stay_whole(self):
        text = self.run_program("diff", BASELINE, PUSH).stdout

        self.assertEqual(text.splitlines()[:2], [f"A: {BASELINE}", f"B: {PUSH}"])
        self.assertLessEqual(max(map(len, text.splitlines()[3:])), 100)
        self.assertRegex(text, r"(?m)^key +A +B$")
        self.assertRegex(text, r"(?m)^adoption\.ai_plus\.support +1 +3$")
        self.assertIn("adoption.ai_plus.ceiling\n    A  { triangular = [0.55, 0.75, 0.9] }\n"
                      "    B  { triangular = [0.65, 0.85, 0.95] }\n", text)

    def test_where_adds_file_and_line_of_each_value(self):
        text = self.run_program("diff", BASELINE, PUSH, "--where").stdout

        self.assertRegex(text, r"(?m)^adoption\.ai_plus\.support\n    A  1  \S+baseline\.toml:\d+\n    B  3  \S+ai_push\.toml:\d+$")
        self.assertRegex(text, r"(?m)^sectors\.artificial_intelligence_services\.investment\.plan\n    A  -\n"
                               r"    B  1\.2  \S+ai_push\.toml:\d+$")

    def test_titles_come_last(self):
        keys = [entry["key"] for entry in self.differences(BASELINE, PUSH)["settings"]]

        self.assertEqual(keys[-3:], ["scenario.title", "scenario.title_zh", "scenario.description"])
        self.assertGreater(len(keys), 8)

    def test_result_stands_for_its_config(self):
        result = self.simulate(GOOD, simulation__paths=300)

        found = self.differences(GOOD, result)["settings"]

        self.assertEqual([(e["key"], e["a"]["value"], e["b"]["value"], e["b"]["file"]) for e in found],
                         [("simulation.paths", "2000", "300", "--set")])

    def test_tables_of_one_name_that_differ_are_named(self):
        facts = (GOOD.parent / "facts.csv").read_text(encoding="utf-8")
        for folder, last_fact in (("a", "F-8"), ("b", "F-9")):
            self.write(f"{folder}/good.toml", GOOD.read_text(encoding="utf-8"))
            self.write(f"{folder}/facts.csv", facts + ",".join([last_fact] * (facts.splitlines()[0].count(",") + 1)) + "\n")

        text = self.run_program("diff", "a/good.toml", "b/good.toml").stdout

        self.assertEqual(text, "The table facts.csv differs.\n")
        self.assertEqual(self.differences("a/good.toml", "b/good.toml")["tables"], ["facts.csv"])

    def test_one_file_or_a_wrong_one_is_refused(self):
        self.assertIn("1 file given; it takes two", self.run_program("diff", GOOD, status=CONFIG).stderr)
        wrong = self.variant("[simulation]\npath = 5\n")
        self.assertIn("variant.toml:4:1: simulation.path: unknown key",
                      self.run_program("diff", GOOD, wrong, status=CONFIG).stderr)


if __name__ == "__main__":
    unittest.main()

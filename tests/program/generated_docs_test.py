"""The committed JSON Schema and pages are what the program writes, and the schema judges configs as the
program does."""

import json
import os
import re
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

from jsonschema import Draft7Validator

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["SECONDCURVE_PROGRAM"]
SCHEMA = SOURCE / "configs/secondcurve.schema.json"
BATCH_SCHEMA = SOURCE / "configs/secondcurve-batch.schema.json"
SHIPPED = sorted(p for folder in ("shanghai", "tutorials") for p in (SOURCE / "configs" / folder).rglob("*.toml"))
BATCHES = [file for file in SHIPPED if file.parent.name == "batch"]
CONFIGS = [file for file in SHIPPED if file not in BATCHES]

# What a tutorial becomes when one text in it is replaced, and whether it is then right.
RIGHT = {
    "published values": ("path", "[series.industry]", "[series.industry]\nhistory = { 2023 = 90, 2024 = { value = 95, why = \"w\" } }"),
    "a rate in percent": ("path", "spread = { value = 0.03", 'spread = { value = "3%"'),
    "a plain number": ("path", "base = { value = 100, year = 2025, why = \"invented: reads as percent\" }", "base = 100"),
    "straight lines between years": ("path", "2030 = \"5%\" }", "2030 = \"5%\", interpolate = \"linear\" }"),
    "an uncertain number, cut off": ("path", "spread = { value = 0.03", "spread = { uniform = [0, 0.04], max = 0.03"),
    "a list of facts": ("path", "spread = { value = 0.03", "spread = { value = 0.03, source = []"),
    "an entry that is switched off": ("path", "[series.industry]", "[targets.goal]\nenabled = false\n\n[series.industry]"),
    "a target": ("path", "[series.industry]", "[targets.goal]\nseries = \"industry\"\nyear = 2030\nat_least = 120\n\n"
                                              "[series.industry]"),
}
WRONG = {
    "a number as history": ("path", "[series.industry]", "[series.industry]\nhistory = 5"),
    "a distribution as history": ("path", "[series.industry]", "[series.industry]\nhistory = { normal = [5, 1] }"),
    "a history without years": ("path", "[series.industry]", "[series.industry]\nhistory = { why = \"w\" }"),
    "lines between published values": ("path", "[series.industry]",
                                       "[series.industry]\nhistory = { 2023 = 90, interpolate = \"linear\" }"),
    "an unknown section": ("path", "[scenario]", "[scenarios]"),
    "an unknown key": ("path", "spread =", "spred ="),
    "a key of another model": ("path", "spread =", "volatility ="),
    "an unknown model": ("path", 'model = "path"', 'model = "paths"'),
    "no model": ("path", 'model = "path"', ""),
    "a required key left out": ("path", "seed = 1", ""),
    "a wrong type": ("path", "seed = 1", 'seed = "one"'),
    "a number out of range": ("path", "spread = { value = 0.03", "spread = { value = -0.03"),
    "a list too short": ("path", "spread = { value = 0.03", "spread = { normal = [0.03]"),
    "an unknown key beside a distribution": ("path", "spread = { value = 0.03", "spread = { normal = [0.03, 0.001], mean = 1"),
    "a section that is switched off": ("path", "seed = 1", "seed = 1\nenabled = false"),
    "a year of two digits": ("path", "2030 = \"5%\" }", "30 = \"5%\" }"),
    "no year": ("path", "growth = { 2026", "growth = { interpolate = \"linear\" }\n#"),
    "an unknown way between years": ("path", "2030 = \"5%\" }", "2030 = \"5%\", interpolate = \"cubic\" }"),
    "a base value below zero": ("path", "value = 100", "value = -100"),
    "a capital letter in a name": ("path", "[series.industry]", "[series.Industry]"),
    "two keys of which one may be given": ("mean_reverting", "growth_volatility =", "growth_sd = 0.01\ngrowth_volatility ="),
    "a text that is no percentage": ("path", 'year = 2025, why', 'sd = "5 percent", year = 2025, why'),
    "a weight that is a text": ("path", "sum = { industry = 1 }", 'sum = { industry = "one" }'),
    "a target without a condition": ("path", "[series.industry]", "[targets.goal]\nseries = \"industry\"\nyear = 2030\n\n"
                                                                  "[series.industry]"),
}


def program(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def problems(text, schema=SCHEMA):
    """What the committed schema finds wrong with a config."""
    validator = Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(tomllib.loads(text))]


def changed(tutorial, old, new):
    text = (SOURCE / "configs/tutorials" / f"{tutorial}.toml").read_text(encoding="utf-8")
    assert old in text, f"{tutorial}.toml no longer holds: {old}"
    return text.replace(old, new, 1)


def check(text):
    """The exit status of the check of a config, and what the program says."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.toml"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run([PROGRAM, "check", "-q", str(file)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


class GeneratedFiles(unittest.TestCase):
    def assert_current(self, path, text, command):
        committed = path.read_text(encoding="utf-8") if path.exists() else None
        if committed != text:
            self.fail(f"{path.relative_to(SOURCE)} is not what the program writes. From the root of the repository: "
                      f"secondcurve {command}")

    def test_json_schema_is_current(self):
        self.assert_current(SCHEMA, program("schema"), "schema > configs/secondcurve.schema.json")

    def test_reference_page_is_current(self):
        self.assert_current(SOURCE / "docs/reference/config.md", program("schema", "--markdown"),
                            "schema --markdown > docs/reference/config.md")

    def test_batch_schema_is_current(self):
        self.assert_current(BATCH_SCHEMA, program("schema", "--batch"),
                            "schema --batch > configs/secondcurve-batch.schema.json")

    def test_batch_page_is_current(self):
        self.assert_current(SOURCE / "docs/reference/batch.md", program("schema", "--batch", "--markdown"),
                            "schema --batch --markdown > docs/reference/batch.md")

    def test_model_pages_are_current(self):
        with tempfile.TemporaryDirectory() as folder:
            program("schema", "--model-pages", folder)
            written = {page.name: page.read_text(encoding="utf-8") for page in Path(folder).iterdir()}

        for name, text in written.items():
            self.assert_current(SOURCE / "docs/models" / name, text, "schema --model-pages docs/models")
        committed = {page.name for page in (SOURCE / "docs/models").iterdir()}
        self.assertEqual(committed - written.keys(), set(), "pages of models that are not registered: delete them")

    def test_links_of_the_pages_lead_to_files(self):
        pages = [*(SOURCE / "docs/reference").glob("*.md"), *(SOURCE / "docs/models").iterdir()]
        links = [(page, link) for page in pages
                 for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))]

        broken = [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]

        self.assertGreater(len(links), 8)
        self.assertEqual(broken, [])


class JsonSchema(unittest.TestCase):
    def test_schema_is_a_schema(self):
        for schema in (SCHEMA, BATCH_SCHEMA):
            Draft7Validator.check_schema(json.loads(schema.read_text(encoding="utf-8")))

    def test_every_config_validates(self):
        self.assertGreater(len(CONFIGS), 8)
        for config in CONFIGS:
            with self.subTest(config=config.name):
                self.assertEqual(problems(config.read_text(encoding="utf-8")), [])

    def test_every_config_names_the_schema_for_editors(self):
        for config in SHIPPED:
            with self.subTest(config=config.name):
                first = config.read_text(encoding="utf-8").splitlines()[0]
                self.assertTrue(first.startswith("#:schema "), f"line 1 is: {first}")
                self.assertEqual((config.parent / first.removeprefix("#:schema ")).resolve(),
                                 BATCH_SCHEMA if config in BATCHES else SCHEMA)

    def test_every_batch_validates(self):
        self.assertGreater(len(BATCHES), 0)
        for batch in BATCHES:
            with self.subTest(batch=batch.name):
                self.assertEqual(problems(batch.read_text(encoding="utf-8"), BATCH_SCHEMA), [])

    def test_example_of_the_batch_page_validates(self):
        page = (SOURCE / "docs/reference/batch.md").read_text(encoding="utf-8")
        example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1]

        self.assertEqual(problems(example, BATCH_SCHEMA), [])
        for old, new in (('file = "baseline.toml"', 'flie = "baseline.toml"'), ('"lhs"', '"lsh"'), ("samples = 200", "samples = 0"),
                         ("growth = { noise = 0.5 }", "growth = { noise = 1.5 }"), ("[batch]", "[batches]")):
            with self.subTest(new=new):
                self.assertIn(old, example)
                self.assertNotEqual(problems(example.replace(old, new, 1), BATCH_SCHEMA), [])

    def test_a_file_that_inherits_may_leave_out_what_its_base_says(self):
        self.assertEqual(problems('[scenario]\nbase = "x.toml"\n[sectors.a.growth]\nvolatility = 0.1\n'), [])
        self.assertNotEqual(problems('[scenario]\ntitle = "x"\n[sectors.a.growth]\nvolatility = 0.1\n'), [])

    def test_a_file_that_inherits_is_checked_for_what_it_says(self):
        self.assertNotEqual(problems('[scenario]\nbase = "x.toml"\n[sectors.a.growth]\nvolatilty = 0.1\n'), [])
        self.assertNotEqual(problems('[scenario]\nbase = "x.toml"\n[sectors.a.growth]\nvolatility = -0.1\n'), [])

    def test_program_and_schema_accept_what_is_right(self):
        for name, case in RIGHT.items():
            with self.subTest(name):
                text = changed(*case)
                self.assertEqual(problems(text), [])
                self.assertEqual(check(text), (0, ""))

    def test_program_and_schema_refuse_what_is_wrong(self):
        for name, case in WRONG.items():
            with self.subTest(name):
                text = changed(*case)
                self.assertNotEqual(problems(text), [], "the schema accepts it")
                self.assertEqual(check(text)[0], 2, "the program accepts it")


if __name__ == "__main__":
    unittest.main()

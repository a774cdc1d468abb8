"""docs/result-format.md describes what the program writes: every dataset and attribute, and no others, with their
dimensions, types and units; its Python examples run."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import h5py

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["SECONDCURVE_PROGRAM"]
PAGE = (SOURCE / "docs/result-format.md").read_text()

# Of netCDF and HDF5; the page explains them in words or leaves them to those.
FORMAT_ATTRIBUTES = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid", "units", "long_name",
                     "coordinates", "labels", "_FillValue"}
GROUPS = {"/": "Root", "/summary": "`/summary`", "/parameters": "`/parameters`", "/links": "`/links`",
          "/history": "`/history`", "/provenance": "`/provenance`"}
TYPES = ("float64", "float32", "int64", "int32", "text")

# Results that together hold everything: a config, settings, and what the words in the column of units stand for.
# That without settings is compared with itself.
RESULTS = {
    "full": ("shanghai/baseline.toml",
             ("simulation.paths=1000", "simulation.inner=8", 'output.cube=["output"]',
              'policies.push={ sectors = ["fashion"], uplift = 0.01, from = 2026 }',
              "sectors.fashion.investment={ capital_output_ratio = 1, depreciation = 0.1, output_elasticity = 0.3 }",
              "programmes.fund={ amount = 10, years = [2026, 2027], allocation = { fashion = 1 } }",
              'simulation.stop_when={ series = "industry_workers", year = 2030, quantile = 0.5, standard_error = 0.1 }',
              'targets.workers={ series = "industry_workers", year = 2030, at_least = 1900 }',
              'sectors.fashion.growth={ model = "mixture", components = { fast = { weight = 0.5, model = "path", '
              'growth = 0.05 }, slow = { weight = 0.5, model = "path", growth = 0.01 } } }',
              "links={ table = { fashion = { automobiles = 0.1 } } }"),
             {"level": "as in the coordinate unit", "squared level": "square of the coordinate unit",
              "level of targets": "as in the coordinate target_unit", "account": "bn CNY",
              "of the rule": "thousand persons"}),
    "plain": ("tutorials/path.toml", (), {"level": "bn CNY"}),
    "beside a baseline": ("tutorials/path.toml", None, {"level": "bn CNY"}),
    "mixture": ("tutorials/mixture.toml", ("simulation.paths=1000",),
                {"level": "bn CNY", "level of targets": "bn CNY"}),
    "heavy tails": ("tutorials/dependence.toml", ("simulation.paths=1000",),
                    {"level": "bn CNY", "level of targets": "bn CNY"}),
    "split": ("tutorials/variance_split.toml", ("simulation.paths=1024",),
              {"level": "bn CNY", "squared level": "(bn CNY)^2"}),
    "stopped": ("tutorials/stop_when.toml", ("simulation.paths=1000",),
                {"level": "bn CNY", "level of targets": "bn CNY", "of the rule": "1"}),
}


def section(title):
    return re.search(rf"^## {re.escape(title)}.*?(?=^## |\Z)", PAGE, re.M | re.S).group()


def tables(title):
    """Returns the tables of a section: lists of rows, each a dict by heading, "the same" written out."""
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", section(title), re.M):
        heading, _, *lines = ([cell.strip() for cell in line.strip()[1:-1].split("|")] for line in table.splitlines())
        rows = []
        for line in lines:
            cells = dict(zip(heading, line, strict=True))
            rows.append({key: rows[-1][key] if cell == "the same" else cell for key, cell in cells.items()})
        found.append(rows)
    return found


def described(title, *headings):
    """Returns the rows of the section's tables whose first heading is one of these by each name in their first cell, V_...
    written out with the units of V."""
    variables = {name: row["units"] for table in tables(title) if "V" in table[0]
                 for row in table for name in re.findall(r"`(\w+)`", row["V"])}
    found = {}
    for table in tables(title):
        first = next(iter(table[0]))
        for row in table if first in headings else []:
            for name in re.findall(r"`(\w+)`", row[first]):
                for full, units in ([(v + name[1:], units) for v, units in variables.items()] if name.startswith("V_")
                                    else [(name, None)]):
                    found[full] = row | ({"units": units} if row.get("units") == "of V" else {})
    return found


def names(title, *headings):
    return list(described(title, *headings))


def type_of(dataset):
    return "text" if dataset.dtype.kind in "OS" else dataset.dtype.name


class ResultFormat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.files = {}
        for name, (config, settings, _) in RESULTS.items():
            path = os.path.join(cls.folder.name, "baseline.h5" if name == "full" else f"{name}.h5")
            file = str(SOURCE / "configs" / config)
            command = (["compare", file, file] if settings is None
                       else ["run", file, *(f"--set={setting}" for setting in settings)])
            subprocess.run([PROGRAM, *command, "-o", path, "--quiet"], check=True)
            cls.files[name] = h5py.File(path)

    @classmethod
    def tearDownClass(cls):
        for file in cls.files.values():
            file.close()
        cls.folder.cleanup()

    def datasets(self, file, group):
        """Returns the datasets of a group that are not the root's labels under a second name."""
        return {name: item for name, item in file[group].items() if isinstance(item, h5py.Dataset)
                and not (group != "/" and name in file and item == file[name])} if group in file else {}

    def of_page(self):
        """Yields (result, group, name, dataset, row of the page) of all datasets but labels."""
        for result, file in self.files.items():
            for group, title in GROUPS.items():
                rows = described(title, "variable", "cube")
                for name, dataset in self.datasets(file, group).items():
                    if name in rows:
                        yield result, group, name, dataset, rows[name]

    def test_page_lists_the_datasets_of_each_group(self):
        dimensions = set(names("Dimensions", "dimension"))
        for group, title in GROUPS.items():
            with self.subTest(group=group):
                written = set().union(*(self.datasets(file, group) for file in self.files.values()))
                self.assertEqual(written - dimensions, set(names(title, "variable", "cube")))

    def test_page_lists_the_dimensions(self):
        used = set()
        for file in self.files.values():
            file.visititems(lambda name, item: used.update(
                [name.split("/")[-1]] if item.attrs.get("CLASS") == b"DIMENSION_SCALE" else []))

        self.assertEqual(used, set(names("Dimensions", "dimension")))

    def test_page_says_where_a_dimension_is(self):
        for result, file in self.files.items():
            for name, row in described("Dimensions", "dimension").items():
                if condition := re.search(r"only where ((?:`\w+`(?:, | or )?)+) is", row["labels"]):
                    place = file[row["in"].strip("`")]
                    with self.subTest(result=result, dimension=name):
                        self.assertEqual(name in place, any(other in place for other in
                                                            re.findall(r"`(\w+)`", condition[1])))

    def test_page_gives_dimensions(self):
        for result, _, name, dataset, row in self.of_page():
            said = re.findall(r"\w+", row.get("dimensions") or row["dimension"])
            found = [scale[0].name.split("/")[-1] for scale in dataset.dims] or ["scalar"]
            self.assertEqual(found, said, f"{name} of {result}")

    def test_page_gives_types(self):
        for result, group, name, dataset, row in self.of_page():
            said = row.get("type") or re.match(r"\w*", row.get("definition", "")).group()
            usual = "text" if group in ("/", "/provenance") else "float64"
            self.assertEqual(type_of(dataset), said if said in TYPES else usual, f"{name} of {result}")

    def test_page_gives_units(self):
        compared = set()
        for result, group, name, dataset, row in self.of_page():
            if "units" not in row and group != "/links":
                continue
            said = row.get("units", "1")
            self.assertEqual(dataset.attrs.get("units", b"").decode(), RESULTS[result][2].get(said, said),
                             f"{name} of {result}")
            compared.add(said)
        self.assertEqual(compared, {"", "1", "level", "squared level", "level of targets", "account", "of the rule"})

    def test_page_lists_the_attributes(self):
        written, unknown = set(), set()
        for file in self.files.values():
            written.update(re.sub(r"^(account|measure)_\w+", r"\1_NAME", name) for name in file.attrs)
            file.visititems(lambda name, item: unknown.update(set(item.attrs) - FORMAT_ATTRIBUTES - {"notes"}))

        self.assertEqual(written, set(names("Root", "attribute")))
        self.assertEqual(unknown, set())

    def test_page_states_the_version(self):
        attributes = self.files["full"].attrs
        version = f"{attributes['format_version_major']}.{attributes['format_version_minor']}"
        self.assertIn(f"Version {version} of the format", PAGE)

    def test_dimensions_come_in_the_promised_order(self):
        order = names("Dimensions", "dimension")

        def check(name, item):
            if isinstance(item, h5py.Dataset) and item.attrs.get("CLASS") != b"DIMENSION_SCALE":
                places = [order.index(scale[0].name.split("/")[-1]) for scale in item.dims]
                self.assertEqual(places, sorted(places), name)

        for file in self.files.values():
            file.visititems(check)

    def test_python_examples_run(self):
        examples = re.findall(r"```python\n(.*?)```", PAGE, re.S)
        self.assertEqual(len(examples), 4)
        for example in examples:
            with self.subTest(example=example):
                subprocess.run([sys.executable, "-c", example], check=True, cwd=self.folder.name)


if __name__ == "__main__":
    unittest.main()

"""docs/result-format.md describes what the program writes: every dataset and attribute, and no others; its Python
examples run."""

import os
import re
import subprocess
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
STATISTICS = ("output", "growth", "average_growth", "share", "contribution")


def section(title):
    return re.search(rf"^## {re.escape(title)}.*?(?=^## |\Z)", PAGE, re.M | re.S).group()


def names(title, *headers):
    """Names in the first column of the section's tables with such a first heading, V_... written out."""
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", section(title), re.M):
        heading, _, *rows = (line.split("|")[1].strip() for line in table.splitlines())
        if heading in headers:
            found += [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    return [full for name in found
            for full in ([v + name[1:] for v in STATISTICS] if name.startswith("V_") else [name])]


class ResultFormat(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = os.path.join(cls.folder.name, "baseline.h5")
        subprocess.run([PROGRAM, "run", str(SOURCE / "configs/shanghai/baseline.toml"), "-o", cls.path, "--quiet",
                        "--set", "simulation.paths=1000", "--set", "simulation.inner=8", "--set", 'output.cube=["output"]',
                        "--set", 'policies.push={ sectors = ["fashion"], uplift = 0.01, from = 2026 }',
                        "--set", "sectors.fashion.investment={ capital_output_ratio = 1, depreciation = 0.1, "
                                 "output_elasticity = 0.3 }",
                        "--set", "programmes.fund={ amount = 10, years = [2026, 2027], allocation = { fashion = 1 } }",
                        "--set", 'simulation.stop_when={ target = "leading_ten_percent", standard_error = 0.1 }',
                        "--set", 'sectors.fashion.growth={ model = "mixture", components = { fast = { weight = 0.5, '
                        'model = "path", growth = 0.05 }, slow = { weight = 0.5, model = "path", growth = 0.01 } } }',
                        "--set", "links={ table = { fashion = { automobiles = 0.1 } } }"], check=True)
        cls.file = h5py.File(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.file.close()
        cls.folder.cleanup()

    def datasets(self, group):
        """Datasets of a group that are not the root's labels under a second name."""
        return {name for name, item in self.file[group].items() if isinstance(item, h5py.Dataset)
                and not (group != "/" and name in self.file and item == self.file[name])}

    def test_page_lists_the_datasets_of_each_group(self):
        dimensions = set(names("Dimensions", "dimension"))
        for group, title in (("/", "Root"), ("/summary", "`/summary`"), ("/parameters", "`/parameters`"),
                             ("/links", "`/links`"), ("/provenance", "`/provenance`")):
            with self.subTest(group=group):
                self.assertEqual(self.datasets(group) - dimensions, set(names(title, "variable", "cube")))

    def test_page_lists_the_dimensions(self):
        used = set()
        self.file.visititems(lambda name, item: used.update(
            [name.split("/")[-1]] if item.attrs.get("CLASS") == b"DIMENSION_SCALE" else []))

        self.assertEqual(used, set(names("Dimensions", "dimension")))

    def test_page_lists_the_attributes(self):
        written = {re.sub(r"^account_\w+", "account_NAME", name) for name in self.file.attrs}
        self.assertEqual(written, set(names("Root", "attribute")))
        unknown = set()
        self.file.visititems(lambda name, item: unknown.update(set(item.attrs) - FORMAT_ATTRIBUTES - {"notes"}))
        self.assertEqual(unknown, set())

    def test_page_states_the_version(self):
        version = f"{self.file.attrs['format_version_major']}.{self.file.attrs['format_version_minor']}"
        self.assertIn(f"Version {version} of the format", PAGE)

    def test_dimensions_come_in_the_promised_order(self):
        order = names("Dimensions", "dimension")

        def check(name, item):
            if isinstance(item, h5py.Dataset) and item.attrs.get("CLASS") != b"DIMENSION_SCALE":
                places = [order.index(scale[0].name.split("/")[-1]) for scale in item.dims]
                self.assertEqual(places, sorted(places), name)

        self.file.visititems(check)

    def test_python_examples_run(self):
        examples = re.findall(r"```python\n(.*?)```", PAGE, re.S)
        self.assertEqual(len(examples), 4)
        for example in examples:
            with self.subTest(example=example):
                subprocess.run(["/usr/bin/python3", "-c", example], check=True, cwd=self.folder.name)


if __name__ == "__main__":
    unittest.main()

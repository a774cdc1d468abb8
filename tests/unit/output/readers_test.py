"""Opens a result file with the readers that people use. Run as: readers_test.py PATH_OF_make_sample"""

import math
import os
import subprocess
import sys
import tempfile
import unittest

import h5py
import netCDF4
import numpy as np
import xarray as xr

MAKE_SAMPLE = ""
ENGINES = ("netcdf4", "h5netcdf")
SERIES = ["integrated_circuits", "biomedicine", "leading_total"]
FAILED = [7, 300, 999]


def expected_output(series, year, path):
    return np.float32(100.0 * (series + 1) + year + 0.01 * math.sin(path))


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.file = os.path.join(cls.folder.name, "sample.h5")
        subprocess.run([MAKE_SAMPLE, cls.file], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def open(self, engine, group=None):
        data = xr.open_dataset(self.file, engine=engine, group=group)
        self.addCleanup(data.close)
        return data

    def test_xarray_shows_the_cube_with_labelled_dimensions(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                data = self.open(engine)
                self.assertEqual(data["output"].dims, ("scenario", "series", "year", "path"))
                self.assertEqual(data["output"].shape, (1, 3, 4, 1000))
                self.assertEqual(data["output"].dtype, np.float32)
                self.assertEqual(list(data["series"].values), SERIES)
                self.assertEqual(list(data["year"].values), [2025, 2026, 2027, 2028])
                self.assertEqual(list(data["scenario"].values), ["baseline"])
                self.assertEqual(data["output"].attrs["units"], "bn CNY")
                self.assertEqual(data["output"].attrs["long_name"], "output")
                self.assertNotIn("path", data.coords)

    def test_xarray_selects_a_series_by_name(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                fan = self.open(engine)["output"].sel(scenario="baseline", series="biomedicine", year=2027)
                want = [expected_output(1, 2, path) for path in range(1000)]
                for path in FAILED:
                    want[path] = np.nan
                np.testing.assert_array_equal(fan.values, np.array(want, dtype=np.float32))

    def test_xarray_shows_titles_as_coordinates_of_series(self):
        for engine in ENGINES:
            for group, name in ((None, "output"), ("summary", "output_mean")):
                with self.subTest(engine=engine, group=group):
                    data = self.open(engine, group)
                    self.assertIn("title_zh", data.coords)
                    self.assertEqual(data[name].sel(series="biomedicine")["title_zh"].item(), "生物医药")
                    self.assertEqual(data[name].sel(series="biomedicine")["title"].item(), "Biomedicine")

    def test_xarray_opens_the_summary_alone_with_all_coordinates(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                data = self.open(engine, "summary")
                median = data["output_quantile"].sel(series="leading_total", year=2026, quantile=0.5)
                self.assertEqual(median.values.tolist(), [301.0])
                self.assertEqual(list(data["quantile"].values), [0.05, 0.5, 0.95])
                self.assertEqual(list(data["scenario"].values), ["baseline"])
                self.assertEqual(data["output_quantile"].attrs["units"], "bn CNY")
                self.assertTrue(np.isnan(data["growth_mean"].sel(year=2025)).all())
                self.assertTrue((data["growth_mean"].sel(year=2026) == 0.05).all())
                self.assertEqual(data["target_probability"].sel(target="leading_ten_percent").item(), 0.25)
                self.assertEqual(data["paths"].item(), 1000)

    def test_xarray_opens_parameters_and_provenance(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                values = self.open(engine, "parameters")["values"]
                self.assertEqual(values.dims, ("scenario", "parameter", "path"))
                self.assertEqual(values.dtype, np.float64)
                base = values.sel(parameter="sectors.biomedicine.base")
                self.assertEqual(base["parameter_units"].item(), "bn CNY")
                self.assertEqual(base.values[0, 5], 1.0 + 1.0 / 8.0)
                self.assertTrue(np.isnan(base.values[0, FAILED]).all())
                provenance = self.open(engine, "provenance")
                self.assertEqual(provenance["config"].item(), "[simulation]\npaths = 1000 # 一千\n")
                self.assertEqual(provenance["files"].sel(file="data/facts.csv").item(), "id,value\n")
                self.assertEqual(provenance.attrs["seed"], "18364758544493064192")
                self.assertEqual(provenance.attrs["block_paths"], 256)

    def test_xarray_shows_the_attributes_of_the_file(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                attributes = self.open(engine).attrs
                self.assertEqual(attributes["Conventions"], "CF-1.10")
                self.assertEqual(attributes["format_version_major"], 1)
                self.assertEqual(attributes["format_version_minor"], 1)
                self.assertEqual(attributes["title"], "Sample — 样本")

    def test_xarray_joins_scenario_files(self):
        first = self.open("netcdf4", "summary")
        second = first.assign_coords(scenario=["stagnation"])
        joined = xr.concat([first, second], dim="scenario")
        self.assertEqual(joined["output_mean"].shape, (2, 3, 4))

    def test_netcdf4_reads_dimensions_units_and_missing_values(self):
        with netCDF4.Dataset(self.file) as data:
            cube = data["output"]
            self.assertEqual(cube.dimensions, ("scenario", "series", "year", "path"))
            self.assertEqual(cube.units, "bn CNY")
            self.assertEqual(list(data["series"][:]), SERIES)
            self.assertEqual(np.where(np.ma.getmaskarray(cube[0, 0, 0, :]))[0].tolist(), FAILED)
            self.assertEqual(cube[0, 2, 3, 10], expected_output(2, 3, 10))
            self.assertEqual(data["summary/output_quantile"].dimensions, ("scenario", "series", "year", "quantile"))
            self.assertEqual(data["provenance/config"][...], "[simulation]\npaths = 1000 # 一千\n")

    def test_netcdf4_lists_variables_in_the_order_of_writing(self):
        with netCDF4.Dataset(self.file) as data:
            self.assertEqual(list(data.variables), ["scenario", "series", "year", "title", "title_zh", "output"])
            self.assertEqual(list(data.groups), ["parameters", "summary", "provenance"])

    def test_h5py_reads_scales_and_filters(self):
        with h5py.File(self.file, "r") as data:
            cube = data["output"]
            self.assertEqual([d[0].name.split("/")[-1] for d in cube.dims], ["scenario", "series", "year", "path"])
            self.assertTrue(all(len(d) == 1 for d in cube.dims))
            self.assertTrue(cube.shuffle)
            self.assertEqual(cube.compression, "gzip")
            self.assertEqual(cube.chunks, (1, 1, 4, 1000))
            self.assertTrue(np.isnan(cube.fillvalue))
            self.assertEqual(data["series"].asstr()[:].tolist(), SERIES)
            self.assertEqual(data["series"].attrs["labels"].decode().split("\n"), SERIES)
            self.assertEqual(data["summary/series"], data["series"])  # one object, two names

    def test_every_dimension_of_every_dataset_has_one_scale(self):
        def check(name, item):
            if isinstance(item, h5py.Dataset) and item.attrs.get("CLASS") != b"DIMENSION_SCALE":
                for dimension in item.dims:
                    self.assertEqual(len(dimension), 1, name)

        with h5py.File(self.file, "r") as data:
            data.visititems(check)

    def test_ncdump_prints_the_header(self):
        header = subprocess.run(["ncdump", "-h", self.file], check=True, capture_output=True, text=True).stdout
        self.assertIn("float output(scenario, series, year, path) ;", header)
        self.assertIn("string series(series) ;", header)
        self.assertIn("path = 1000 ;", header)
        self.assertIn("double output_quantile(scenario, series, year, quantile) ;", header)
        self.assertIn("double values(scenario, parameter, path) ;", header)
        self.assertIn("string config ;", header)
        self.assertNotIn("phony_dim", header)

    def test_ncdump_prints_all_values(self):
        subprocess.run(["ncdump", self.file], check=True, stdout=subprocess.DEVNULL)



if __name__ == "__main__":
    MAKE_SAMPLE = os.path.abspath(sys.argv.pop(1))
    unittest.main()

"""Opens a merged result file with the readers that people use. Run as: merged_readers_test.py PATH_OF_make_merged"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import netCDF4
import numpy as np
import xarray as xr

MAKE_MERGED = ""
ENGINES = ("netcdf4", "h5netcdf")
SCENARIOS = ["baseline", "other", "broken", "shorter"]
PARTS = ["baseline", "other", "shorter"]


class MergedReaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run([MAKE_MERGED, cls.folder.name], check=True)
        cls.file = os.path.join(cls.folder.name, "merged.h5")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def open(self, engine, group=None, part=None):
        file = os.path.join(self.folder.name, f"part-{part}.h5") if part else self.file
        data = xr.open_dataset(file, engine=engine, group=group)
        self.addCleanup(data.close)
        return data

    def test_xarray_finds_the_numbers_of_each_part_by_its_labels(self):
        for engine in ENGINES:
            merged = self.open(engine, "summary")
            for name in PARTS:
                part = self.open(engine, "summary", name)
                for variable in ("output_mean", "output_quantile"):
                    with self.subTest(engine=engine, part=name, variable=variable):
                        found = merged[variable].sel(scenario=[name]).sel(
                            {dim: part[dim] for dim in part[variable].dims if dim not in ("scenario", "year")})
                        np.testing.assert_array_equal(found.values, part[variable].values)
                        self.assertTrue(np.isfinite(found.values).all())

    def test_xarray_shows_gaps(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                merged = self.open(engine, "summary")
                self.assertEqual(list(merged["scenario"].values), SCENARIOS)
                means = merged["output_mean"]
                self.assertTrue(np.isnan(means.sel(scenario="broken")).all())
                self.assertTrue(np.isnan(means.sel(scenario="baseline", series="new_energy")).all())
                self.assertEqual(list(merged["paths"].values), [1000, 1000, 0, 1000])

    def test_xarray_carries_what_is_known_of_scenarios_with_every_statistic(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                means = self.open(engine, "summary")["output_mean"]
                self.assertEqual(list(means["growth"].values), [0.01, 0.02, 0.03, 0.04])
                self.assertEqual(list(means["policy"].values), ["none", "push", "push", "none"])
                self.assertEqual(list(means["state"].values), ["done", "done", "failed", "done"])
                self.assertEqual(means["scenario_title"].sel(scenario="broken").item(), "Title of broken")
                self.assertEqual(means["growth"].attrs["units"], "1/year")
                frame = means.sel(year=2026, series="biomedicine").to_dataframe()
                self.assertEqual(frame.loc["shorter", "growth"], 0.04)

    def test_xarray_finds_every_path_of_each_part(self):
        for engine in ENGINES:
            merged = self.open(engine)["output"]
            self.assertEqual(merged.shape, (4, 4, 4, 1000))
            for name in PARTS:
                with self.subTest(engine=engine, part=name):
                    part = self.open(engine, part=name)["output"]
                    found = merged.sel(scenario=[name], series=part["series"])
                    n = part.sizes["path"]
                    np.testing.assert_array_equal(found.values[..., :n], part.values)
                    self.assertTrue(np.isnan(found.values[..., n:]).all())
                    self.assertEqual(np.isnan(part.values).mean(), len([p for p in (7, 300, 999) if p < n]) / n)

    def test_xarray_finds_the_drawn_values_of_each_part(self):
        for engine in ENGINES:
            merged = self.open(engine, "parameters")["values"]
            for name in PARTS:
                with self.subTest(engine=engine, part=name):
                    part = self.open(engine, "parameters", name)["values"]
                    found = merged.sel(scenario=[name], parameter=part["parameter"])
                    np.testing.assert_array_equal(found.values[..., : part.sizes["path"]], part.values)

    def test_xarray_opens_the_provenance(self):
        for engine in ENGINES:
            with self.subTest(engine=engine):
                data = self.open(engine, "provenance")
                self.assertEqual(data["version"].item(), "0.1.0")
                self.assertEqual(data["seed"].sel(scenario="other").item(), "18364758544493064192")
                config = data["files_read"].sel(scenario="other").item().split("\n")[0]
                self.assertEqual(data["file_text"].sel(file=config).item(), "paths = 1000 # 一千\n")
                settings = data["override_text"].sel(scenario="shorter").values.tolist()
                self.assertEqual([s for s in settings if s], ["simulation.paths = 300"])

    def test_netcdf4_and_h5py_read_it(self):
        with netCDF4.Dataset(self.file) as data:
            self.assertEqual(data["output"].dimensions, ("scenario", "series", "year", "path"))
            self.assertTrue(np.ma.getmaskarray(data["summary/output_mean"][2]).all())
            self.assertEqual(list(data["scenario"][:]), SCENARIOS)
        with h5py.File(self.file) as data:
            self.assertEqual(data["output"].chunks, (1, 1, 4, 1000))
            self.assertEqual(data["output"].compression, "gzip")
            self.assertEqual(data["summary/growth"], data["growth"])
            self.assertIsNone(data["summary/output_mean"].chunks)

    def test_every_dimension_of_every_dataset_has_one_scale(self):
        def check(name, item):
            if isinstance(item, h5py.Dataset) and item.attrs.get("CLASS") != b"DIMENSION_SCALE":
                for dimension in item.dims:
                    self.assertEqual(len(dimension), 1, name)

        with h5py.File(self.file, "r") as data:
            data.visititems(check)

    def test_ncdump_prints_it(self):
        text = subprocess.run(["ncdump", self.file], check=True, capture_output=True, text=True).stdout
        self.assertIn("double output_mean(scenario, series, year) ;", text)
        self.assertNotIn("phony_dim", text)

    @unittest.skipUnless(shutil.which("Rscript"), "NOT TESTED: R (not installed)")
    def test_r_reads_it(self):
        code = f"""
            if (!requireNamespace("ncdf4", quietly = TRUE)) quit(status = 77)
            file <- ncdf4::nc_open("{self.file}")
            means <- ncdf4::ncvar_get(file, "summary/output_mean")
            stopifnot(dim(means) == c(4, 4, 4), is.na(means[, , 3]), ncdf4::ncvar_get(file, "growth")[4] == 0.04)
            stopifnot(ncdf4::ncvar_get(file, "scenario")[2] == "other")"""
        done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True)
        if done.returncode == 77:
            self.skipTest("NOT TESTED: R (ncdf4 is not installed)")
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    MAKE_MERGED = os.path.abspath(sys.argv.pop(1))
    unittest.main()

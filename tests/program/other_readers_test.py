"""The scripts that read a result in R and in Octave print what xarray reads."""

import re
import shutil
import subprocess
import unittest

import xarray as xr

from program import BASELINE, SOURCE, ProgramTest

PACKAGES = "cmake/packages/install readers installs it"


def can_run(*command):
    """Whether a program is there and does what is asked of it, such as loading a package."""
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


class OtherReaders(ProgramTest):
    def assert_reads_as_xarray(self, *command):
        """Runs a script on a fresh result and compares all that it prints."""
        result = self.simulate(BASELINE, simulation__paths=1000)

        done = subprocess.run([*command, result], capture_output=True, text=True, timeout=100, check=False)

        self.assertEqual(done.returncode, 0, done.stderr)
        with xr.open_dataset(result) as root, xr.open_dataset(result, group="summary") as summary:
            self.assertIn(f"Integrated circuits, {root.attrs['currency']}", done.stdout)
            fan = summary.output_quantile.squeeze("scenario").sel(series="integrated_circuits", quantile=[0.05, 0.5, 0.95])
            for year in root.year.values:
                row = re.search(rf"^ *{year} +(.*)", done.stdout, re.M)[1].split()
                self.assertEqual([float(value) for value in row], [round(value, 1) for value in fan.sel(year=year).values.tolist()])
            for target in root.target.values:
                row = re.search(rf"^{target} +(.*)", done.stdout, re.M)[1].split()
                for printed, name in zip(row, ("target_probability", "target_probability_se"), strict=True):
                    self.assertAlmostEqual(float(printed), summary[name].sel(target=target).item(), delta=1e-4)
            output = root.output.squeeze("scenario")
            first, last = output.isel(year=0), output.isel(year=-1)
            doubled = (last >= 2 * first).sel(series="integrated_circuits")
            steady = (last >= 1.03**5 * first).sel(series="industry_total")
            for text, paths in (("chips double", doubled), ("industry grows 3% a year", steady), ("both", doubled & steady)):
                self.assertAlmostEqual(float(re.search(rf"^{text}: (.*)", done.stdout, re.M)[1]), float(paths.mean()), delta=1e-4)


class R(OtherReaders):
    @unittest.skipUnless(can_run("Rscript", "-e", "library(ncdf4)"), f"R with ncdf4 is not installed: {PACKAGES}")
    def test_reads_statistics_targets_and_the_cube(self):
        self.assert_reads_as_xarray("Rscript", SOURCE / "notebooks/read_result.R")


class Octave(OtherReaders):
    @unittest.skipUnless(can_run("octave-cli", "--norc", "--eval", "pkg load netcdf"), f"Octave with netcdf is not installed: {PACKAGES}")
    def test_reads_statistics_targets_and_the_cube(self):
        self.assert_reads_as_xarray("octave-cli", "--norc", SOURCE / "notebooks/read_result.m")


if __name__ == "__main__":
    unittest.main()

"""report: refused where results do not go together or a page cannot be made, and how its library is fetched."""

import os
import shutil
import subprocess
import unittest

import h5py

from program import CONFIG, GOOD, IO, SOURCE, ProgramTest, small_disk
from reports import ReportTest

FETCH = SOURCE / "cmake/fetch_charts"


class Refusals(ReportTest):
    def refuse(self, *files, message, status, **options):
        """Checks that a report is refused in these words, and that nothing is written."""
        before = self.files()

        finished = self.report(*files, status=status, **({"output": "page.html"} | options))

        self.assertIn(message, finished.stderr)
        self.assertEqual(finished.stdout, "")
        self.assertEqual(self.files(), before)

    def test_what_is_no_result(self):
        self.refuse(GOOD, message="this is not a Secondcurve result (not an HDF5 file)", status=IO)
        self.refuse("none.h5", message="none.h5: cannot", status=IO)
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        self.refuse("other.h5", message="it has no format_version_major", status=IO)

    def test_older_format_and_truncated_file(self):
        result = self.simulate(GOOD)
        whole = result.read_bytes()
        self.write("short.h5", "")
        (self.folder / "short.h5").write_bytes(whole[:len(whole) // 2])
        with h5py.File(result, "r+") as file:
            file.attrs.modify("format_version_major", 0)

        self.refuse(result, message="the file has format 0, this program reads format 1 (use an older version)", status=IO)
        self.refuse("short.h5", message="the file is incomplete, as after a copy that was cut short", status=IO)

    def test_damaged_tables(self):
        config = self.changed("known", "[series.cars.history]", "2024 = 95")
        for name, said in (("history/observed", "/history/observed: it is missing"), ("summary/growth_mean", "growth_mean: ")):
            result = self.simulate(config, name="known.h5")
            with h5py.File(result, "r+") as file:
                del file[name]

            self.refuse(result, message=f"known.h5: cannot read {said}", status=IO)
            result.unlink()

    def test_results_of_other_accounts_or_prices(self):
        first = self.simulate(GOOD, name="good.h5")
        prices = self.simulate(GOOD, name="prices.h5", account__prices="current")
        unit = self.simulate(GOOD, name="unit.h5", account__currency="bn USD")
        account = self.simulate(GOOD, name="account.h5", accounts__factories__definition="Value added of factories.")

        beside = "good.h5 and {} cannot stand side by side: "
        for result, reason in ((prices, 'account.prices is "constant 2025" in one and "current" in the other'),
                               (unit, 'account.currency is "bn CNY" in one and "bn USD" in the other'),
                               (account, "accounts.factories is defined otherwise")):
            self.refuse("good.h5", result.name, message=beside.format(result.name) + reason, status=CONFIG)
        self.assertTrue(first.exists())

    def test_arguments_that_make_no_sense(self):
        result = self.simulate(GOOD, name="good.h5")
        self.refuse(message="give a result file", status=CONFIG)
        self.refuse(result, message="the report would replace its own input", status=CONFIG, output="good.h5")
        (self.folder / "kept.html").write_bytes(result.read_bytes())
        said = self.run_program("report", result, "-o", "kept.html", "--force", "--charts", self.charts, status=IO).stderr
        self.assertIn("a page is never put in the place of one", said)
        self.assertEqual((self.folder / "kept.html").read_bytes(), result.read_bytes())
        self.refuse(result, result, message="good.h5 is given twice", status=CONFIG)
        self.refuse(result, message="nothing is written to standard output", status=CONFIG, output="-")
        self.refuse(result, message="give -o page.html", status=CONFIG, output="page.pdf")
        self.refuse(result, message="--threads = -1: must be from 0 to 4096", status=CONFIG, threads=-1)
        self.refuse(result, message="'nowhere' does not exist", status=IO, output="nowhere/page.html")

    def test_more_scenarios_than_a_page_can_hold(self):
        self.write("many.toml", f'[batch]\ntitle = "Many"\nset.simulation.paths = 64\n[sweeps.many]\nfile = "{GOOD}"\n'
                                'design = "grid"\n[sweeps.many.axes.growth]\n'
                                f'set.sectors.other.growth.growth = {[i / 1000 for i in range(51)]}\n')
        self.run_program("batch", "many.toml", "-o", "many")

        self.refuse("many/index.h5", message="51 scenarios given, 50 at most; choose with --scenario", status=CONFIG)

    def test_full_disk(self):
        result = self.simulate(GOOD, name="good.h5")
        self.write("charts/echarts.min.js", "/" * 2_000_000)
        with small_disk(self.folder / "disk", 1):
            self.refuse(result, message="disk/page.html: cannot write", status=IO, output="disk/page.html")

    def test_library_that_is_not_there(self):
        result = self.simulate(GOOD, name="good.h5")

        self.refuse(result, message="the chart library is not there. Fetch it once, with npm and a network, by: ", status=IO,
                    charts="nowhere")
        self.write("charts/echarts.min.js", "'</ScRiPt>'")
        self.refuse(result, message='it holds "</script"', status=IO)


class Fetching(ProgramTest):
    """fetch_charts without a network: `npm` is a script of the test's own."""

    def fetch(self, npm):
        """Runs the script where `npm` is that one, or none."""
        tools = self.folder / "tools"
        tools.mkdir()
        for tool in ("bash", "readlink", "dirname", "cat", "mkdir", "mktemp", "rm", "grep", "head", "tr", "sha512sum", "tar",
                     "cp", "printf", "gzip"):
            (tools / tool).symlink_to(shutil.which(tool))
        if npm:
            script = tools / "npm"
            script.write_text(f"#!/bin/bash\n{npm}\n")
            script.chmod(0o755)
        return subprocess.run([FETCH, self.folder / "charts"], env={"PATH": str(tools)}, capture_output=True, text=True,
                              check=False)

    def test_says_what_is_missing(self):
        finished = self.fetch(None)

        self.assertEqual((finished.returncode, finished.stdout), (3, ""))
        self.assertIn("'npm' is not installed; it fetches the chart library", finished.stderr)

    def test_says_that_it_could_not_be_fetched(self):
        finished = self.fetch("echo 'npm error code ENOTFOUND' >&2; exit 1")

        self.assertEqual(finished.returncode, 3)
        self.assertIn("npm could not fetch echarts-", finished.stderr)
        self.assertIn("ENOTFOUND", finished.stderr)

    def test_keeps_nothing_of_another_checksum(self):
        finished = self.fetch('name=${!#}; echo "something else" >"${name/@/-}.tgz"')

        self.assertEqual(finished.returncode, 1)
        self.assertIn("the checksum of echarts-", finished.stderr)
        self.assertEqual(os.listdir(self.folder / "charts"), [])


if __name__ == "__main__":
    unittest.main()

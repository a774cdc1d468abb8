"""compare: what cannot be set side by side, and rules to stop that ask for a difference."""

import unittest

import h5py

from compares import CompareTest
from program import CONFIG, IO, NUMERICAL


class Refusals(CompareTest):
    def test_what_cannot_be_paired_is_refused(self):
        slow = self.config("slow")
        for settings, reason in (({"seed": 2}, "simulation.seed is 1 in the baseline and 2 here (it must be the same)"),
                                 ({"simulation": "steps_per_year = 4"},
                                  "simulation.steps_per_year is 1 in the baseline and 4 here (it must be the same)"),
                                 ({"simulation": 'sampling = "antithetic"'},
                                  "simulation.sampling is pseudo in the baseline and antithetic here (it must be the same)")):
            finished = self.run_program("compare", slow, self.config("fast", **settings), "-o", "x.h5", status=CONFIG)
            self.assertIn("cannot be compared path by path: " + reason, finished.stderr)
        sobol = {"simulation": 'sampling = "sobol"', "paths": 2048}
        finished = self.run_program("compare", self.config("slow", **sobol), self.config("fast", **sobol, end=2031), status=CONFIG)
        self.assertIn("both must draw the same list of numbers", finished.stderr)
        self.assertEqual(self.files(), ["fast.toml", "slow.toml"])

    def test_misuse_is_refused(self):
        slow, fast = self.config("slow"), self.config("fast")
        result = self.simulate(slow, name="x.h5")
        for arguments, message in (([slow], "1 file given"), ([slow, fast, slow], "3 files given"),
                                   ([slow, fast, "--series", "chip"], '"chip" is no series that both have (known: chips, all). Did'),
                                   ([slow, fast, "--year", "2031"], '"2031" is no year that both have'),
                                   ([slow, fast, "--threads", "-1"], "--threads = -1"),
                                   ([slow, result, "-o", "x.h5", "--force"], "would replace its own input")):
            self.assertIn(message, self.run_program("compare", *arguments, status=CONFIG).stderr)
        finished = self.run_program("compare", slow, fast, "-o", "x.h5", status=IO)
        self.assertIn("the file exists already (use --force", finished.stderr)
        self.assertEqual(self.files(), ["fast.toml", "slow.toml", "x.h5"])

    def test_nothing_in_common_is_said_before_all_else(self):
        slow, other = self.config("slow"), self.config("other", seed=2)
        text = other.read_text(encoding="utf-8")
        other.write_text(text.replace("[series.", "[series.other_").replace('part_of = "all"', 'part_of = "other_all"'), encoding="utf-8")

        said = self.run_program("compare", slow, other, status=CONFIG).stderr

        self.assertIn("they have no series of the same name (one has chips, all; the other other_chips, other_all)", said)
        self.assertNotIn("seed", said)

    def test_files_of_other_kinds_are_named_as_such(self):
        slow = self.config("slow")
        (self.folder / "chart.png").write_bytes(b"\x89PNG\r\n")
        (self.folder / "data").write_bytes(b"\0\1\2")
        self.write("table.csv", "a,b\n1,2\n")
        self.write("text.h5", "no result")
        for file, reason in (("chart.png", "its name ends in .png"), ("table.csv", "its name ends in .csv"),
                             ("text.h5", "its name ends in .h5, but it is no HDF5 file"), ("data", "it holds bytes that no text has")):
            for arguments in (["compare", slow, file], ["compare", file, slow], ["replay", file, "--path", "0"], ["check", file]):
                with self.subTest(arguments=arguments):
                    said = self.run_program(*arguments, status=IO).stderr.strip()
                    self.assertEqual(said.splitlines(), [f"{file}: cannot read: this is neither a Secondcurve result nor a config (TOML): {reason}"])

    def test_result_has_the_name_of_one(self):
        files = [self.config("slow"), self.config("fast")]
        for name, better in (("-", "such as -o NAME.h5"), ("slow.txt", "give -o slow.h5"), ("fast.html", "give -o fast.h5")):
            for command in (["compare", *files], ["run", files[0]]):
                self.assertIn(better, self.run_program(*command, "-o", name, "--force", status=CONFIG).stderr)
        self.assertEqual(self.files(), ["fast.toml", "slow.toml"])

    def test_result_with_other_draws_is_refused(self):
        slow = self.config("slow")
        result = self.simulate(slow, name="x.h5")
        with h5py.File(result, "r+") as file:
            file["provenance/version"][()] = "99.0.0"

        for files in ((slow, result), (result, slow)):
            self.assertIn("made by version 99.0.0, whose draws are not those of this version",
                          self.run_program("compare", *files, status=IO).stderr)

    def test_run_that_fails_ends_as_it_would_alone(self):
        bad = self.config("bad", more='[sectors.odd]\ntitle = "Odd"\naccount = "output"\nbase = 1\n'
                          'growth = { model = "geometric_brownian", drift = 50, volatility = 200 }')
        for files in ((bad, self.config("slow")), (self.config("slow"), bad)):
            finished = self.run_program("compare", *files, "-o", "x.h5", status=NUMERICAL)
            self.assertRegex(finished.stderr, r"(?m)^/\S+/bad\.toml: .*left the range of numbers")
            self.assertEqual(self.files(), ["bad.toml", "slow.toml"])

    def test_rule_to_stop_may_ask_for_the_difference(self):
        rule = 'stop_when = { series = "chips", year = 2030, statistic = "mean_difference", relative_error = 0.01 }'
        slow, fast = self.config("slow", paths=100_000), self.config("fast", paths=100_000, growth=0.07, simulation=rule)

        shown = self.run_program("compare", slow, fast, "-o", "x.h5", "--table").stdout
        refused = self.run_program("run", fast, "-o", "y.h5", status=CONFIG)
        of_baseline = self.run_program("compare", fast, slow, status=CONFIG)

        self.assertRegex(shown, r'Note: stopped after [\d,]+ of at most 100,000 paths: the relative standard error of the mean '
                         r'difference of "Chips" in 2030 from the baseline is 0\.00\d+ \(asked: 0\.01\)')
        self.assertIn('simulation.stop_when.statistic = "mean_difference": this run has no baseline', refused.stderr)
        self.assertRegex(refused.stderr, "(?s)compare.*batch")
        self.assertRegex(of_baseline.stderr, r"(?m)^/\S+/fast\.toml: simulation\.stop_when\.statistic = ")
        self.assertEqual(self.run_program("check", fast).returncode, 0)
        self.assertNotIn("y.h5", self.files())


if __name__ == "__main__":
    unittest.main()

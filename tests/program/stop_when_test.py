"""simulation.stop_when: what a run that stops early writes and says."""

import json
import re
import unittest

import h5py
import numpy as np

from program import BASELINE, CONFIGS, NUMERICAL, ProgramTest

TUTORIAL = CONFIGS / "tutorials/stop_when.toml"
RULE = {"target": "leading_ten_percent", "standard_error": 0.004}
MOST = 200_000


def toml(rule):
    return "{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in rule.items()) + " }"


def contents(result):
    """Returns the bytes of each dataset of a result by name, and its attributes as NAME@ATTRIBUTE. References of
    netCDF to places in the file are left out."""
    found = {}

    def add(name, item):
        if isinstance(item, h5py.Dataset):
            found[name] = repr(item[()]) if item.dtype.hasobject else item[()].tobytes()
        for attribute, value in item.attrs.items():
            if attribute not in ("DIMENSION_LIST", "REFERENCE_LIST", "_Netcdf4Dimid"):
                found[f"{name}@{attribute}"] = repr(value)

    with h5py.File(result) as file:
        add("", file)
        file.visititems(add)
    return found


TOLD = re.compile(r"provenance/(config|digest|override)\b.*|provenance@.*|summary/stop_.*|summary@notes|"
                  r"@run_fingerprint")


def told(name):
    """Whether a dataset or attribute says how a result was made, not what it is."""
    return TOLD.fullmatch(name) is not None


class StopWhen(ProgramTest):
    def stopped(self, name, *arguments, config=BASELINE, rule=RULE, most=MOST, **settings):
        return self.simulate(config, "--set", f"simulation.stop_when={toml(rule)}", *arguments, name=name,
                             simulation__paths=most, **settings)

    def summary(self, result, name):
        with h5py.File(result) as file:
            return file[f"summary/{name}"][0]

    def test_file_is_that_of_a_run_of_as_many_paths(self):
        for sampling in ("pseudo", "antithetic", "sobol"):
            with self.subTest(sampling):
                settings = {"simulation__sampling": sampling, "output__cube": ["output"]}
                most = 262_144 if sampling == "sobol" else MOST
                stopped = self.stopped(f"{sampling}.h5", most=most, **settings)
                paths = int(self.summary(stopped, "paths"))
                whole = self.simulate(BASELINE, name=f"{sampling}_whole.h5", simulation__paths=paths, **settings)

                self.assertLess(paths, most)
                first, second = contents(stopped), contents(whole)
                self.assertEqual({n for n in first if not told(n)}, {n for n in second if not told(n)})
                for name, values in second.items():
                    if not told(name):
                        self.assertTrue(first[name] == values, name)
                self.assertNotEqual(first["@run_fingerprint"], second["@run_fingerprint"])
                self.assertNotEqual(first["provenance/digest"], second["provenance/digest"])
                with h5py.File(stopped) as file:
                    self.assertEqual(file["output"].shape[-1], paths)
                    self.assertTrue(np.isfinite(file["output"][0, :, :, -1]).all())

    def test_threads_change_no_byte(self):
        files = [self.stopped("x.h5", "--force", "--threads", n, output__cube=["output"]).read_bytes() for n in (1, 2, 5)]

        self.assertTrue(files[0] == files[1] == files[2])

    def test_result_gives_the_same_file_again(self):
        first = self.stopped("first.h5", output__cube=["output"])

        again = self.simulate(first, name="again.h5")

        self.assertTrue(first.read_bytes() == again.read_bytes())

    def test_result_records_rule_and_precision(self):
        result = self.stopped("x.h5")

        self.assertEqual(self.summary(result, "stop_rule").decode(),
                         "standard error of the probability of leading_ten_percent at most 0.004")
        self.assertEqual(self.summary(result, "stop_met"), 1)
        self.assertEqual(self.summary(result, "stop_paths_most"), MOST)
        self.assertEqual(self.summary(result, "stop_error_asked"), 0.004)
        self.assertLess(self.summary(result, "stop_error_reached"), 0.004)
        self.assertTrue(np.isnan(self.summary(result, "stop_paths_needed")))

    def test_run_and_show_say_how_it_ended(self):
        run = self.run_program("run", TUTORIAL, "-o", "x.h5")
        shown = self.run_program("show", "x.h5", "--table")
        data = json.loads(self.run_program("show", "x.h5", "--json").stdout)

        said = r"(?m)^Note: stopped after ([\d,]+) of at most 1,000,000 paths: the standard error of the probability of " \
            r'"Chips and cars pass 1,500 by 2030" is 0\.00\d+ \(asked: 0\.004\)$'
        self.assertRegex(run.stdout, said)
        self.assertRegex(shown.stdout, said)
        self.assertIn(f", {data['paths']:,} paths in ", run.stderr)
        self.assertEqual((data["stop"]["met"], data["stop"]["paths_most"], data["stop"]["paths_needed"]),
                         (True, 1_000_000, None))

    def test_too_few_paths_are_said_so_with_what_would_do(self):
        finished = self.run_program("run", TUTORIAL, "-o", "x.h5", "--set", "simulation.paths=5000")
        needed = int(self.summary(self.folder / "x.h5", "stop_paths_needed"))

        self.assertRegex(finished.stdout, rf"(?m)^Note: all 5,000 paths did not suffice: the standard error .* is "
                         rf"0\.00\d+ \(asked: 0\.004\)\. About {needed:,} paths would do$")
        self.assertEqual(self.summary(self.folder / "x.h5", "stop_met"), 0)

    def test_rule_that_is_switched_off_is_none(self):
        result = self.simulate(TUTORIAL, simulation__stop_when__enabled=False, simulation__paths=3000)

        with h5py.File(result) as file:
            self.assertEqual(int(file["summary/paths"][0]), 3000)
            self.assertNotIn("stop_rule", file["summary"])

    def test_target_of_a_child_takes_the_place_of_an_inherited_series(self):
        parent = self.write("parent.toml", f'[scenario]\nbase = "{TUTORIAL}"\n[simulation]\n'
                            'stop_when = { series = "both", year = 2030, quantile = 0.05, relative_error = 0.1 }\n')
        child = self.write("child.toml", f'[scenario]\nbase = "{parent}"\n[simulation]\n'
                           'stop_when = { target = "pass_1500", standard_error = 0.1 }\n')

        self.assertIn("probability of pass_1500", self.summary(self.simulate(child), "stop_rule").decode())

    def test_failure_leaves_no_file(self):
        self.run_program("run", CONFIGS / "tutorials/path.toml", "--set", "sectors.industry.growth.spread=1e6", "--set",
                         'simulation.stop_when={ series = "industry", year = 2026, quantile = 0.5, standard_error = 1 }',
                         "--set", 'output.cube=["output"]', status=NUMERICAL)

        self.assertEqual(self.files(), [])

    def test_check_and_explain_say_at_most(self):
        self.assertIn("at most 1,000,000 paths", self.run_program("check", TUTORIAL).stdout)
        self.assertIn("A run takes at most about ", self.run_program("explain", TUTORIAL).stdout)


if __name__ == "__main__":
    unittest.main()

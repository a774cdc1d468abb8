"""run RESULT --add-paths: a result becomes that of one longer run, bit for bit, or stays what it was."""

import os
import signal
import subprocess
import time
import unittest

import h5py

from program import BASELINE, CONFIG, CONFIGS, INTERRUPTED, IO, PROGRAM, ProgramTest, digest

CUBE = {"output__cube": ["output"]}
STOP_TUTORIAL = CONFIGS / "tutorials/stop_when.toml"


class AddPaths(ProgramTest):
    def add(self, result, n, *arguments, status=0):
        return self.run_program("run", result, "--add-paths", n, *arguments, status=status)

    def n_paths(self, result):
        with h5py.File(result) as file:
            return int(file["summary/paths"][0])

    def test_file_is_that_of_one_longer_run(self):
        for settings, before, more in (({}, 5000, 12_345), (CUBE, 5000, 10_000), (CUBE, 300, 1),
                                       (CUBE | {"simulation__sampling": "antithetic"}, 5000, 1002),
                                       (CUBE | {"simulation__sampling": "sobol"}, 4096, 12_288),
                                       (CUBE | {"output__compression": "none"}, 4000, 4000)):
            with self.subTest(settings=settings, before=before, more=more):
                result = self.simulate(BASELINE, "--force", name="short.h5", **settings, simulation__paths=before)
                longer = self.simulate(BASELINE, "--force", name="longer.h5", **settings,
                                       simulation__paths=before + more)

                self.add(result, more)

                self.assertEqual(self.n_paths(result), before + more)
                self.assertEqual(digest(result), digest(longer))

    def test_steps_lead_to_the_same_file_as_one_stride(self):
        steps = self.simulate(BASELINE, name="steps.h5", simulation__paths=2000, **CUBE)
        stride = self.simulate(BASELINE, name="stride.h5", simulation__paths=2000, **CUBE)

        self.add(steps, "1_000")
        self.add(steps, 500, "--threads", 1)
        self.add(stride, 1500)

        self.assertEqual(digest(steps), digest(stride))

    def test_result_that_stopped_goes_on_from_where_it_ended(self):
        stopped = self.simulate(STOP_TUTORIAL, name="stopped.h5", **CUBE)
        before = self.n_paths(stopped)
        longer = self.simulate(STOP_TUTORIAL, name="longer.h5", **CUBE, simulation__paths=before + 1000,
                               simulation__stop_when__enabled=False)

        self.add(stopped, 1000)

        self.assertLess(before, 1_000_000)
        self.assertEqual(digest(stopped), digest(longer))
        again = self.simulate(stopped, name="again.h5")
        self.assertEqual(digest(again), digest(longer))
        self.add(stopped, 1000)
        self.assertEqual(self.n_paths(stopped), before + 2000)

    def test_other_file_may_be_named_and_is_not_overwritten_unasked(self):
        result = self.simulate(BASELINE, name="short.h5", simulation__paths=1000)
        kept = digest(result)

        self.add(result, 500, "-o", "longer.h5")
        finished = self.add(result, 500, "-o", "longer.h5", status=IO)

        self.assertIn("the file exists already (use --force", finished.stderr)
        self.assertEqual((digest(result), self.n_paths(self.folder / "longer.h5")), (kept, 1500))

    def test_link_to_a_result_stays_a_link(self):
        result = self.simulate(BASELINE, name="real.h5", simulation__paths=1000)
        (self.folder / "link.h5").symlink_to("real.h5")

        self.add("link.h5", 500)

        self.assertTrue((self.folder / "link.h5").is_symlink())
        self.assertEqual(self.n_paths(result), 1500)

    def test_paths_that_break_the_design_are_refused(self):
        for settings, more, message in (
                ({"simulation__sampling": "sobol", "simulation__paths": 4096}, 100,
                 "x.h5 has 4,096 paths, and then simulation.paths = 4196: each replicate of Sobol points is a power of two of "
                 "them, 256 or more (must be 8 replicates times such a power; nearest: 4096 or 8192)"),
                ({"simulation__sampling": "antithetic", "simulation__paths": 1000}, 3,
                 "simulation.paths = 1003: antithetic paths come in pairs (must be even, as 1004)"),
                ({"simulation__paths": 1000}, 4_000_000_000, "must be from 1 to 4000000000")):
            result = self.simulate(BASELINE, "--force", name="x.h5", **settings)
            kept = digest(result)

            finished = self.add(result.name, more, status=CONFIG)

            self.assertTrue(finished.stderr.startswith(f"secondcurve run: --add-paths = {more}: "), finished.stderr)
            self.assertIn(message, finished.stderr)
            self.assertEqual((digest(result), self.files()), (kept, ["x.h5"]))

    def test_misuse_is_refused(self):
        result = self.simulate(BASELINE, name="x.h5", simulation__paths=1000)
        kept = digest(result)
        for arguments, message in (([0], "--add-paths = 0: must be 1 or more"), ([-5], "--add-paths = -5: must be 1 or more"),
                                   (["many"], "many"), (["1__0"], "1__0"),
                                   ([10, "--set", "simulation.seed=2"], "--add-paths and --set"),
                                   ([10, "--resumable"], "named with -o")):
            self.assertIn(message, self.add(result, *arguments, status=CONFIG).stderr)
        self.assertEqual((digest(result), self.files()), (kept, ["x.h5"]))

    def test_file_that_is_no_result_is_refused_and_kept(self):
        config = self.write("own.toml", STOP_TUTORIAL.read_text(encoding="utf-8"))
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        kept = digest(config), digest(self.folder / "other.h5")

        for name in ("own.toml", "other.h5"):
            self.assertIn("this is not a Secondcurve result", self.add(name, 100, status=IO).stderr)
        self.assertIn("none.h5: cannot open", self.add("none.h5", 100, status=IO).stderr)

        self.assertEqual((digest(config), digest(self.folder / "other.h5")), kept)
        self.assertEqual(self.files(), ["other.h5", "own.toml"])

    def test_result_with_other_draws_is_refused(self):
        result = self.simulate(BASELINE, name="x.h5", simulation__paths=1000)
        with h5py.File(result, "r+") as file:
            file["provenance/version"][()] = "99.0.0"

        finished = self.add(result, 100, status=IO)

        self.assertIn("it was made by version 99.0.0, whose draws are not those of this version", finished.stderr)
        self.assertEqual(self.n_paths(result), 1000)

    def test_result_of_another_revision_is_remarked_on_unless_quiet(self):
        result = self.simulate(BASELINE, name="x.h5", simulation__paths=1000)
        with h5py.File(result, "r+") as file:
            file["provenance/revision"][()] = "elsewhere"

        loud = [self.run_program("run", result, "-o", "again.h5", "--force"), self.run_program("check", result),
                self.run_program("explain", result, "simulation"), self.run_program("replay", result, "--path", 1)]
        quiet = [self.run_program("run", result, "-o", "again.h5", "--force", "--quiet"),
                 self.run_program("check", result, "--quiet"), self.add(result, 10, "-o", "more.h5", "--quiet")]

        for finished in loud:
            self.assertIn("(elsewhere); this is ", finished.stderr)
        self.assertEqual([finished.stderr for finished in quiet], ["", "", ""])

    def test_interruption_leaves_the_old_file_whole(self):
        for number, status in ((signal.SIGINT, INTERRUPTED), (signal.SIGKILL, -signal.SIGKILL)):
            with self.subTest(signal=number.name):
                result = self.simulate(BASELINE, "--force", name="x.h5", simulation__paths=3000, **CUBE)
                kept = digest(result)
                process = subprocess.Popen([PROGRAM, "run", "x.h5", "--add-paths", "20000000", "--threads", "2", "--quiet"],
                                           cwd=self.folder, stderr=subprocess.DEVNULL)
                self.addCleanup(process.kill)
                deadline = time.monotonic() + 60
                while self.files() == ["x.h5"] and time.monotonic() < deadline:
                    time.sleep(0.05)
                time.sleep(1.0)
                self.assertIsNone(process.poll(), "the run ended before it could be interrupted")
                process.send_signal(number)

                self.assertEqual(process.wait(timeout=60), status)
                self.assertEqual(digest(result), kept)
                left = [name for name in self.files() if name != "x.h5"]
                self.assertEqual(left if number == signal.SIGINT else [n for n in left if not n.endswith(".tmp")], [])
                for name in left:
                    os.remove(self.folder / name)


if __name__ == "__main__":
    unittest.main()

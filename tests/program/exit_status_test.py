"""Exit statuses, and that no broken file is left under the final name or beside it."""

import os
import signal
import subprocess
import sys
import time
import unittest

from program import BASELINE, CONFIG, CONFIGS, DONE, GOOD, INTERRUPTED, IO, NUMERICAL, PROGRAM, ProgramTest, small_disk

PATH_TUTORIAL = CONFIGS / "tutorials/path.toml"
SOON = 2.0  # s: how fast an interrupted run must end


class Usage(ProgramTest):
    def test_no_command_prints_the_help_and_fails(self):
        self.assertIn("Usage: secondcurve COMMAND", self.run_program(status=CONFIG).stdout)

    def test_each_command_has_a_help_page(self):
        for command in ("run", "check", "explain", "show", "replay", "models", "schema"):
            self.assertTrue(self.run_program(command, "--help").stdout.startswith(f"Usage: secondcurve {command} "))

    def test_mistyped_commands_and_options_get_a_hint(self):
        for arguments, hint in ((["rnu"], "Did you mean 'run'?"), (["run", GOOD, "--forec"], "Did you mean '--force'?"),
                                (["models", "logistik"], "Did you mean 'logistic'?")):
            self.assertIn(hint, self.run_program(*arguments, status=CONFIG).stderr)

    def test_misuse_of_a_command_is_refused(self):
        for arguments in (["run"], ["run", GOOD, GOOD], ["check"], ["explain"], ["show"], ["replay", GOOD],
                          ["replay", GOOD, "--path", "2000"], ["replay", GOOD, "--path", "-1"],
                          ["run", GOOD, "--threads", "-1"], ["run", GOOD, "--threads", "many"],
                          ["explain", GOOD, "sectors.boats"]):
            finished = self.run_program(*arguments, status=CONFIG)

            self.assertTrue(finished.stderr.startswith(f"secondcurve {arguments[0]}: "), finished.stderr)
        self.assertEqual(self.files(), [])

    def test_version_names_revision_compiler_and_instruction_set(self):
        text = self.run_program("--version").stdout

        for word in ("revision", "compiler", "flags", "instruction set"):
            self.assertRegex(text, rf"(?m)^{word} +\S")


class Overrides(ProgramTest):
    def test_setting_on_the_command_line_holds(self):
        finished = self.run_program("check", GOOD, "--set", "simulation.paths=12_345", "--set", "simulation.end_year=2031")

        self.assertIn("2025 to 2031, 12,345 paths", finished.stdout)

    def test_one_path_is_no_paths(self):
        self.assertIn(", 1 path\n", self.run_program("check", GOOD, "--set", "simulation.paths=1").stdout)
        run = self.run_program("run", PATH_TUTORIAL, "--set", "simulation.paths=1")

        self.assertIn("\n1 path, seed", run.stdout)
        self.assertIn(", 1 path in ", run.stderr)

    def test_each_bad_setting_is_reported(self):
        for setting, message in (
                ("simulation.paths=-1", "--set: simulation.paths = -1: must be from 1 to "),
                ("simulation.path=10", "--set: simulation.path: unknown key (allowed: "),
                ("simulation.paths", "--set: 'simulation.paths' is not KEY=VALUE (such as simulation.paths=10000)"),
                ("account.prices=constant", "--set: account.prices = constant: is not a TOML value"),
                ("simulation.paths.most=3", "--set: simulation.paths.most: there is no such key"),
                ("scenario.base=\"x.toml\"", "--set: scenario.base: cannot be given by --set")):
            with self.subTest(setting):
                self.assertIn(message, self.run_program("check", GOOD, "--set", setting, status=CONFIG).stderr)

    def test_errors_of_the_file_and_of_settings_come_together(self):
        finished = self.run_program("check", "several_errors.toml", "--set", "simulation.threads=-1", status=CONFIG,
                                    folder=CONFIGS / "bad")

        self.assertIn("4 errors; nothing was run.", finished.stderr)


class Files(ProgramTest):
    def assert_refused(self, *arguments, message):
        before = self.files()
        finished = self.run_program(*arguments, status=IO)
        self.assertIn(message, finished.stderr)
        self.assertEqual(self.files(), before)

    def test_existing_result_is_refused_and_kept(self):
        self.write("kept.h5", "precious")

        self.assert_refused("run", PATH_TUTORIAL, "-o", "kept.h5", message="the file exists already (use --force")

        self.assertEqual((self.folder / "kept.h5").read_text(), "precious")

    def test_force_replaces_an_existing_result(self):
        self.write("old.h5", "old")

        self.run_program("run", PATH_TUTORIAL, "-o", "old.h5", "--force", "--quiet")

        self.assertEqual((self.folder / "old.h5").read_bytes()[1:4], b"HDF")

    def test_result_is_named_after_the_config_and_lies_here(self):
        self.run_program("run", PATH_TUTORIAL, "--quiet")

        self.assertEqual(self.files(), ["path.h5"])

    def test_missing_config_is_named(self):
        self.assert_refused("run", "none.toml", message="none.toml: cannot read: there is no such file")

    def test_check_goes_on_after_a_missing_config(self):
        alone = self.run_program("check", "none.toml", GOOD, status=IO)
        with_errors = self.run_program("check", "none.toml", CONFIGS / "bad/range_paths.toml", "gone.toml", status=CONFIG)

        self.assertIn("good.toml: ok", alone.stdout)
        for part in ("none.toml: cannot read", "gone.toml: cannot read", "simulation.paths = 0", "1 error;"):
            self.assertIn(part, with_errors.stderr)

    def test_folder_as_config_is_refused(self):
        self.assert_refused("run", self.folder, message="it is a folder; name a file in it")

    def test_output_in_a_missing_folder_is_refused(self):
        self.assert_refused("run", PATH_TUTORIAL, "-o", "none/x.h5", message="none/x.h5: cannot write: ")

    def test_output_below_a_regular_file_is_refused(self):
        self.write("file", "")

        self.assert_refused("run", PATH_TUTORIAL, "-o", "file/x.h5", message="'file' is not a folder")

    def test_output_that_is_a_folder_is_refused_even_by_force(self):
        (self.folder / "results").mkdir()

        self.assert_refused("run", PATH_TUTORIAL, "-o", "results", "--force", message="results: cannot write: ")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere; the disk that is full stands for it")
    def test_folder_without_permission_is_refused(self):
        (self.folder / "closed").mkdir(mode=0o555)

        self.assert_refused("run", PATH_TUTORIAL, "-o", "closed/x.h5", message="closed/x.h5: cannot write: ")

    def test_file_that_is_no_result_is_refused(self):
        self.write("text.h5", "no result")

        self.assert_refused("show", "text.h5", message="text.h5: ")

    def test_cut_off_result_is_refused(self):
        whole = self.simulate(PATH_TUTORIAL).read_bytes()
        (self.folder / "cut.h5").write_bytes(whole[:len(whole) // 2])

        self.assert_refused("show", "cut.h5", message="cut.h5: ")

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_output_that_takes_no_more_is_an_error(self):
        for arguments in (["models"], ["check", GOOD], ["schema"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                status = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, check=False).returncode

            self.assertEqual(status, IO, arguments)


class Messages(ProgramTest):
    """What is said on standard error is lost where nobody can take it; the work and the status are not."""

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_run_goes_on_where_messages_are_not_taken(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            for name, redirection in (("full.h5", {"stderr": full}), ("closed.h5", {"preexec_fn": lambda: os.close(2)})):
                status = subprocess.run([PROGRAM, "run", PATH_TUTORIAL, "-o", name], cwd=self.folder, check=False,
                                        stdout=subprocess.DEVNULL, timeout=300, **redirection).returncode

                self.assertEqual((status, name in self.files()), (DONE, True), name)
                self.run_program("show", name)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_error_keeps_its_status_where_messages_are_not_taken(self):
        bad = CONFIGS / "bad/range_paths.toml"
        with open("/dev/full", "w", encoding="utf-8") as full:
            for redirection in ({"stderr": full}, {"preexec_fn": lambda: os.close(2)}):
                for arguments, expected in ((["run", bad], CONFIG), (["check", bad], CONFIG), (["rnu"], CONFIG),
                                            (["run", "none.toml"], IO)):
                    status = subprocess.run([PROGRAM, *arguments], cwd=self.folder, check=False, timeout=300,
                                            stdout=subprocess.DEVNULL, **redirection).returncode

                    self.assertEqual(status, expected, f"{arguments} {list(redirection)}")
        self.assertEqual(self.files(), [])


class FullDisk(ProgramTest):
    def test_full_disk_leaves_no_file_at_all(self):
        disk = self.folder / "disk"
        disk.mkdir()
        with small_disk(disk, megabytes=2):
            for cube in ('["output"]', "[]"):
                for compression in ("deflate", "none"):
                    with self.subTest(cube=cube, compression=compression):
                        if cube == "[]":
                            (disk / "filler").write_bytes(bytes(2 * 1024 * 1024 - 64 * 1024))
                        finished = self.run_program("run", BASELINE, "-o", "disk/x.h5", "--set", f"output.cube={cube}",
                                                    "--set", f'output.compression="{compression}"', status=IO)

                        self.assertIn("No space left on device", finished.stderr)
                        self.assertEqual([p for p in self.files() if p != "disk/filler"], [])

    def test_existing_result_survives_a_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        with small_disk(disk, megabytes=2):
            (disk / "x.h5").write_text("precious")

            self.run_program("run", BASELINE, "-o", "disk/x.h5", "--force", status=IO)

            self.assertEqual(((disk / "x.h5").read_text(), self.files()), ("precious", ["disk/x.h5"]))


class Numerical(ProgramTest):
    OVERFLOW = ["--set", "sectors.industry.growth.spread=1e6"]

    def test_run_that_leaves_the_range_of_numbers_fails_and_says_where(self):
        finished = self.run_program("run", PATH_TUTORIAL, *self.OVERFLOW, status=NUMERICAL)

        self.assertRegex(finished.stderr, r"path 0, sector industry \(model path\), step \d \(year 202[67]\)")
        self.assertIn("secondcurve replay", finished.stderr)
        self.assertEqual(self.files(), [])


class Interrupted(ProgramTest):
    LONG = {"statistics alone": [PATH_TUTORIAL, "--set", "simulation.paths=300_000_000"],
            "with a full cube": [BASELINE, "--set", "simulation.paths=20_000_000", "--set", 'output.cube=["output"]']}

    def interrupt(self, arguments, number):
        """Returns the exit status, the seconds until the end, and what was said."""
        process = subprocess.Popen([PROGRAM, "run", *arguments, "-o", "x.h5", "--threads", "2"], cwd=self.folder, stderr=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, text=True)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 60
        while not self.files() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.0)
        self.assertIsNone(process.poll(), "the run ended before it could be interrupted")
        start = time.monotonic()
        process.send_signal(number)
        said = process.communicate(timeout=60)[1]
        return process.returncode, time.monotonic() - start, said

    def test_interrupted_run_ends_soon_and_leaves_nothing(self):
        for name, arguments in self.LONG.items():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                with self.subTest(name, signal=number.name):
                    status, seconds, said = self.interrupt(arguments, number)

                    print(f"\n{name}, {number.name}: ended after {seconds:.2f} s", file=sys.stderr)
                    self.assertEqual((status, self.files()), (INTERRUPTED, []))
                    self.assertIn("interrupted; no result was written", said)
                    self.assertLess(seconds, SOON)


if __name__ == "__main__":
    unittest.main()

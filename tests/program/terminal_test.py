"""What a run says while it goes on: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from program import CONFIG, CONFIGS, DONE, GOOD, INTERRUPTED, PROGRAM, ProgramTest

TUTORIAL = CONFIGS / "tutorials/path.toml"
SLOWLY = ["--threads", "1", "--set"]  # so that the run lasts on a fast machine, too
ESCAPE = "\x1b"
FIGURES = r"\d+%  [\d,]+ of [\d,]+ paths, [\d,]+ paths/s, .+ left"


def on_terminal(folder, *arguments, until=None, columns=0, **environment):
    """Runs the program on a pseudo-terminal of that width and returns what it shows and its exit status.

    Where `until` is given, the run is interrupted as soon as that expression is on the screen."""
    try:
        parent, child = pty.openpty()
    except OSError as failure:
        raise unittest.SkipTest(f"no pseudo-terminal to be had here: {failure}")
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 0, columns, 0, 0))
    given = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | environment
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=folder, stdin=child, stdout=child, stderr=child,
                               env=given)
    os.close(child)
    shown, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([parent], [], [], 0.1)[0]:
            continue
        try:
            shown += os.read(parent, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if until and re.search(until, shown.decode(errors="replace")):
            process.send_signal(signal.SIGINT)
            until = None  # a second signal would end the program at once
    os.close(parent)
    return shown.decode(), process.wait(timeout=60)


class OnTerminal(ProgramTest):
    def test_bar_shows_share_rate_and_time_left(self):
        shown, status = on_terminal(self.folder, "run", TUTORIAL, *SLOWLY, "simulation.paths=300_000_000",
                                    until=FIGURES)

        self.assertEqual(status, INTERRUPTED)
        self.assertRegex(shown, r"\r\x1b\[K.+ \[#*-+\] +" + FIGURES)

    def test_fan_is_drawn_on_a_terminal_alone(self):
        result = self.simulate(TUTORIAL, "--set=simulation.paths=300")
        with_fan, status = on_terminal(self.folder, "show", result, "--fan", NO_COLOR="1")
        without, _ = on_terminal(self.folder, "show", result, NO_COLOR="1")

        self.assertEqual(status, DONE)
        n_years = len(re.findall(r"\b20\d\d\b", next(line for line in without.splitlines() if "a year" in line)))
        lines = [line for line in with_fan.splitlines() if "median" in line and re.search("[▁-█]", line)]
        self.assertGreater(len(lines), 0)
        for line in lines:
            low, middle, high = re.search(r"([▁-█]+) +([▁-█]+) +([▁-█]+) *$", line).groups()
            self.assertEqual({len(low), len(middle), len(high)}, {n_years})
            self.assertIn("▁", low)
            self.assertEqual(high[-1], "█")
            self.assertTrue(all(a <= b <= c for a, b, c in zip(low, middle, high)), line)
        self.assertEqual([re.sub(r"  +([▁-█]+ *)+$|  5% +50% +95% *$", "", line).rstrip() for line in with_fan.splitlines()],
                         [line.rstrip() for line in without.splitlines()])
        piped = self.run_program("show", result, "--fan", "--table").stdout
        self.assertEqual(piped, self.run_program("show", result, "--table").stdout)
        self.assertIn("--fan and --json exclude each other", self.run_program("show", result, "--fan", "--json", status=CONFIG).stderr)

    def test_differences_take_the_width_of_the_terminal(self):
        variant = self.write("variant.toml", f'[scenario]\nbase = "{GOOD}"\n[sectors.cars.growth]\nvolatility = 0.123456789\n')

        wide, narrow, unknown = (on_terminal(self.folder, "diff", GOOD, variant, columns=columns, NO_COLOR="1")[0]
                                 for columns in (200, 50, 0))

        self.assertRegex(wide, r"sectors\.cars\.growth\.volatility +\S+ +0\.123456789\r\n")
        self.assertRegex(narrow, r"sectors\.cars\.growth\.volatility\r\n    A  \S+\r\n    B  0\.123456789\r\n")
        self.assertEqual(unknown, wide)  # 100 columns are enough

    def test_bar_is_wiped_away_at_the_end(self):
        shown, status = on_terminal(self.folder, "run", TUTORIAL, *SLOWLY, "simulation.paths=4_000_000")

        self.assertEqual(status, DONE)
        self.assertRegex(shown, FIGURES, "the run was too short to show its bar")
        self.assertTrue(re.split(FIGURES, shown)[-1].startswith("\r\x1b[K"))

    def test_tables_are_coloured_unless_told_otherwise(self):
        coloured = on_terminal(self.folder, "explain", GOOD, "sectors.cars")[0]
        plain = on_terminal(self.folder, "explain", GOOD, "sectors.cars", NO_COLOR="1")[0]

        self.assertIn(ESCAPE, coloured)
        self.assertNotIn(ESCAPE, plain)

    def test_quiet_run_shows_nothing(self):
        shown, status = on_terminal(self.folder, "run", TUTORIAL, "--quiet", *SLOWLY, "simulation.paths=4_000_000")

        self.assertEqual((shown, status), ("", DONE))


class ElsewhereThanOnTerminal(ProgramTest):
    def test_long_run_says_a_plain_line_now_and_then(self):
        process = subprocess.Popen([PROGRAM, "run", TUTORIAL, *SLOWLY, "simulation.paths=1_000_000_000"],
                                   cwd=self.folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.addCleanup(process.kill)
        self.addCleanup(process.stderr.close)

        line = process.stderr.readline()
        process.send_signal(signal.SIGINT)

        self.assertRegex(line, r"^[^\x1b\r]+: +" + FIGURES + r"\n$")
        self.assertEqual(process.wait(timeout=60), INTERRUPTED)

    def test_output_holds_no_escape_codes(self):
        for arguments in (["run", TUTORIAL], ["explain", GOOD], ["replay", GOOD, "--path", "3"], ["models"]):
            finished = self.run_program(*arguments)

            self.assertNotIn(ESCAPE, finished.stdout + finished.stderr)

    def test_quiet_run_prints_nothing(self):
        finished = self.run_program("run", TUTORIAL, "--quiet")

        self.assertEqual((finished.stdout, finished.stderr), ("", ""))

    def test_quiet_check_prints_errors_alone(self):
        self.assertEqual(self.run_program("check", GOOD, "--quiet").stdout, "")

    def test_json_of_a_run_is_all_of_its_standard_output(self):
        finished = self.run_program("run", TUTORIAL, "--json")

        self.assertEqual(json.loads(finished.stdout)["paths"], 20_000)


if __name__ == "__main__":
    unittest.main()

"""secondcurve batch: nothing finished is lost, whatever interrupts it or fails in it."""

import json
import random
import signal
import socket
import subprocess
import time
import unittest

from batch import BATCH, NAMES, SAME_YEARS, BatchTest
from program import CONFIG, GOOD, INTERRUPTED, IO, NUMERICAL, PROGRAM, SOME_FAILED, digest, small_disk


class Interrupted(BatchTest):
    def start(self, folder="out", *arguments):
        return subprocess.Popen([PROGRAM, "batch", self.file, "-o", folder, "--quiet", *arguments], cwd=self.folder,
                                stderr=subprocess.PIPE, text=True)

    def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(self):
        text = SAME_YEARS.replace("set.simulation.paths = 1500",
                                  'set.simulation.paths = 5000\nset.output.cube = ["output"]')
        self.file.write_text(text)
        self.batch("whole", "--quiet")
        moments = random.Random(20_261_122)
        seconds = 10.0  # that a whole batch takes, at most
        n_kills = n_rounds = 0

        while n_kills < 20:
            n_rounds += 1
            self.assertLess(n_rounds, 60, "too few of the batches were killed before they ended")
            folder = f"out{n_rounds}"
            resume = []
            for _ in range(2):
                start = time.monotonic()
                process = self.start(folder, *resume)
                try:
                    process.wait(moments.uniform(0.02, 1.0) * seconds)
                    seconds = seconds if resume else min(seconds, time.monotonic() - start)
                except subprocess.TimeoutExpired:
                    process.kill()
                    n_kills += process.wait() == -signal.SIGKILL
                process.stderr.close()
                if (self.folder / folder / "batch.json").exists():
                    resume = ["--resume"]
            self.batch(folder, "--quiet", *resume)
            self.assertEqual(digest(self.index(folder)), digest(self.index("whole")), folder)
            self.assertEqual(sorted(p.name for p in (self.folder / folder).iterdir()), ["batch.json", "index.h5", "lock"])

    def test_finished_scenarios_are_not_run_again(self):
        process = self.start("out", "--log", "log.jsonl", "--threads", "1")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not list(self.folder.glob("out/parts/0000[23].h5")):
            time.sleep(0.002)
        process.kill()
        process.wait()
        process.stderr.close()
        done = {p.name: p.stat().st_mtime_ns for p in self.folder.glob("out/parts/*.h5")}

        self.batch("out", "--resume", "--log", "second.jsonl")

        again = [json.loads(line) for line in (self.folder / "second.jsonl").read_text().splitlines()]
        self.assertGreaterEqual(len(done), 2)
        self.assertEqual(sum(event["event"] == "done" for event in again), len(NAMES) - len(done))

    def test_stopped_by_the_user_it_says_how_to_go_on(self):
        self.file.write_text(SAME_YEARS.replace("= 1500", "= 3_000_000"))
        process = self.start("out")
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)

        self.assertEqual(process.wait(timeout=30), INTERRUPTED)
        self.assertIn("go on with secondcurve batch", process.stderr.read())
        process.stderr.close()

    def test_second_process_is_refused_while_the_first_lives(self):
        self.file.write_text(SAME_YEARS.replace("= 1500", "= 3_000_000"))
        process = self.start("out")
        deadline = time.monotonic() + 60
        while not (self.folder / "out/batch.json").exists() and time.monotonic() < deadline:
            time.sleep(0.01)

        finished = self.batch("out", "--resume", status=IO)

        self.assertIn(f"process {process.pid} on {socket.gethostname()} is working in it", finished.stderr)
        self.assertIn("a process is working on them", self.run_program("batch", "--status", "out").stdout)
        process.kill()
        process.wait()
        process.stderr.close()
        self.file.write_text(SAME_YEARS)
        self.assertIn("was 3000000", self.batch("out", "--resume", status=CONFIG).stderr)

    def test_full_disk_stops_it_and_room_lets_it_go_on(self):
        self.file.write_text(SAME_YEARS.replace("= 1500", '= 60_000\nset.output.cube = ["output"]\n'
                                                'set.output.compression = "none"'))
        self.batch("whole", "--quiet")
        with small_disk(self.folder / "disk", megabytes=200) as disk:
            process = self.start(disk / "out", "--threads", "1")
            while not list(disk.glob("out/parts/00001.h5")) and process.poll() is None:
                time.sleep(0.002)
            with open(disk / "filler", "wb", buffering=0) as filler, self.assertRaises(OSError):
                while True:
                    filler.write(bytes(1 << 20))
            said = process.communicate(timeout=60)[1]

            self.assertEqual(process.returncode, IO, said)
            self.assertIn("No space left on device", said)
            self.assertIn("go on with secondcurve batch", said)
            self.assertLess(len(list(disk.glob("out/parts/*.h5"))), len(NAMES))
            (disk / "filler").unlink()
            self.batch(disk / "out", "--resume", "--quiet")
            self.assertEqual(digest(disk / "out/index.h5"), digest(self.index("whole")))


class Failures(BatchTest):
    def bad_sweep(self):
        return SAME_YEARS.replace("[0.05, 0.3]", "[0.05, -0.3]")

    def test_point_that_cannot_be_run_is_noted_and_the_others_finish(self):
        self.file.write_text(self.bad_sweep())

        finished = self.batch("out", status=SOME_FAILED)

        summary = self.summary()
        self.assertEqual(list(summary.state.values), ["done"] * 4 + ["failed", "done", "failed"])
        message = summary.message.sel(scenario="growth=0.01,risk=wild").item()
        self.assertIn("batch.toml:23:", message)
        self.assertIn("must be at least 0", message)
        self.assertTrue(summary.output_mean.sel(scenario="growth=0.01,risk=wild").isnull().all())
        self.assertIn("2 scenarios failed", finished.stderr)
        [line] = [line for line in finished.stdout.splitlines() if line.startswith("growth=0.01,risk=wild")]
        self.assertEqual(line.count("growth=0.01,risk=wild"), 1)
        status = self.run_program("batch", "--status", "out").stdout
        self.assertEqual(status.count("growth=0.01,risk=wild"), 1)
        self.assertIn(f"batch {self.file} -o out --redo failed", status)
        status = json.loads(self.run_program("batch", "--status", "out", "--json").stdout)
        self.assertEqual((status["done"], status["failed"], status["new"]), (5, 2, 0))

    def test_failed_scenarios_are_run_again_when_mended(self):
        self.file.write_text(self.bad_sweep())
        self.batch("out", status=SOME_FAILED)
        self.file.write_text(SAME_YEARS)

        self.assertIn("no longer the batch", self.batch("out", "--resume", status=CONFIG).stderr)
        self.batch("out", "--redo", "failed", "--log", "log.jsonl")

        events = [json.loads(line) for line in (self.folder / "log.jsonl").read_text().splitlines()]
        self.assertEqual(sum(event["event"] == "done" for event in events), 2)
        self.batch("whole", "--quiet")
        self.assertEqual(digest(self.index()), digest(self.index("whole")))

    def test_failed_point_may_be_replaced_by_another(self):
        text = SAME_YEARS.replace('labels = ["calm", "wild"]\n', "")
        self.file.write_text(text.replace("[0.05, 0.3]", "[0.05, -0.3]"))
        self.batch("out", status=SOME_FAILED)
        self.file.write_text(text)

        self.batch("out", "--redo", "failed")

        self.batch("whole", "--quiet")
        self.assertEqual(digest(self.index()), digest(self.index("whole")))

    def test_redone_scenario_is_not_lost_where_the_index_is_older(self):
        self.file.write_text(self.bad_sweep())
        self.batch("out", status=SOME_FAILED)
        old = self.index().read_bytes()
        self.file.write_text(SAME_YEARS)
        self.batch("whole", "--quiet")
        process = subprocess.Popen([PROGRAM, "batch", self.file, "-o", "out", "--redo", "failed", "--quiet"], cwd=self.folder)
        deadline = time.monotonic() + 60
        while len(list(self.folder.glob("out/parts/*.h5"))) < len(NAMES) and time.monotonic() < deadline:
            time.sleep(0.001)
        process.kill()  # its results are there, the index is old or being written
        process.wait()
        if (self.folder / "out/parts").exists():
            self.index().write_bytes(old)

        self.batch("out", "--resume")

        self.assertEqual(digest(self.index()), digest(self.index("whole")))

    def test_failed_baseline_says_how_to_go_on(self):
        self.file.write_text(SAME_YEARS.replace('baseline = "base"', 'baseline = "growth=0.03,risk=calm"').replace(
            "[0.01, 0.03]", "[0.01, 3]").replace("growth=0.03", "growth=3").replace(
            "set.simulation.paths = 1500", "set.simulation.paths = 1500\nset.simulation.end_year = 2225"))
        for arguments in ([], ["--resume"]):
            self.assertIn("--redo failed", self.batch("out", *arguments, status=NUMERICAL).stderr)

    def test_scenarios_that_cannot_stand_in_one_file_are_refused_at_once(self):
        self.file.write_text(BATCH)

        finished = self.batch("out", status=CONFIG)

        self.assertIn("base and longer cannot stand in one file: the years differ", finished.stderr)
        self.assertEqual(self.files(), ["batch.toml"])

    def test_numerical_failure_costs_the_others_nothing(self):
        self.file.write_text(SAME_YEARS.replace("[0.01, 0.03]", "[0.01, 3]").replace(
            "set.simulation.paths = 1500", "set.simulation.paths = 1500\nset.simulation.end_year = 2225"))

        self.batch("out", status=SOME_FAILED)

        summary = self.summary()
        self.assertEqual(list(summary.state.values), ["done"] * 5 + ["failed"] * 2)

    def test_batch_of_failures_alone_says_so(self):
        self.file.write_text(SAME_YEARS[:SAME_YEARS.index("[scenarios")].replace('baseline = "base"\n', "") + f"""
[sweeps.levers]
file = "{GOOD}"
design = "grid"
set.simulation.end_year = 2225
[sweeps.levers.axes.growth]
set.sectors.other.growth.growth = [3, 2.9]
""")

        told = self.batch("out", "--json", status=SOME_FAILED).stdout
        again = self.batch("out", "--resume", status=SOME_FAILED).stdout

        self.assertEqual([each["state"] for each in json.loads(told)["scenarios"]], ["failed", "failed"])
        self.assertEqual(again, "No scenario could be simulated.\n")

    def test_wrong_listed_scenario_stops_everything_before_it_begins(self):
        self.file.write_text(SAME_YEARS.replace("set.sectors.cars.growth.volatility = 0.01",
                                                "set.sectors.cars.growth.volatlity = 0.01"))

        finished = self.batch("out", status=CONFIG)

        self.assertIn("Did you mean 'volatility'?", finished.stderr)
        self.assertEqual(self.files(), ["batch.toml"])


if __name__ == "__main__":
    unittest.main()

"""secondcurve-mpi run --resumable: stopped, killed or without room, a run goes on to the bytes of one that was not."""

import os
import random
import shutil
import signal
import struct
import subprocess
import time
import unittest
from contextlib import suppress

import mpi
from mpi_runs import CUBE, STOPS, RunTest, settings_of
from program import CONFIG, GOOD, INTERRUPTED, IO, digest, small_disk


class Resumed(RunTest):
    """A run whose state is kept goes on after any interruption, on any number of processes."""

    STATE = ".result.h5.parts/state"

    def begin(self, n, config, settings):
        """Begins a run that is long enough to be interrupted."""
        process = self.start(n, "run", config, "-o", "result.h5", "--resumable", *settings_of(settings))
        self.wait_for(self.STATE, process)
        return process

    def end(self, n, config, settings):
        """Goes on with it; returns what is said. The result is that of a run that nothing happened to."""
        error = self.mpirun(n, "run", config, "-o", "result.h5", "--resumable", *settings_of(settings))[1]
        self.assertRegex(error, r"Going on: \d+% of the paths are counted")
        self.assertEqual(digest(self.folder / "result.h5"), self.whole(config, settings))
        self.assertEqual(self.files(), ["result.h5", "whole.h5"])

    def test_killed_on_three_processes_it_goes_on_with_two(self):
        settings = {"simulation.paths": 2_000_000} | CUBE
        process = self.begin(3, GOOD, settings)

        os.kill(mpi.processes_of(process)[1], signal.SIGKILL)
        error = process.communicate(timeout=30)[1]

        self.assertNotEqual(process.returncode, 0)
        self.assertIn("what is done is kept: go on with the same command", error)
        self.assertFalse((self.folder / "result.h5").exists())
        self.end(2, GOOD, settings)

    def test_stopped_in_the_second_pass_with_a_rule_to_stop(self):
        settings = {"simulation.paths": 600_000, "simulation.stop_when.standard_error": 1e-5} | CUBE
        process = self.begin(2, STOPS, settings)
        self.wait_for(".result.h5.parts/part-*.h5", process)  # cubes are written in the second pass

        os.kill(mpi.processes_of(process)[0], signal.SIGTERM)
        error = process.communicate(timeout=30)[1]

        self.assertEqual(process.returncode, INTERRUPTED, error)
        self.end(1, STOPS, settings)

    def n_done(self):
        """Returns the blocks of the first pass that the state says are done; of a run without cubes."""
        numbers = self.numbers_of(self.folder / self.STATE)
        end, n_gaps = numbers[:2]
        gaps = numbers[2:2 + 2 * n_gaps]
        return end - sum(gaps[1::2]) + sum(gaps[::2])

    def numbers_of(self, state):
        """Returns the numbers that follow the fingerprint, the parts (none) and the number of passes."""
        content = state.read_bytes()
        first = 16 + struct.unpack_from("<Q", content, 8)[0]
        self.assertEqual(struct.unpack_from("<Q", content, first)[0], 0)
        n = (8 + struct.unpack_from("<Q", content)[0] - first - 16) // 8
        return struct.unpack_from(f"<{n}Q", content, first + 16)

    def test_signal_saves_more_than_the_last_round(self):
        settings = {"simulation.paths": 4_000_000_000}
        for rank in (0, 1):
            with self.subTest(rank=rank):
                for _ in range(10):  # a signal may come just between two rounds
                    n_before, n_kept, n_saved = self.stopped_after_a_round(rank, settings)
                    self.assertGreater(n_kept, n_before)
                    if n_saved > n_kept:
                        break
                self.assertGreater(n_saved, n_kept)

    def stopped_after_a_round(self, rank, settings):
        """Goes on for a round and stops a process of two; returns the blocks done before, then, and in the end."""
        n_before = self.n_done() if (self.folder / self.STATE).exists() else 0
        process = self.begin(2, GOOD, settings)
        while (n_kept := self.n_done()) == n_before:
            self.assertIsNone(process.poll())
            time.sleep(0.01)
        os.kill(mpi.processes_of(process)[rank], signal.SIGTERM)
        error = process.communicate(timeout=30)[1]
        self.assertEqual(process.returncode, INTERRUPTED, error)
        self.assertIn("what is done is kept: go on with the same command", error)
        return n_before, n_kept, self.n_done()

    def test_stopped_again_and_again_it_has_the_same_bytes(self):
        settings = {"simulation.paths": 3_000_000} | CUBE
        chance = random.Random(1)
        for i in range(8):
            process = self.start(1 + i % 3, "run", GOOD, "-o", "result.h5", "--resumable", *settings_of(settings))
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.1, 1.0))
            with suppress(ProcessLookupError, IndexError):
                os.kill(mpi.processes_of(process)[i % 2], signal.SIGTERM)
            error = process.communicate(timeout=60)[1]
            if (self.folder / "result.h5").exists():
                break
            self.assertEqual(process.returncode, INTERRUPTED, error)

        self.mpirun(2, "run", GOOD, "-o", "result.h5", "--resumable", *settings_of(settings))

        self.assertEqual(digest(self.folder / "result.h5"), self.whole(GOOD, settings))
        self.assertEqual(self.files(), ["result.h5", "whole.h5"])

    def test_lost_part_is_made_again(self):
        settings = {"simulation.paths": 2_000_000} | CUBE
        process = self.begin(2, GOOD, settings)
        os.kill(mpi.processes_of(process)[0], signal.SIGTERM)
        process.communicate(timeout=30)

        (self.folder / ".result.h5.parts/part-0.h5").unlink()

        self.end(3, GOOD, settings)

    def test_finished_run_says_so_and_removes_its_state(self):
        settings = {"simulation.paths": 2_000_000} | CUBE
        process = self.begin(1, GOOD, settings)
        os.kill(mpi.processes_of(process)[0], signal.SIGTERM)
        process.communicate(timeout=30)
        shutil.copytree(self.folder / ".result.h5.parts", self.folder / "kept")
        arguments = ("run", GOOD, "-o", "result.h5", "--resumable", *settings_of(settings))
        first = self.run_program(*arguments).stdout
        content = digest(self.folder / "result.h5")
        (self.folder / "kept").rename(self.folder / ".result.h5.parts")  # as if it was killed before it removed them

        again = self.run_program(*arguments)

        self.assertEqual(again.stdout, first)
        self.assertIn("result.h5 is finished: nothing was left to do", again.stderr)
        self.assertEqual(self.files(), ["result.h5"])
        self.assertEqual(self.mpirun(2, *arguments, "--quiet"), ("", ""))
        self.assertEqual(digest(self.folder / "result.h5"), content)
        other = self.run_program(*arguments, "--set=simulation.seed=7", status=IO).stderr
        self.assertIn("the file exists already", other)

    def test_full_disk_keeps_the_old_state_and_it_goes_on_with_more_room(self):
        settings = {"simulation.paths": 500_000} | CUBE
        with small_disk(self.folder / "disk", 12) as disk:
            arguments = ("run", GOOD, "-o", disk / "result.h5", "--resumable", *settings_of(settings))

            error = self.run_program(*arguments, status=IO).stderr

            self.assertIn("The run has stopped; what is done is kept: go on with the same command", error)
            self.assertIn("cannot write", error)
            subprocess.run(["mount", "-o", "remount,size=500m", disk], check=True)
            error = self.run_program(*arguments).stderr
            self.assertRegex(error, r"Going on: \d+% of the paths are counted")
            self.assertEqual(digest(disk / "result.h5"), self.whole(GOOD, settings))

    def test_one_process_without_mpi(self):
        settings = settings_of({"simulation.paths": 3000} | CUBE)
        self.run_program("run", GOOD, "-o", "result.h5", "--resumable", "--quiet", *settings)

        self.assertEqual(digest(self.folder / "result.h5"), self.whole(GOOD, {"simulation.paths": 3000} | CUBE))
        self.assertEqual(self.files(), ["result.h5", "whole.h5"])

    def test_state_of_another_run_or_damaged_is_refused(self):
        settings = {"simulation.paths": 4_000_000_000}  # mpirun passes a signal on late: hours of work
        process = self.begin(1, GOOD, settings)
        process.send_signal(signal.SIGTERM)
        error = process.communicate(timeout=30)[1]
        self.assertEqual(error.count("interrupted"), 1, error)
        arguments = ("run", GOOD, "-o", "result.h5", "--resumable", *settings_of(settings))

        other = self.run_program(*arguments, "--set=simulation.seed=7", status=CONFIG).stderr
        self.assertIn("another run to result.h5 was begun", other)
        state = self.folder / self.STATE
        content = bytearray(state.read_bytes())
        content[len(content) // 2] ^= 0x55
        state.write_bytes(content)
        self.assertIn("it is damaged: its digest does not fit", self.run_program(*arguments, status=IO).stderr)


if __name__ == "__main__":
    unittest.main()

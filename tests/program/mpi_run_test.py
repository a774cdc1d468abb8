"""secondcurve-mpi run: the paths of one run on several processes give the file of one process, byte for byte."""

import os
import signal
import subprocess
import unittest

import mpi
from mpi_runs import CUBE, STOPS, RunTest, settings_of
from program import BASELINE, CONFIG, CONFIGS, GOOD, INTERRUPTED, IO, digest


class SameBytes(RunTest):
    def test_any_number_of_processes(self):
        for n in (1, 2, 3, 4):
            with self.subTest(processes=n):
                self.assert_same_bytes(n, GOOD, {"simulation.paths": 3001} | CUBE)

    def test_all_kinds_of_runs(self):
        cases = {
            "sobol": (BASELINE, {"simulation.paths": 4096, "simulation.sampling": "sobol"}),
            "uncompressed": (BASELINE, {"simulation.paths": 3000, "output.compression": "none"} | CUBE),
            "inner": (CONFIGS / "tutorials/variance_split.toml", {"simulation.paths": 2048}),
            "stop": (STOPS, {}),
            "stop, cube": (STOPS, CUBE),
        }
        for name, (config, settings) in cases.items():
            with self.subTest(name):
                self.assert_same_bytes(3, config, settings)

    def test_more_processes_than_blocks_and_any_threads(self):
        self.assert_same_bytes(4, GOOD, {"simulation.paths": 300} | CUBE)
        self.assert_same_bytes(2, GOOD, {"simulation.paths": 3000} | CUBE, "--threads", "3")

    def test_result_is_run_again(self):
        whole = self.whole(GOOD, {"simulation.paths": 1000})

        self.mpirun(2, "run", "whole.h5", "-o", "result.h5", "--quiet")
        self.assertEqual(digest(self.folder / "result.h5"), whole)
        self.mpirun(2, "run", "result.h5", "--add-paths", "500", "--quiet")
        self.assertEqual(digest(self.folder / "result.h5"), self.whole(GOOD, {"simulation.paths": 1500}))

    def test_tables_are_printed_once(self):
        alone = self.run_program("run", GOOD, "-o", "alone.h5", "--set=simulation.paths=1000").stdout

        out, error = self.mpirun(3, "run", GOOD, "-o", "result.h5", "--set=simulation.paths=1000")

        self.assertEqual(out.splitlines(), alone.splitlines())
        self.assertEqual(error.count("Result: result.h5"), 1)


class Faults(RunTest):
    LONG = {"simulation.paths": 50_000_000} | CUBE

    def start_long_run(self):
        process = self.start(3, "run", GOOD, "-o", "result.h5", *settings_of(self.LONG))
        self.wait_for(".result.h5.parts.*.tmp/.part-*.h5.*", process)
        return process

    def test_killed_process_ends_all_and_leaves_nothing(self):
        process = self.start_long_run()

        os.kill(mpi.processes_of(process)[1], signal.SIGKILL)
        error = process.communicate(timeout=30)[1]

        self.assertNotEqual(process.returncode, 0)
        self.assertIn("exited on signal 9", error)
        self.assertIn("no result was written", error)
        self.assertEqual(self.files(), [])

    def test_signal_to_one_process_stops_all_in_good_order(self):
        for rank in (0, 2):
            with self.subTest(rank=rank):
                process = self.start_long_run()

                os.kill(mpi.processes_of(process)[rank], signal.SIGTERM)
                error = process.communicate(timeout=30)[1]

                self.assertEqual(process.returncode, INTERRUPTED, error)
                self.assertEqual(error.count("interrupted; no result was written"), 1, error)
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_process_whose_disk_is_full_is_named(self):
        arguments = ["run", GOOD, "-o", "result.h5", *settings_of({"simulation.paths": 400_000} | CUBE)]
        limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 6000; exec "$@"', "bash", mpi.MPI_PROGRAM, *arguments]
        process = subprocess.run([mpi.MPIRUN, "-n", "1", mpi.MPI_PROGRAM, *arguments, ":", "-n", "1", *limited],
                                 cwd=self.folder, env=mpi.ENVIRONMENT, capture_output=True, text=True, timeout=60,
                                 check=False)

        self.assertEqual(process.returncode, IO, process.stderr)
        self.assertRegex(process.stderr, "rank 1 of 2 on .*: cannot go on: .*part-.*.h5: cannot write")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_errors_are_said_once(self):
        cases = [
            ((GOOD, "-o", "new.h5", "--set=simulation.pats=10"), CONFIG, "simulation.pats: unknown key"),
            ((GOOD, "-o", "new.h5", "--shard", "1/2"), CONFIG, "all processes of mpirun would simulate the same"),
        ]
        for arguments, status, expected in cases:
            with self.subTest(expected):
                self.assertEqual(self.mpirun(2, "run", *arguments, status=status)[1].count(expected), 1)
        self.assertEqual(self.files(), [])


if __name__ == "__main__":
    unittest.main()

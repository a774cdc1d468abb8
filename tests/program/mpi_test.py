"""secondcurve-mpi: batches on several processes have the bytes of one, and lose nothing that is finished."""

import json
import os
import signal
import subprocess
import unittest

import mpi
from batch import NAMES, SAME_YEARS, BatchTest
from program import CONFIG, DONE, IO, PROGRAM, SOME_FAILED, digest


class MpiBatchTest(mpi.MpiTest, BatchTest):
    """A test with a batch and an empty folder."""


class Batches(MpiBatchTest):
    def test_any_number_of_processes_gives_the_same_bytes(self):
        self.batch("alone", "--quiet")
        for n in (1, 2, 3, 4):
            with self.subTest(processes=n):
                out, error = self.mpirun(n, "batch", self.file, "-o", f"out{n}", "--quiet")

                self.assertEqual((out, error), ("", ""))
                self.assertEqual(digest(self.index(f"out{n}")), digest(self.index("alone")))
                self.assertEqual(sorted(p.name for p in (self.folder / f"out{n}").iterdir()),
                                 ["batch.json", "index.h5", "lock"])

    def test_tables_are_printed_once_and_all_processes_take_part(self):
        alone = self.batch("alone").stdout

        out, error = self.mpirun(3, "batch", self.file, "-o", "out", "--log", "log.jsonl", "--threads", "1")

        self.assertEqual(out.splitlines(), alone.splitlines())
        self.assertEqual(error.count("Result: out/index.h5"), 1)
        events = [json.loads(line) for line in (self.folder / "log.jsonl").read_text().splitlines()]
        begun = [event["scenario"] for event in events if event["event"] == "begun"]
        self.assertEqual(sorted(begun), sorted(name.replace("longer", "slow") for name in NAMES))
        running = most = 0
        for event in events:
            running += {"begun": 1, "done": -1}.get(event["event"], 0)
            most = max(most, running)
        self.assertGreater(most, 1)  # each has a thread

    def test_more_processes_than_scenarios(self):
        self.file.write_text(SAME_YEARS[:SAME_YEARS.index("[sweeps")])
        self.batch("alone", "--quiet")

        self.mpirun(5, "batch", self.file, "-o", "out", "--quiet")

        self.assertEqual(digest(self.index()), digest(self.index("alone")))

    def test_failures_are_noted_wherever_they_happen(self):
        self.file.write_text(SAME_YEARS.replace("[0.01, 0.03]", "[0.01, 3]").replace(
            "set.simulation.paths = 1500", "set.simulation.paths = 1500\nset.simulation.end_year = 2225"))

        error = self.mpirun(3, "batch", self.file, "-o", "out", status=SOME_FAILED)[1]

        self.assertEqual(list(self.summary().state.values), ["done"] * 5 + ["failed"] * 2)
        self.assertIn("growth=3,risk=calm failed", error)


# All scenarios but the baseline take hours, so that no machine is done before a signal comes.
ENDLESS = SAME_YEARS.replace("= 1500", "= 4_000_000_000").replace("[scenarios.twin]",
                                                                  "set.simulation.paths = 1500\n[scenarios.twin]")


class Faults(MpiBatchTest):
    def setUp(self):
        super().setUp()
        self.file.write_text(SAME_YEARS.replace("= 1500", "= 600_000"))

    def resumed(self, folder="out"):
        """Goes on with a batch on another number of processes and compares it with one that nothing happened to."""
        self.batch("whole", "--quiet")
        self.mpirun(2, "batch", self.file, "-o", folder, "--resume", "--quiet")
        self.assertEqual(digest(self.index(folder)), digest(self.index("whole")))

    def test_killed_process_ends_all_and_the_batch_goes_on(self):
        process = self.start(3, "batch", self.file, "-o", "out")
        self.wait_for("out/parts/0000[2-9].h5", process)

        os.kill(mpi.processes_of(process)[1], signal.SIGKILL)
        error = process.communicate(timeout=30)[1]

        self.assertNotEqual(process.returncode, DONE)
        self.assertIn("exited on signal 9", error)
        self.assertIn("go on with secondcurve batch", error)
        self.assertFalse(self.index().exists())
        self.resumed()

    def test_stopped_by_the_user_it_says_how_to_go_on(self):
        self.file.write_text(ENDLESS)
        process = self.start(3, "batch", self.file, "-o", "out")
        self.wait_for("out/parts/00001.h5", process)

        process.send_signal(signal.SIGTERM)
        error = process.communicate(timeout=30)[1]

        self.assertNotEqual(process.returncode, DONE)
        self.assertEqual(error.count("interrupted; what is finished is kept: go on with secondcurve batch"), 1, error)
        self.assertFalse(self.index().exists())

    def test_signal_to_one_process_stops_all_in_good_order(self):
        self.file.write_text(ENDLESS)
        for rank in (0, 2):
            with self.subTest(rank=rank):
                folder = f"out{rank}"
                process = self.start(3, "batch", self.file, "-o", folder)
                self.wait_for(f"{folder}/parts/00001.h5", process)

                os.kill(mpi.processes_of(process)[rank], signal.SIGTERM)
                error = process.communicate(timeout=30)[1]

                self.assertEqual(process.returncode, 130, error)
                self.assertEqual(error.count("interrupted; what is finished is kept"), 1, error)
                self.assertEqual(list(self.folder.glob(f"{folder}/parts/.*")), [])

    def test_process_whose_disk_is_full_is_named(self):
        self.file.write_text(ENDLESS.replace("4_000_000_000", "2_000_000").replace(
            "[batch]", '[batch]\nset.output.cube = ["output"]'))
        arguments = ["batch", str(self.file), "-o", "out", "--threads", "1"]
        limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 6000; exec "$@"', "bash", mpi.MPI_PROGRAM, *arguments]
        process = subprocess.run([mpi.MPIRUN, "-n", "1", mpi.MPI_PROGRAM, *arguments, ":", "-n", "1", *limited],
                                 cwd=self.folder, env=mpi.ENVIRONMENT, capture_output=True, text=True, timeout=120,
                                 check=False)

        self.assertEqual(process.returncode, IO, process.stderr)
        self.assertRegex(process.stderr, "rank 1 of 2 on .*: cannot go on: .*/out/parts/.*.h5: cannot write")
        self.assertIn("go on with secondcurve batch", process.stderr)
        self.assertEqual(list(self.folder.glob("out/parts/.*")), [])


class Misuse(MpiBatchTest):
    def test_program_without_mpi_says_what_to_start(self):
        error = self.mpirun(2, "batch", self.file, "-o", "out", status=CONFIG, program=PROGRAM)[1]

        self.assertIn("start secondcurve-mpi", error)
        self.assertEqual(self.files(), ["batch.toml"])

    def test_program_without_mpi_needs_none_of_it(self):
        listed = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout

        self.assertIn("libhdf5", listed)
        self.assertNotIn("libmpi", listed)
        self.assertNotIn("libopen-", listed)

    def test_processes_with_other_arguments_are_named(self):
        process = subprocess.run(
            [mpi.MPIRUN, "-n", "1", mpi.MPI_PROGRAM, "models", ":", "-n", "2", mpi.MPI_PROGRAM, "schema"],
            env=mpi.ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)

        self.assertEqual(process.returncode, CONFIG)
        self.assertIn("the processes of this job differ: what it is asked for is 'models' on rank 0 of 3", process.stderr)
        self.assertIn("'schema' on rank 1 of 3", process.stderr)
        self.assertIn("rank 2 of 3", process.stderr)

    def test_other_binaries_that_mpi_cannot_join_are_refused(self):
        for name in ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"):
            with self.subTest(name):
                environment = {key: value for key, value in mpi.ENVIRONMENT.items()
                               if not key.startswith(("OMPI_COMM", "PMI", "SLURM"))}
                # As a launcher of another MPI would start it: it tells this one nothing.
                process = subprocess.run([mpi.MPI_PROGRAM, "models"], env={**environment, "PMI_RANK": "0", name: "4"},
                                         capture_output=True, text=True, timeout=60, check=False)

                self.assertEqual(process.returncode, CONFIG, process.stderr)
                self.assertIn(f"4 processes were started together ({name})", process.stderr)

    def test_other_commands_run_once(self):
        self.assertEqual(self.mpirun(3, "models")[0].splitlines(), self.run_program("models").stdout.splitlines())

    def test_errors_are_said_once(self):
        error = self.mpirun(3, "batch", "missing.toml", "-o", "out", status=IO)[1]

        self.assertEqual(error.count("missing.toml: cannot read"), 1)


if __name__ == "__main__":
    unittest.main()

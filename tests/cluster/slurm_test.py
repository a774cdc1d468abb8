"""The scripts in cluster/slurm, run by a Slurm of one node on this machine."""

import re
import tempfile
import time
import unittest

import mpi
from batch import SAME_YEARS, digest
from one_node_slurm import OneNodeSlurm
from program import GOOD, PROGRAM, SOURCE, ProgramTest

SCRIPTS = SOURCE / "cluster/slurm"


class Slurm(ProgramTest):
    """One Slurm for all tests: it takes seconds to start."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.slurm = cls.enterClassContext(OneNodeSlurm(folder.name))
        cls.slurm.environment["SECONDCURVE"] = str(PROGRAM)

    def submit(self, *arguments):
        return self.slurm.submit(*arguments, cwd=self.folder)

    def submit_shards(self, *arguments):
        """Returns the jobs that cluster/slurm/submit has begun, by what they make."""
        said = self.slurm.run(SCRIPTS / "submit", *arguments, "--cpus-per-task=1", cwd=self.folder).stdout
        return dict(re.findall(r"(.+): (\d+)", said))

    def said(self):
        """Returns what all jobs have printed."""
        return "\n".join(p.read_text() for p in self.folder.rglob("*") if p.suffix in (".out", ".log"))

    def test_job_that_is_requeued_runs_again(self):
        script = self.write("job.sh", "#!/bin/sh\necho start ${SLURM_RESTART_COUNT:-0}\n"
                                      "test ${SLURM_RESTART_COUNT:-0} = 1 || sleep 60\n")
        job = self.submit("--requeue", "--open-mode=append", "--output=job.out", script)
        self.slurm.wait(job, "RUNNING")

        self.slurm.run("scontrol", "requeue", job)

        self.slurm.wait(job)
        self.assertIn("start 0\n", self.said())
        self.assertIn("start 1\n", self.said())

    def test_array_of_shards_and_a_merge_give_the_bytes_of_one_run(self):
        whole = self.simulate(GOOD, name="whole.h5")

        jobs = self.submit_shards(GOOD, "shards", 3, "result.h5")
        self.slurm.wait(jobs["result"])

        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())
        self.assertEqual(len(list(self.folder.glob("shards/first-*.h5"))), 3)

    def test_second_pass_by_an_array_gives_the_same_bytes(self):
        whole = self.simulate(GOOD, name="whole.h5")

        jobs = self.submit_shards("--second-pass", GOOD, "shards", 2, "result.h5")
        self.slurm.wait(jobs["result"])

        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())
        self.assertEqual(len(list(self.folder.glob("shards/second-*.h5"))), 2)

    def test_batch_by_mpi_that_is_requeued_goes_on(self):
        batch = self.write("batch.toml", SAME_YEARS.replace("= 1500", "= 60_000"))
        self.run_program("batch", batch, "-o", "whole", "--quiet")
        self.slurm.environment["SECONDCURVE"] = str(mpi.MPI_PROGRAM)
        self.addCleanup(self.slurm.environment.__setitem__, "SECONDCURVE", str(PROGRAM))
        job = self.submit("--ntasks=2", "--ntasks-per-node=2", "--output=job.out", "--comment=test",
                          SCRIPTS / "run_mpi.sbatch", batch, "out", "--log", "log.jsonl")
        deadline = time.monotonic() + 60
        while not list(self.folder.glob("out/parts/00001.h5")):
            self.assertLess(time.monotonic(), deadline, self.said())
            time.sleep(0.005)

        self.slurm.run("scontrol", "requeue", job)

        self.slurm.wait(job)
        self.assertEqual(digest(self.folder / "out/index.h5"), digest(self.folder / "whole/index.h5"), self.said())
        self.assertIn("go on with secondcurve batch", self.said())
        log = (self.folder / "log.jsonl").read_text()
        self.assertEqual(log.count('"event":"done","scenario":"base"'), 1)  # by the first start
        self.assertEqual(log.count('"event":"finished"'), 1)


if __name__ == "__main__":
    unittest.main()

"""The scripts in cluster/slurm, run by a Slurm of one node on this machine."""

import re
import tempfile
import time
import unittest

import mpi
from batch import SAME_YEARS
from one_node_slurm import OneNodeSlurm
from program import GOOD, PROGRAM, SOURCE, ProgramTest, digest

SCRIPTS = SOURCE / "cluster/slurm"
GOOD_AGAIN = f'[scenario]\nbase = "{GOOD}"\n'
CHANGED = "[simulation]\nseed = 2\n"


class Slurm(ProgramTest):
    """One Slurm for all tests: it takes seconds to start."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.slurm = cls.enterClassContext(OneNodeSlurm(folder.name))
        cls.slurm.environment["SECONDCURVE"] = str(PROGRAM)
        cls.slurm.environment["SECONDCURVE_MPI"] = str(mpi.MPI_PROGRAM)

    def submit(self, *arguments):
        return self.slurm.submit(*arguments, cwd=self.folder)

    def submit_shards(self, *arguments):
        """Returns the jobs that cluster/slurm/submit has begun, by what they make: "shards", "pass 2", "result"."""
        said = self.slurm.run(SCRIPTS / "submit", *arguments, "--cpus-per-task=1", cwd=self.folder).stdout
        return dict(re.findall(r"(.+): (\d+)", said))

    def refused(self, *arguments):
        """Returns what cluster/slurm/submit has said, which submits nothing."""
        finished = self.slurm.run(SCRIPTS / "submit", *arguments, cwd=self.folder, check=False)
        self.assertNotEqual(finished.returncode, 0, finished.stdout)
        self.assertNotIn("shards:", finished.stdout)
        return finished

    def wait_for(self, pattern):
        """Waits for a file that a job makes."""
        deadline = time.monotonic() + 60
        while not list(self.folder.glob(pattern)):
            self.assertLess(time.monotonic(), deadline, self.said())
            time.sleep(0.005)

    def use(self, program, variable="SECONDCURVE"):
        """Sets the program that jobs start."""
        self.addCleanup(self.slurm.environment.__setitem__, variable, self.slurm.environment[variable])
        self.slurm.environment[variable] = str(program)

    def use_script(self, text, variable="SECONDCURVE"):
        """Sets a script that jobs start as the program."""
        script = self.write("program", "#!/bin/bash\n" + text)
        script.chmod(0o755)
        self.use(script, variable)

    def use_mpi_stopped_at(self, pattern):
        """Sets the program for MPI, whose first start stands still from when there is a file, until it is ended."""
        self.use_script(f"""
            if [[ ${{SLURM_RESTART_COUNT:-0}} == 0 ]]; then
              {mpi.MPI_PROGRAM} "$@" &
              until compgen -G '{pattern}' >/dev/null; do sleep 0.005; done
              kill -STOP $! && touch stopped
              wait
              exit 1
            fi
            exec {mpi.MPI_PROGRAM} "$@"
            """, "SECONDCURVE_MPI")

    def made(self):
        """Returns the files that jobs have made, each with what tells it from one that is made again."""
        found = sorted(self.folder.glob("shards/*.h5")) + sorted(self.folder.glob("result.h5"))
        return {str(p.relative_to(self.folder)): (digest(p), p.stat().st_ino) for p in found}

    def said(self):
        """Returns what all jobs have printed."""
        return "\n".join(p.read_text() for p in self.folder.rglob("*") if p.suffix in (".out", ".log"))

    def test_job_that_is_requeued_runs_again(self):
        script = self.write("job.sh", "#!/bin/sh\necho start ${SLURM_RESTART_COUNT:-0}\n"
                                      "test ${SLURM_RESTART_COUNT:-0} = 1 || sleep 60\n")
        job = self.submit("--requeue", "--open-mode=append", "--output=job.out", script)
        deadline = time.monotonic() + 60
        while "start 0\n" not in self.said() and time.monotonic() < deadline:
            time.sleep(0.05)

        self.slurm.run("scontrol", "requeue", job)

        self.slurm.wait(job)
        self.assertIn("start 0\n", self.said())
        self.assertIn("start 1\n", self.said())

    def test_array_of_shards_and_a_merge_give_the_bytes_of_one_run(self):
        whole = self.simulate(GOOD, name="whole.h5")

        jobs = self.submit_shards(GOOD, "shards", 3, "result.h5")
        self.slurm.wait(jobs["result"])

        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())
        self.assertEqual(len(list(self.folder.glob("shards/pass-1-*.h5"))), 3)
        for number in (1, 2, 3):
            log = self.folder / f"shards/secondcurve-shard-{jobs['shards']}-{number}.log"
            self.assertRegex(log.read_text(), f"(?m)^First pass of shard {number} of 3: .*, [0-9,]+ paths$")
        self.assertIn("\nResult: result.h5 (", (self.folder / f"shards/secondcurve-merge-{jobs['result']}.log").read_text())

    def test_second_pass_by_an_array_gives_the_same_bytes(self):
        whole = self.simulate(GOOD, name="whole.h5")

        jobs = self.submit_shards("--passes", 2, GOOD, "shards", 2, "result.h5")
        self.slurm.wait(jobs["result"])

        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())
        self.assertEqual(len(list(self.folder.glob("shards/pass-2-*.h5"))), 2)

    def test_submitted_again_after_success_makes_nothing_again(self):
        jobs = self.submit_shards("--passes", 2, GOOD, "shards", 2, "result.h5")
        self.slurm.wait(jobs["result"])
        before = self.made()

        jobs = self.submit_shards("--passes", 2, GOOD, "shards", 2, "result.h5")
        for job in jobs.values():
            self.slurm.wait(job)

        self.assertEqual(self.made(), before)
        self.assertEqual(self.said().count("is there already"), 6, self.said())  # four shards, brackets, result

    def test_submitted_again_after_a_failure_makes_what_is_missing(self):
        whole = self.simulate(GOOD, name="whole.h5")
        self.use_script(f"""
            if [[ "$*" == *"--shard 2/3"*"--second-pass"* ]]; then exit 1; fi
            exec {PROGRAM} "$@"
            """)
        jobs = self.submit_shards("--passes", 2, GOOD, "shards", 3, "result.h5")
        self.slurm.wait_for_states(jobs["pass 2"], {"COMPLETED", "FAILED"})
        self.slurm.wait_for_states(jobs["result"], {"CANCELLED"})
        missing = self.folder / "shards/pass-2-000002.h5"
        self.assertFalse(missing.exists() or (self.folder / "result.h5").exists(), self.said())
        before = self.made()

        self.use(PROGRAM)
        jobs = self.submit_shards("--passes", 2, GOOD, "shards", 3, "result.h5")
        self.slurm.wait(jobs["result"])

        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())
        after = self.made()
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertEqual(set(after) - set(before), {"shards/pass-2-000002.h5", "result.h5"})

    def test_submitted_again_with_another_config_or_number_fails_and_replaces_nothing(self):
        config = self.write("config.toml", GOOD_AGAIN)
        jobs = self.submit_shards("--passes", 2, config, "shards", 3, "result.h5")
        self.slurm.wait(jobs["result"])
        before = self.made()

        for name, text, n, expected in (("config", GOOD_AGAIN + CHANGED, 3, "shard 1 of 3 of another run stands there"),
                                        ("number", GOOD_AGAIN, 2, "shard 1 of 3 stands there, not shard 1 of 2")):
            with self.subTest(name):
                config.write_text(text)
                finished = self.refused("--passes", 2, config, "shards", n, "result.h5")
                self.assertEqual(finished.stdout, "")
                self.assertIn(expected, finished.stderr)
                self.assertIn("submit: nothing was submitted", finished.stderr)

                self.use_script(f"""
                    if [[ -z ${{SLURM_JOB_ID:-}} ]]; then exit; fi  # submit finds nothing, the tasks do
                    exec {PROGRAM} "$@"
                    """)
                jobs = self.submit_shards("--passes", 2, config, "shards", n, "result.h5")
                self.slurm.wait(jobs["shards"], "FAILED")
                self.slurm.wait(jobs["result"], "CANCELLED")
                self.assertIn(expected, self.said())
                self.assertEqual(self.made(), before)
                self.use(PROGRAM)

    def test_refusal_by_sbatch_leaves_no_folder_behind(self):
        (self.folder / "there").mkdir()
        for folder in ("new", "there"):
            finished = self.refused(GOOD, folder, 2, "result.h5", "--partition=none")
            self.assertIn("invalid partition", finished.stderr)

        self.assertEqual([p.name for p in self.folder.iterdir()], ["there"])

    def test_what_is_left_of_more_shards_is_not_merged(self):
        config = self.write("config.toml", GOOD_AGAIN)
        self.slurm.wait(self.submit_shards(config, "shards", 3, "old.h5")["result"])
        for number in (1, 2):
            (self.folder / f"shards/pass-1-00000{number}.h5").unlink()
        config.write_text(GOOD_AGAIN + CHANGED)
        whole = self.simulate(config, name="whole.h5")

        jobs = self.submit_shards(config, "shards", 2, "result.h5")
        self.slurm.wait(jobs["result"])

        self.assertTrue((self.folder / "shards/pass-1-000003.h5").exists())
        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())

    def test_some_tasks_alone_make_their_shards(self):
        job = self.submit("--array=3,7", "--output=job-%a.out", "--cpus-per-task=1", SCRIPTS / "shard.sbatch", GOOD,
                          "shards", 8, "--set", "simulation.paths=5000")
        self.slurm.wait(job)

        self.assertEqual(list(self.made()), ["shards/pass-1-000003.h5", "shards/pass-1-000007.h5"], self.said())
        self.assertIn("First pass of shard 3 of 8", self.said())

    def test_task_of_an_array_that_is_requeued_makes_its_shard_anew(self):
        # What it begins with could not end before it is stopped, and is no shard of this run.
        self.use_script(f"""
            if [[ "$*" == *"--shard 2/2"* && ${{SLURM_RESTART_COUNT:-0}} == 0 ]]; then
              exec {PROGRAM} "$@" --set simulation.paths=1_000_000_000
            fi
            exec {PROGRAM} "$@"
            """)
        whole = self.simulate(GOOD, name="whole.h5")
        jobs = self.submit_shards(GOOD, "shards", 2, "result.h5")
        self.wait_for("shards/.pass-1-000002.h5.*.tmp")

        self.slurm.run("scontrol", "requeue", jobs["shards"] + "_2")

        self.slurm.wait(jobs["result"])
        self.assertIn("interrupted", self.said())
        self.assertEqual(digest(self.folder / "result.h5"), digest(whole), self.said())
        self.assertEqual(list(self.folder.glob("shards/.*")), [])

    def test_merge_that_is_requeued_ends_well(self):
        whole = self.simulate(GOOD, name="whole.h5")
        self.use_script(f"""
            {PROGRAM} "$@" || exit
            if [[ $1 == merge && ${{SLURM_RESTART_COUNT:-0}} == 0 ]]; then touch merged; sleep 600; fi
            """)
        jobs = self.submit_shards(GOOD, "shards", 2, "result.h5")
        self.wait_for("merged")

        self.slurm.run("scontrol", "requeue", jobs["result"])

        self.slurm.wait(jobs["result"])
        self.assertIn("result.h5 is there already; nothing was merged", self.said())
        self.assertEqual(digest(self.folder / "result.h5"), digest(whole))

    def test_batch_as_an_array_whose_task_is_requeued_gives_the_bytes_of_one_process(self):
        batch = self.write("batch.toml", SAME_YEARS)
        self.run_program("batch", batch, "-o", "whole", "--quiet")
        self.use_script(f"""
            if [[ "$*" == *"--shard 1/2"* && ${{SLURM_RESTART_COUNT:-0}} == 0 ]]; then touch started; sleep 600; fi
            exec {PROGRAM} "$@"
            """)
        said = self.slurm.run(SCRIPTS / "submit_batch", batch, "out", 2, "--cpus-per-task=1", cwd=self.folder).stdout
        jobs = dict(re.findall(r"(.+): (\d+)", said))
        self.wait_for("started")

        self.slurm.run("scontrol", "requeue", jobs["scenarios"] + "_1")

        self.slurm.wait(jobs["result"])
        self.assertEqual(digest(self.folder / "out/index.h5"), digest(self.folder / "whole/index.h5"), self.said())
        self.assertIn("out: the baseline (1 scenario) is done", self.said())
        self.assertIn("out: part 1/2 (", self.said())

        self.use(PROGRAM)  # the same again makes nothing again
        before = (self.folder / "out/index.h5").stat().st_ino
        said = self.slurm.run(SCRIPTS / "submit_batch", batch, "out", 2, "--cpus-per-task=1", cwd=self.folder).stdout
        self.slurm.wait(dict(re.findall(r"(.+): (\d+)", said))["result"])
        self.assertEqual((self.folder / "out/index.h5").stat().st_ino, before)

    def test_batch_by_mpi_that_is_requeued_goes_on(self):
        batch = self.write("batch.toml", SAME_YEARS.replace("= 1500", "= 60_000"))
        self.run_program("batch", batch, "-o", "whole", "--quiet")
        self.use_mpi_stopped_at("out/parts/00001.h5")
        job = self.submit("--ntasks=2", "--ntasks-per-node=2", "--output=job.out", "--comment=test",
                          SCRIPTS / "run_mpi.sbatch", batch, "out", "--log", "log.jsonl")
        self.wait_for("stopped")

        self.slurm.run("scontrol", "requeue", job)

        self.slurm.wait(job)
        self.assertEqual(digest(self.folder / "out/index.h5"), digest(self.folder / "whole/index.h5"), self.said())
        log = (self.folder / "log.jsonl").read_text()
        self.assertEqual(log.count('"event":"done","scenario":"base"'), 1)  # by the first start
        self.assertEqual(log.count('"event":"finished"'), 1)

    def test_run_by_mpi_that_is_requeued_goes_on(self):
        settings = ["--set=simulation.paths=1_000_000", '--set=output.cube=["output"]']
        self.run_program("run", GOOD, "-o", "whole.h5", "--quiet", *settings)
        self.use_mpi_stopped_at(".result.h5.parts/state")
        job = self.submit("--ntasks=2", "--ntasks-per-node=2", "--output=job.out",
                          SCRIPTS / "one_run_mpi.sbatch", GOOD, "result.h5", *settings)
        self.wait_for("stopped")

        self.slurm.run("scontrol", "requeue", job)

        self.slurm.wait(job)
        self.assertEqual(digest(self.folder / "result.h5"), digest(self.folder / "whole.h5"), self.said())
        self.assertIn("Going on: ", self.said())


if __name__ == "__main__":
    unittest.main()

"""secondcurve batch --begin and --shard: several processes, without MPI, make the scenarios of one batch."""

import fcntl
import json
import os
import subprocess
import unittest

from batch import SAME_YEARS, BatchTest
from program import CONFIG, IO, PROGRAM, digest


class Shards(BatchTest):
    def make_whole(self):
        self.batch("whole", "--quiet")
        return digest(self.index("whole"))

    def test_parts_side_by_side_give_the_bytes_of_one_process(self):
        whole = self.make_whole()
        self.assertIn("out: the baseline (1 scenario) is done", self.batch("out", "--begin").stderr)

        parts = [subprocess.Popen([PROGRAM, "batch", self.file, "-o", "out", "--shard", f"{i}/3", "--quiet"],
                                  cwd=self.folder) for i in (1, 2, 3)]
        self.assertEqual([part.wait(timeout=120) for part in parts], [0, 0, 0])

        self.assertFalse(self.index().exists(), "only --resume puts the results together")
        self.batch("out", "--resume", "--quiet")
        self.assertEqual(digest(self.index()), whole)

    def test_each_part_may_come_twice_and_resume_makes_what_is_missing(self):
        whole = self.make_whole()
        for _ in range(2):
            self.batch("out", "--begin", "--quiet")
        for _ in range(2):
            self.assertIn("part 1/2", self.batch("out", "--shard", "1/2").stderr)

        self.batch("out", "--resume", "--quiet")

        self.assertEqual(digest(self.index()), whole)

    def test_each_part_tells_programs_how_the_batch_stands(self):
        for words, n_done in (("--begin",), 1), (("--shard", "1/1"), 7):
            standing = json.loads(self.batch("out", *words, "--json").stdout)
            self.assertEqual((standing["busy"], standing["done"]), (False, n_done), words)

    def test_batch_that_was_not_begun_or_has_changed_is_refused(self):
        refused = self.batch("out", "--shard", "1/2", status=CONFIG).stderr
        self.assertIn("no batch was begun in out: begin it with --begin", refused)
        self.assertFalse((self.folder / "out").exists())

        self.batch("out", "--begin", "--quiet")
        self.write("batch.toml", SAME_YEARS.replace("volatility = 0.01", "volatility = 0.02"))
        self.assertIn("no longer the batch that was begun", self.batch("out", "--shard", "1/2", status=CONFIG).stderr)

    def test_missing_baseline_is_named(self):
        self.batch("out", "--begin", "--quiet")
        baseline = self.folder / "out/parts/00001.h5"
        for spoil in (lambda: os.truncate(baseline, 1000), baseline.unlink):
            spoil()
            refused = self.batch("out", "--shard", "1/2", status=CONFIG).stderr
            self.assertIn("the baseline 'base', with which scenarios are compared, is not in out or is damaged", refused)
            self.assertIn("--begin", refused)
            self.assertNotIn("same command", refused)

        self.batch("out", "--begin", "--quiet")
        self.batch("out", "--resume", "--quiet")
        for words in (("--begin",), ("--shard", "1/2")):
            finished = self.batch("out", *words)
            self.assertEqual((finished.stdout, finished.stderr), ("", "out is finished: nothing was left to do\n"))

    def test_points_that_cannot_be_run_are_told_of_at_once(self):
        self.write("batch.toml", SAME_YEARS.replace("[0.05, 0.3]", "[0.05, -0.3]"))
        self.assertIn("2 scenarios cannot be run; why: secondcurve batch --status out", self.batch("out", "--begin").stderr)

    def test_the_same_part_made_twice_side_by_side_ends_well(self):
        whole = self.make_whole()
        self.batch("out", "--begin", "--quiet")

        twins = [subprocess.Popen([PROGRAM, "batch", self.file, "-o", "out", "--shard", "1/1", "--quiet"],
                                  cwd=self.folder) for _ in range(3)]

        self.assertEqual([twin.wait(timeout=120) for twin in twins], [0, 0, 0])
        self.batch("out", "--resume", "--quiet")
        self.assertEqual(digest(self.index()), whole)

    def test_batch_without_a_baseline_is_begun_all_the_same(self):
        self.write("batch.toml", SAME_YEARS.replace('baseline = "base"\n', ""))
        self.assertIn("out: begun; it has no baseline", self.batch("out", "--begin").stderr)
        self.batch("out", "--shard", "1/1", "--quiet")
        self.batch("out", "--resume", "--quiet")

    def test_nobody_puts_results_together_while_parts_are_made(self):
        self.batch("out", "--begin", "--quiet")
        with open(self.folder / "out/lock", "r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)  # as a process that makes a part does
            self.assertIn("cannot lock", self.batch("out", "--resume", status=IO).stderr)
            self.batch("out", "--shard", "1/2", "--quiet")
        self.batch("out", "--resume", "--quiet")

    def test_misuse_is_refused(self):
        for words in ("0/3", "4/3", "x", "1/0", ""):
            self.assertIn("must be I/N", self.batch("out", "--shard", words, status=CONFIG).stderr)
        for words in (("--begin", "--shard", "1/2"), ("--begin", "--resume"), ("--shard", "1/2", "--redo", "failed")):
            self.assertIn(" and ", self.batch("out", *words, status=CONFIG).stderr)


if __name__ == "__main__":
    unittest.main()

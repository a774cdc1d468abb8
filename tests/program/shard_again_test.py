"""run --shard and merge once more: what is there is not made again where it is the same, and refused where it is not."""

import json
import unittest

import h5py

from program import CONFIGS, GOOD, IO, digest
from shards import Shards, damage

PATHS = {"simulation__paths": 1500}
# Of so many quantiles the brackets hold nearly all values, more than are kept: they are narrowed, twice.
NARROWED = {"simulation__paths": 600_000, "output__quantiles": [i / 530 for i in range(1, 530)]}


def settings_of(settings):
    return [f"--set={key.replace('__', '.')}={json.dumps(value)}" for key, value in settings.items()]


class Again(Shards):
    """Files of the test are kept as they are unless it says otherwise."""

    def run_shard(self, number, of, name, *arguments, config=GOOD, settings=None, status=0):
        """Returns what a run of a shard says."""
        return self.run_program("run", config, "--shard", f"{number}/{of}", "-o", name, *arguments,
                                *settings_of(PATHS if settings is None else settings), status=status).stderr

    def assert_kept(self, files, before):
        self.assertEqual([(digest(file), file.stat().st_ino) for file in files], before)

    def kept(self, *files):
        return [(digest(file), file.stat().st_ino) for file in files]


class ShardAgain(Again):
    def test_same_shard_is_not_simulated_again(self):
        shard = self.shard(GOOD, 1, 2, **PATHS)
        before = self.kept(shard)

        said = self.run_shard(1, 2, shard)

        self.assertIn("shard-1-of-2.h5 is there already; nothing was simulated", said)
        self.assertEqual(self.run_shard(1, 2, shard, "--quiet"), "")
        self.assert_kept([shard], before)
        self.run_shard(1, 2, shard, "--force", "--quiet")
        self.assertEqual(digest(shard), before[0][0])
        self.assertNotEqual(self.kept(shard), before)

    def test_same_second_pass_is_not_simulated_again(self):
        self.merge(*self.shards(GOOD, 2, **PATHS), "--brackets", "brackets.h5", "--quiet")
        again = ("--second-pass", "brackets.h5")
        self.run_shard(1, 2, "later.h5", *again)
        later = self.folder / "later.h5"
        before = self.kept(later)

        said = self.run_shard(1, 2, later, *again)

        self.assertIn("Second pass of shard 1 of 2: ", said)
        self.assertIn("is there already", said)
        self.assert_kept([later], before)

    def test_other_shard_is_neither_taken_nor_replaced(self):
        shard = self.shard(GOOD, 1, 2, **PATHS)
        before = self.kept(shard)
        of_other_run = "shard 1 of 2 of another run stands there, of another config, seed or version of the program"
        for number, of, changed, expected in (
                (1, 2, {"simulation": {"simulation__seed": 5}}, of_other_run),
                (1, 2, {"simulation": {"simulation__paths": 1501}}, of_other_run),
                (1, 2, {"config": CONFIGS / "tutorials/mean_reverting.toml"}, of_other_run),
                (2, 2, {}, "shard 1 of 2 stands there, not shard 2 of 2"),
                (1, 3, {}, "shard 1 of 2 stands there, not shard 1 of 3")):
            with self.subTest(changed, number=number, of=of):
                settings = PATHS | changed.get("simulation", {})
                said = self.run_shard(number, of, shard, config=changed.get("config", GOOD), settings=settings, status=IO)
                self.assertIn(f"{shard}: cannot write: {expected}", said)
                self.assertIn("remove it or give another name; --force replaces it", said)
                self.assert_kept([shard], before)

    def test_second_pass_of_other_brackets_or_of_none_is_neither_taken_nor_replaced(self):
        shards = self.shards(GOOD, 2, **PATHS)
        self.merge(*shards, "--brackets", "brackets.h5", "--quiet")
        self.run_shard(1, 2, "later.h5", "--second-pass", "brackets.h5")
        later = self.folder / "later.h5"

        instead = self.run_shard(1, 2, shards[0], "--second-pass", "brackets.h5", status=IO)
        first = self.run_shard(1, 2, later, status=IO)
        with h5py.File(later, "r+") as file:
            file.attrs.create("brackets", "0" * 32, dtype=h5py.string_dtype("utf-8", 32))
        other = self.run_shard(1, 2, later, "--second-pass", "brackets.h5", status=IO)

        self.assertIn("a shard of a run stands there, not the second pass of a shard", instead)
        self.assertIn("the second pass of a shard stands there, not a shard of a run", first)
        self.assertIn("a second pass of other brackets stands there", other)

    def test_damaged_or_foreign_file_is_neither_taken_nor_replaced(self):
        shard = self.shard(GOOD, 1, 2, **PATHS)
        whole = shard.read_bytes()
        with h5py.File(shard) as file:
            chunk = file["counted/bytes"].id.get_chunk_info(0)
        damage(shard, chunk.byte_offset + chunk.size // 2)
        damaged = self.run_shard(1, 2, shard, status=IO)
        shard.write_bytes(whole[:len(whole) // 2])
        short = self.run_shard(1, 2, shard, status=IO)
        shard.write_text("kept")
        foreign = self.run_shard(1, 2, shard, status=IO)

        self.assertIn(f"{shard}: cannot write: a file stands there that cannot be used: cannot read", damaged)
        self.assertIn("the file is incomplete", short)
        self.assertIn("not an HDF5 file", foreign)
        self.assertEqual(shard.read_text(), "kept")


class MergeAgain(Again):
    def test_result_that_is_there_is_that_of_the_run_or_stays(self):
        shards = self.shards(GOOD, 2, **PATHS)
        first = self.merge(*shards, "-o", "merged.h5")
        merged = self.folder / "merged.h5"
        before = self.kept(merged)

        again = self.merge(*shards, "-o", "merged.h5")
        others = self.shards(GOOD, 2, **PATHS | {"simulation__seed": 5})
        refused = self.merge(*others, "-o", "merged.h5", status=IO)
        self.assert_kept([merged], before)
        self.merge(*others, "-o", "merged.h5", "--force", "--quiet")

        self.assertEqual(again.stdout, first.stdout)
        self.assertIn("merged.h5 is there already; nothing was merged", again.stderr)
        self.assertIn("the result of another run stands there, of another config, seed or version", refused.stderr)
        self.assertNotEqual(self.kept(merged), before)

    def test_brackets_that_are_there_are_those_of_the_run_or_stay(self):
        shards = self.shards(GOOD, 2, **PATHS)
        brackets = self.folder / "brackets.h5"
        self.merge(*shards, "--brackets", brackets)
        before = self.kept(brackets)

        again = self.merge(*shards, "--brackets", brackets).stderr
        self.run_shard(1, 1, "later.h5", "--second-pass", brackets)
        next_ones = self.merge(*shards, "later.h5", "--brackets", brackets, status=IO).stderr
        others = self.shards(GOOD, 3, **PATHS | {"simulation__seed": 5})
        of_other_run = self.merge(*others, "--brackets", brackets, status=IO).stderr
        shard = self.merge(*others, "--brackets", shards[0], status=IO).stderr

        self.assertIn("brackets.h5 is there already", again)
        self.assertIn("other brackets of this run stand there", next_ones)
        self.assertIn("a file of brackets of another run stands there", of_other_run)
        self.assertIn("a shard of a run stands there, not a file of brackets for a second pass", shard)
        self.assert_kept([brackets], before)


class MorePasses(Again):
    """A run whose brackets are narrowed, so that it takes four passes."""

    def passes(self, first, last):
        return [self.folder / f"pass-{number}-{i}.h5" for number in range(first, last + 1) for i in (1, 2)]

    def make_pass(self, number):
        """Makes the shards of a pass; returns what merge says of its brackets."""
        said, later = "", []
        if number > 1:
            later = ["--second-pass", f"brackets-{number}.h5"]
            said = self.merge(*self.passes(1, number - 1), "--brackets", later[1]).stderr
        for i, file in enumerate(self.passes(number, number), 1):
            self.run_shard(i, 2, file, *later, settings=NARROWED)
        return said

    def test_array_of_jobs_makes_all_passes_or_leaves_the_rest_to_the_merge(self):
        whole = self.simulate(GOOD, name="whole.h5", **NARROWED)
        said = [self.make_pass(number) for number in (1, 2, 3, 4, 5)]

        self.assertIn("The pass over them narrows them", said[1])
        self.assertIn("The pass over them narrows them", said[2])
        self.assertEqual(said[3], "Brackets: brackets-4.h5\n")
        self.assertIn("They are empty: no further pass is needed", said[4])
        for last in (5, 2):
            with self.subTest(passes=last):
                self.merge(*self.passes(1, last)[::-1], "-o", f"merged-{last}.h5", "--quiet")
                self.assertEqual(digest(self.folder / f"merged-{last}.h5"), digest(whole))
        self.assertRegex(self.refused(*self.passes(1, 1), *self.passes(3, 3)),
                         "pass-3-1.h5 is of other brackets than the other files give. Where it is of a third pass, give the "
                         "files of the second pass, too")


if __name__ == "__main__":
    unittest.main()

"""run --shard and merge: a run in pieces gives the file of the run in one piece, byte for byte."""

import unittest

import h5py

from program import BASELINE, CONFIG, CONFIGS, GOOD, IO, digest
from shards import CUBE, Shards, damage


class SameBytes(Shards):
    def test_any_number_of_shards_gives_the_file_of_one_run(self):
        inner = CONFIGS / "tutorials/variance_split.toml"
        cases = [
            ("cube", GOOD, {"simulation__paths": 3001} | CUBE),
            ("few paths", GOOD, {"simulation__paths": 300}),
            ("baseline", BASELINE, {"simulation__paths": 3000, "output__compression": "none"} | CUBE),
            ("sobol", BASELINE, {"simulation__paths": 4096, "simulation__sampling": "sobol"}),
            ("inner", inner, {"simulation__paths": 2048}),
            ("single", BASELINE, {"simulation__paths": 3000, "simulation__arithmetic": "single"} | CUBE),
        ]
        for name, config, settings in cases:
            whole = self.simulate(config, "--force", name="whole.h5", **settings)
            for of in (1, 3, 7) if config == GOOD else (3,):
                with self.subTest(name, of=of):
                    shards = self.shards(config, of, **settings)

                    self.merge(*shards[::-1], "-o", "merged.h5", "--force", "--quiet")

                    self.assertEqual(digest(self.folder / "merged.h5"), digest(whole))

    def test_cube_of_many_chunks_is_joined_at_any_cut(self):
        settings = {"simulation__paths": 100_000, "simulation__end_year": 2045} | CUBE
        whole = self.simulate(GOOD, name="whole.h5", **settings)

        self.merge(*self.shards(GOOD, 3, **settings), "-o", "merged.h5", "--quiet")

        with h5py.File(whole) as file:
            self.assertGreater(file["output"].shape[-1] // file["output"].chunks[-1], 5)
        self.assertEqual(digest(self.folder / "merged.h5"), digest(whole))

    def test_shards_do_not_depend_on_threads(self):
        settings = {"simulation__paths": 3000} | CUBE
        one = digest(self.shard(GOOD, 2, 3, "--threads", 1, **settings))

        self.assertEqual(digest(self.shard(GOOD, 2, 3, "--threads", 2, **settings)), one)

    def test_second_array_finds_the_quantiles_without_simulating_in_the_merge(self):
        settings = {"simulation__paths": 3000} | CUBE
        whole = self.simulate(GOOD, name="whole.h5", **settings)
        shards = self.shards(GOOD, 3, **settings)

        self.merge(*shards, "--brackets", "brackets.h5")
        later = [self.simulate(GOOD, "--shard", f"{i}/2", "--second-pass", "brackets.h5", name=f"later-{i}.h5",
                               **settings) for i in (1, 2)]
        self.merge(*later, *shards, "-o", "merged.h5")

        self.assertEqual(digest(self.folder / "merged.h5"), digest(whole))
        message = self.refused(*shards, later[0])
        self.assertIn("second pass: shard 2 of 2 is missing", message)

    def test_shard_of_a_result_is_that_of_its_config(self):
        whole = self.simulate(GOOD, name="good.h5", simulation__paths=1000)

        shards = [self.simulate(whole, "--shard", f"{i}/2", name=f"shard-{i}.h5") for i in (1, 2)]
        self.merge(*shards, "-o", "merged.h5", "--quiet")

        self.assertEqual(digest(self.folder / "merged.h5"), digest(whole))

    def test_order_of_settings_does_not_matter(self):
        settings = {"simulation__paths": 1000, "simulation__max_failed_share": 0.1, "simulation__inner": 2}
        whole = self.simulate(GOOD, name="whole.h5", **settings)

        first = self.shard(GOOD, 1, 2, **settings)
        second = self.shard(GOOD, 2, 2, **dict(reversed(settings.items())))
        self.merge(first, second, "-o", "merged.h5", "--quiet")

        self.assertEqual(digest(self.folder / "merged.h5"), digest(whole))

    def test_names_of_files_say_what_they_are(self):
        self.run_program("run", GOOD, "--shard", "2/4", "--set=simulation.paths=1000")
        self.run_program("run", GOOD, "--shard", "1/1", "--set=simulation.paths=1000")
        finished = self.merge("good-shard-1-of-1.h5")

        self.assertEqual(self.files(), ["good-shard-1-of-1.h5", "good-shard-2-of-4.h5", "good.h5"])
        self.assertIn("good.h5", finished.stderr)


class Refused(Shards):
    PATHS = {"simulation__paths": 1500}

    def test_shard_out_of_range_or_with_what_needs_the_whole_run(self):
        for text in ("0/4", "5/4", "a/b", "2", "1/0", "1/_4"):
            with self.subTest(text):
                message = self.run_program("run", GOOD, f"--shard={text}", status=CONFIG).stderr
                self.assertIn("must be I/N with I from 1 to N", message)
        for arguments, expected in (
                ((CONFIGS / "tutorials/stop_when.toml", "--shard", "1/2"), "has simulation.stop_when"),
                ((GOOD, "--shard", "1/2", "--add-paths", "10"), "--add-paths and --shard"),
                ((GOOD, "--shard", "1/2", "--json"), "--shard and --json"),
                ((GOOD, "--second-pass", "b.h5"), "say which with --shard")):
            with self.subTest(expected):
                self.assertIn(expected, self.run_program("run", *arguments, status=CONFIG).stderr)
        self.assertEqual(self.files(), [])

    def test_missing_and_doubled_shards_are_named(self):
        shards = self.shards(GOOD, 4, **self.PATHS)

        self.assertIn("shard 3 of 4 is missing", self.refused(*shards[:2], shards[3]))
        self.assertIn("shards 1, 3 of 4 are missing", self.refused(shards[1], shards[3]))
        self.assertRegex(self.refused(*shards, shards[1]), "shard-2-of-4.h5 and .*shard-2-of-4.h5 are both shard 2")
        self.assertIn("no shards given", self.refused())

    def test_shards_of_unlike_runs_are_named(self):
        first = self.shard(GOOD, 1, 2, **self.PATHS)
        for name, config, settings in (("config", CONFIGS / "tutorials/mean_reverting.toml", self.PATHS), ("seed", GOOD, self.PATHS | {"simulation__seed": 5}),
                                       ("paths", GOOD, {"simulation__paths": 1501})):
            with self.subTest(name):
                other = self.shard(config, 2, 2, **settings)
                self.assertRegex(self.refused(first, other), "shard-2-of-2.h5 is of another run than .*shard-1-of-2.h5")
        third = self.shard(GOOD, 2, 3, **self.PATHS)
        self.assertRegex(self.refused(first, third), "is shard 1 of 2, .* is shard 2 of 3: a run is cut one way")

    def test_files_that_are_no_shards_are_named(self):
        first = self.shard(GOOD, 1, 2, **self.PATHS)
        result = self.simulate(GOOD, **self.PATHS)
        text = self.write("text.h5", "no HDF5 at all")

        self.assertIn(f"{result} is a result, not a shard of a run", self.refused(first, result))
        self.assertRegex(self.refused(first, text, status=IO), "text.h5: .*not an HDF5 file")
        self.assertRegex(self.refused(first, "gone.h5", status=IO), "gone.h5: .*No such file")

    def test_damaged_shard_is_named(self):
        settings = {"simulation__paths": 20_000} | CUBE
        shards = self.shards(GOOD, 2, **settings)
        whole = shards[1].read_bytes()
        for name in ("output", "counted/bytes"):
            with self.subTest(name):
                with h5py.File(shards[1]) as file:
                    chunk = file[name].id.get_chunk_info(0)
                damage(shards[1], chunk.byte_offset + chunk.size // 2)
                self.assertRegex(self.refused(*shards, status=IO), f"shard-2-of-2.h5: cannot read '{name.split('/')[0]}'")
                shards[1].write_bytes(whole)
        shards[1].write_bytes(whole[:len(whole) // 2])
        self.assertRegex(self.refused(*shards, status=IO), "shard-2-of-2.h5: .*incomplete")

    def test_shard_that_says_it_is_another_is_found_out(self):
        shards = self.shards(GOOD, 2, **self.PATHS)
        with h5py.File(shards[0], "r+") as first, h5py.File(shards[1], "r+") as second:
            for file, text in ((first, "2/2"), (second, "1/2")):
                file.attrs.create("shard", text, dtype=h5py.string_dtype("utf-8", 3))

        self.assertIn("damaged: its digest does not fit", self.refused(*shards, status=IO))

    def test_result_does_not_replace_a_shard_or_a_file_unasked(self):
        shards = self.shards(GOOD, 2, **self.PATHS)
        kept = [digest(shard) for shard in shards]
        self.write("merged.h5", "kept")

        replaced = self.merge(*shards, "-o", shards[0], "--force", status=CONFIG)
        there = self.merge(*shards, "-o", "merged.h5", status=IO)

        self.assertIn("the result would replace", replaced.stderr)
        self.assertIn("the file exists already", there.stderr)
        self.assertEqual([digest(shard) for shard in shards], kept)

    def test_shard_never_takes_the_place_of_a_result(self):
        result = self.simulate(GOOD, **self.PATHS)
        shards = self.shards(GOOD, 2, **self.PATHS)
        kept = digest(result)

        for arguments in (("run", GOOD, "--shard", "1/2"), ("merge", *shards)):
            option = "--brackets" if arguments[0] == "merge" else "-o"
            with self.subTest(arguments[0]):
                finished = self.run_program(*arguments, option, result, "--force", status=IO)
                self.assertIn("a result stands there", finished.stderr)
        self.assertEqual(digest(result), kept)

    def test_brackets_of_another_run_or_kind_are_refused(self):
        shards = self.shards(GOOD, 2, **self.PATHS)
        self.merge(*shards, "--brackets", "brackets.h5", "--quiet")
        result = self.simulate(GOOD, **self.PATHS)
        for given, settings, expected in (("brackets.h5", {"simulation__seed": 5}, "brackets.h5 is of another run"),
                                          (shards[0], {}, f"{shards[0]} is a shard of a run, not a file of brackets"),
                                          (result, {}, f"{result} is a result, not a file of brackets")):
            with self.subTest(expected):
                arguments = [f"--set={key.replace('__', '.')}={value}" for key, value in (self.PATHS | settings).items()]
                finished = self.run_program("run", GOOD, *arguments, "--shard", "1/2", "--second-pass", given, "-o",
                                            "later.h5", status=CONFIG)
                self.assertIn(f"secondcurve run: --second-pass: {expected}", finished.stderr)
        (self.folder / "damaged.h5").write_bytes((self.folder / "brackets.h5").read_bytes()[:1000])
        damaged = self.run_program("run", GOOD, "--set=simulation.paths=1500", "--shard", "1/2", "--second-pass",
                                   "damaged.h5", status=IO)
        self.assertIn("damaged.h5: ", damaged.stderr)
        itself = self.run_program("run", GOOD, "--shard", "1/2", "--second-pass", "brackets.h5", "-o", "brackets.h5",
                                  "--force", status=CONFIG)
        self.assertIn("the result would replace its own input brackets.h5", itself.stderr)
        self.assertIn("holds brackets, not a shard", self.refused(*shards, "brackets.h5"))
        self.assertNotIn("later.h5", self.files())

    def test_second_pass_of_other_brackets_is_refused(self):
        shards = self.shards(GOOD, 2, **self.PATHS)
        self.merge(*shards, "--brackets", "brackets.h5", "--quiet")
        later = self.simulate(GOOD, "--shard", "1/1", "--second-pass", "brackets.h5", name="later.h5", **self.PATHS)
        with h5py.File(later, "r+") as file:
            file.attrs.create("brackets", "0" * 32, dtype=h5py.string_dtype("utf-8", 32))

        self.assertRegex(self.refused(*shards, later), "later.h5 is of other brackets .*remove it, or make it again with: "
                                                       "secondcurve run CONFIG --shard 1/1 --second-pass")


class ElsewhereRefused(Shards):
    def test_commands_that_read_results_say_what_a_shard_is(self):
        shard = self.shard(GOOD, 1, 2, simulation__paths=1500)
        result = self.simulate(GOOD, simulation__paths=1500)
        self.write("charts/echarts.min.js", "var echarts = {};")
        self.write("charts/LICENSES", "Licence")
        for arguments in (("show", shard), ("run", shard, "-o", "x.h5"), ("compare", result, shard),
                          ("export", shard, "--csv", "folder"), ("report", shard, "-o", "page.html", "--charts", "charts"), ("check", shard),
                          ("explain", shard), ("diff", result, shard), ("replay", shard, "--path", "0"),
                          ("run", shard, "--add-paths", "100"), ("batch", shard, "-o", "folder")):
            with self.subTest(arguments[0]):
                message = self.run_program(*arguments, status=IO).stderr
                self.assertIn("this is a shard of a run, not a result. Join all shards of the run with: "
                              "secondcurve merge", message)

    def test_batch_says_what_a_result_is(self):
        result = self.simulate(GOOD, simulation__paths=1500)

        message = self.run_program("batch", result, "-o", "folder", status=IO).stderr

        self.assertIn("this is a result, not a batch file. Run its config again with: secondcurve run", message)


if __name__ == "__main__":
    unittest.main()

"""`secondcurve export`: what is refused, and that nothing half written stays."""

import os
import unittest

import h5py
import numpy as np

from exports import Exports, read_csv
from program import CONFIG, IO, small_disk


class Refusals(Exports):
    def refused(self, *arguments, status=IO, **options):
        lines = self.export(*arguments, status=status, **options).stderr.strip().splitlines()
        said = [line for line in lines if not line.startswith("[ERROR]")]  # those of libxlsxwriter
        self.assertEqual(len(said), 1, lines)
        return said[0]

    def test_files_that_are_no_results_of_this_format(self):
        self.write("text.h5", "no result")
        whole = self.baseline.read_bytes()
        (self.folder / "cut.h5").write_bytes(whole[:len(whole) // 2])
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        (self.folder / "old.h5").write_bytes(whole)
        with h5py.File(self.folder / "old.h5", "r+") as file:
            file.attrs["format_version_major"] = np.int32(0)
        for name, reason in (("text.h5", "not a Secondcurve result"), ("cut.h5", "the file is incomplete"),
                             ("other.h5", "not a Secondcurve result"), ("old.h5", "format 0"), ("none.h5", "No such file")):
            with self.subTest(name):
                said = self.refused(name, "--csv", "t", "--xlsx", "t.xlsx")
                self.assertTrue(said.startswith(f"{name}: "), said)
                self.assertIn(reason, said)
        self.assertEqual(self.files(), ["cut.h5", "old.h5", "other.h5", "text.h5"])

    def test_what_is_there_is_replaced_only_where_asked_for(self):
        for arguments in (["--csv", "t"], ["--xlsx", "t.xlsx"], ["--iamc", "t.csv", "--region", "R"]):
            with self.subTest(arguments[0]):
                self.export(self.baseline, *arguments)
                before = {name: (self.folder / name).read_bytes() for name in self.files()}
                self.assertIn("use --force", self.refused(self.bust, *arguments))
                self.assertEqual({name: (self.folder / name).read_bytes() for name in self.files()}, before)
                self.export(self.bust, *arguments, "--force")
        self.assertEqual(set(read_csv(self.folder / "t", "headline").scenario), {"chip_bust"})

    def test_folder_of_other_files_is_never_replaced(self):
        self.write("t/mine.txt", "precious")
        self.assertIn("'mine.txt' is no table of an export", self.refused(self.baseline, "--csv", "t", "--force"))
        self.assertEqual(self.files(), ["t/mine.txt"])
        self.write("u/output.csv", "mine, too")
        self.assertIn("no README.txt of an export", self.refused(self.baseline, "--csv", "u", "--force"))
        self.assertEqual((self.folder / "u/output.csv").read_text(encoding="utf-8"), "mine, too")

    def test_empty_folder_is_filled(self):
        (self.folder / "t").mkdir()
        self.export(self.baseline, "--csv", "t/")

        self.assertIn("t/README.txt", self.files())

    def test_full_disk_leaves_nothing(self):
        with small_disk(self.folder / "small", 1) as disk:
            (disk / "other").write_bytes(bytes(900_000))
            for arguments in (["--csv", disk / "t"], ["--iamc", disk / "t.csv", "--region", "R"],
                              ["--xlsx", disk / "t.xlsx"]):
                with self.subTest(arguments[0]):
                    self.refused(self.baseline, self.bust, *arguments)
                    self.assertEqual(list(disk.iterdir()), [disk / "other"])

    def test_full_disk_of_temporary_files_leaves_no_workbook(self):
        with small_disk(self.folder / "small", 1) as disk:
            said = self.refused(self.baseline, self.bust, "--xlsx", "t.xlsx", env={**os.environ, "TMPDIR": str(disk)})
            self.assertEqual(said, "t.xlsx: cannot write: the disk of temporary files, see TMPDIR, takes no more")
        self.assertNotIn("t.xlsx", self.files())

    def test_names_of_other_kinds_of_files_get_a_better_one(self):
        for arguments, better in ((["--xlsx", "t.xls"], "give --xlsx t.xlsx"), (["--xlsx", "t.pdf"], "give --xlsx t.xlsx"),
                                  (["--xlsx", "t"], "give --xlsx t.xlsx"), (["--csv", "t4.csv"], "give --csv t4\n"),
                                  (["--csv", "-"], "such as --csv NAME"), (["--xlsx", "-"], "such as --xlsx NAME.xlsx"),
                                  (["--iamc", "t.xlsx", "--region", "R"], "give --iamc t.csv")):
            with self.subTest(arguments[1]):
                self.assertIn(better, self.export(self.baseline, *arguments, status=CONFIG).stderr)
        self.assertEqual(self.files(), [])

    def test_result_under_another_name_is_never_replaced(self):
        for arguments in (["--xlsx", "t.xlsx"], ["--iamc", "t.csv", "--region", "R"]):
            (self.folder / arguments[1]).write_bytes(self.bust.read_bytes())
            said = self.refused(self.baseline, *arguments, "--force")
            self.assertIn("an HDF5 file stands there, as results are", said)
            self.assertEqual((self.folder / arguments[1]).read_bytes(), self.bust.read_bytes())

    def test_config_in_the_place_of_a_result_is_to_be_run_first(self):
        self.write("own.toml", "")
        self.assertIn("run it first, with: secondcurve run own.toml", self.refused("own.toml", "--csv", "t"))

    def test_misuse_is_explained(self):
        for arguments, message in (([self.baseline], "--csv DIR"), (["--csv", "t"], "give a result file"),
                                   ([self.baseline, "--csv", "t", "--region", "R"], "--region is for --iamc"),
                                   ([self.baseline, "--csv", "no/t"], "does not exist"),
                                   ([self.baseline, self.baseline, "--csv", "t"], "given twice"),
                                   ([self.baseline, "--xlsx", self.baseline, "--force"], "is the input"),
                                   ([self.baseline, "--iamc", self.baseline, "--region", "R", "--force"], "is the input"),
                                   ([self.baseline, "--csv", "t", "--iamc", "t", "--region", "R"], "two things"),
                                   ([self.baseline, "--csv", "t", "--scenario", "x"], '"x" is no scenario of '),
                                   (["--csv", "t", "--scenario", "baseline", self.baseline], "give a result file before --scenario"),
                                   ([self.baseline, "--csv", "t", "--scenario", "baseline", "baseline"], "--scenario baseline is given twice"),
                                   ([self.baseline, "--csv", "t", "--threads", "-1"], "--threads = -1")):
            with self.subTest(message):
                status = IO if message == "does not exist" else CONFIG
                self.assertIn(message, self.export(*arguments, status=status).stderr)
        self.assertEqual(self.files(), [])


if __name__ == "__main__":
    unittest.main()

"""Files that would hang, exhaust or confuse a careless reader are refused at once, in words."""

import time
import unittest

from program import BASELINE, CONFIG, GOOD, IO, ProgramTest

AT_ONCE = 2.0  # s: it takes some 0.01 s, and more on a busy machine


class HostileFiles(ProgramTest):
    def refuse(self, file, message, status=CONFIG):
        """Checks that a config is refused at once, by check and by run, and that nothing is written."""
        before = self.files()
        for arguments in (["check", file], ["run", file, "-o", "result.h5"]):
            start = time.monotonic()
            finished = self.run_program(*arguments, status=status)

            self.assertLess(time.monotonic() - start, AT_ONCE)
            self.assertIn(message, finished.stderr)
            self.assertLess(len(finished.stderr), 20_000)
        self.assertEqual(self.files(), before)

    def test_config_of_a_gigabyte(self):
        with open(self.write("big.toml", ""), "r+b") as file:
            file.truncate(1024**3)  # sparse: takes no disk

        self.refuse("big.toml", "big.toml: is larger than 16 MiB (a config or a table is a small text file)")

    def test_base_of_a_gigabyte(self):
        self.test_config_of_a_gigabyte()
        self.write("own.toml", '[scenario]\ntitle = "x"\nbase = "big.toml"\n')

        self.refuse("own.toml", "big.toml: is larger than 16 MiB")

    def test_table_of_a_gigabyte(self):
        with open(self.write("big.csv", ""), "r+b") as file:
            file.truncate(1024**3)
        self.write("own.toml", f'[scenario]\ntitle = "x"\nbase = "{GOOD}"\n[sectors.other.growth]\n'
                               'growth = { csv = "big.csv", column = "x" }\n')

        self.refuse("own.toml", "big.csv: sectors.other.growth.growth.csv: is larger than 16 MiB")

    def test_base_chain_without_end(self):
        for i in range(100):
            self.write(f"{i}.toml", f'[scenario]\ntitle = "{i}"\nbase = "{i + 1}.toml"\n')

        self.refuse("0.toml", 'scenario.base = "32.toml": more than 32 files inherit from one another')

    def test_base_chain_in_a_circle(self):
        self.write("a.toml", '[scenario]\ntitle = "a"\nbase = "folder/../b.toml"\n')
        self.write("b.toml", '[scenario]\ntitle = "b"\nbase = "./a.toml"\n')

        self.refuse("a.toml", "the files inherit in a circle (a.toml -> b.toml -> a.toml)")

    def test_nesting_without_end(self):
        for opening in ("[", "{a=", "[{a=", "a."):
            self.write("deep.toml", "[scenario]\nx = " + opening * 1_000_000 if opening != "a." else opening * 1_000_000)

            self.refuse("deep.toml", "is nested deeper than 32 levels")

    def test_a_million_keys(self):
        self.write("many.toml", "".join(f"k{i} = 1\n" for i in range(1_000_000)))

        self.refuse("many.toml", "entries (long tables belong in a CSV file)")

    def test_binary_file(self):
        (self.folder / "binary.toml").write_bytes(bytes(range(256)) * 100)

        self.refuse("binary.toml", "binary.toml:1:1: holds a NUL byte")

    def test_text_of_windows(self):
        (self.folder / "wide.toml").write_bytes('[scenario]\ntitle = "x"\n'.encode("utf-16"))
        (self.folder / "latin.toml").write_bytes('[scenario]\ntitle = "élan"\n'.encode("latin-1"))

        self.refuse("wide.toml", "Is this a binary file, or UTF-16?")
        self.refuse("latin.toml", "latin.toml:2:10: byte 0xE9 is not UTF-8")

    def test_empty_file(self):
        self.write("empty.toml", "")

        self.refuse("empty.toml", "empty.toml:1:1: has no scenario (scenario must be given)")

    def test_folder_as_config(self):
        self.refuse(self.folder, "it is a folder; name a file in it", status=IO)

    def test_device_as_config(self):
        self.refuse("/dev/zero", "/dev/zero: cannot read: it is not a regular file", status=IO)

    def test_names_that_are_paths_or_break_the_line(self):
        for name, shown in (("../../etc/x", "../../etc/x"), ("a\\nb", "a\\nb"), ("", ""), ("x" * 5000, "x" * 60),
                            ("\\u0000", "\\x00"), ("a.b", "a.b")):
            self.write("names.toml", f'[scenario]\ntitle = "x"\nbase = "{GOOD}"\n[sectors."{name}"]\nbase = 1\n')

            self.refuse("names.toml", f'names.toml:4:10: sectors: the name "{shown}')

    def test_file_names_that_break_the_line(self):
        self.write("own.toml", '[scenario]\ntitle = "x"\nbase = "a\\nb.toml"\n')

        self.refuse("own.toml", 'own.toml:3:8: scenario.base = "a\\nb.toml": is not a file name')

    def test_endless_string_and_comment(self):
        self.write("string.toml", '[scenario]\ntitle = """' + "x" * 10_000_000)
        self.write("comment.toml", "#" * 10_000_000)

        self.refuse("string.toml", "the file ends in the middle of a text")
        self.refuse("comment.toml", "has no scenario")


class UnusualNames(ProgramTest):
    def test_result_may_have_a_name_with_spaces_and_chinese(self):
        self.run_program("run", GOOD, "-o", "上海 基准.h5", "--quiet")

        self.assertEqual(self.files(), ["上海 基准.h5"])

    def test_config_may_lie_in_a_folder_with_spaces(self):
        self.write("my plans/own plan.toml", f'[scenario]\ntitle = "x"\nbase = "{GOOD}"\n')

        self.run_program("run", "my plans/own plan.toml", "--quiet")

        self.assertIn("own plan.h5", self.files())

    def test_setting_that_is_hostile_is_refused(self):
        for setting in ("a." * 10_000 + "b=1", "simulation.paths=" + "[" * 100_000, "simulation.paths=\x01", "=1", "", "="):
            finished = self.run_program("check", BASELINE, "--set", setting, status=CONFIG)

            self.assertTrue(finished.stderr.startswith("--set: "), finished.stderr[:200])
            self.assertLess(len(finished.stderr), 5000)


if __name__ == "__main__":
    unittest.main()

"""Every file of configs/bad is wrong, and says in its first lines which messages it must yield.

A line `# expect: 7:1: key: problem` stands for a message about the file itself; one that begins with a
file's name is about that file. An indented one continues the message before it. After a wording has changed on purpose, `bad_configs_test.py --rewrite`
writes what the program says now; read the difference, it is what users will read.
"""

import re
import subprocess
import sys
import unittest

from program import CONFIG, CONFIGS, DONE, PROGRAM, ProgramTest

BAD = CONFIGS / "bad"
FILES = sorted(BAD.glob("*.toml"))


def expected_messages(file):
    """Returns the messages that the head of a file promises."""
    promised = re.findall(r"^# expect: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return [f"{file.name}:{text}" if text[0].isdigit() else text for text in promised]


def is_continuation(message):
    """Tells whether a line continues the message before it, as rows of numbers do."""
    return message.startswith(" ")


def rewrite(file):
    """Writes the messages that the program yields now into the head of a file."""
    body = re.sub(r"^(# expect: .*\n)+", "", file.read_text(encoding="utf-8"))
    promised = None
    while promised != expected_messages(file):  # the head's length moves the lines that messages name
        promised = expected_messages(file)
        said = subprocess.run([PROGRAM, "check", file.name], cwd=BAD, capture_output=True, text=True, check=False)
        messages = [text.removeprefix(f"{file.name}:") if text.startswith(f"{file.name}:") else text
                    for text in said.stderr.splitlines()[:-1]]
        file.write_text("".join(f"# expect: {text}\n" for text in messages) + body, encoding="utf-8")


class BadConfigs(ProgramTest):
    def test_each_yields_exactly_its_messages_and_nothing_is_written(self):
        for file in FILES:
            with self.subTest(file.name):
                finished = self.run_program("run", file.name, "-o", self.folder / "result.h5", status=CONFIG, folder=BAD)

                *messages, closing = finished.stderr.splitlines()

                self.assertEqual(messages, expected_messages(file))
                count = sum(not is_continuation(message) for message in messages)
                self.assertRegex(closing, rf"^{count} errors?; nothing was run\.$")
                self.assertEqual((finished.stdout, self.files()), ("", []))

    def test_check_yields_the_same_messages_for_all_files_together(self):
        finished = self.run_program("check", *(file.name for file in FILES), status=CONFIG, folder=BAD)

        self.assertEqual(finished.stderr.splitlines()[:-1], [text for file in FILES for text in expected_messages(file)])

    def test_each_message_names_a_file_and_says_more(self):
        for file in FILES:
            for message in filter(lambda each: not is_continuation(each), expected_messages(file)):
                with self.subTest(message):
                    self.assertRegex(message, r"^[\w./]+\.(toml|csv)(:\d+:\d+)?: ((\w|[.\[\]])+( =|:) )?.{10,}")
                    self.assertNotIn(str(CONFIGS), message)

    def test_what_they_inherit_from_is_right(self):
        finished = self.run_program("check", "shared/good.toml", status=DONE, folder=BAD)

        self.assertEqual(finished.stderr, "")

    def test_messages_name_files_from_where_the_program_runs(self):
        finished = self.run_program("check", "configs/bad/csv_quote.toml", status=CONFIG, folder=CONFIGS.parent)

        self.assertTrue(finished.stderr.startswith("configs/bad/data/quote.csv:2:6: "), finished.stderr)


if __name__ == "__main__":
    if "--rewrite" in sys.argv:
        for bad in FILES:
            rewrite(bad)
        sys.exit()
    unittest.main()

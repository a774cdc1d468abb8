"""Every file of configs/bad/batch is wrong, and `secondcurve batch --dry-run` says so.

Each names in its first lines what is wrong, as the files of configs/bad do; that all these messages are found,
and no others, is tested in tests/unit/batch. Here they must reach people: of a sweep whose points are all wrong
the first is shown, and one point that is wrong among others does not stop them.
"""

import unittest

from bad_configs_test import BAD, expected_messages
from program import CONFIG, SOME_FAILED, ProgramTest

FILES = sorted((BAD / "batch").glob("*.toml"))
WRONG_POINTS = {"axis_value_wrong.toml", "axis_draw_wrong.toml"}


class BadBatches(ProgramTest):
    def test_each_yields_its_messages_and_nothing_is_written(self):
        self.assertGreater(len(FILES), 50)
        for file in FILES:
            with self.subTest(file.name):
                before = sorted(BAD.rglob("*"))
                status = SOME_FAILED if file.name in WRONG_POINTS else CONFIG
                dry = self.run_program("batch", file.name, "--dry-run", status=status, folder=file.parent)

                said = [line for line in (dry.stdout + dry.stderr).splitlines() if ".toml:" in line]
                expected = expected_messages(file)

                self.assertEqual(said, expected[:len(said)])
                self.assertGreater(len(said), 0)
                if status == CONFIG:
                    self.assertEqual(dry.stdout, "")
                self.assertEqual((sorted(BAD.rglob("*")), self.files()), (before, []))


if __name__ == "__main__":
    unittest.main()

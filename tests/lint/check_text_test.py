"""check_text.py passes good files and names each kind of breach by file and line."""

import tempfile
import unittest
from pathlib import Path

from tree import run_check, write_tree


class CheckText(unittest.TestCase):
    def run_on(self, files):
        with tempfile.TemporaryDirectory() as folder:
            write_tree(Path(folder), files)
            return run_check("check_text.py", Path(folder))

    def assert_breach(self, files, message):
        status, printed = self.run_on(files)

        self.assertEqual(status, 1, printed)
        self.assertIn(message, printed)
        self.assertIn("1 breaches", printed)

    def test_passes_a_good_source(self):
        status, printed = self.run_on({
            "engine/core/error.cpp": '#include "engine/core/error.hpp"\n\n#include <string>\n\n'
                                     '#include <fmt/format.h>\n\n#include "engine/core/block.hpp"\n'})

        self.assertEqual(status, 0, printed)

    def test_refuses_a_long_file(self):
        self.assert_breach({"engine/core/error.cpp": "\n" * 301}, "engine/core/error.cpp:301: 301 lines")

    def test_refuses_a_long_test(self):
        self.assert_breach({"tests/program/run_test.py": "\n" * 301}, "tests/program/run_test.py:301: 301 lines")
        status, printed = self.run_on({"tests/program/run_test.py": "# Long: one walk\n" + "\n" * 301})
        self.assertEqual(status, 0, printed)

    def test_accepts_a_long_file_that_says_why(self):
        status, printed = self.run_on({"engine/core/error.cpp": "// Long: one table, read as a whole\n" + "\n" * 301})

        self.assertEqual(status, 0, printed)

    def test_refuses_a_header_without_a_guard(self):
        self.assert_breach({"engine/core/error.hpp": "#include <string>\n"}, "engine/core/error.hpp:1: no #pragma once")

    def test_refuses_includes_out_of_order(self):
        self.assert_breach({"engine/core/error.cpp": "#include <fmt/format.h>\n#include <string>\n"},
                           "engine/core/error.cpp:2: include order")

    def test_refuses_a_source_that_does_not_include_its_header(self):
        self.assert_breach({"engine/core/error.hpp": "#pragma once\n", "engine/core/error.cpp": "int n;\n"},
                           "engine/core/error.cpp:1: the first include must be the file's own header")

    def test_refuses_a_using_that_nothing_uses(self):
        self.assert_breach({"engine/core/error.cpp": "using std::string;\nusing std::vector;\nvector<int> x;\n"},
                           "engine/core/error.cpp:1: 'using' takes over string")

    def test_leaves_a_using_of_a_class_alone(self):
        status, printed = self.run_on({"engine/core/error.hpp": "#pragma once\nstruct A : B {\n  using B::B;\n"
                                                                "  using C::same;\n};\n"})

        self.assertEqual(status, 0, printed)

    def test_refuses_an_unnamed_namespace_of_a_test(self):
        self.assert_breach({"tests/unit/core/error_test.cpp": "namespace {\n}\n"},
                           "tests/unit/core/error_test.cpp:1: a test's own names stand in a namespace")

    def test_refuses_an_unfinished_mark(self):
        self.assert_breach({"docs/guide.md": "more TO" + "DO here\n"}, "docs/guide.md:1: an unfinished mark")

    def test_refuses_a_line_in_capitals_where_the_text_of_a_page_is_to_come(self):
        self.assert_breach({"docs/guide.md": "Gains are:\n\nGAINS\n"}, "docs/guide.md:3: an unfinished mark")

    def test_accepts_capitals_in_an_example_of_a_page(self):
        status, printed = self.run_on({"docs/guide.md": "```\nFILE\n```\n\nA LINE that says more.\n"})

        self.assertEqual(status, 0, printed)

    def test_refuses_a_path_of_one_machine(self):
        self.assert_breach({"configs/demo.toml": 'base = "/ho' + 'me/ann/base.toml"\n'},
                           "configs/demo.toml:1: a path of one machine")


if __name__ == "__main__":
    unittest.main()

"""check_layers.py passes a good tree and names each kind of breach by file and line."""

import tempfile
import unittest
from pathlib import Path

from tree import run_check, write_tree


class CheckLayers(unittest.TestCase):
    def run_on(self, files):
        with tempfile.TemporaryDirectory() as folder:
            write_tree(Path(folder), files)
            return run_check("check_layers.py", Path(folder))

    def assert_breach(self, files, message):
        status, printed = self.run_on(files)

        self.assertEqual(status, 1, printed)
        self.assertIn(message, printed)
        self.assertIn("1 breaches", printed)

    def test_passes_a_tree_that_keeps_to_the_tables(self):
        status, printed = self.run_on({
            "engine/core/error.hpp": "#include <string>\n#include <sys/stat.h>\n",
            "engine/config/node.cpp": '#include <fmt/format.h>\n#include "engine/core/error.hpp"\n',
            "engine/output/file.cpp": "#include <hdf5.h>\n",
            "engine/simulate/version.cpp": '#include "secondcurve_version.hpp"\n',
        })

        self.assertEqual(status, 0, printed)
        self.assertIn("4 files, 0 breaches", printed)

    def test_refuses_an_include_against_the_direction(self):
        self.assert_breach({"engine/core/error.hpp": '#pragma once\n#include "engine/config/node.hpp"\n'},
                           "engine/core/error.hpp:2: engine/core may not include engine/config (allowed: nothing of ours)")

    def test_refuses_an_include_of_a_neighbour_that_is_not_listed(self):
        self.assert_breach({"engine/config/node.cpp": '#  include "engine/output/file.hpp"\n'},
                           "engine/config/node.cpp:1: engine/config may not include engine/output (allowed: engine/core)")

    def test_refuses_a_library_outside_its_folder(self):
        self.assert_breach({"engine/config/node.cpp": "#include <hdf5.h>\n"},
                           "engine/config/node.cpp:1: HDF5 (hdf5.h) is confined to engine/output")

    def test_refuses_a_heavy_library_in_a_header(self):
        self.assert_breach({"engine/output/file.hpp": "#include <H5public.h>\n"},
                           "engine/output/file.hpp:1: HDF5 (H5public.h) may be included in .cpp files only")

    def test_refuses_a_library_that_is_not_in_the_table(self):
        self.assert_breach({"engine/core/error.cpp": "#include <zmq.h>\n"},
                           "engine/core/error.cpp:1: zmq.h: neither ours, nor standard, nor of a library")

    def test_refuses_a_folder_that_is_not_in_the_table(self):
        self.assert_breach({"engine/misc/all.hpp": "#include <string>\n"},
                           "engine/misc/all.hpp:1: engine/misc is no folder of the table")

    def test_refuses_a_path_that_does_not_start_at_the_root(self):
        self.assert_breach({"engine/core/error.cpp": '#include "error.hpp"\n'},
                           "engine/core/error.cpp:1: error.hpp: write the path from the repository root")

    def test_refuses_tests_in_the_engine(self):
        self.assert_breach({"engine/core/error.cpp": '#include "tests/support/plain.hpp"\n'},
                           "engine/core/error.cpp:1: tests/support/plain.hpp: write the path")

    def test_refuses_a_second_reader_of_the_version(self):
        self.assert_breach({"engine/core/error.cpp": '#include "secondcurve_version.hpp"\n'},
                           "secondcurve_version.hpp may be included in engine/simulate/version.cpp only")

    def test_refuses_a_link_against_the_direction(self):
        self.assert_breach({"CMakeLists.txt": "sc_library(engine/core\n  USES engine/config PRIVATE fmt::fmt)\n"},
                           "CMakeLists.txt:1: engine/core may not be linked with engine/config")

    def test_refuses_a_link_against_the_direction_whatever_else_is_said_of_the_library(self):
        cmake = "if(X)\n  sc_library(engine/core SET_UP NOT_INSTALLED USES engine/config PRIVATE fmt::fmt)\nendif()\n"
        self.assert_breach({"CMakeLists.txt": cmake}, "CMakeLists.txt:2: engine/core may not be linked with engine/config")

    def test_stops_at_a_table_that_names_an_unknown_folder(self):
        text = ("# Architecture\n\n## Layers\n\n| folder | may include |\n|---|---|\n"
                "| `engine/core` | `engine/gone` |\n\n## Third-party libraries\n\n")

        status, printed = self.run_on({"docs/architecture.md": text})

        self.assertEqual(status, 1)
        self.assertIn("engine/core may include engine/gone, which is no folder of the table", printed)


if __name__ == "__main__":
    unittest.main()

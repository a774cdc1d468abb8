"""Runs on several processes, compared with those of one."""

import json

import mpi
from program import CONFIGS, digest

CUBE = {"output.cube": ["output"]}
STOPS = CONFIGS / "tutorials/stop_when.toml"


def settings_of(settings):
    return [f"--set={key}={json.dumps(value)}" for key, value in settings.items()]


class RunTest(mpi.MpiTest):
    def whole(self, config, settings):
        self.run_program("run", config, "-o", "whole.h5", "--force", "--quiet", *settings_of(settings))
        return digest(self.folder / "whole.h5")

    def assert_same_bytes(self, n, config, settings, *arguments):
        whole = self.whole(config, settings)

        printed = self.mpirun(n, "run", config, "-o", "result.h5", "--force", "--quiet", *settings_of(settings),
                              *arguments)

        self.assertEqual(printed, ("", ""))
        self.assertEqual(digest(self.folder / "result.h5"), whole)
        self.assertEqual(self.files(), ["result.h5", "whole.h5"])

"""Results that lost a part, or hold another than they should: each command says that the file is damaged, as for any file
that cannot be read, or does without; none fails as for a defect of ours."""

import shutil
import subprocess
import unittest

import h5py
import numpy as np

from program import DONE, GOOD, IO, PROGRAM, ProgramTest

COMMANDS = (["export", "damaged.h5", "--csv", "t", "--iamc", "t.csv", "--region", "R", "--force", "--quiet"],
            ["show", "damaged.h5", "--table"])
CHOSEN = ("series", "account", "quantile", "year", "target_unit", "summary/output_mean", "summary/output_quantile",
          "summary/target_probability", "history/observed_source", "provenance/file")


def replace(file, name, data, scales):
    """Puts other data in the place of a dataset, with the same dimensions as far as `scales` names them."""
    attributes = {key: value for key, value in file[name].attrs.items() if key in ("units", "long_name")}
    del file[name]
    file[name] = data
    file[name].attrs.update(attributes)
    for i, scale in enumerate(scales):
        file[name].dims[i].attach_scale(file[scale])


def remove(file, name):
    del file[name]


def shorten(file, name):
    old = file[name]
    scales = [dim[0].name if len(dim) else None for dim in old.dims]
    data = old[()]
    if old.ndim == 0 or old.shape[-1] < 2:
        return remove(file, name)
    return replace(file, name, data[..., :-1], [] if None in scales else scales)


def to_another_type(file, name):
    replace(file, name, np.full(file[name].shape, 7, dtype=np.int16), [])


def to_nothing(file, name):
    replace(file, name, np.array([], dtype=float), [])


def turn(file, name):
    """The same figures with their dimensions the other way round."""
    old = file[name]
    scales = [dim[0].name if len(dim) else None for dim in old.dims]
    if old.ndim < 2 or None in scales:
        return remove(file, name)
    return replace(file, name, old[()].T, scales[::-1])


class DamagedResults(ProgramTest):
    def make(self):
        known = self.write("known.toml", f'[scenario]\ntitle = "Known"\nbase = "{GOOD}"\n[series.cars.history]\n2024 = 95\n')
        return self.simulate(known, "--set=simulation.paths=64", "--set=output.cube=[]")

    def check(self, names):
        whole = self.make()
        n_refused = 0
        for name in names:
            for damage in (remove, shorten, to_another_type, to_nothing, turn):
                shutil.copy(whole, self.folder / "damaged.h5")
                with h5py.File(self.folder / "damaged.h5", "r+") as file:
                    damage(file, name)
                for command in COMMANDS:
                    with self.subTest(name=name, damage=damage.__name__, command=command[0]):
                        finished = subprocess.run([PROGRAM, *command], cwd=self.folder, capture_output=True, text=True,
                                                  errors="replace", timeout=60, check=False)
                        if "is no variable of this result" in finished.stderr:  # as of one that was not asked for it
                            continue
                        self.assertIn(finished.returncode, (DONE, IO), finished.stderr)
                        self.assertEqual("damaged.h5" in finished.stderr, finished.returncode == IO, finished.stderr)
                        n_refused += finished.returncode == IO
        return n_refused

    def test_chosen_parts(self):
        self.assertGreater(self.check(CHOSEN), 3 * len(CHOSEN))


if __name__ == "__main__":
    unittest.main()
